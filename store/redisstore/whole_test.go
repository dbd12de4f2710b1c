package redisstore_test

import (
	"testing"
	"time"

	"github.com/quanjiuye/backend/store/redisstore"
)

func whole(t testing.TB, s *redisstore.Store, want bool) {
	t.Helper()
	got, era, err := s.Whole(t.Context())
	check(t, err)
	if got != want || era == 0 {
		t.Fatalf("whole: %v in era %d, want %v", got, era, want)
	}
}

// look answers the era.
func look(t testing.TB, s *redisstore.Store) int64 {
	t.Helper()
	_, era, err := s.Whole(t.Context())
	check(t, err)
	return era
}

// lease takes the lease, or fails to; or gives it back.
func lease(t testing.TB, s *redisstore.Store, holder string, ttl time.Duration) (fence int64) {
	t.Helper()
	return must[int64](t)(s.Lease(t.Context(), holder, ttl))
}

// declare looks and declares the cache complete, as a full recount does.
func declare(t testing.TB, s *redisstore.Store) {
	t.Helper()
	era := look(t, s)
	check(t, s.Complete(t.Context(), era, lease(t, s, "rebuilder", time.Hour)))
	whole(t, s, true)
}

func TestWholeUntilEmptied(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		a, b := open(t, e), open(t, e)
		whole(t, a, false)
		whole(t, b, false)
		declare(t, a)
		whole(t, b, true)          // what one declared holds for all
		whole(t, open(t, e), true) // and for who comes later
		declare(t, b)              // twice is no harm

		before := look(t, a)
		flush(t, a)
		whole(t, a, false)
		whole(t, a, false) // looking alone heals nothing
		if era := look(t, b); era <= before || era != look(t, a) {
			t.Fatalf("era %d after %d", era, before)
		}
		declare(t, a)
		whole(t, b, true)
	})
}

// A server that was restarted, or a replica that was promoted, may hold less
// than was declared.
func TestOtherServersAreNotWhole(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		declare(t, s)
		before := look(t, s)
		scribble(t, s, s.WholeKey(), "servers", "those of yesterday")
		whole(t, s, false)
		if era := look(t, s); era <= before {
			t.Fatalf("era %d after %d", era, before)
		}
		declare(t, s)
	})
}

// Whoever saw other servers than now begins a new era, even if somebody else has
// declared the cache complete on these: what he wrote to the others may be gone.
func TestServersThatOneInstanceAloneSawChange(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		a, b := open(t, e), open(t, e)
		declare(t, a)
		whole(t, b, true)
		before := look(t, a)
		a.SawServers("the master that is gone")
		whole(t, a, false)
		if era := look(t, b); era <= before {
			t.Fatalf("era %d after %d", era, before)
		}
		whole(t, b, false)
		declare(t, b)
		whole(t, a, true)
	})
}

func TestCompleteNoticesALossDuringTheRecount(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		a, b := open(t, e), open(t, e)
		for name, loss := range map[string]func(){
			"emptied":               func() { flush(t, a) },
			"emptied and seen":      func() { flush(t, a); whole(t, b, false) },
			"another era":           func() { b.SawServers("others"); whole(t, b, false) },
			"another has the lease": func() { lease(t, a, "rebuilder", 0); lease(t, b, "other", time.Hour) },
			"the lease came and went": func() {
				lease(t, a, "rebuilder", 0)
				lease(t, b, "other", time.Hour)
				lease(t, b, "other", 0)
				lease(t, a, "rebuilder", time.Hour)
			},
		} {
			era, fence := look(t, a), lease(t, a, "rebuilder", time.Hour)
			loss()
			if a.Complete(t.Context(), era, fence) == nil {
				t.Errorf("%s: declared complete", name)
			}
			whole(t, a, false)
			lease(t, b, "other", 0)
		}
		declare(t, a)
	})
}
