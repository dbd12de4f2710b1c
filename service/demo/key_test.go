package demo_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/demo"
	"github.com/quanjiuye/backend/service/flag"
)

// distinct fails at the second use of a key.
type distinct map[any]bool

func (seen distinct) add(t *testing.T, key any) {
	t.Helper()
	if seen[key] {
		t.Errorf("twice: %+v", key)
	}
	seen[key] = true
}

func uniqueIDs(t *testing.T, d demo.Data, _ calendar.Date) {
	named, numbered := distinct{}, distinct{}
	number := func(id string) {
		t.Helper()
		numbered.add(t, id)
		if u, err := uuid.Parse(id); err != nil || u.Version() != 7 || u.Variant() != uuid.RFC4122 || u.String() != id {
			t.Errorf("not a UUIDv7: %s", id)
		}
	}
	for _, s := range d.Sites {
		named.add(t, s.ID)
	}
	for _, a := range d.Accounts {
		named.add(t, a.ID)
	}
	for _, g := range d.Grants {
		number(g.ID)
	}
	for _, p := range d.People {
		number(p.ID)
	}
	for _, e := range d.Enterprises {
		number(e.ID)
	}
	for _, r := range d.Registrations {
		number(r.ID)
	}
	for _, p := range d.Placements {
		number(p.ID)
	}
	for _, a := range d.Activities {
		number(a.ID)
	}
	for _, p := range d.Postings {
		number(p.ID)
	}
	for _, h := range d.Honours {
		number(h.ID)
	}
	for _, e := range d.Evidence {
		number(e.ID)
	}
}

func uniqueNaturalKeys(t *testing.T, d demo.Data, _ calendar.Date) {
	seen := distinct{}
	for _, p := range d.People {
		for _, k := range p.Keys() {
			seen.add(t, k)
		}
	}
	for _, e := range d.Enterprises {
		for _, k := range e.Keys() {
			seen.add(t, k)
		}
	}
	for _, g := range d.Grants {
		seen.add(t, [3]string{g.AccountID, string(g.Role), g.Scope})
	}
	for _, r := range d.Registrations {
		seen.add(t, [3]any{r.SiteID, r.Month, r.PersonID})
		if r.Month != r.RegisteredOn.In() {
			t.Errorf("registration of %s in %s", r.RegisteredOn, r.Month)
		}
	}
	for _, p := range d.Placements {
		seen.add(t, [3]any{p.PersonID, p.EnterpriseID, p.StartedOn})
		if p.Month != p.StartedOn.In() {
			t.Errorf("placement of %s in %s", p.StartedOn, p.Month)
		}
	}
	for _, a := range d.Activities {
		seen.add(t, [3]any{a.SiteID, a.ClientID})
		if a.Month != a.HeldOn.In() || a.ClientID == "" {
			t.Errorf("activity of %s in %s", a.HeldOn, a.Month)
		}
	}
	for _, p := range d.Postings {
		seen.add(t, [3]any{"posting", p.SiteID, p.ClientID})
		for _, k := range p.Keys() {
			seen.add(t, k)
		}
		if on := p.CountsOn; p.Month != p.PostedOn.In() || !on.IsZero() && on != p.PostedOn || p.ClientID == "" {
			t.Errorf("posting of %s in %s counts on %s", p.PostedOn, p.Month, on)
		}
	}
	for _, h := range d.Honours {
		seen.add(t, [4]any{h.SiteID, h.Level, h.TitleKey, h.Awarded})
	}
	for _, e := range d.Evidence {
		seen.add(t, [2]any{e.SiteID, e.SHA256})
	}
}

func noLooseEnds(t *testing.T, d demo.Data, today calendar.Date) {
	people, employers, counties := map[string]bool{}, map[string]bool{}, map[string]string{}
	for _, s := range d.Sites {
		counties[s.ID] = s.County
	}
	for _, p := range d.People {
		people[p.ID] = true
	}
	for _, e := range d.Enterprises {
		employers[e.ID] = true
	}
	for _, r := range d.Registrations {
		if !people[r.PersonID] || counties[r.SiteID] != r.County || (r.AccountID != "") != (r.Source == service.FromScan) {
			t.Errorf("registration %s: person, site or account is wrong", r.ID)
		}
	}
	postings := map[string]service.Posting{}
	for _, p := range d.Postings {
		if first, ok := postings[p.DuplicateOf]; !employers[p.EnterpriseID] || counties[p.SiteID] != p.County ||
			p.DuplicateOf != "" && (!ok || first.DuplicateOf != "" || first.EnterpriseID != p.EnterpriseID) {
			t.Errorf("posting %s: employer, site or the first is wrong", p.ID)
		}
		postings[p.ID] = p
	}
	for _, p := range d.Placements {
		if !people[p.PersonID] || !employers[p.EnterpriseID] || counties[p.SiteID] != p.County {
			t.Errorf("placement %s: person, employer or site is wrong", p.ID)
		}
		if (p.Kind == service.Stable) != (p.Proof != "") && !planted(today, p.SiteID, p.Month, flag.StableUnproven) {
			t.Errorf("placement %s is %s with the proof %q", p.ID, p.Kind, p.Proof)
		}
	}
}
