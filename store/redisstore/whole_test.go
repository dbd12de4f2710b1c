package redisstore_test

import (
	"maps"
	"testing"

	"github.com/quanjiuye/backend/store/redisstore"
)

func whole(t testing.TB, s *redisstore.Store, want bool) {
	t.Helper()
	if got := must[bool](t)(s.Whole(t.Context())); got != want {
		t.Fatalf("whole: %v, want %v", got, want)
	}
}

func TestWholeUntilEmptied(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		a, b := open(t, e), open(t, e)
		whole(t, a, false)
		whole(t, b, false)
		check(t, a.Complete(t.Context()))
		whole(t, a, true)
		whole(t, b, true)                 // what one declared holds for all
		whole(t, open(t, e), true)        // and for who comes later
		check(t, b.Complete(t.Context())) // twice is no harm
		whole(t, a, true)

		flush(t, a)
		whole(t, a, false)
		whole(t, a, false) // looking alone heals nothing
		check(t, a.Complete(t.Context()))
		whole(t, a, true)
		whole(t, b, true) // a recounted after the loss, so b need not
	})
}

// The key goes back to what it was some looks ago, as from an old snapshot.
func TestARolledBackCacheIsNotWhole(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		a, b := open(t, e), open(t, e)
		whole(t, b, false)
		declare(t, a)
		whole(t, b, true)
		snapshot := must[map[string]string](t)(a.Client().HGetAll(t.Context(), a.WholeKey()).Result())
		whole(t, a, true)
		whole(t, b, true)
		rollBack(t, a, snapshot)
		whole(t, a, false)
		whole(t, b, false)
		declare(t, a)
		whole(t, b, true)
	})
}

func TestAnOlderDeclarationIsNotWhole(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		a, b := open(t, e), open(t, e)
		declare(t, a)
		snapshot := must[map[string]string](t)(a.Client().HGetAll(t.Context(), a.WholeKey()).Result())
		flush(t, a)
		whole(t, a, false)
		declare(t, a)
		whole(t, b, true)
		rollBack(t, a, snapshot)
		whole(t, b, false)
	})
}

func rollBack(t testing.TB, s *redisstore.Store, to map[string]string) {
	t.Helper()
	var fields []any
	for k, v := range maps.All(to) {
		fields = append(fields, k, v)
	}
	check(t, s.Client().Del(t.Context(), s.WholeKey()).Err())
	check(t, s.Client().HSet(t.Context(), s.WholeKey(), fields...).Err())
}

func TestCompleteNoticesALossDuringTheRecount(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		whole(t, s, false) // the recount begins
		flush(t, s)
		if err := s.Complete(t.Context()); err == nil {
			t.Fatal("declared whole what was emptied half way")
		}
		whole(t, s, false)
		check(t, s.Complete(t.Context()))
		whole(t, s, true)
	})
}

func TestCompleteWithoutLooking(t *testing.T) {
	each(t, func(t *testing.T, e *engine) { // as the rebuild command does
		s := open(t, e)
		check(t, s.Complete(t.Context()))
		whole(t, s, true)
	})
}
