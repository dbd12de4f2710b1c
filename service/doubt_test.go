package service_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// sees is how many persons of July a service shows as registered, on the site's
// own screen and on the board.
func (w *world) sees(s *service.Service, tm team, want int) {
	w.Helper()
	p, err := s.Progress(context.Background(), tm.manager, tm.site.ID, calendar.Date{})
	check(w, err)
	_, rows, err := s.Board(context.Background(), tm.manager, service.BoardFilter{})
	check(w, err)
	got, row := p.ByMonth[6].Recorded.Registered, rows[0].ByMonth[6].Recorded.Registered
	if got != want || row != want {
		w.Fatalf("progress shows %d, the board %d, want %d", got, row, want)
	}
}

// A cache that takes no new counts must not go on showing the old ones: not to
// whoever wrote, and not for long to anybody else.
func TestACountThatCannotBePutIsNotShownOld(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	other := w.instance()
	w.turn(other)
	w.sees(other, tm, 1)
	w.redis.aroundPut(func() error { return errRedis }, nil)
	w.register(tm.staff, tm.site, w.somebody())
	w.sees(w.Service, tm, 2)
	w.marksLook(4 * time.Second)
	w.turn(other)
	w.sees(other, tm, 1) // the sweeper is about to count
	w.marksLook(5 * time.Second)
	w.turn(other)
	w.sees(other, tm, 2)
	if err := w.Sweep(t.Context()); !errors.Is(err, errRedis) {
		t.Fatalf("swept: %v", err)
	}
	w.sees(w.Service, tm, 2)

	w.redis.aroundPut(nil, nil)
	w.marksLook(time.Hour)
	w.sweep()
	w.turn(other)
	w.store.count("MonthFacts")
	w.sees(w.Service, tm, 2)
	w.sees(other, tm, 2)
	if n := w.store.count("MonthFacts"); n != 0 {
		t.Errorf("the store was read %d times although nothing is in doubt", n)
	}
	w.rebuildChangesNothing(tm.site)
}

// A cache that is no longer to be written to at all is not asked any more.
func TestACacheOutOfReachIsDoubted(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	other := w.instance()
	w.turn(other)
	w.redis.down.Store(true)
	w.register(tm.staff, tm.site, w.somebody())
	if err := other.Sweep(t.Context()); !errors.Is(err, errRedis) {
		t.Fatalf("swept: %v", err)
	}
	w.redis.down.Store(false) // it answers again, and nobody has looked yet
	w.sees(other, tm, 2)
	w.marksLook(0)
	w.turn(other) // it has looked, and knows of the mark in the store
	w.sees(other, tm, 2)
	w.marksLook(time.Hour)
	w.sweep()
	w.turn(other)
	w.sees(other, tm, 2)
	w.rebuildChangesNothing(tm.site)
}

// More marks than one turn reads may hide any site's.
func TestTooManyMarksPutAllInDoubt(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	other := w.instance()
	marks := make([]service.Mark, 1000)
	for i := range marks {
		marks[i] = service.Mark{Writer: string(rune('一' + i)), Unit: service.MonthUnit("no site", day(2026, 7, 1).In())}
	}
	for some := range slices.Chunk(marks, 50) { // a busy machine takes long over many, and Redis has a second
		check(t, w.redis.Mark(t.Context(), some...))
	}
	w.marksLook(0) // none of them is taken away meanwhile
	eventually(t, "it has looked", func() bool { return other.Sweep(t.Context()) == nil })
	w.store.count("MonthFacts")
	w.sees(other, tm, 1)
	if n := w.store.count("MonthFacts"); n == 0 {
		t.Error("the cache was believed")
	}
}

// Marks that cannot be listed may be of any site.
func TestMarksOutOfReachPutAllInDoubt(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	other := w.instance()
	w.turn(other)
	w.redis.aroundPut(func() error { return errRedis }, nil)
	w.register(tm.staff, tm.site, w.somebody())
	w.redis.listless.Store(true)
	if err := other.Sweep(t.Context()); !errors.Is(err, errRedis) {
		t.Fatalf("swept: %v", err)
	}
	w.sees(other, tm, 2)
	w.redis.aroundPut(nil, nil)
	w.redis.listless.Store(false)
	w.turn(other)
	w.sweep()
	w.sees(other, tm, 2)
	w.rebuildChangesNothing(tm.site)
}
