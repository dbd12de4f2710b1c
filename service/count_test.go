package service_test

import (
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

func TestPersonsOfAMonth(t *testing.T) {
	registers := func(who string, d int, confirmed, complete bool) service.RegistrationFact {
		return service.RegistrationFact{PersonID: who, Day: day(2026, 7, d), Confirmed: confirmed, Complete: complete}
	}
	works := func(who string, d int, kind service.PlacementKind, confirmed, proven bool) service.PlacementFact {
		return service.PlacementFact{PersonID: who, Day: day(2026, 7, d), Kind: kind, Confirmed: confirmed, Proven: proven}
	}
	type registrations = []service.RegistrationFact
	type placements = []service.PlacementFact
	for name, c := range map[string]struct {
		facts              service.MonthFacts
		recorded, verified service.Tallied
	}{
		"nothing": {service.MonthFacts{}, none, none},
		"two registrations, one confirmed": {
			service.MonthFacts{Registrations: registrations{registers("ann", 1, true, true), registers("bob", 2, false, false)}},
			service.Tallied{Registered: 2, Complete: 1}, registered(1),
		},
		"one person twice, complete once": { // two sites' records never meet here, but two of one person may
			service.MonthFacts{Registrations: registrations{registers("ann", 1, false, true), registers("ann", 2, true, false)}},
			registered(1), service.Tallied{Registered: 1},
		},
		"one person placed three times": {
			service.MonthFacts{Placements: placements{
				works("ann", 1, service.Casual, true, false), works("ann", 2, service.Casual, true, false), works("ann", 9, service.Casual, false, false),
			}},
			service.Tallied{Casual: 1}, service.Tallied{Casual: 1},
		},
		"casual and stable is stable": {
			service.MonthFacts{Placements: placements{works("ann", 1, service.Casual, true, false), works("ann", 2, service.Stable, true, true)}},
			service.Tallied{Stable: 1}, service.Tallied{Stable: 1},
		},
		"stable without evidence is verified as casual": {
			service.MonthFacts{Placements: placements{works("ann", 1, service.Stable, true, false)}},
			service.Tallied{Stable: 1}, service.Tallied{Casual: 1},
		},
		"only the casual one is confirmed": {
			service.MonthFacts{Placements: placements{works("ann", 1, service.Casual, true, false), works("ann", 2, service.Stable, false, true)}},
			service.Tallied{Stable: 1}, service.Tallied{Casual: 1},
		},
		"the last day counts, the day after it does not": {
			service.MonthFacts{
				Registrations: registrations{registers("ann", 20, false, true), registers("bob", 21, false, true)},
				Placements:    placements{works("ann", 20, service.Casual, false, false), works("bob", 21, service.Casual, false, false)},
			},
			service.Tallied{Registered: 1, Complete: 1, Casual: 1}, none,
		},
	} {
		want := service.MonthCount{Recorded: c.recorded, Verified: c.verified}
		if got := c.facts.Count(day(2026, 7, 20)); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
}

// The order of the facts does not matter, saying one twice changes nothing, and
// what is verified is part of what is recorded.
func TestCountIsOfASet(t *testing.T) {
	person := rapid.SampledFrom([]string{"ann", "bob", "cat", "dan"})
	days := rapid.IntRange(1, 31)
	facts := rapid.Custom(func(t *rapid.T) service.MonthFacts {
		return service.MonthFacts{
			Registrations: rapid.SliceOf(rapid.Custom(func(t *rapid.T) service.RegistrationFact {
				return service.RegistrationFact{PersonID: person.Draw(t, "person"), Day: day(2026, 7, days.Draw(t, "day")),
					Confirmed: rapid.Bool().Draw(t, "confirmed"), Complete: rapid.Bool().Draw(t, "complete")}
			})).Draw(t, "registrations"),
			Placements: rapid.SliceOf(rapid.Custom(func(t *rapid.T) service.PlacementFact {
				return service.PlacementFact{PersonID: person.Draw(t, "person"), Day: day(2026, 7, days.Draw(t, "day")),
					Kind:      rapid.SampledFrom([]service.PlacementKind{service.Casual, service.Stable}).Draw(t, "kind"),
					Confirmed: rapid.Bool().Draw(t, "confirmed"), Proven: rapid.Bool().Draw(t, "proven")}
			})).Draw(t, "placements"),
			Activities: rapid.SliceOf(rapid.Custom(func(t *rapid.T) service.ActivityFact {
				return service.ActivityFact{Day: day(2026, 7, days.Draw(t, "day")), Confirmed: rapid.Bool().Draw(t, "confirmed"),
					Type: rapid.SampledFrom([]service.ActivityType{"job_fair", "qr_poster"}).Draw(t, "type")}
			})).Draw(t, "activities"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		f, upTo := facts.Draw(t, "facts"), day(2026, 7, days.Draw(t, "up to"))
		want := f.Count(upTo)
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		twice := service.MonthFacts{
			Registrations: append(f.Registrations, f.Registrations...),
			Placements:    append(f.Placements, f.Placements...),
			Activities:    f.Activities,
		}
		for _, g := range []service.MonthFacts{f, twice} {
			rng.Shuffle(len(g.Registrations), func(i, j int) {
				g.Registrations[i], g.Registrations[j] = g.Registrations[j], g.Registrations[i]
			})
			rng.Shuffle(len(g.Placements), func(i, j int) { g.Placements[i], g.Placements[j] = g.Placements[j], g.Placements[i] })
			rng.Shuffle(len(g.Activities), func(i, j int) { g.Activities[i], g.Activities[j] = g.Activities[j], g.Activities[i] })
			if got := g.Count(upTo); !reflect.DeepEqual(got, want) {
				t.Fatalf("%+v, want %+v", got, want)
			}
		}
		for kind, n := range want.Activities {
			if n.Recorded == 0 || n.Verified > n.Recorded {
				t.Fatalf("%s: %+v", kind, n)
			}
		}
		rec, ver := want.Recorded, want.Verified
		if ver.Registered > rec.Registered || ver.Complete > rec.Complete || ver.Stable > rec.Stable ||
			ver.Casual+ver.Stable > rec.Casual+rec.Stable || rec.Complete > rec.Registered {
			t.Fatalf("verified %+v of %+v", ver, rec)
		}
	})
}

func TestStaffOfADay(t *testing.T) {
	since := func(from, until calendar.Date) service.Span { return service.Span{Since: from, Until: until} }
	y := service.YearCount{Members: [][]service.Span{
		{since(day(2025, 1, 1), calendar.Date{}), since(day(2025, 3, 1), calendar.Date{})}, // manager and staff
		{since(day(2026, 7, 1), day(2026, 7, 15))}, {since(day(2026, 7, 15), calendar.Date{})},
		{since(day(2026, 7, 3), day(2026, 7, 3))}, // taken back on the same day
	}}
	for on, want := range map[calendar.Date]int{
		day(2024, 12, 31): 0, day(2025, 1, 1): 1, day(2026, 6, 30): 1, day(2026, 7, 1): 2, day(2026, 7, 3): 2,
		day(2026, 7, 14): 2, day(2026, 7, 15): 2, day(2026, 7, 16): 2,
	} {
		if got := y.Staff(on); got != want {
			t.Errorf("%s: %d at work, want %d", on, got, want)
		}
	}
}

// The same acts in another order leave another site where the first one is.
func TestOrderOfActsDoesNotMatter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	elsewhere := w.team(opened(day(2026, 1, 1)))
	var people []service.RegistrationView
	for range 3 {
		people = append(people, w.register(elsewhere.staff, elsewhere.site, w.somebody()))
	}
	type act struct {
		who, days int
		place     bool
		kind      service.PlacementKind
	}
	rng := rand.New(rand.NewPCG(1, 2))
	acts := make([]act, 14)
	for i := range acts {
		acts[i] = act{rng.IntN(3), rng.IntN(60), rng.IntN(2) == 0, []service.PlacementKind{service.Casual, service.Stable}[rng.IntN(2)]}
	}
	var want service.Progress
	for round := range 3 {
		tm := w.team()
		tm.staff = w.hold("staff of "+tm.site.ID, service.Staff, elsewhere.site.ID) // where they are registered
		for _, i := range rng.Perm(len(acts)) {
			a := acts[i]
			who, on := people[a.who], w.Today().AddDays(-a.days)
			if a.place {
				_, _, err := w.Place(t.Context(), tm.staff, service.PlacementInput{
					SiteID: tm.site.ID, PersonID: who.PersonID, EmployerName: "雇主" + tm.site.ID, Kind: a.kind, StartedOn: on})
				check(t, err)
			} else {
				in := registration(tm.site, service.PersonInput{Name: who.Person.Name, Phone: who.Person.Phone})
				in.RegisteredOn = on
				_, _, err := w.Register(t.Context(), tm.staff, in)
				check(t, err)
			}
		}
		got := w.progress(tm.site)
		if round == 0 {
			want = got
		}
		if !reflect.DeepEqual(got.ByMonth, want.ByMonth) || got.Live != want.Live || *got.Settled != *want.Settled {
			t.Fatalf("in another order:\n%+v\nwant\n%+v", got.ByMonth, want.ByMonth)
		}
	}
	if sum := want.ByMonth; len(sum) != 7 || sum[6].Recorded == none || sum[5].Recorded == none {
		t.Fatalf("the acts prove little: %+v", sum)
	}
}

// A month ends at midnight in Shanghai, whatever the host's clock shows.
func TestMonthEdges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	for _, c := range []struct {
		at    string
		day   calendar.Date
		count int // what that month counts afterwards
	}{
		{"2026-07-31T15:59:59.999Z", day(2026, 7, 31), 1},
		{"2026-07-31T16:00:00Z", day(2026, 8, 1), 1},
		{"2026-08-31T15:59:59.999Z", day(2026, 8, 31), 2},
		{"2026-12-31T15:59:59.999Z", day(2026, 12, 31), 1},
		{"2026-12-31T16:00:00Z", day(2027, 1, 1), 1},
	} {
		at, err := time.Parse(time.RFC3339, c.at)
		check(t, err)
		w.clock.set(at)
		v := w.register(tm.staff, tm.site, w.somebody())
		if v.RegisteredOn != c.day || v.Month != c.day.In() || !v.RecordedAt.Equal(at) {
			t.Errorf("at %s: on %s in %s, recorded at %s", c.at, v.RegisteredOn, v.Month, v.RecordedAt)
		}
		p := w.place(tm.staff, tm.site, v.PersonID, "雇主")
		if p.StartedOn != c.day || p.Month != c.day.In() {
			t.Errorf("at %s: started on %s in %s", c.at, p.StartedOn, p.Month)
		}
		w.counts(tm.site, service.Tallied{Registered: c.count, Complete: c.count, Casual: c.count}, none)
	}
	if months := w.progressOn(tm.site, day(2026, 12, 31)).ByMonth; len(months) != 12 || months[11].Recorded.Casual != 1 {
		t.Fatalf("last year: %+v", months)
	}
}
