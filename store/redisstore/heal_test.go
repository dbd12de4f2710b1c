package redisstore_test

import (
	"context"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/store/redisstore"
)

// Somebody wrote something else where one of our keys belongs. Each method goes
// on as if the key had been missing, and the cache is no longer whole.
func TestWrongTypesAreHealed(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		year := s.YearKey("s1", 2026)
		for _, c := range []struct {
			name string
			key  string
			call func(ctx context.Context) error
		}{
			{"mark", s.DirtyKey(), func(ctx context.Context) error {
				_, err := s.Mark(ctx, november)
				return err
			}},
			{"clear", s.DirtyKey(), func(ctx context.Context) error {
				return s.Clear(ctx, service.Mark{Unit: november, Token: 1})
			}},
			{"dirty", s.DirtyKey(), func(ctx context.Context) error {
				_, err := s.Dirty(ctx, 0, 1)
				return err
			}},
			{"ticket", s.TicketKey("s1"), func(ctx context.Context) error {
				_, err := s.Ticket(ctx, "s1")
				return err
			}},
			{"put, ticket damaged", s.TicketKey("s1"), func(context.Context) error {
				put(t, s, november, service.Ticket{SiteID: "s1", Epoch: "e", No: 1}, "x", 0, service.PutLost)
				return nil
			}},
			{"put, year damaged", year, func(context.Context) error {
				k := ticket(t, s)
				put(t, s, november, k, "x", 0, service.PutLost)
				holds(t, s, november, "x", put(t, s, november, k, "x", 0, service.PutApplied))
				return nil
			}},
			{"counters", year, func(context.Context) error {
				holds(t, s, november, "", 0)
				return nil
			}},
			{"versions", year, func(ctx context.Context) error {
				_, err := s.Versions(ctx, []string{"other", "s1"}, 2026)
				return err
			}},
		} {
			check(t, s.Client().Del(t.Context(), c.key).Err())
			declare(t, s)
			// An integer set is none of our types.
			check(t, s.Client().SAdd(t.Context(), c.key, 1).Err())
			if err := c.call(t.Context()); err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			if kind := s.Client().Type(t.Context(), c.key).Val(); kind == "set" {
				t.Errorf("%s: the foreign key is still there", c.name)
			}
			if must[bool](t)(s.Whole(t.Context())) {
				t.Errorf("%s: the cache is still whole", c.name)
			}
		}
	})
}

func TestWrongTypesOfTokensAreHealed(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		damage := func() {
			check(t, s.Client().Del(t.Context(), s.TokenKey("k")).Err())
			check(t, s.Client().SAdd(t.Context(), s.TokenKey("k"), 1).Err())
		}
		damage()
		if _, ok, err := s.Get(t.Context(), "k"); ok || err != nil {
			t.Fatalf("get: %v, %v", ok, err)
		}
		damage()
		check(t, s.DeleteIf(t.Context(), "k", "v"))
		damage()
		check(t, s.Set(t.Context(), "k", "v", time.Minute))
		if v, ok, err := s.Get(t.Context(), "k"); v != "v" || !ok || err != nil {
			t.Fatalf("get after set: %q, %v, %v", v, ok, err)
		}
	})
}

func TestAWrongTypeOfTheWholeKeyIsHealed(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		for range 2 {
			check(t, s.Client().Del(t.Context(), s.WholeKey()).Err())
			check(t, s.Client().SAdd(t.Context(), s.WholeKey(), 1).Err())
			if must[bool](t)(s.Whole(t.Context())) {
				t.Fatal("a foreign key makes the cache whole")
			}
			declare(t, s)
		}
	})
}

// Fields that hold nonsense are as good as missing.
func TestNonsenseInFieldsIsMissing(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		check(t, s.Client().HSet(t.Context(), s.YearKey("s1", 2026), "v", "no number", "11", "x", "t11", "no ticket").Err())
		check(t, s.Client().HSet(t.Context(), s.TicketKey("s1"), "epoch", "e", "n", "no number").Err())
		holds(t, s, november, "", 0)
		k := ticket(t, s)
		if k.Epoch == "e" || k.No != 1 {
			t.Fatalf("ticket %v continues a broken epoch", k)
		}
		holds(t, s, november, "y", put(t, s, november, k, "y", 0, service.PutApplied))
	})
}

func declare(t testing.TB, s *redisstore.Store) {
	t.Helper()
	must[bool](t)(s.Whole(t.Context()))
	check(t, s.Complete(t.Context()))
	if !must[bool](t)(s.Whole(t.Context())) {
		t.Fatal("not whole after Complete")
	}
}
