package storetest

import (
	"fmt"
	"testing"

	"github.com/quanjiuye/backend/store"
)

// racers is how many writers try the same thing at once.
const racers = 16

var unique = []test{
	{"the same id", func(t *testing.T, e *engine) {
		first := NewRegistration("p1")
		e.put(t, "registrations", first)
		err := e.Insert(deadline(t), "registrations", NewRegistration("p2").As(first.ID))
		wantIs(t, err, store.ErrDuplicate)
		wantSame(t, get[Registration](t, e, "registrations", first.ID), first)
	}},
	{"the same natural key", func(t *testing.T, e *engine) {
		e.put(t, "registrations", NewRegistration("p1"))
		err := e.Insert(deadline(t), "registrations", NewRegistration("p1").As("other"))
		wantIs(t, err, store.ErrDuplicate)
		wantIDs(t, findAll[Registration](t, e, "registrations", store.Query{}), "r-p1")
	}},
	{"part of a natural key", func(t *testing.T, e *engine) {
		r := NewRegistration("p1")
		e.put(t, "registrations", r, r.As("2").At("s2"), r.As("3").In("2026-12"), NewRegistration("p2"))
		if n := len(findAll[Registration](t, e, "registrations", store.Query{})); n != 4 {
			t.Fatalf("%d documents, want 4", n)
		}
	}},
	{"keys are compared byte by byte", func(t *testing.T, e *engine) {
		for _, person := range []string{"p", "P", "p ", "ｐ", "é", "e\u0301", "𠀀", "𠀁", "1", "1.0", "01"} {
			e.put(t, "registrations", NewRegistration(person))
		}
	}},
	{"many at once, the same id", func(t *testing.T, e *engine) {
		wantOneWinner(t, together(racers, func(i int) error {
			return e.Insert(deadline(t), "people", Shapes{ID: "x", Rev: 1, Int: i})
		}), store.ErrDuplicate)
	}},
	{"many at once, the same natural key", func(t *testing.T, e *engine) {
		wantOneWinner(t, together(racers, func(i int) error {
			return e.Insert(deadline(t), "registrations", NewRegistration("p1").As(fmt.Sprint(i)))
		}), store.ErrDuplicate)
		if n := len(findAll[Registration](t, e, "registrations", store.Query{})); n != 1 {
			t.Fatalf("%d documents, want 1", n)
		}
	}},
	{"a loser fails alone", func(t *testing.T, e *engine) {
		e.put(t, "registrations", NewRegistration("0"))
		errs := together(racers, func(i int) error {
			return e.Insert(deadline(t), "registrations", NewRegistration(fmt.Sprint(i)).As(fmt.Sprint("n", i)))
		})
		wantIs(t, errs[0], store.ErrDuplicate)
		for i, err := range errs[1:] {
			if err != nil {
				t.Errorf("insert %d: %v", i+1, err)
			}
		}
		if n := len(findAll[Registration](t, e, "registrations", store.Query{})); n != racers {
			t.Fatalf("%d documents, want %d", n, racers)
		}
	}},
}
