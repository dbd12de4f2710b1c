package demo_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/demo"
	"github.com/quanjiuye/backend/service/identity"
	"github.com/quanjiuye/backend/service/rubric"
)

func validPeople(t *testing.T, d demo.Data, today calendar.Date) {
	phones := map[string]int{}
	for _, p := range d.People {
		phones[p.Phone]++
		id, err := identity.CheckID(p.Identity.Number, today)
		if err != nil || id != p.Identity || !strings.HasPrefix(id.Number, "990000") || id.BirthDate().AddYears(16).After(calendar.DateOf(p.CreatedAt)) {
			t.Errorf("%s: %v", p.Identity.Number, err)
		}
		phone, err := identity.CanonicalPhone(p.Phone)
		if err != nil || phone != p.Phone || !strings.HasPrefix(phone, "1990") {
			t.Errorf("%s: %v", p.Phone, err)
		}
		name, err := identity.CanonicalName(p.Name)
		if err != nil || name != p.Name {
			t.Errorf("%s: %v", p.Name, err)
		}
	}
	shared := slices.DeleteFunc(slices.Sorted(maps.Values(phones)), func(n int) bool { return n == 1 })
	if !slices.Equal(shared, []int{5}) { // the planted one
		t.Errorf("phones are shared by %v people", shared)
	}
	coded := 0
	for _, e := range d.Enterprises {
		if e.NameKey != identity.CompanyKey(e.Name) {
			t.Errorf("%s has the key %s", e.Name, e.NameKey)
		}
		if e.USCC == "" {
			continue
		}
		coded++
		if code, ok, err := identity.CanonicalUSCC(e.USCC); err != nil || !ok || code != e.USCC || e.USCCOdd {
			t.Errorf("%s: %v", e.USCC, err)
		}
	}
	if coded == 0 || coded == len(d.Enterprises) {
		t.Errorf("%d of %d employers have a code, want some", coded, len(d.Enterprises))
	}
}

func markedAsExamples(t *testing.T, d demo.Data, _ calendar.Date) {
	for _, s := range d.Sites {
		if !s.Example || !strings.Contains(s.Name, "示例") || !strings.Contains(s.Address, "示例") {
			t.Errorf("site %s is not marked", s.Name)
		}
	}
	for _, a := range d.Accounts {
		if !strings.Contains(a.Name, "示例") {
			t.Errorf("account %s is not marked", a.Name)
		}
	}
	for _, p := range d.People {
		if !p.Example {
			t.Errorf("person %s is not marked", p.ID)
		}
	}
	for _, e := range d.Enterprises {
		if !e.Example || !strings.Contains(e.Name, "示例") {
			t.Errorf("enterprise %s is not marked", e.Name)
		}
	}
	for _, r := range countables(d) {
		if !r.Example {
			t.Errorf("record %s is not marked", r.id)
		}
	}
}

func plausibleAmounts(t *testing.T, d demo.Data, _ calendar.Date) {
	within := func(what string, n, least, most int) {
		t.Helper()
		if n < least || n > most {
			t.Errorf("%s: %d, want %d to %d", what, n, least, most)
		}
	}
	within("records", len(d.Registrations)+len(d.Placements), 8000, 12000)
	within("people", len(d.People), 2000, 4000)
	stable := 0
	for _, p := range d.Placements {
		if p.Kind == service.Stable {
			stable++
		}
	}
	within("stable placements in a thousand", stable*1000/len(d.Placements), 100, 150)
	voids, sources := 0, map[service.Source]int{}
	for _, r := range countables(d) {
		sources[r.Source]++
		if r.Status == service.Void {
			voids++
		}
	}
	within("voided records", voids, 50, 500)
	for _, s := range []service.Source{service.FromStaff, service.FromScan, service.FromImport} {
		within("records by "+string(s), sources[s], 200, 20000)
	}
	kinds, members := map[string]int{}, map[string]int{}
	for _, g := range d.Grants {
		members[g.Scope]++
	}
	for _, s := range d.Sites {
		kinds[s.County+string(s.Kind)]++
		within("members of "+s.ID, members[s.ID], 1, 4)
	}
	within("sites", len(d.Sites), 38, 42)
	for county := range service.Counties {
		within("markets of "+county, kinds[county+string(rubric.Market)], 1, 1)
		within("stations of "+county, kinds[county+string(rubric.Station)], 1, 5)
	}
}
