package faults_test

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
	"time"
)

// load is every phone of a world at work.
type load struct {
	w      *world
	phones []*phone
	stop   func() // no further acts; waits for those under way
}

// loadMost bounds what one phone does and for how long.
const (
	loadActs = 400
	loadTime = 3 * time.Minute
)

// load sets every phone to work. pace is the mean pause between two acts of one.
func (w *world) load(pace time.Duration) *load { return w.loadAt(pace, w.sites...) }

// loadAt is load of some sites only.
func (w *world) loadAt(pace time.Duration, sites ...*site) *load {
	w.t.Helper()
	l := &load{w: w, phones: w.phones(sites), stop: func() {}}
	w.t.Cleanup(func() { l.stop() })
	l.run(pace)
	return l
}

// phones makes one for each member of staff.
func (w *world) phones(sites []*site) (all []*phone) {
	for _, s := range sites {
		for j, token := range s.tokens {
			colleague := w.city
			if len(s.tokens) > 1 {
				colleague = s.tokens[(j+1)%len(s.tokens)]
			}
			all = append(all, &phone{w: w, site: s, token: token, colleague: colleague, turn: len(all)})
		}
	}
	return all
}

// run sets the phones to work, once more after a stop.
func (l *load) run(pace time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), loadTime)
	done := make(chan struct{}) // no new act
	var wg sync.WaitGroup
	for _, p := range l.phones {
		wg.Go(func() {
			for n := range loadActs {
				select {
				case <-done:
					return
				case <-ctx.Done():
					return
				case <-time.After(rand.N(2*pace + 1)):
				}
				if rand.N(4) == 0 {
					p.retry(ctx)
				}
				p.do(ctx, p.next(n))
			}
		})
	}
	l.stop = sync.OnceFunc(func() {
		close(done)
		wg.Wait()
		cancel()
	})
}

// until waits for so many further acknowledgements.
func (l *load) until(t *testing.T, acks int, most time.Duration) {
	t.Helper()
	want := l.w.ledger.acknowledged() + acks
	eventually(t, most, "phones are acknowledged", func() bool { return l.w.ledger.acknowledged() >= want })
}

// drain stops and has every phone repeat what it keeps until all is
// acknowledged. A key that was claimed by a process which died is free again
// after its lease of 20 seconds.
func (l *load) drain(t *testing.T) {
	t.Helper()
	l.stop()
	ctx, cancel := context.WithTimeout(context.Background(), 90*time.Second)
	defer cancel()
	var wg sync.WaitGroup
	for _, p := range l.phones {
		wg.Go(func() {
			for len(p.pending) > 0 && ctx.Err() == nil {
				p.retry(ctx)
			}
		})
	}
	wg.Wait()
	for _, p := range l.phones {
		for _, a := range p.pending {
			t.Errorf("act %d (%s) was never acknowledged", a.n, a.kind)
		}
	}
}
