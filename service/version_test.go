package service_test

import (
	"math/rand/v2"
	"testing"

	"github.com/quanjiuye/backend/service/calendar"
)

// What a watcher sees of a site never goes backwards, whatever becomes of Redis,
// and whenever nothing is out of reach or to be swept it is exactly right.
func TestVersionsNeverGoBackwards(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	rng := rand.New(rand.NewPCG(3, 4))
	seen, count, trusted := w.progress(tm.site).Version, 1, true
	for step := range 60 {
		switch rng.IntN(6) {
		case 0, 1:
			w.register(tm.staff, tm.site, w.somebody())
			count++
		case 2:
			w.redis.down.Store(true)
		case 3:
			if w.redis.down.Swap(false) {
				trusted = false // what was written meanwhile awaits the sweeper
			}
		case 4:
			check(t, w.redis.flush())
		case 5:
			if !w.redis.down.Load() {
				w.sweep()
				trusted = true
			}
		}
		p := w.progress(tm.site)
		if p.Version < seen {
			t.Fatalf("step %d: version %d after %d", step, p.Version, seen)
		}
		if got := p.ByMonth[6].Recorded.Registered; (trusted || w.redis.down.Load()) && got != count {
			t.Fatalf("step %d: %d registered, want %d", step, got, count)
		}
		seen = p.Version
	}
}

// A change is a higher version; reading, and counting again, is none.
func TestVersionsFollowChanges(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	before := w.progress(tm.site).Version
	if v := w.progressOn(tm.site, day(2026, 7, 10)).Version; v != before {
		t.Fatalf("version %d as of another day, %d today", v, before)
	}
	if _, err := w.Rebuild(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	if v := w.progress(tm.site).Version; v != before {
		t.Fatalf("version %d after a rebuild, %d before", v, before)
	}
	w.register(tm.staff, tm.site, w.somebody())
	after := w.progress(tm.site).Version
	if after <= before {
		t.Fatalf("version %d after %d", after, before)
	}
	if _, created, err := w.Register(t.Context(), tm.staff, registration(tm.site, w.somebody())); err != nil || !created {
		t.Fatal(created, err)
	}
	if v := w.progressOn(tm.site, calendar.Date{}).Version; v <= after {
		t.Fatalf("version %d after %d", v, after)
	}
}
