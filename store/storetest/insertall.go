package storetest

import (
	"testing"

	"github.com/quanjiuye/backend/store"
)

var insertAll = []test{
	{"counts what is new, and can be repeated", func(t *testing.T, e *engine) {
		e.put(t, "registrations", NewRegistration("p001"), NewRegistration("p003").As("another id"))
		docs := registrations(150)
		for _, want := range []int{148, 0} {
			if n := e.mustInsertAll(t, "registrations", docs); n != want {
				t.Fatalf("%d were new, want %d", n, want)
			}
		}
		if n := len(findAll[Registration](t, e, "registrations", store.Query{})); n != 150 {
			t.Fatalf("%d documents, want 150", n)
		}
	}},
	{"repeats within one call", func(t *testing.T, e *engine) {
		r := NewRegistration("p1")
		docs := []any{r, &r, r.As("other"), NewRegistration("p2")}
		if n := e.mustInsertAll(t, "registrations", docs); n != 2 {
			t.Fatalf("%d were new, want 2", n)
		}
		wantIDs(t, findAll[Registration](t, e, "registrations", store.Query{Sort: []string{"_id"}}), "r-p1", "r-p2")
	}},
	{"leaves what was there", func(t *testing.T, e *engine) {
		e.put(t, "registrations", NewRegistration("p1").With("confirmed", true))
		e.mustInsertAll(t, "registrations", []any{NewRegistration("p1")})
		if got := get[Registration](t, e, "registrations", "r-p1"); got.Status != "confirmed" {
			t.Fatalf("the document became %+v", got)
		}
	}},
	{"nothing", func(t *testing.T, e *engine) {
		if n := e.mustInsertAll(t, "registrations", nil); n != 0 {
			t.Fatalf("%d were new, want 0", n)
		}
	}},
	{"many at once, the same documents", func(t *testing.T, e *engine) {
		docs, counts := registrations(40), make([]int, 4)
		errs := together(len(counts), func(i int) (err error) {
			counts[i], err = e.InsertAll(deadline(t), "registrations", docs)
			return err
		})
		total := 0
		for i, err := range errs {
			if err != nil {
				t.Fatalf("insert all: %v", err)
			}
			total += counts[i]
		}
		if total != len(docs) {
			t.Fatalf("%d were new in all, want %d", total, len(docs))
		}
	}},
}

func (e *engine) mustInsertAll(t *testing.T, collection string, docs []any) int {
	t.Helper()
	n, err := e.InsertAll(deadline(t), collection, docs)
	if err != nil {
		t.Fatalf("insert all into %s: %v", collection, err)
	}
	return n
}
