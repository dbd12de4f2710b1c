package demo_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/demo"
)

// specialDays are those on which something is special about months and years.
var specialDays = []string{
	"2026-01-01", "2026-01-02", "2026-01-03", "2026-01-31", "2026-02-01", "2026-02-02", "2026-02-17",
	"2026-02-28", "2026-03-01", "2026-03-02", "2026-03-31", "2026-04-01", "2026-06-30", "2026-07-01",
	"2026-10-01", "2026-11-01", "2026-11-23", "2026-12-01", "2026-12-30", "2026-12-31",
	"2027-01-01", "2027-01-04", "2027-02-06", "2027-05-01", "2027-12-31",
	"2028-01-01", "2028-02-01", "2028-02-28", "2028-02-29", "2028-03-01", "2028-12-31",
	"2029-01-01", "2029-02-28", "2029-03-01", "2024-02-29", "2025-01-29", "2043-02-10",
}

// checks is what holds of the data of any day, besides marketIsExact.
var checks = map[string]func(*testing.T, demo.Data, calendar.Date){
	"ids":          uniqueIDs,
	"natural keys": uniqueNaturalKeys,
	"references":   noLooseEnds,
	"time":         nothingOutOfTime,
	"trails":       soundTrails,
	"people":       validPeople,
	"examples":     markedAsExamples,
	"amounts":      plausibleAmounts,
	"diaries":      plausibleDiaries,
	"honours":      soundHonours,
	"evidence":     soundEvidence,
	"plants":       soundPlants,
	"postings":     soundPostings,
}

func TestSpecialDays(t *testing.T) {
	for _, text := range specialDays {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			day, err := calendar.ParseDate(text)
			if err != nil {
				t.Fatal(err)
			}
			d := demo.Make(day.Start().Add(12 * time.Hour))
			marketIsExact(t, d, day)
			for name, check := range checks {
				t.Run(name, func(t *testing.T) { check(t, d, day) })
			}
		})
	}
}

func TestMarketIsExactOnOrdinaryDays(t *testing.T) {
	for day := (calendar.Date{Year: 2026, Month: 1, Day: 7}); day.Year == 2026; day = day.AddDays(16) {
		t.Run(day.String(), func(t *testing.T) {
			t.Parallel()
			marketIsExact(t, demo.Make(day.Start()), day)
		})
	}
}

func TestSameDaySameData(t *testing.T) {
	day := calendar.Date{Year: 2026, Month: 11, Day: 23}
	first := demo.Make(day.Start())
	for name, now := range map[string]time.Time{
		"the same moment": day.Start(),
		"its last moment": day.AddDays(1).Start().Add(-1),
		"another zone":    day.Start().Add(3 * time.Hour).UTC(),
	} {
		if !reflect.DeepEqual(demo.Make(now), first) {
			t.Errorf("%s: other data", name)
		}
	}
	if reflect.DeepEqual(demo.Make(day.AddDays(1).Start()), first) {
		t.Error("the next day has the same data")
	}
}

func TestLoginsAreThere(t *testing.T) {
	d := demo.Make(time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC))
	roles := map[string][]string{}
	for _, a := range d.Accounts {
		if a.ID != a.OpenID {
			t.Errorf("account %s has the openid %s", a.ID, a.OpenID)
		}
		roles[a.OpenID] = []string{}
	}
	for _, g := range d.Grants {
		roles[g.AccountID] = append(roles[g.AccountID], string(g.Role)+"@"+g.Scope)
	}
	want := map[string][]string{
		"demo-admin": {"admin@all"}, "demo-city": {"city@all"}, "demo-county": {"county@350503"},
		"demo-manager": {"manager@demo-market"}, "demo-staff": {"staff@demo-market"}, "demo-staff2": {"staff@demo-market"},
		"demo-seeker": {},
	}
	logins := demo.Logins()
	if len(logins) != len(want) {
		t.Errorf("%d logins, want %d", len(logins), len(want))
	}
	for _, l := range logins {
		if got, ok := roles[l.OpenID]; !ok || !slices.Equal(got, want[l.OpenID]) || l.Role == "" {
			t.Errorf("%+v has %v, want %v", l, got, want[l.OpenID])
		}
	}
}

func BenchmarkMake(b *testing.B) {
	now := time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)
	for b.Loop() {
		demo.Make(now)
	}
}
