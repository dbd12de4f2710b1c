package service_test

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// What a watcher sees of a site never goes backwards, whatever becomes of Redis,
// and where it has been read all along it is exactly right.
func TestVersionsNeverGoBackwards(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	rng := rand.New(rand.NewPCG(3, 4))
	seen, count := w.progress(tm.site).Version, 1
	for step := range 60 {
		switch rng.IntN(6) {
		case 0, 1:
			w.register(tm.staff, tm.site, w.somebody())
			count++
		case 2:
			w.redis.down.Store(true)
		case 3:
			w.redis.down.Store(false)
		case 4:
			check(t, w.redis.flush())
		case 5:
			if !w.redis.down.Load() {
				w.sweep()
			}
		}
		p := w.progress(tm.site)
		_, rows, err := w.Board(t.Context(), tm.manager, service.BoardFilter{})
		check(t, err)
		for _, v := range []int64{p.Version, rows[0].Version} {
			if v < seen {
				t.Fatalf("step %d: version %d after %d", step, v, seen)
			}
			seen = v
		}
		if got := p.ByMonth[6].Recorded.Registered; got != count {
			t.Fatalf("step %d: %d registered, want %d", step, got, count)
		}
		if a, b := rows[0].ByMonth[6], p.ByMonth[6]; !reflect.DeepEqual(a, b) {
			t.Fatalf("step %d: %+v on the board, %+v", step, a, b)
		}
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

// An outage in which nothing was written leaves no lower version behind.
func TestVersionsAfterAnOutage(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	board := func() int64 {
		t.Helper()
		_, rows, err := w.Board(t.Context(), tm.manager, service.BoardFilter{})
		check(t, err)
		return rows[0].Version
	}
	before := board()
	w.redis.down.Store(true)
	during := w.progress(tm.site).Version
	w.redis.down.Store(false)
	if after := board(); during <= before || after < during {
		t.Fatalf("version %d, %d while Redis was down, %d after it", before, during, after)
	}
}
