package service_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

// dirty lists the units that are marked.
func (w *world) dirty() []service.Mark {
	w.Helper()
	marks, err := w.redis.CounterCache.Dirty(context.Background(), 0, 100)
	check(w, err)
	return marks
}

func (w *world) sweep() {
	w.Helper()
	check(w, w.Sweep(context.Background()))
}

// rebuildChangesNothing holds the counters against a full recount.
func (w *world) rebuildChangesNothing(s service.Site) {
	w.Helper()
	before := w.progress(s)
	_, err := w.Rebuild(context.Background(), w.Today().Year)
	check(w, err)
	if after := w.progress(s); after.Version != before.Version || after.Live != before.Live {
		w.Fatalf("a recount changed version %d to %d and %v to %v", before.Version, after.Version, before.Live, after.Live)
	}
}

// settled is a world whose cache is whole, with a team and one registration.
func settled(t *testing.T) (*world, team) {
	t.Helper()
	w := newWorld(t)
	tm := w.team()
	w.register(tm.staff, tm.site, w.somebody())
	w.sweep()
	if marks := w.dirty(); len(marks) != 0 {
		t.Fatalf("marked although all is counted: %v", marks)
	}
	return w, tm
}

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
		"before the mark is cleared": func() { w.redis.beforeClear(func(service.Mark) { w.redis.down.Store(true) }) },
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
	if after.Live != before.Live || after.ByMonth[6] != before.ByMonth[6] || after.Version < before.Version {
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

// The answer of a write is lost although it was kept: the caller hears of a
// fault, the record counts.
func TestWriteWhoseAnswerWasLost(t *testing.T) {
	t.Parallel()
	for _, redisDown := range []bool{false, true} {
		t.Run(fmt.Sprint("redis down: ", redisDown), func(t *testing.T) {
			t.Parallel()
			w, tm := settled(t)
			w.redis.down.Store(redisDown)
			w.store.after("InsertRegistration", func() error { return errStore })
			who := registration(tm.site, w.somebody())
			_, _, err := w.Register(t.Context(), tm.staff, who)
			if !errors.Is(err, errStore) {
				t.Fatalf("register: %v", err)
			}
			w.store.after("InsertRegistration", nil)
			w.redis.down.Store(false)
			w.sweep()
			w.counts(tm.site, registered(2), none)
			_, created, err := w.Register(t.Context(), tm.staff, who)
			check(t, err)
			if created {
				t.Fatal("the repetition was created once more")
			}
			w.counts(tm.site, registered(2), none)
		})
	}
}

// A write can be so slow that its mark is swept, or cleared by a faster writer,
// before it lands. If its answer is lost too, only a fresh mark brings the count.
func TestSlowWriteWhoseAnswerWasLost(t *testing.T) {
	t.Parallel()
	for name, meanwhile := range map[string]func(w *world, tm team){
		"swept":          func(w *world, _ team) { w.sweep() },
		"another writer": func(w *world, tm team) { w.register(tm.mate, tm.site, w.somebody()) },
		"redis was down": func(w *world, _ team) { w.redis.down.Store(false); w.sweep() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, tm := settled(t)
			w.redis.down.Store(name == "redis was down")
			var once bool
			w.store.before("InsertRegistration", func() error {
				if !once {
					once = true
					meanwhile(w, tm)
					w.store.after("InsertRegistration", func() error { return errStore })
				}
				return nil
			})
			if _, _, err := w.Register(t.Context(), tm.staff, registration(tm.site, w.somebody())); !errors.Is(err, errStore) {
				t.Fatalf("register: %v", err)
			}
			w.store.after("InsertRegistration", nil)
			facts, err := w.store.MonthFacts(t.Context(), tm.site.ID, day(2026, 7, 1).In())
			check(t, err)
			w.sweep()
			w.counts(tm.site, registered(len(facts.Registrations)), none)
		})
	}
}

func TestRefusedWriteLeavesNoMark(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	v := w.register(tm.staff, tm.site, w.somebody())
	w.store.count("MonthFacts")
	_, err := w.ConfirmRegistration(t.Context(), tm.staff, v.ID)
	refused(t, err, "own_record")
	if marks := w.dirty(); len(marks) != 0 || w.store.count("MonthFacts") != 0 {
		t.Fatalf("nothing was written, and yet: %v", marks)
	}
}

// A mark that somebody else has set since is not this writer's to clear.
func TestMarkedAgainStaysMarked(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	unit := service.MonthUnit(tm.site.ID, day(2026, 7, 1).In())
	var other service.Mark
	w.redis.beforeClear(func(service.Mark) {
		w.redis.beforeClear(nil)
		m, err := w.redis.Mark(context.Background(), unit)
		check(t, err)
		other = m
	})
	w.register(tm.staff, tm.site, w.somebody())
	if marks := w.dirty(); len(marks) != 1 || marks[0] != other {
		t.Fatalf("marked: %v, want %v", marks, other)
	}
	w.sweep()
	if marks := w.dirty(); len(marks) != 0 {
		t.Fatalf("still marked after a sweep: %v", marks)
	}
}

// A mark whose site came to nothing does not stop the sweeper.
func TestSweepPassesOverWhatIsNotThere(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	for _, u := range []service.Unit{service.YearUnit("no site", 2026), service.MonthUnit(tm.site.ID, day(2026, 7, 1).In())} {
		_, err := w.redis.Mark(t.Context(), u)
		check(t, err)
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

// Records of last year may still be entered, and a process may die with what only
// it knew to be dirty: the start counts both years.
func TestAStartCountsTheOpenYears(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
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
func (w *world) run() {
	w.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); w.Run(ctx) }()
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

// eventually waits for what another goroutine does.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never happened: %s", what)
		}
	}
}
