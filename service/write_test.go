package service_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

// dirty lists the marks, wherever they are.
func (w *world) dirty() []service.AgedMark {
	w.Helper()
	marks, err := w.redis.CounterCache.Dirty(context.Background(), 0, 100)
	check(w, err)
	kept, err := w.store.KeptMarks(context.Background(), w.clock.Now(), 100)
	check(w, err)
	return append(marks, kept...)
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
func settled(t *testing.T, change ...func(*service.Site)) (*world, team) {
	t.Helper()
	w := newWorld(t)
	tm := w.team(change...)
	w.register(tm.staff, tm.site, w.somebody())
	w.sweep()
	if marks := w.dirty(); len(marks) != 0 {
		t.Fatalf("marked although all is counted: %v", marks)
	}
	return w, tm
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

// A write can be so slow that the sweeper, or a faster writer, counts before it
// lands. If its answer is lost too, only its mark brings the count.
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
			w.marksLook(5 * time.Second)
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
			w.marksLook(time.Hour)
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

// Another writer's mark is not this writer's to clear.
func TestMarksOfOthersStay(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	other := w.mark(tm.site)
	w.register(tm.staff, tm.site, w.somebody())
	if marks := w.dirty(); len(marks) != 1 || marks[0].Mark != other {
		t.Fatalf("marked: %v, want %v", marks, other)
	}
	w.sweep()
	if marks := w.dirty(); len(marks) != 0 {
		t.Fatalf("still marked after a sweep: %v", marks)
	}
}

// mark is what a writer of July leaves that has died.
func (w *world) mark(s service.Site) service.Mark {
	w.Helper()
	m := service.Mark{Writer: "the late writer", Unit: service.MonthUnit(s.ID, day(2026, 7, 1).In())}
	check(w, w.redis.Mark(context.Background(), m))
	return m
}

// A mark is not the sweeper's to clear before its write has surely ended: the
// write may still land, and its writer die before it counts.
func TestAYoungMarkIsCountedAndStays(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	w.mark(tm.site)
	for _, step := range []struct {
		age      time.Duration
		counted  int
		stillThe int
	}{{time.Second, 0, 1}, {5 * time.Second, 1, 1}, {6 * time.Second, 0, 1}, {time.Minute, 1, 0}} {
		w.marksLook(step.age)
		w.store.count("MonthFacts")
		w.sweep()
		if n, marks := w.store.count("MonthFacts"), w.dirty(); n != step.counted || len(marks) != step.stillThe {
			t.Errorf("at %s: counted %d times, marks %v", step.age, n, marks)
		}
	}
}

// Where neither the cache nor the store can keep a mark, nothing is written.
func TestNoMarkNoWrite(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	w.redis.down.Store(true)
	w.store.before("KeepMarks", func() error { return errStore })
	w.store.count("InsertRegistration")
	if _, _, err := w.Register(t.Context(), tm.staff, registration(tm.site, w.somebody())); !errors.Is(err, errStore) {
		t.Fatalf("register: %v", err)
	}
	if n := w.store.count("InsertRegistration"); n != 0 {
		t.Fatalf("%d inserts", n)
	}
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
