package service

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// Times of the background work.
const (
	sweepEvery = time.Second
	sweepAge   = 3 * time.Second // younger marks belong to writers still at work
	sweepMost  = 500
	purgeEvery = time.Hour
)

// Run does the work that nobody asks for: it counts everything once, then
// whatever stays dirty, and removes what has expired. It returns when ctx ends.
func (s *Service) Run(ctx context.Context) {
	sweep := time.NewTicker(sweepEvery)
	defer sweep.Stop()
	purge := time.NewTicker(purgeEvery)
	defer purge.Stop()
	counted := false
	for {
		if !counted {
			counted = s.tryRebuild(ctx)
		}
		select {
		case <-ctx.Done():
			return
		case <-sweep.C:
			if err := s.Sweep(ctx); err != nil && ctx.Err() == nil {
				s.log.WarnContext(ctx, "sweep", "error", err)
			}
		case <-purge.C:
			if err := s.store.DeleteExpired(ctx, s.now()); err != nil {
				s.log.WarnContext(ctx, "purge", "error", err)
			}
		}
	}
}

func (s *Service) tryRebuild(ctx context.Context) bool {
	start := time.Now()
	n, err := s.rebuildOpen(ctx)
	if err != nil {
		if ctx.Err() == nil {
			s.log.WarnContext(ctx, "counters not rebuilt", "error", err)
		}
		return false
	}
	s.log.InfoContext(ctx, "counters rebuilt", "units", n, "took", time.Since(start).Round(time.Millisecond).String())
	return true
}

// Sweep counts what stayed dirty after its writer died or could not reach the
// cache, and everything when the cache turns out to have been emptied.
func (s *Service) Sweep(ctx context.Context) error {
	for _, u := range s.tally.unsaid.take() {
		err := s.tally.recount(ctx, u)
		if err != nil && !errors.Is(err, ErrNoRecord) { // a site that came to nothing
			s.tally.unsaid.add(u)
		}
	}
	whole, err := s.cache.Whole(ctx)
	if err != nil {
		return err
	}
	if !whole {
		_, err := s.rebuildOpen(ctx)
		return err
	}
	marks, err := s.cache.Dirty(ctx, sweepAge, sweepMost)
	if err != nil {
		return err
	}
	var errs []error // one unit that cannot be counted must not starve the others
	for _, m := range marks {
		err := s.tally.recount(ctx, m.Unit)
		if err == nil || errors.Is(err, ErrNoRecord) { // or a mark of a site that came to nothing
			err = s.cache.Clear(ctx, m)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// Rebuild counts every site's whole year from the store into the cache and
// returns how many units that were. It may run at any time, beside writers.
func (s *Service) Rebuild(ctx context.Context, year int) (int, error) {
	return s.rebuild(ctx, year, year)
}

// rebuildOpen counts the years in which records may still be entered.
func (s *Service) rebuildOpen(ctx context.Context) (int, error) {
	this := s.today().Year
	return s.rebuild(ctx, this-earliestYears, this)
}

func (s *Service) rebuild(ctx context.Context, first, last int) (int, error) {
	// What the cache loses from here on makes Complete fail, and the next sweep
	// begins anew.
	if _, err := s.cache.Whole(ctx); err != nil {
		return 0, err
	}
	sites, err := s.store.Sites(ctx, SiteFilter{Scope: Scope{Everything: true}})
	if err != nil {
		return 0, err
	}
	var n atomic.Int64
	g, within := errgroup.WithContext(ctx)
	g.SetLimit(4)
	for _, site := range sites {
		var units []Unit
		for year := first; year <= last; year++ {
			units = append(units, openUnits(site, year, s.today())...)
		}
		g.Go(func() error {
			for _, u := range units {
				if err := errors.Join(within.Err(), s.tally.recount(within, u)); err != nil {
					return err
				}
				n.Add(1)
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return int(n.Load()), err
	}
	return int(n.Load()), s.cache.Complete(ctx)
}
