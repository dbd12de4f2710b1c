package service_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

// turn is one turn of another instance.
func (w *world) turn(s *service.Service) {
	w.Helper()
	check(w, s.Sweep(context.Background()))
}

// monthsCounted is how many months were counted since it was asked last.
func (w *world) monthsCounted() int { return w.store.count("MonthFacts") }

func TestOneInstanceTends(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	other := w.instance()
	w.mark(tm.site)
	w.monthsCounted()
	w.turn(other)
	if n, marks := w.monthsCounted(), w.dirty(); n != 0 || len(marks) != 1 {
		t.Fatalf("without the lease: counted %d, marks %v", n, marks)
	}
	w.sweep()
	if n, marks := w.monthsCounted(), w.dirty(); n != 1 || len(marks) != 0 {
		t.Fatalf("with the lease: counted %d, marks %v", n, marks)
	}
}

// An instance that stops hands over at once; the next begins its term by counting
// everything, since it cannot know what the last one left.
func TestTheNextInstanceTakesOver(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	next := w.instance()
	w.turn(next)
	over, stop := context.WithCancel(t.Context())
	stop()
	w.Run(over)
	w.mark(tm.site)
	w.monthsCounted()
	w.turn(next)
	if n, marks := w.monthsCounted(), w.dirty(); n < 7 || len(marks) != 0 {
		t.Fatalf("counted %d, marks %v", n, marks)
	}
	w.monthsCounted()
	w.sweep()
	w.turn(next)
	if n := w.monthsCounted(); n != 0 {
		t.Fatalf("counted %d more", n)
	}
}

// Whoever notices a loss, the one with the lease counts; and once more when the
// writes have ended whose marks were lost too.
func TestALossIsCountedTwice(t *testing.T) {
	t.Parallel()
	w, _ := settled(t)
	w.clock.add(time.Minute)
	w.sweep() // of the era that the world began with
	w.monthsCounted()
	other := w.instance()
	check(t, w.redis.flush())
	w.turn(w.Service)
	w.turn(other)
	once := w.monthsCounted()
	w.sweep()
	if n := w.monthsCounted(); once < 7 || n != 0 {
		t.Fatalf("counted %d, then %d", once, n)
	}
	w.clock.add(time.Minute)
	w.turn(other)
	w.sweep()
	if n := w.monthsCounted(); n != once {
		t.Fatalf("counted %d, want %d again", n, once)
	}
}

// A counter that another version of the program has made is not believed, nor held
// against the records.
func TestCountersOfAnotherFormatAreCountedAnew(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	key := w.redis.raw.Keys(t.Context(), "*"+tm.site.ID+"*:2026").Val()
	if len(key) != 1 {
		t.Fatalf("keys %v", key)
	}
	check(t, w.redis.raw.HSet(t.Context(), key[0], "07", `{"rec":{"r":99},"ver":{}}`).Err())
	report, err := w.Check(t.Context(), 2026)
	if check(t, err); report.Unknown != 1 || len(report.Differences) != 0 {
		t.Errorf("checked: %+v", report)
	}
	w.Service = w.instance()
	if w.counts(tm.site, registered(1), none); w.redis.raw.HGet(t.Context(), key[0], "07").Val()[:7] != `{"v":4,` {
		t.Error("not counted anew")
	}
}

// What no mark tells is found within the hour.
func TestEverythingIsCountedOnceAnHour(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	w.clock.add(time.Minute)
	w.sweep()
	key := w.redis.raw.Keys(t.Context(), "*"+tm.site.ID+"*:2026").Val()
	if len(key) != 1 {
		t.Fatalf("keys %v", key)
	}
	check(t, w.redis.raw.HSet(t.Context(), key[0], "07", `{"v":4,"rec":{"r":99}}`).Err())
	w.clock.add(59 * time.Minute)
	w.sweep()
	report, err := w.Check(t.Context(), 2026)
	check(t, err)
	if fmt.Sprint(report.Differences) != "[2026-07|"+tm.site.ID+"]" {
		t.Fatalf("differences %v", report.Differences)
	}
	w.clock.add(time.Minute)
	w.sweep()
	if report, err = w.Check(t.Context(), 2026); err != nil || len(report.Differences) != 0 {
		t.Fatalf("differences %v, %v", report.Differences, err)
	}
}

// A count of everything during which the lease went to somebody else declares
// nothing.
func TestACountThatLostTheLeaseDeclaresNothing(t *testing.T) {
	t.Parallel()
	w, _ := settled(t)
	check(t, w.redis.flush())
	w.store.before("MonthFacts", func() error {
		lease := w.redis.raw.Keys(context.Background(), "*lease").Val()
		return w.redis.raw.HSet(context.Background(), lease[0], "holder", "another", "fence", "9999999999999999").Err()
	})
	if err := w.Sweep(t.Context()); err == nil {
		t.Fatal("the turn went well")
	}
	whole, _, err := w.redis.Whole(t.Context())
	if err != nil || whole {
		t.Fatalf("whole: %v, %v", whole, err)
	}
}

// What is about to be counted as the check looks is no difference.
func TestCheckBesideAWriter(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	put := newGate()
	w.redis.aroundPut(put.once(), nil)
	written := make(chan struct{})
	go func() { defer close(written); w.register(tm.staff, tm.site, w.somebody()) }()
	<-put.come
	checked := make(chan service.CheckReport, 1)
	go func() {
		r, err := w.Check(t.Context(), 2026)
		check(t, err)
		checked <- r
	}()
	time.Sleep(100 * time.Millisecond)
	put.pass <- struct{}{}
	<-written
	if r := <-checked; len(r.Differences) != 0 || r.Units == 0 {
		t.Errorf("%+v", r)
	}
}
