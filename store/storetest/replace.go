package storetest

import (
	"testing"

	"github.com/quanjiuye/backend/store"
)

var replace = []test{
	{"the right rev", func(t *testing.T, e *engine) {
		doc := NewRegistration("p1")
		e.put(t, "registrations", doc, NewRegistration("p2"))
		next := doc.With("confirmed", false)
		next.Rev, next.Note = 2, ""
		if err := e.Replace(deadline(t), "registrations", doc.ID, 1, next); err != nil {
			t.Fatalf("replace: %v", err)
		}
		wantSame(t, get[Registration](t, e, "registrations", doc.ID), next)
		wantSame(t, get[Registration](t, e, "registrations", "r-p2"), NewRegistration("p2"))
	}},
	{"the indexes follow", func(t *testing.T, e *engine) {
		doc := NewRegistration("p1")
		e.put(t, "registrations", doc)
		next := doc.With("void", false)
		next.Rev = 2
		if err := e.Replace(deadline(t), "registrations", doc.ID, 1, &next); err != nil {
			t.Fatalf("replace: %v", err)
		}
		wantIDs(t, findAll[Registration](t, e, "registrations", where(s1, november, eq("status", "recorded"))))
		wantIDs(t, findAll[Registration](t, e, "registrations", where(s1, november, eq("status", "void"))), doc.ID)
	}},
	{"another rev, or no document", func(t *testing.T, e *engine) {
		doc := NewRegistration("p1")
		doc.Rev = 5
		e.put(t, "registrations", doc)
		next := doc.With("void", false)
		next.Rev = 6
		for _, rev := range []int64{0, 4, 6, -5} {
			wantIs(t, e.Replace(deadline(t), "registrations", doc.ID, rev, next), store.ErrNoDocument)
		}
		missing := next.As("missing")
		wantIs(t, e.Replace(deadline(t), "registrations", missing.ID, 5, missing), store.ErrNoDocument)
		wantSame(t, findAll[Registration](t, e, "registrations", store.Query{}), []Registration{doc})
	}},
	{"one after the other", func(t *testing.T, e *engine) {
		doc := Shapes{ID: "x", Rev: 1}
		e.put(t, "people", doc)
		for rev := int64(1); rev <= 10; rev++ {
			doc.Rev, doc.Numbers = rev+1, append(doc.Numbers, rev)
			if err := e.Replace(deadline(t), "people", "x", rev, doc); err != nil {
				t.Fatalf("replace rev %d: %v", rev, err)
			}
			wantIs(t, e.Replace(deadline(t), "people", "x", rev, doc), store.ErrNoDocument)
		}
		wantSame(t, get[Shapes](t, e, "people", "x"), doc)
	}},
	{"many at once, the same rev", func(t *testing.T, e *engine) {
		e.put(t, "people", Shapes{ID: "x", Rev: 1})
		wantOneWinner(t, together(racers, func(i int) error {
			return e.Replace(deadline(t), "people", "x", 1, Shapes{ID: "x", Rev: 2, Int: i})
		}), store.ErrNoDocument)
	}},
	{"many at once, each reads and tries again", func(t *testing.T, e *engine) {
		e.put(t, "people", Shapes{ID: "x", Rev: 1})
		for _, err := range together(8, func(int) error { return e.increment(t, "x") }) {
			if err != nil {
				t.Fatalf("increment: %v", err)
			}
		}
		if got := get[Shapes](t, e, "people", "x"); got.Int != 8 {
			t.Fatalf("8 increments made %d", got.Int)
		}
	}},
}

// increment adds one to Int as a service would: read, replace, again if
// somebody was quicker.
func (e *engine) increment(t *testing.T, id string) error {
	ctx := deadline(t)
	for {
		var doc Shapes
		if err := e.Get(ctx, "people", id, &doc); err != nil {
			return err
		}
		rev := doc.Rev
		doc.Rev, doc.Int = rev+1, doc.Int+1
		if err := e.Replace(ctx, "people", id, rev, doc); !isNoDocument(err) {
			return err
		}
	}
}
