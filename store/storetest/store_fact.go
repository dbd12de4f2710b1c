package storetest

import (
	"cmp"
	"fmt"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

var facts = []storeTest{
	{"of a month are its records but the void ones", func(t *testing.T, s service.Store) {
		registrations, placements := everyCombination()
		for _, n := range registrations {
			insertRegistration(t, s, n)
		}
		for _, n := range placements {
			insertPlacement(t, s, n)
		}
		for _, site := range []string{"s", "other", "none"} {
			for _, m := range []calendar.Month{november2026, december2026, {Year: 2025, Month: 11}} {
				got := must(s.MonthFacts(deadline(t), site, m))(t)
				wantFacts(t, got, recount(registrations, placements, site, m))
			}
		}
	}},
	{"of a month come whole, in the order of their ids", func(t *testing.T, s service.Store) {
		var want service.MonthRecords
		for i, status := range []service.Status{service.Recorded, service.Void, service.Confirmed} {
			for _, m := range []calendar.Month{november2026, december2026} {
				id := fmt.Sprint(9-i, " of ", m)
				r, p, a := registrationList.record(id, "s", m, status), placementList.record(id, "s", m, status), activityList.record(id, "s", m, status)
				r.Intent.Area, p.Title, a.Note = rare, rare, rare
				insertRegistration(t, s, r)
				insertPlacement(t, s, p)
				check(t, activityKind.insert(s, deadline(t), a))
				if m == november2026 && status != service.Void {
					want.Registrations = append([]service.Registration{r}, want.Registrations...)
					want.Placements = append([]service.Placement{p}, want.Placements...)
					want.Activities = append([]service.Activity{a}, want.Activities...)
				}
			}
		}
		wantSame(t, must(s.MonthRecords(deadline(t), "s", november2026))(t), want)
		if got := must(s.MonthRecords(deadline(t), "other", november2026))(t); len(got.Registrations)+len(got.Placements)+len(got.Activities) > 0 {
			t.Errorf("a site without records has %+v", got)
		}
	}},
	{"follow every write at once", func(t *testing.T, s service.Store) {
		wantCount(t, s, service.Tallied{}, service.Tallied{})
		r := registrationList.record("r", "s", november2026, service.Recorded)
		r.RegisteredOn = day(23)
		p := placementList.record("p", "s", november2026, service.Recorded)
		p.Kind = service.Stable
		insertRegistration(t, s, r)
		insertPlacement(t, s, p)
		wantCount(t, s, service.Tallied{Registered: 1, Stable: 1}, service.Tallied{})

		change(t, s, func(trail *service.Trail, complete *bool, _ *[]string) {
			trail.Status, *complete = service.Confirmed, true
		})
		wantCount(t, s, service.Tallied{Registered: 1, Complete: 1, Stable: 1}, service.Tallied{Registered: 1, Complete: 1, Casual: 1})

		change(t, s, func(_ *service.Trail, _ *bool, evidence *[]string) { *evidence = []string{"contract"} })
		wantCount(t, s, service.Tallied{Registered: 1, Complete: 1, Stable: 1}, service.Tallied{Registered: 1, Complete: 1, Stable: 1})

		change(t, s, func(trail *service.Trail, _ *bool, _ *[]string) { trail.Status = service.Void })
		wantCount(t, s, service.Tallied{}, service.Tallied{})
	}},
}

// change updates the records "r" and "p" alike.
func change(t *testing.T, s service.Store, f func(trail *service.Trail, complete *bool, evidence *[]string)) {
	t.Helper()
	must(s.UpdateRegistration(deadline(t), "r", func(n *service.Registration) error {
		f(&n.Trail, &n.Complete, new([]string))
		return nil
	}))(t)
	must(s.UpdatePlacement(deadline(t), "p", func(n *service.Placement) error {
		f(&n.Trail, new(bool), &n.EvidenceIDs)
		return nil
	}))(t)
}

func wantCount(t *testing.T, s service.Store, recorded, verified service.Tallied) {
	t.Helper()
	got := must(s.MonthFacts(deadline(t), "s", november2026))(t).Count(november2026.LastDay())
	wantSame(t, got, service.MonthCount{Recorded: recorded, Verified: verified})
}

// everyCombination has a record for each combination of what facts depend on.
func everyCombination() (registrations []service.Registration, placements []service.Placement) {
	for _, site := range []string{"s", "other"} {
		for i, m := range []calendar.Month{november2026, december2026} {
			for j, status := range []service.Status{service.Recorded, service.Confirmed, service.Void} {
				for _, yes := range []bool{true, false} {
					id := fmt.Sprint(site, i, j, yes)
					r := registrationList.record(id, site, m, status)
					r.Complete, r.RegisteredOn = yes, m.FirstDay().AddDays(len(registrations))
					registrations = append(registrations, r)
					for _, kind := range []service.PlacementKind{service.Casual, service.Stable} {
						p := placementList.record(id+string(kind), site, m, status)
						p.Kind, p.StartedOn = kind, m.FirstDay().AddDays(len(registrations))
						if yes {
							p.EvidenceIDs = []string{"contract"}
						}
						placements = append(placements, p)
					}
				}
			}
		}
	}
	return registrations, placements
}

// recount is the facts as one would read them off the records by hand.
func recount(registrations []service.Registration, placements []service.Placement, site string, m calendar.Month) service.MonthFacts {
	var f service.MonthFacts
	for _, n := range registrations {
		if n.SiteID == site && n.Month == m && n.Status != service.Void {
			f.Registrations = append(f.Registrations, service.RegistrationFact{
				PersonID: n.PersonID, Day: n.RegisteredOn, Confirmed: n.Status == service.Confirmed, Complete: n.Complete})
		}
	}
	for _, n := range placements {
		if n.SiteID == site && n.Month == m && n.Status != service.Void {
			f.Placements = append(f.Placements, service.PlacementFact{
				PersonID: n.PersonID, Day: n.StartedOn, Kind: n.Kind, Confirmed: n.Status == service.Confirmed, Disputed: n.Disputed, Proven: n.Proven()})
		}
	}
	return f
}

func wantFacts(t *testing.T, got, want service.MonthFacts) {
	t.Helper()
	wantAlike(t, got.Registrations, want.Registrations, func(a, b service.RegistrationFact) int { return cmp.Compare(a.PersonID, b.PersonID) })
	wantAlike(t, got.Placements, want.Placements, func(a, b service.PlacementFact) int { return cmp.Compare(a.PersonID, b.PersonID) })
}
