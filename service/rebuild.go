package service

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// Rebuild counts every site's whole year from the store into the cache and
// returns how many units that were. It may run at any time, beside writers.
func (s *Service) Rebuild(ctx context.Context, year int) (int, error) {
	return s.rebuild(ctx, nil, func(_ context.Context, site Site) ([]Unit, error) {
		return openUnits(site, year, s.today()), nil
	})
}

// countDue counts what is due of everything and then declares the cache complete.
func (s *Service) countDue(ctx context.Context, whole bool, era int64, lease *holding) error {
	start := s.clock()
	how := s.term.due(start, whole, lease.fence)
	if how == nothing {
		return nil
	}
	n, err := s.rebuild(ctx, lease, s.unitsOfOpenYears)
	if err == nil && how == allYears {
		var more int
		more, err = s.rebuild(ctx, lease, s.heldOfOlderYears)
		n += more
	}
	if err == nil {
		err = s.cache.Complete(ctx, era, lease.fence)
	}
	s.term.fence = lease.fence
	if err != nil {
		s.term.failed = s.clock()
		return err
	}
	s.term.counted, s.term.failed = start, time.Time{}
	s.log.InfoContext(ctx, "counters rebuilt", "units", n, "took", s.clock().Sub(start).Round(time.Millisecond).String())
	return nil
}

// unitsOfOpenYears are those in which records may still be entered.
func (s *Service) unitsOfOpenYears(_ context.Context, site Site) (units []Unit, err error) {
	this := s.today().Year
	for year := this - earliestYears; year <= this; year++ {
		units = append(units, openUnits(site, year, s.today())...)
	}
	return units, nil
}

// heldOfOlderYears are units that the cache holds of the years before. What it
// does not hold is counted when somebody asks.
func (s *Service) heldOfOlderYears(ctx context.Context, site Site) (units []Unit, err error) {
	for year := site.OpenedOn.Year; year < s.today().Year-earliestYears; year++ {
		held, err := s.cache.Counters(ctx, site.ID, year)
		if err != nil {
			return nil, err
		}
		for _, u := range openUnits(site, year, s.today()) {
			if _, ok := held.Parts[u.Part()]; ok {
				units = append(units, u)
			}
		}
	}
	return units, nil
}

// rebuild counts the units of every site, for as long as the lease holds (nil: no
// lease is needed).
func (s *Service) rebuild(ctx context.Context, lease *holding, units func(context.Context, Site) ([]Unit, error)) (int, error) {
	start := time.Now()
	n, err := s.countAll(ctx, lease, units)
	s.observer.Rebuilt(n, time.Since(start), err)
	return n, err
}

// countAll goes on after a unit that cannot be counted, so that it does not keep
// the others waiting, but not after many: then it is the engine.
func (s *Service) countAll(ctx context.Context, lease *holding, units func(context.Context, Site) ([]Unit, error)) (int, error) {
	sites, err := s.store.Sites(ctx, SiteFilter{Scope: Scope{Everything: true}})
	if err != nil {
		return 0, err
	}
	var n atomic.Int64
	var failed failures
	g, within := errgroup.WithContext(ctx)
	g.SetLimit(4)
	for _, site := range sites {
		g.Go(func() error {
			list, err := units(within, site)
			if err != nil {
				return err
			}
			for _, u := range list {
				if err := lease.on(within); err != nil {
					return err
				}
				if err := s.tally.recount(within, u); err == nil {
					n.Add(1)
				} else if err := failed.add(u, err); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err = g.Wait(); err == nil {
		err = failed.err
	}
	return int(n.Load()), err
}

// failures are the units that could not be counted.
type failures struct {
	mu  sync.Mutex
	n   int
	err error // tells of the first
}

// mostFailures is how many single units may fail in a count of everything.
const mostFailures = 20

// add notes one, and answers an error when it is one too many.
func (f *failures) add(u Unit, err error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.n++; f.n == 1 {
		f.err = fmt.Errorf("count %s: %w", u, err)
	}
	if f.n > mostFailures {
		return f.err
	}
	return nil
}
