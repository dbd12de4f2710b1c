package flag_test

import (
	"slices"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/demo"
	"github.com/quanjiuye/backend/service/flag"
	"github.com/quanjiuye/backend/service/rubric"
)

// city is a demonstration's data by site and month, as service would read it.
type city struct {
	demo.Data
	today   calendar.Date
	entries map[string]map[calendar.Month][]flag.Entry
	phones  map[string]string
}

func cityOf(today calendar.Date) *city {
	c := &city{demo.Make(today.Start().Add(12 * time.Hour)), today, map[string]map[calendar.Month][]flag.Entry{}, map[string]string{}}
	for _, p := range c.People {
		c.phones[p.ID] = p.Phone
	}
	for _, r := range c.Registrations {
		e := entry(r.Trail, flag.Entry{ID: r.ID, Noun: flag.Registration, Person: r.PersonID})
		c.take(r.SiteID, r.Month, r.Status, e)
	}
	for _, p := range c.Placements {
		e := entry(p.Trail, flag.Entry{ID: p.ID, Noun: flag.Placement, Person: p.PersonID, Employer: p.EnterpriseID,
			Stable: p.Kind == service.Stable, Proven: p.Proven() || p.Proof != ""})
		c.take(p.SiteID, p.Month, p.Status, e)
	}
	for _, a := range c.Activities {
		c.take(a.SiteID, a.Month, a.Status, entry(a.Trail, flag.Entry{ID: a.ID, Noun: flag.Activity}))
	}
	return c
}

func entry(t service.Trail, e flag.Entry) flag.Entry {
	e.Recorder, e.Confirmer, e.At = t.RecordedBy, t.ConfirmedBy, t.RecordedAt
	e.Imported, e.Self = t.Source == service.FromImport, t.Source == service.FromScan
	return e
}

func (c *city) take(site string, m calendar.Month, status service.Status, e flag.Entry) {
	if status == service.Void {
		return
	}
	e.Phone = c.phones[e.Person]
	if c.entries[site] == nil {
		c.entries[site] = map[calendar.Month][]flag.Entry{}
	}
	c.entries[site][m] = append(c.entries[site][m], e)
}

func (c *city) counts(site string, m calendar.Month) flag.Counts {
	registered, placed := map[string]bool{}, map[string]bool{}
	for _, e := range c.entries[site][m] {
		switch e.Noun {
		case flag.Registration:
			registered[e.Person] = true
		case flag.Placement:
			placed[e.Person] = true
		}
	}
	return flag.Counts{Registered: len(registered), Placed: len(placed)}
}

// counted are the months of a site's year that count, this year's or a past one's.
func (c *city) counted(site service.Site, year int) []calendar.Month {
	last := c.today
	if year < last.Year {
		last = calendar.Date{Year: year, Month: 12, Day: 31}
	}
	var months []calendar.Month
	for i := range rubric.CountedMonths(site.OpenedOn, last) {
		months = append(months, last.In().Add(-i))
	}
	return months
}

// month is one of the months of a site's year that count.
func (c *city) month(site service.Site, m calendar.Month) flag.Month {
	out := flag.Month{Entries: c.entries[site.ID][m]}
	for _, other := range c.counted(site, m.Year) {
		if other != m {
			out.Others = append(out.Others, c.counts(site.ID, other))
		}
	}
	for _, g := range c.Grants {
		if g.Scope == site.ID {
			out.Members = append(out.Members, g.AccountID)
		}
	}
	return out
}

// wanted is what was planted in a site's month.
func (c *city) wanted(site string, m calendar.Month) []flag.Code {
	for _, p := range demo.Planted(c.today) {
		if p.SiteID == site && p.Month == m {
			return p.Flags
		}
	}
	return []flag.Code{}
}

// Of the demonstration's forty sites, large and small, careful and careless, on paper
// and on phones, four have each a month that is made up, of which the flags find just
// what was planted. The others, and their other months, before and after the Spring
// Festival, are honest and quiet.
func TestOnlyPlantedFraudIsFlagged(t *testing.T) {
	t.Parallel()
	months, found := 0, 0
	for today := (calendar.Date{Year: 2026, Month: 1, Day: 5}); today.Year < 2028; today = today.AddDays(19) {
		c := cityOf(today)
		for _, site := range c.Sites {
			for _, m := range append(c.counted(site, today.Year), calendar.Month{Year: today.Year - 1, Month: 12}) {
				want := c.wanted(site.ID, m)
				if m.Year < today.Year && len(want) == 0 {
					continue // settled: package service leaves out what nobody has to look at any more
				}
				if months++; site.ID == demo.Market && today.Day == 1 && m == today.In() {
					continue // what it has on the first of a month is dated to midnight
				}
				found += len(want)
				if got := flag.Of(c.month(site, m)); !slices.Equal(codes(got), want) {
					t.Errorf("%s, %s in %s: %+v, want %v", today, site.ID, m, got, want)
				}
			}
		}
	}
	if months < 5000 || found < 6*38 {
		t.Errorf("only %d months were looked at, with %d flags", months, found)
	}
}

// frauds are ways to a better score that were met elsewhere, each planted into
// honest months of every size.
var frauds = map[flag.Code]func(*month){
	flag.BurstMonth:     func(m *month) { m.add(20+4*busiest(m.Others), reg) },
	flag.OneEmployer:    func(m *month) { m.add(10+2*len(m.Entries), job, employer("a cousin's firm")) },
	flag.SharedPhone:    func(m *month) { m.add(4, reg, phone("the clerk's")) },
	flag.OddHours:       func(m *month) { m.add(60, job, atTime(at(23, 40))) },
	flag.StableUnproven: func(m *month) { m.add(5, job, stable) },
}

func busiest(months []flag.Counts) int {
	most := 0
	for _, c := range months {
		most = max(most, c.Registered)
	}
	return most
}

func TestPlantedFraudIsFound(t *testing.T) {
	t.Parallel()
	today := calendar.Date{Year: 2026, Month: 11, Day: 24}
	c := cityOf(today)
	for _, site := range c.Sites {
		if rubric.CountedMonths(site.OpenedOn, today) < 6 || len(c.wanted(site.ID, today.In())) > 0 || len(c.wanted(site.ID, today.In().Add(-1))) > 0 {
			continue
		}
		for code, plant := range frauds {
			m := &month{Month: c.month(site, today.In().Add(-1))}
			plant(m)
			found := false
			for _, f := range flag.Of(m.Month) {
				found = found || f.Code == code
			}
			if !found {
				t.Errorf("%s at %s is not found among %d records", code, site.ID, len(m.Entries))
			}
		}
		m := &month{Month: c.month(site, today.In().Add(-1))}
		for i := range m.Entries { // one writes everything, and nobody else ever looks
			m.Entries[i].Recorder, m.Entries[i].Confirmer, m.Entries[i].Imported, m.Entries[i].Self = m.Members[0], "", false, false
		}
		wantOne := len(m.Members) > 1 && len(m.Entries) >= 20
		if got := len(flag.Of(m.Month)) == 1; got != wantOne {
			t.Errorf("%s, %d entries, %d members: %v", site.ID, len(m.Entries), len(m.Members), flag.Of(m.Month))
		}
	}
}
