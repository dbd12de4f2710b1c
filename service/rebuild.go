package service

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// Rebuild counts every site's whole year from the store into the cache and
// returns how many units that were. It may run at any time, beside writers.
func (s *Service) Rebuild(ctx context.Context, year int) (int, error) {
	return s.rebuild(ctx, year, year, func(context.Context) error { return nil })
}

// recountOpen counts the years in which records may still be entered and then
// declares the cache complete.
func (s *Service) recountOpen(ctx context.Context, era, fence int64) error {
	start := time.Now()
	this := s.today().Year
	lease := holding{svc: s, fence: fence, last: start}
	n, err := s.rebuild(ctx, this-earliestYears, this, lease.on)
	if err == nil {
		err = s.cache.Complete(ctx, era, fence)
	}
	if err != nil {
		return err
	}
	s.log.InfoContext(ctx, "counters rebuilt", "units", n, "took", time.Since(start).Round(time.Millisecond).String())
	return nil
}

// rebuild counts the units of years, as long as may lets it go on.
func (s *Service) rebuild(ctx context.Context, first, last int, may func(context.Context) error) (int, error) {
	start := time.Now()
	n, err := s.countAll(ctx, first, last, may)
	s.observer.Rebuilt(n, time.Since(start), err)
	return n, err
}

func (s *Service) countAll(ctx context.Context, first, last int, may func(context.Context) error) (int, error) {
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
				if err := errors.Join(within.Err(), may(within)); err != nil {
					return err
				}
				if err := s.tally.recount(within, u); err != nil {
					return err
				}
				n.Add(1)
			}
			return nil
		})
	}
	err = g.Wait()
	return int(n.Load()), err
}
