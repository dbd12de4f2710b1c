package storetest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/quanjiuye/backend/store"
)

var order = []test{
	{"ascending and descending", func(t *testing.T, e *engine) {
		e.put(t, "registrations", NewRegistration("b"), NewRegistration("c"), NewRegistration("a"))
		wantIDs(t, findAll[Registration](t, e, "registrations", store.Query{Sort: []string{"_id"}}), "r-a", "r-b", "r-c")
		wantIDs(t, findAll[Registration](t, e, "registrations", store.Query{Sort: []string{"-_id"}}), "r-c", "r-b", "r-a")
	}},
	{"several fields", func(t *testing.T, e *engine) {
		r := NewRegistration
		e.put(t, "registrations",
			r("1").On("2026-11-02").As("x1"), r("2").On("2026-11-01").As("x2"),
			r("3").On("2026-11-02").As("x3"), r("4").On("2026-11-01").As("x4"))
		for _, row := range []struct{ sort, want []string }{
			{[]string{"registered_on", "person_id"}, []string{"x2", "x4", "x1", "x3"}},
			{[]string{"registered_on", "-person_id"}, []string{"x4", "x2", "x3", "x1"}},
			{[]string{"-registered_on", "person_id"}, []string{"x1", "x3", "x2", "x4"}},
			{[]string{"-registered_on", "-person_id"}, []string{"x3", "x1", "x4", "x2"}},
		} {
			q := where(s1, november)
			q.Sort = row.sort
			wantIDs(t, findAll[Registration](t, e, "registrations", q), row.want...)
		}
	}},
	{"strings sort byte by byte", func(t *testing.T, e *engine) {
		// UTF-16 and most collations order these otherwise.
		want := []string{"", "A", "B", "a", "b", "é", "中", "市", "\uffff", "😀", "𠀀"}
		for _, s := range slices.Backward(want) {
			e.put(t, "people", Shapes{ID: "x" + s, Rev: 1, Text: s})
		}
		var got []string
		for _, doc := range findAll[Shapes](t, e, "people", store.Query{Sort: []string{"_id"}}) {
			got = append(got, doc.Text)
		}
		wantSame(t, got, want)
		q := where(store.Cond{Field: "_id", Op: store.Gt, Value: "x\uffff"})
		if n := len(findAll[Shapes](t, e, "people", q)); n != 2 {
			t.Fatalf("%d are greater than U+FFFF, want 2", n)
		}
	}},
	{"integers sort by value", func(t *testing.T, e *engine) {
		for i, at := range []int64{100, 9, -exact, exact, -3} {
			e.put(t, "sessions", Session{ID: fmt.Sprint(i), Rev: 1, ExpiresAt: at})
		}
		var got []int64
		for _, s := range findAll[Session](t, e, "sessions", store.Query{Sort: []string{"-expires_at"}}) {
			got = append(got, s.ExpiresAt)
		}
		wantSame(t, got, []int64{exact, 100, 9, -3, -exact})
	}},
	{"limit", func(t *testing.T, e *engine) {
		e.mustInsertAll(t, "registrations", registrations(5))
		for limit, want := range map[int]int{0: 5, 1: 1, 4: 4, 5: 5, 6: 5} {
			got := findAll[Registration](t, e, "registrations", store.Query{Sort: []string{"-_id"}, Limit: limit})
			if len(got) != want || got[0].ID != "r-p004" {
				t.Errorf("limit %d: %d documents from %q, want %d", limit, len(got), got[0].ID, want)
			}
		}
	}},
	{"pages by id", func(t *testing.T, e *engine) {
		e.mustInsertAll(t, "registrations", registrations(95))
		e.put(t, "registrations", NewRegistration("p050").At("s2").As("elsewhere"))
		var ids []string
		for after := ""; ; {
			q := where(s1, store.Cond{Field: "_id", Op: store.Gt, Value: after})
			q.Sort, q.Limit = []string{"_id"}, 10
			page := findAll[Registration](t, e, "registrations", q)
			if len(page) == 0 {
				break
			}
			for _, r := range page {
				ids = append(ids, r.ID)
			}
			after = page[len(page)-1].ID
		}
		if len(ids) != 95 || !slices.IsSorted(ids) || slices.Contains(ids, "elsewhere") {
			t.Fatalf("the pages hold %d ids: %q", len(ids), ids)
		}
	}},
}
