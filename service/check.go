package service

import (
	"bytes"
	"context"
	"fmt"

	"github.com/quanjiuye/backend/service/calendar"
)

// CheckReport compares what the cache holds with what the records say.
type CheckReport struct {
	Sites int `json:"sites"`
	Units int `json:"units"` // compared
	// Unknown units are not in the cache: they are counted when they are asked for.
	Unknown int `json:"unknown"`
	// Marks are of writes under way, or wait for the sweeper.
	Marks       int      `json:"marks"`
	Differences []string `json:"differences"` // never nil
}

// Check recounts a year and compares it with the counters, without changing any.
// Beside writers a unit may differ for the moment of a write; only one that
// differs twice is reported.
func (s *Service) Check(ctx context.Context, year int) (CheckReport, error) {
	r := CheckReport{Differences: []string{}}
	marks, err := s.cache.Dirty(ctx, 0, sweepMost)
	if err != nil {
		return r, err
	}
	kept, err := s.store.KeptMarks(ctx, s.now(), sweepMost)
	if err != nil {
		return r, err
	}
	r.Marks = len(marks) + len(kept)
	sites, err := s.store.Sites(ctx, SiteFilter{Scope: Scope{Everything: true}})
	if err != nil {
		return r, err
	}
	r.Sites = len(sites)
	for _, site := range sites {
		for _, u := range openUnits(site, year, s.today()) {
			if err := s.checkUnit(ctx, u, &r); err != nil {
				return r, err
			}
		}
	}
	return r, nil
}

func (s *Service) checkUnit(ctx context.Context, u Unit, r *CheckReport) error {
	r.Units++
	for range 2 {
		held, err := s.cache.Counters(ctx, u.SiteID, u.Year)
		if err != nil {
			return err
		}
		part, known := held.Parts[u.Part()]
		if !known {
			r.Unknown++
			return nil
		}
		counted, err := s.tally.count(withLatest(ctx), u)
		if err != nil || bytes.Equal(part, counted) {
			return err
		}
	}
	r.Differences = append(r.Differences, u.String())
	return nil
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
	s := fmt.Sprintf("%d 个站点，%d 个计数单元，未缓存 %d 个，待重算标记 %d 个，差异 %d 个",
		r.Sites, r.Units, r.Unknown, r.Marks, len(r.Differences))
	for _, d := range r.Differences {
		s += "\n  " + d
	}
	return s
}
