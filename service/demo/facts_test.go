package demo_test

import (
	"slices"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/demo"
	"github.com/quanjiuye/backend/service/rubric"
)

// monthFacts reads a site's month as a store would.
func monthFacts(d demo.Data, site string, m calendar.Month) service.MonthFacts {
	var f service.MonthFacts
	for _, r := range d.Registrations {
		if r.SiteID == site && r.Month == m && r.Status != service.Void {
			f.Registrations = append(f.Registrations, service.RegistrationFact{
				PersonID: r.PersonID, Day: r.RegisteredOn, Confirmed: r.Status == service.Confirmed, Complete: r.Complete})
		}
	}
	for _, p := range d.Placements {
		if p.SiteID == site && p.Month == m && p.Status != service.Void {
			f.Placements = append(f.Placements, service.PlacementFact{
				PersonID: p.PersonID, Day: p.StartedOn, Kind: p.Kind, Confirmed: p.Status == service.Confirmed, Proven: p.Proven()})
		}
	}
	return f
}

// standing is a site's year as the form sees it.
type standing struct {
	months             int
	recorded, verified service.Tallied
	items              map[int][2]string // recorded and verified scores of the computed items
}

func weighted(t service.Tallied) int { return t.Casual + 2*t.Stable }

func stand(t testing.TB, d demo.Data, site service.Site, today calendar.Date) standing {
	t.Helper()
	s := standing{months: rubric.CountedMonths(site.OpenedOn, today), items: map[int][2]string{}}
	for i := range s.months {
		c := monthFacts(d, site.ID, today.In().Add(-i)).Count(today)
		s.recorded, s.verified = s.recorded.Add(c.Recorded), s.verified.Add(c.Verified)
	}
	staff := 0
	for _, g := range d.Grants {
		if g.Scope == site.ID && g.Active(today) {
			staff++
		}
	}
	sheet := func(c service.Tallied) rubric.Sheet {
		return rubric.Evaluate(rubric.DefaultPolicy(), rubric.Facts{
			Kind: site.Kind, AsOf: today, Months: s.months, Staff: &staff, Registered: &c.Registered,
			Placed: &rubric.Placed{Casual: c.Casual, Stable: c.Stable},
		})
	}
	recorded, verified := sheet(s.recorded), sheet(s.verified)
	for i, it := range recorded.Items {
		if it.Score != nil {
			s.items[it.No] = [2]string{text(t, *it.Score), text(t, *verified.Items[i].Score)}
		}
	}
	return s
}

func text(t testing.TB, s rubric.Score) string {
	t.Helper()
	b, err := s.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func site(t testing.TB, d demo.Data, id string) service.Site {
	t.Helper()
	i := slices.IndexFunc(d.Sites, func(s service.Site) bool { return s.ID == id })
	if i < 0 {
		t.Fatalf("no site %s", id)
	}
	return d.Sites[i]
}
