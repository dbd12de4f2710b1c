package service_test

import (
	"context"
	"errors"
	"testing"

	"github.com/quanjiuye/backend/service"
)

// A mark whose site came to nothing does not stop the sweeper.
func TestSweepPassesOverWhatIsNotThere(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	for _, u := range []service.Unit{service.YearUnit("no site", 2026), service.MonthUnit(tm.site.ID, day(2026, 7, 1).In())} {
		check(t, w.redis.Mark(t.Context(), service.Mark{Writer: "w", Unit: u}))
	}
	w.redis.down.Store(true)
	w.store.before("InsertSite", func() error { return errStore })
	if _, err := w.CreateSite(t.Context(), w.city, tm.site); !errors.Is(err, errStore) {
		t.Fatalf("create a site: %v", err)
	}
	w.redis.down.Store(false)
	w.sweep()
	if marks := w.dirty(); len(marks) != 0 {
		t.Fatalf("still marked: %v", marks)
	}
}

// One unit that cannot be counted does not keep the others waiting.
func TestSweepGoesOnAfterAFault(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	other := w.team()
	for _, s := range []service.Site{tm.site, other.site} {
		w.mark(s)
	}
	failed := false
	w.store.before("MonthFacts", func() error {
		if failed {
			return nil
		}
		failed = true
		return errStore
	})
	if err := w.Sweep(t.Context()); !errors.Is(err, errStore) || len(w.dirty()) != 1 {
		t.Fatalf("%v, and marked: %v", err, w.dirty())
	}
	w.sweep()
	if marks := w.dirty(); len(marks) != 0 {
		t.Fatalf("still marked: %v", marks)
	}
}

// Records of last year may still be entered, and a process may die with what only
// it knew to be dirty: the start counts both years.
func TestAStartCountsTheOpenYears(t *testing.T) {
	t.Parallel()
	w, tm := settled(t, opened(day(2025, 3, 1)))
	december := func() int { return w.progressOn(tm.site, day(2025, 12, 31)).ByMonth[9].Recorded.Registered }
	if n := december(); n != 0 {
		t.Fatalf("%d registered", n)
	}
	w.redis.down.Store(true)
	late := registration(tm.site, w.somebody())
	late.RegisteredOn = day(2025, 12, 10)
	_, _, err := w.Register(t.Context(), tm.staff, late)
	check(t, err)
	w.redis.down.Store(false)
	w.Service = w.instance()
	w.run()
	eventually(t, "last year's record is counted", func() bool { return december() == 1 })
}

// run starts what a process does in the background, until the test ends.
func (w *world) run() { w.Helper(); w.runs(w.Service) }

// runs is run for any instance.
func (w *world) runs(s *service.Service) {
	w.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); s.Run(ctx) }()
	w.Cleanup(func() { cancel(); <-ended })
}

// Run counts what stayed dirty without being asked.
func TestRunCounts(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	check(t, w.redis.flush())
	w.run()
	held := func() int {
		c, err := w.redis.Counters(t.Context(), tm.site.ID, 2026)
		check(t, err)
		return len(c.Parts)
	}
	eventually(t, "everything is counted at the start", func() bool { return held() == 8 })
	w.redis.aroundPut(func() error { return errRedis }, nil)
	w.register(tm.staff, tm.site, w.somebody())
	w.redis.aroundPut(nil, nil)
	eventually(t, "a lost count is made up for", func() bool {
		return len(w.dirty()) == 0 && w.progress(tm.site).ByMonth[6].Recorded == registered(2)
	})
	check(t, w.redis.flush())
	eventually(t, "an emptied cache is filled", func() bool { return held() == 8 })
}
