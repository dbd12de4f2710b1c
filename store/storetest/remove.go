package storetest

import (
	"fmt"
	"testing"

	"github.com/quanjiuye/backend/store"
)

var remove = []test{
	{"what a query selects", func(t *testing.T, e *engine) {
		for i := range 10 {
			e.put(t, "sessions", Session{ID: fmt.Sprint(i), Rev: 1, AccountID: "a", ExpiresAt: int64(i + 1)})
		}
		expired := where(store.Cond{Field: "expires_at", Op: store.Le, Value: int64(4)})
		for _, want := range []int64{4, 0} {
			if n := e.mustDelete(t, "sessions", expired); n != want {
				t.Fatalf("deleted %d, want %d", n, want)
			}
		}
		if n := len(findAll[Session](t, e, "sessions", where(eq("account_id", "a")))); n != 6 {
			t.Fatalf("%d are left, want 6", n)
		}
	}},
	{"one by id", func(t *testing.T, e *engine) {
		e.put(t, "registrations", NewRegistration("p1"), NewRegistration("p2"))
		if n := e.mustDelete(t, "registrations", where(eq("_id", "r-p1"))); n != 1 {
			t.Fatalf("deleted %d, want 1", n)
		}
		var out Registration
		wantIs(t, e.Get(deadline(t), "registrations", "r-p1", &out), store.ErrNoDocument)
		get[Registration](t, e, "registrations", "r-p2")
	}},
	{"frees the natural key", func(t *testing.T, e *engine) {
		e.put(t, "registrations", NewRegistration("p1"))
		e.mustDelete(t, "registrations", where(eq("_id", "r-p1")))
		e.put(t, "registrations", NewRegistration("p1"))
	}},
	{"in of nothing deletes nothing", func(t *testing.T, e *engine) {
		e.put(t, "registrations", NewRegistration("p1"))
		if n := e.mustDelete(t, "registrations", where(store.Cond{Field: "_id", Op: store.In, Value: []string{}})); n != 0 {
			t.Fatalf("deleted %d, want 0", n)
		}
	}},
	{"everything in one collection", func(t *testing.T, e *engine) {
		e.put(t, "people", Shapes{ID: "x", Rev: 1})
		e.mustInsertAll(t, "registrations", registrations(20))
		if n := e.mustDelete(t, "registrations", store.Query{}); n != 20 {
			t.Fatalf("deleted %d, want 20", n)
		}
		get[Shapes](t, e, "people", "x")
	}},
}
