package demo_test

import (
	"slices"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/demo"
	"github.com/quanjiuye/backend/service/flag"
)

// countable is what registrations, placements and activities have in common.
type countable struct {
	id, site, county string
	day              calendar.Date
	service.Trail
}

func countables(d demo.Data) []countable {
	list := make([]countable, 0, len(d.Registrations)+len(d.Placements))
	for _, r := range d.Registrations {
		list = append(list, countable{r.ID, r.SiteID, r.County, r.RegisteredOn, r.Trail})
	}
	for _, p := range d.Placements {
		list = append(list, countable{p.ID, p.SiteID, p.County, p.StartedOn, p.Trail})
	}
	for _, a := range d.Activities {
		list = append(list, countable{a.ID, a.SiteID, a.County, a.HeldOn, a.Trail})
	}
	for _, p := range d.Postings {
		list = append(list, countable{p.ID, p.SiteID, p.County, p.PostedOn, p.Trail})
	}
	return list
}

// nothingOutOfTime holds already at the day's first instant.
func nothingOutOfTime(t *testing.T, d demo.Data, today calendar.Date) {
	now, opened := today.Start(), map[string]calendar.Date{}
	for _, s := range d.Sites {
		opened[s.ID] = s.OpenedOn
		if s.OpenedOn.After(today) || s.CreatedAt.After(now) {
			t.Errorf("site %s is not there yet", s.ID)
		}
	}
	for _, a := range d.Accounts {
		if a.CreatedAt.After(now) || a.Consent.At.After(now) {
			t.Errorf("account %s is not there yet", a.ID)
		}
	}
	for _, g := range d.Grants {
		if !g.Active(today) || opened[g.Scope].After(g.Since) {
			t.Errorf("grant over %s since %s", g.Scope, g.Since)
		}
	}
	for _, e := range d.Enterprises {
		if e.CreatedAt.After(now) {
			t.Errorf("enterprise %s is not there yet", e.ID)
		}
	}
	for _, r := range countables(d) {
		switch {
		case r.day.After(today), r.day.Before(today.AddYears(-1)), r.day.Before(opened[r.site]):
			t.Errorf("record of %s at %s", r.day, r.site)
		case r.RecordedAt.Before(r.day.Start()), r.RecordedAt.After(now), r.ConfirmedAt.After(now), r.VoidedAt.After(now):
			t.Errorf("record of %s: %+v", r.day, r.Trail)
		case r.day == today && (r.site != demo.Market || today.Day != 1):
			t.Errorf("record of today at %s", r.site)
		case r.day != today && !atWork(r.RecordedAt) && !planted(today, r.site, r.day.In(), flag.OddHours):
			t.Errorf("recorded at %s", r.RecordedAt)
		}
	}
}

func atWork(at time.Time) bool {
	h := at.In(calendar.Shanghai).Hour()
	return h >= 8 && h < 12 || h >= 14 && h < 18
}

func soundTrails(t *testing.T, d demo.Data, _ calendar.Date) {
	staff, seekers := map[string][]string{}, map[string]bool{}
	for _, g := range d.Grants {
		staff[g.Scope] = append(staff[g.Scope], g.AccountID)
	}
	for _, p := range d.People {
		seekers[p.AccountID] = true
	}
	for _, r := range countables(d) {
		colleagues := append(slices.Clone(staff[r.site]), staff[r.county]...)
		recorded := r.Source == service.FromScan && seekers[r.RecordedBy] ||
			r.Source != service.FromScan && slices.Contains(staff[r.site], r.RecordedBy)
		confirmed := r.ConfirmedBy != "" && r.ConfirmedBy != r.RecordedBy &&
			slices.Contains(colleagues, r.ConfirmedBy) && !r.ConfirmedAt.Before(r.RecordedAt)
		voided := slices.Contains(colleagues, r.VoidedBy) && r.VoidReason != "" && !r.VoidedAt.Before(r.RecordedAt)
		if !recorded || confirmed != (r.Status == service.Confirmed) || voided != (r.Status == service.Void) ||
			(r.ImportRef != "") != (r.Source == service.FromImport) {
			t.Errorf("record %s: %+v", r.id, r.Trail)
		}
	}
}
