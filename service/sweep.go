package service

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Times of the background work.
const (
	sweepEvery   = time.Second
	sweepAge     = 3 * time.Second // younger marks belong to writers still at work
	sweepMost    = 1000
	recountEvery = time.Hour
	purgeEvery   = time.Hour
	lostAfter    = 10 * time.Second // how long the lease outlives its holder
)

// Run does the work that nobody asks for, until ctx ends: see Sweep. Beside it new
// policies are looked for, the index of open postings follows the store, and messages
// are sent (see Deliver), however long a turn takes.
func (s *Service) Run(ctx context.Context) {
	defer s.resign(context.WithoutCancel(ctx)) // when nothing is under way any more
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() { s.followPolicies(ctx) })
	wg.Go(func() { s.followMatching(ctx) })
	wg.Go(func() { s.followPushes(ctx) })
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		if err := s.Sweep(ctx); err != nil && ctx.Err() == nil {
			s.log.WarnContext(ctx, "sweep", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Sweep is one turn of the background work. Every instance looks whether the
// cache has lost something, and which of its counters are not to be believed. The
// one that holds the lease counts everything when its term begins, when the cache
// is not whole, again when the writes have ended whose marks were lost with it,
// and once an hour; counts what stayed dirty; ends reviews that broke off; finishes
// erasures that are due; enters into the service ledger what records still owe it;
// hands overdue rights reports to the county; and removes what has expired.
//
// The hourly count is for what no mark can tell: a write that reached the store
// long after its writer had given up, or a database changed by hand.
func (s *Service) Sweep(ctx context.Context) error {
	start := time.Now()
	var t Turn
	t.Err = s.sweep(ctx, &t)
	t.Took = time.Since(start)
	s.observer.Swept(t)
	return t.Err
}

func (s *Service) sweep(ctx context.Context, t *Turn) error {
	s.term.mu.Lock()
	defer s.term.mu.Unlock()
	whole, era, err := s.cache.Whole(ctx)
	if err != nil {
		s.setDoubt(ctx, &doubt{all: true})
		return err
	}
	now := s.clock()
	if s.term.era != era { // versions and counters may not be what they were
		s.recent.forget()
		if t.Loss = s.term.era != 0; t.Loss {
			s.log.WarnContext(ctx, "the cache has lost something, everything is counted anew")
		}
		s.term.era, s.term.again = era, now.Add(cacheMarkLease)
	}
	inCache, err := s.cache.Dirty(ctx, sweepAge, sweepMost)
	if err != nil { // which counters wait is not known
		s.setDoubt(ctx, &doubt{all: true})
		return err
	}
	inStore, err := s.store.KeptMarks(ctx, s.now(), sweepMost)
	more := len(inCache) == sweepMost || len(inStore) == sweepMost
	s.consider(ctx, inCache, inStore, more) // only inCache if the store does not answer
	if err != nil {
		return err
	}
	fence, err := s.cache.Lease(ctx, s.term.holder, lostAfter)
	if err != nil || fence == 0 {
		return err
	}
	t.Holder = true
	lease := &holding{svc: s, fence: fence, last: now}
	counted := s.countDue(ctx, whole, era, lease)
	if errors.Is(counted, errTermOver) {
		return counted
	}
	w := &sweeping{svc: s, lease: lease, seen: map[Mark]bool{}, counted: map[Unit]error{}}
	inCache, err = w.marks(ctx, inCache, cacheMarkLease, false)
	inStore, err2 := w.marks(ctx, inStore, storeMarkLease, true)
	s.term.seen, t.Units = w.seen, len(w.counted)
	s.consider(ctx, inCache, inStore, more)
	return errors.Join(counted, err, err2, s.endRounds(ctx), s.finishErasures(ctx, lease), s.payDebts(ctx, lease),
		s.escalateOverdue(ctx, lease), s.purge(ctx))
}

func (s *Service) purge(ctx context.Context) error {
	now := s.clock()
	if now.Sub(s.term.purged) < purgeEvery {
		return nil
	}
	s.term.purged = now
	return s.store.DeleteExpired(ctx, s.now())
}
