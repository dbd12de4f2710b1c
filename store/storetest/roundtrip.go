package storetest

import (
	"math"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/store"
)

// exact is the largest integer that every engine keeps exactly: 2^53.
const exact = 1 << 53

var roundTrip = []test{
	{"every shape", func(t *testing.T, e *engine) {
		for name, want := range shapes() {
			want.ID, want.Rev = name, 1
			e.put(t, "people", want)
			wantSame(t, get[Shapes](t, e, "people", name), want)
			found := findAll[Shapes](t, e, "people", store.Query{
				Where: []store.Cond{{Field: "_id", Op: store.Eq, Value: name}},
			})
			wantSame(t, found, []Shapes{want})
		}
	}},
	{"a pointer to a document", func(t *testing.T, e *engine) {
		want := NewRegistration("p1")
		e.put(t, "registrations", &want)
		wantSame(t, get[Registration](t, e, "registrations", "r-p1"), want)
	}},
	{"into a smaller struct", func(t *testing.T, e *engine) {
		e.put(t, "registrations", NewRegistration("p1"))
		type small struct {
			ID   string `json:"_id"`
			Note string `json:"note"`
		}
		wantSame(t, get[small](t, e, "registrations", "r-p1"), small{"r-p1", "零工市场"})
	}},
	{"the engine keeps a copy", func(t *testing.T, e *engine) {
		doc := Shapes{ID: "x", Rev: 1, Words: []string{"before"}}
		e.put(t, "people", &doc)
		doc.Words[0] = "after"
		wantSame(t, get[Shapes](t, e, "people", "x").Words, []string{"before"})
	}},
	{"collections are apart", func(t *testing.T, e *engine) {
		e.put(t, "people", Shapes{ID: "x", Rev: 1})
		var out Shapes
		wantIs(t, e.Get(deadline(t), "sites", "x", &out), store.ErrNoDocument)
	}},
	{"get without a document", func(t *testing.T, e *engine) {
		e.put(t, "people", Shapes{ID: "x", Rev: 1})
		for _, id := range []string{"", "X", "x ", "y", "x\x00"} {
			var out Shapes
			wantIs(t, e.Get(deadline(t), "people", id, &out), store.ErrNoDocument)
		}
	}},
}

// shapes are the values that must come back as they went in: what is nil stays
// nil, what is empty stays empty.
func shapes() map[string]Shapes {
	part := Part{"名", 7, []string{"a", ""}, Inner{true, []byte{0, 255}}}
	return map[string]Shapes{
		"nil": {},
		"empty": {
			Bytes: []byte{}, Words: []string{}, Numbers: []int64{}, Parts: []Part{},
			Labels: map[string]string{}, Counts: map[string]int64{}, ByName: map[string]Part{},
		},
		"full": {
			Text: "求职登记", Yes: true, Int: -5, Int32: math.MinInt32, Int64: 42, Float: 6.5,
			Bytes: []byte("\x00\x01\xfe\xff"), Words: []string{"b", "a", "b"}, Numbers: []int64{3, 1, 2},
			Part: part, Parts: []Part{{}, part}, Labels: map[string]string{"青年": "一", "": "empty key"},
			Counts: map[string]int64{"x": exact, "y": 0}, ByName: map[string]Part{"名": part},
			Spare: "s", Spares: []string{""},
		},
		"largest":    {Int: exact, Int32: math.MaxInt32, Int64: exact, Numbers: []int64{exact, exact - 1, math.MaxInt32 + 1}},
		"smallest":   {Int: -exact, Int32: math.MinInt32, Int64: -exact, Numbers: []int64{-exact, 1 - exact, math.MinInt32 - 1}},
		"floats":     {Float: 0.1 + 0.2},
		"whole":      {Float: 3},
		"tiny":       {Float: -math.SmallestNonzeroFloat64},
		"huge":       {Float: math.MaxFloat64},
		"ideographs": {Text: "𠀀𠮷😀é e\u0301\ufffd\uffff\U0010ffff", Words: []string{"\U00020000", "\u2028\u2029"}},
		"spaces":     {Text: " \t\r\n\"\\'`%_\x01\x7f ", Labels: map[string]string{" a b\"\\'": "\n"}},
		"operators":  {Text: "$ne", Words: []string{"$where", "a.b", "$", ".", "{\"$gt\":\"\"}"}, Labels: map[string]string{"k": "$a.b"}},
		"long":       {Text: strings.Repeat("长", 70_000), Bytes: make([]byte, 100_000)},
	}
}
