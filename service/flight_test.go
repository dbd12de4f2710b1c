package service_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

// gate lets calls pass one by one: each says that it has come and waits.
type gate struct{ come, pass chan struct{} }

func newGate() gate { return gate{make(chan struct{}), make(chan struct{})} }

func (g gate) hold() error {
	g.come <- struct{}{}
	<-g.pass
	return nil
}

// once is hold for the first call only; the others pass.
func (g gate) once() func() error {
	var held atomic.Bool
	return func() error {
		if held.Swap(true) {
			return nil
		}
		return g.hold()
	}
}

// Fifty who write at once share a few recounts, and all are counted.
func TestConcurrentWritersShareRecounts(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	const writers = 50
	var written sync.WaitGroup
	written.Add(writers)
	w.store.after("InsertRegistration", func() error { written.Done(); written.Wait(); return nil })
	w.store.before("MonthFacts", func() error { time.Sleep(50 * time.Millisecond); return nil }) // a large month
	w.store.count("MonthFacts")
	parallel(writers, func(int) { w.register(tm.staff, tm.site, w.somebody()) })
	recounts := w.store.count("MonthFacts")
	if recounts < 1 || recounts > 10 {
		t.Errorf("%d recounts for %d writes", recounts, writers)
	}
	w.store.before("MonthFacts", nil)
	w.counts(tm.site, registered(writers+1), none)
	w.rebuildChangesNothing(tm.site)
}

// A hundred screens that come back at once, while Redis is away, read the store a
// few times.
func TestConcurrentReadersShareARead(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	w.redis.down.Store(true)
	w.store.before("MonthFacts", func() error { time.Sleep(20 * time.Millisecond); return nil })
	w.store.count("MonthFacts")
	const readers, months = 100, 7
	parallel(readers, func(int) { w.counts(tm.site, registered(1), none) })
	if n := w.store.count("MonthFacts"); n < months || n > 5*months {
		t.Errorf("%d months read by %d readers", n, readers)
	}
}

// Who has written is not served by a count that had read the records before.
func TestOnlyALaterRecountIsShared(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	read := newGate()
	w.store.after("MonthFacts", read.once()) // the first count has read, and waits
	var wg sync.WaitGroup
	wg.Go(func() { w.register(tm.staff, tm.site, w.somebody()) })
	<-read.come
	written := make(chan struct{})
	w.store.after("InsertRegistration", func() error { close(written); return nil })
	wg.Go(func() {
		w.register(tm.mate, tm.site, w.somebody())
		w.counts(tm.site, registered(3), none)
	})
	<-written
	close(read.pass)
	wg.Wait()
}

// A writer's count does not depend on whoever happened to count just before,
// such as a command that is interrupted.
func TestARecountOutlivesWhoStartedIt(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	w.mark(tm.site)
	counting := newGate()
	w.store.before("MonthFacts", counting.once())
	ctx, interrupt := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { _ = w.Sweep(ctx) })
	<-counting.come
	written := make(chan struct{})
	w.store.after("InsertRegistration", func() error { close(written); return nil })
	wg.Go(func() { w.register(tm.staff, tm.site, w.somebody()) })
	<-written
	time.Sleep(50 * time.Millisecond) // the writer comes to wait for the next count
	interrupt()
	close(counting.pass)
	wg.Wait()
	w.counts(tm.site, registered(2), none)
}

// A panic in a count is one request's, and the next count is as if it had not
// been: nobody waits for ever, and the process lives.
func TestAPanicInACount(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	begun := newGate()
	w.store.before("MonthFacts", func() error { _ = begun.hold(); panic("a bug") })
	register := func() (panicked any) {
		defer func() { panicked = recover() }()
		w.register(tm.staff, tm.site, w.somebody())
		return nil
	}
	first, second := make(chan any, 1), make(chan any, 1)
	go func() { first <- register() }()
	<-begun.come
	go func() { second <- register() }() // joins a count that begins after the first
	w.store.after("InsertRegistration", nil)
	eventually(t, "the second is stored", func() bool {
		list, err := w.store.Registrations(context.Background(), service.RecordFilter{SiteID: tm.site.ID})
		return err == nil && len(list) == 3
	})
	time.Sleep(20 * time.Millisecond) // it waits for its count by now
	begun.pass <- struct{}{}
	if p := <-first; p == nil {
		t.Error("the first did not panic")
	}
	<-begun.come
	begun.pass <- struct{}{}
	if p := <-second; p != nil {
		t.Errorf("the second panicked too: %v", p)
	}
	w.store.before("MonthFacts", nil)
	w.register(tm.staff, tm.site, w.somebody())
	w.sweep()
	w.counts(tm.site, registered(4), none)
	w.rebuildChangesNothing(tm.site)
}
