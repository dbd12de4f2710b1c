package rubric_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// The items whose score is computed.
var computedItems = []int{2, 4, 7, 8, 15}

func ptr[T any](v T) *T { return &v }

func item(t testing.TB, s rubric.Sheet, no int) rubric.Item {
	t.Helper()
	if len(s.Items) != 15 || s.Items[no-1].No != no {
		t.Fatalf("item %d is not in its place", no)
	}
	return s.Items[no-1]
}

// scoreOf is an item's score, which must be known.
func scoreOf(t testing.TB, p rubric.Policy, f rubric.Facts, no int) rubric.Score {
	t.Helper()
	it := item(t, rubric.Evaluate(p, only(f, no)), no)
	if it.Score == nil {
		t.Fatalf("item %d has no score: %s", no, it.Explanation)
	}
	return *it.Score
}

// only is f with nothing known but what one item needs, which is quicker to score.
func only(f rubric.Facts, no int) rubric.Facts {
	one := rubric.Facts{Kind: f.Kind, AsOf: f.AsOf, Months: f.Months, MonthsLeft: f.MonthsLeft, CountPending: f.CountPending}
	switch no {
	case 2:
		one.Staff = f.Staff
	case 4:
		one.Publishing = f.Publishing
	case 7:
		one.Registered = f.Registered
	case 8:
		one.Placed = f.Placed
	case 15:
		one.Honours = f.Honours
	}
	return one
}

func with(t testing.TB, changes map[string]string) rubric.Policy {
	t.Helper()
	p, err := rubric.DefaultPolicy().With(changes)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func date(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// anyPolicy draws any combination of settings.
var anyPolicy = rapid.Custom(func(t *rapid.T) rubric.Policy {
	changes := map[string]string{}
	for _, s := range rubric.Settings() {
		changes[s.Name] = rapid.SampledFrom(s.Allowed).Draw(t, s.Name)
	}
	p, err := rubric.DefaultPolicy().With(changes)
	if err != nil {
		t.Fatal(err)
	}
	return p
})

var anyDay = rapid.Custom(func(t *rapid.T) calendar.Date {
	return calendar.Date{Year: 2026, Month: 1, Day: 1}.AddDays(rapid.IntRange(-1200, 400).Draw(t, "days"))
})

var anyHonour = rapid.Custom(func(t *rapid.T) rubric.Honour {
	levels := []rubric.Level{rubric.County, rubric.City, rubric.Provincial, rubric.National, "municipal", "world"}
	return rubric.Honour{
		Level:     rapid.SampledFrom(levels).Draw(t, "level"),
		Date:      anyDay.Draw(t, "date"),
		Confirmed: rapid.Bool().Draw(t, "confirmed"),
	}
})

// anyFacts draws facts that are all known and can be true.
var anyFacts = rapid.Custom(func(t *rapid.T) rubric.Facts {
	months := rapid.IntRange(1, 12).Draw(t, "months")
	left := rapid.IntRange(0, 12-months).Draw(t, "left")
	count := func(most int, label string) int { return rapid.IntRange(0, most).Draw(t, label) }
	return rubric.Facts{
		Kind:       rapid.SampledFrom([]rubric.SiteKind{rubric.Market, rubric.Station}).Draw(t, "kind"),
		AsOf:       calendar.Date{Year: 2026, Month: 12, Day: 15}.In().Add(-left).LastDay(),
		Months:     months,
		MonthsLeft: left,
		Staff:      ptr(count(4, "staff")),
		Publishing: &rubric.Publishing{Enterprises: count(130, "enterprises"),
			Postings: count(1300, "postings"), Vacancies: count(2600, "vacancies")},
		Registered: ptr(count(14*months, "registered")),
		Placed:     &rubric.Placed{Casual: count(20*months, "casual"), Stable: count(10*months, "stable")},
		Honours:    ptr(rapid.SliceOfN(anyHonour, 0, 4).Draw(t, "honours")),

		CountPending: rapid.Bool().Draw(t, "count pending"),
	}
})
