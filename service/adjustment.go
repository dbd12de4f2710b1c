package service

import (
	"context"

	"github.com/quanjiuye/backend/service/calendar"
)

// Adjustment is a record that was entered into a month after it was closed.
type Adjustment struct {
	Noun  string // registration, placement, activity or posting
	ID    string
	Month calendar.Month // the closed month that it belongs to
	Day   calendar.Date
	Trail
}

// Adjustments lists what was entered into closed months of a site's year after
// they were closed, voided entries included, month by month.
func (s *Service) Adjustments(ctx context.Context, a Actor, siteID string, year int) ([]Adjustment, error) {
	site, err := s.siteFor(ctx, a, readRecords, siteID)
	if err != nil {
		return nil, err
	}
	months := openUnits(site, year, s.today())
	b, err := s.booksOf(ctx, site.County, len(months)-1, func(i int) calendar.Month { return months[i+1].Calendar() })
	if err != nil {
		return nil, err
	}
	list := []Adjustment{}
	for _, u := range months[1:] {
		if _, closed := b[u.Calendar()]; !closed {
			continue
		}
		found, err := s.adjustments(ctx, b, RecordFilter{SiteID: siteID, Month: u.Calendar()})
		if err != nil {
			return nil, err
		}
		list = append(list, found...)
	}
	return list, nil
}

func (s *Service) adjustments(ctx context.Context, b books, f RecordFilter) (list []Adjustment, err error) {
	err = s.eachRecord(ctx, f, func(noun, id string, day calendar.Date, t Trail) {
		if b.late(f.Month, t.RecordedAt) {
			list = append(list, Adjustment{noun, id, f.Month, day, t})
		}
	})
	if err != nil {
		return nil, err
	}
	err = every(ctx, f, s.passedPostings, func(n Posting) string {
		if n.CountsUnlessVoid() && b.late(f.Month, n.AcceptedAt) {
			list = append(list, Adjustment{"posting", n.ID, f.Month, n.CountsOn, n.Trail})
		}
		return n.ID
	})
	return list, err
}

// eachRecord shows look every record of a site's month, of each noun that months
// count.
func (s *Service) eachRecord(ctx context.Context, f RecordFilter, look func(noun, id string, day calendar.Date, t Trail)) error {
	err := every(ctx, f, s.store.Registrations, func(r Registration) string {
		look("registration", r.ID, r.RegisteredOn, r.Trail)
		return r.ID
	})
	if err != nil {
		return err
	}
	err = every(ctx, f, s.store.Placements, func(p Placement) string {
		look("placement", p.ID, p.StartedOn, p.Trail)
		return p.ID
	})
	if err != nil {
		return err
	}
	return every(ctx, f, s.store.Activities, func(n Activity) string {
		look("activity", n.ID, n.HeldOn, n.Trail)
		return n.ID
	})
}

// everyPage is how many records are in memory while all of a list are looked at.
const everyPage = 200

// every shows each record of a list to look, which answers its id.
func every[N any](ctx context.Context, f RecordFilter, list func(context.Context, RecordFilter) ([]N, error), look func(N) string) error {
	f.Page = Page{Limit: everyPage}
	for {
		found, err := list(ctx, f)
		if err != nil {
			return err
		}
		for _, n := range found {
			f.Page.Before = look(n)
		}
		if len(found) < everyPage {
			return nil
		}
	}
}
