package service_test

import (
	"errors"
	"reflect"
	"testing"

	"github.com/quanjiuye/backend/service"
)

func TestWritesGoOnWhileRedisIsDown(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	before := w.progress(tm.site)
	w.redis.down.Store(true)
	v := w.register(tm.staff, tm.site, w.somebody())
	w.counts(tm.site, registered(2), none)
	_, err := w.ConfirmRegistration(t.Context(), tm.mate, v.ID)
	check(t, err)
	w.counts(tm.site, registered(2), registered(1))
	during := w.progress(tm.site)
	if during.Version <= before.Version {
		t.Fatalf("version %d after %d", during.Version, before.Version)
	}
	if err := w.Sweep(t.Context()); !errors.Is(err, errRedis) {
		t.Fatalf("sweep without Redis: %v", err)
	}
	w.redis.down.Store(false)
	w.sweep()
	w.counts(tm.site, registered(2), registered(1))
	if after := w.progress(tm.site); after.Version <= during.Version {
		t.Fatalf("version %d after %d", after.Version, during.Version)
	}
	w.rebuildChangesNothing(tm.site)
}

// A Redis that comes back knows less than was shown without it, until the
// sweeper comes. Neither a site nor the board goes back to that.
func TestARedisThatIsBehindIsNotShown(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	board := func() service.BoardRow { return w.boardOf(tm.manager, service.BoardFilter{})[tm.site.Name] }
	board()
	w.redis.down.Store(true)
	w.register(tm.staff, tm.site, w.somebody())
	shown := w.progress(tm.site)
	w.redis.down.Store(false)
	if got := board(); got.Progress.ByMonth[6].Recorded.Registered != 2 || got.Progress.Version <= shown.Version {
		t.Errorf("the board shows %+v as version %d, after %d", got.Progress.ByMonth[6], got.Progress.Version, shown.Version)
	}
	if got := w.progress(tm.site); got.ByMonth[6].Recorded.Registered != 2 || got.Version <= shown.Version {
		t.Errorf("the site shows %+v as version %d, after %d", got.ByMonth[6], got.Version, shown.Version)
	}
	w.rebuildChangesNothing(tm.site)
}

// Redis goes at one step of a write or another; the write is acknowledged, and
// counted once Redis is back.
func TestRedisGoesInTheMiddleOfAWrite(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	lost := func() error { return errRedis }
	want := 1
	for name, breakIt := range map[string]func(){
		"before the recount":         func() { w.store.after("InsertRegistration", func() error { w.redis.down.Store(true); return nil }) },
		"the put is lost":            func() { w.redis.aroundPut(lost, nil) },
		"the answer is lost":         func() { w.redis.aroundPut(nil, lost) },
		"before the mark is cleared": func() { w.redis.beforeClear(func() { w.redis.down.Store(true) }) },
		"it returns during the write": func() {
			w.redis.down.Store(true)
			w.store.before("InsertRegistration", func() error { w.redis.down.Store(false); return nil })
		},
	} {
		breakIt()
		w.register(tm.staff, tm.site, w.somebody())
		want++
		w.redis.down.Store(false)
		w.redis.aroundPut(nil, nil)
		w.redis.beforeClear(nil)
		w.store.before("InsertRegistration", nil)
		w.store.after("InsertRegistration", nil)
		w.sweep()
		if got := w.progress(tm.site).ByMonth[6].Recorded.Registered; got != want {
			t.Fatalf("%s: %d registered, want %d", name, got, want)
		}
		if marks := w.dirty(); len(marks) != 0 {
			t.Fatalf("%s: still marked after a sweep: %v", name, marks)
		}
	}
	w.rebuildChangesNothing(tm.site)
}

// Emptied between ticket and put, Redis refuses the old ticket, and the count is
// made anew.
func TestRedisEmptiedDuringARecount(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	flushes := 2
	w.redis.aroundPut(func() error {
		if flushes--; flushes >= 0 {
			return w.redis.flush()
		}
		return nil
	}, nil)
	w.register(tm.staff, tm.site, w.somebody())
	w.redis.aroundPut(nil, nil)
	w.counts(tm.site, registered(2), none)
	w.sweep() // finds the cache not whole and counts everything
	w.rebuildChangesNothing(tm.site)
}

// A cache that is emptied faster than anything is counted loses the count, not
// the record.
func TestRedisEmptiedAllTheTime(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	w.redis.aroundPut(w.redis.flush, nil)
	w.register(tm.staff, tm.site, w.somebody())
	w.counts(tm.site, registered(2), none)
	w.redis.aroundPut(nil, nil)
	w.sweep()
	w.counts(tm.site, registered(2), none)
	w.rebuildChangesNothing(tm.site)
}

// A missing counter is counted, never taken for zero, and sweeping brings back
// what nobody asks for.
func TestEmptiedRedis(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	before := w.progress(tm.site)
	check(t, w.redis.flush())
	after := w.progress(tm.site)
	if after.Live != before.Live || !reflect.DeepEqual(after.ByMonth[6], before.ByMonth[6]) || after.Version < before.Version {
		t.Fatalf("after the flush: %+v at %d", after.ByMonth, after.Version)
	}
	check(t, w.redis.flush())
	w.sweep()
	w.store.count("MonthFacts")
	w.counts(tm.site, registered(1), none)
	if n := w.store.count("MonthFacts"); n != 0 {
		t.Fatalf("%d months were counted again after the sweep", n)
	}
	w.rebuildChangesNothing(tm.site)
}
