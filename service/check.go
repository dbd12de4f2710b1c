package service

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// CheckReport compares what the cache holds with what the records say.
type CheckReport struct {
	Sites int `json:"sites"`
	Units int `json:"units"` // compared
	// Unknown units are not in the cache: they are counted when they are asked for.
	Unknown int `json:"unknown"`
	// Marks are of writes under way, or wait for the sweeper.
	Marks int `json:"marks"`
	// Waiting are units behind their records that a mark brings to the sweeper;
	// meanwhile nobody is shown them (see doubt). Never nil.
	Waiting     []string `json:"waiting"`
	Differences []string `json:"differences"` // behind, and nobody knows of it; never nil
}

// checkPause is longer than a counter may follow its records, see sweepAge.
const checkPause = 5 * time.Second

// Check recounts a year and compares it with the counters, without changing any.
// Beside writers a unit may differ for a moment; only one that still differs after
// checkPause is reported. ErrCache: the cache is away, or takes no writes, and what
// it holds is then neither kept up nor shown to anybody.
func (s *Service) Check(ctx context.Context, year int) (CheckReport, error) {
	r := CheckReport{Waiting: []string{}, Differences: []string{}}
	if _, _, err := s.cache.Whole(ctx); err != nil {
		return r, ofCache(err)
	}
	marked, err := s.marked(ctx, &r)
	if err != nil {
		return r, err
	}
	sites, err := s.store.Sites(ctx, SiteFilter{Scope: Scope{Everything: true}})
	if err != nil {
		return r, err
	}
	r.Sites = len(sites)
	var units []Unit
	for _, site := range sites {
		units = append(units, openUnits(site, year, s.today())...)
	}
	r.Units = len(units)
	differing, unknown, err := s.differing(ctx, units)
	if err != nil {
		return r, err
	}
	r.Unknown = unknown
	if len(differing) > 0 {
		select {
		case <-time.After(checkPause):
		case <-ctx.Done():
			return r, ctx.Err()
		}
	}
	if differing, _, err = s.differing(ctx, differing); err != nil {
		return r, err
	}
	for _, u := range differing {
		if marked[u] {
			r.Waiting = append(r.Waiting, u.String())
		} else {
			r.Differences = append(r.Differences, u.String())
		}
	}
	return r, nil
}

// marked are the units that the sweeper knows of.
func (s *Service) marked(ctx context.Context, r *CheckReport) (map[Unit]bool, error) {
	inCache, err := s.cache.Dirty(ctx, 0, sweepMost)
	if err != nil {
		return nil, ofCache(err)
	}
	inStore, err := s.store.KeptMarks(ctx, s.now(), sweepMost)
	if err != nil {
		return nil, err
	}
	r.Marks = len(inCache) + len(inStore)
	units := map[Unit]bool{}
	for _, m := range append(inCache, inStore...) {
		units[m.Unit] = true
	}
	return units, nil
}

// differing are those of units whose counter is not what the records say now.
func (s *Service) differing(ctx context.Context, units []Unit) (list []Unit, unknown int, err error) {
	for _, u := range units {
		held, err := s.cache.Counters(ctx, u.SiteID, u.Year)
		if err != nil {
			return nil, 0, ofCache(err)
		}
		part, known := held.part(u)
		if !known {
			unknown++
			continue
		}
		counted, err := s.tally.count(withLatest(ctx), u)
		if err != nil {
			return nil, 0, err
		}
		if !bytes.Equal(part, counted) {
			list = append(list, u)
		}
	}
	return list, unknown, nil
}

// openUnits lists the units of a site's year that can hold records.
func openUnits(site Site, year int, today calendar.Date) []Unit {
	units := []Unit{YearUnit(site.ID, year)}
	for _, m := range (yearState{year: YearCount{Site: site}}).open(year, today) {
		units = append(units, MonthUnit(site.ID, m))
	}
	return units
}

// String is for the console.
func (r CheckReport) String() string {
	s := fmt.Sprintf("%d 个站点，%d 个计数单元，未缓存 %d 个，待重算标记 %d 个，待重算 %d 个，差异 %d 个",
		r.Sites, r.Units, r.Unknown, r.Marks, len(r.Waiting), len(r.Differences))
	for _, d := range r.Waiting {
		s += "\n  " + d + "（待重算）"
	}
	for _, d := range r.Differences {
		s += "\n  " + d
	}
	return s
}
