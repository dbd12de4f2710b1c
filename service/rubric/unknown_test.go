package rubric_test

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

func known() rubric.Facts {
	return rubric.Facts{
		Kind: rubric.Station, AsOf: calendar.Date{Year: 2026, Month: 11, Day: 23}, Months: 11, MonthsLeft: 1,
		Staff: ptr(0), Publishing: &rubric.Publishing{}, Registered: ptr(0),
		Placed: &rubric.Placed{}, Honours: &[]rubric.Honour{},
	}
}

// What is not known or cannot be true has no score; a known nothing has 0.
func TestUnknownIsNotZero(t *testing.T) {
	all := computedItems
	for name, c := range map[string]struct {
		change    func(*rubric.Facts)
		scoreless []int
	}{
		"everything known":      {func(f *rubric.Facts) {}, nil},
		"nothing known":         {func(f *rubric.Facts) { *f = rubric.Facts{} }, all},
		"no staff":              {func(f *rubric.Facts) { f.Staff = nil }, []int{2}},
		"negative staff":        {func(f *rubric.Facts) { f.Staff = ptr(-1) }, []int{2}},
		"no publishing":         {func(f *rubric.Facts) { f.Publishing = nil }, []int{4}},
		"negative enterprises":  {func(f *rubric.Facts) { f.Publishing.Enterprises = -1 }, []int{4}},
		"negative postings":     {func(f *rubric.Facts) { f.Publishing.Postings = -1 }, []int{4}},
		"impossible vacancies":  {func(f *rubric.Facts) { f.Publishing.Vacancies = math.MaxInt }, []int{4}},
		"no registrations":      {func(f *rubric.Facts) { f.Registered = nil }, []int{7}},
		"negative registration": {func(f *rubric.Facts) { f.Registered = ptr(math.MinInt) }, []int{7}},
		"no placements":         {func(f *rubric.Facts) { f.Placed = nil }, []int{8}},
		"negative casual":       {func(f *rubric.Facts) { f.Placed.Casual = -1 }, []int{8}},
		"impossible stable":     {func(f *rubric.Facts) { f.Placed.Stable = math.MaxInt }, []int{8}},
		"no honours list":       {func(f *rubric.Facts) { f.Honours = nil }, []int{15}},
		"no day":                {func(f *rubric.Facts) { f.AsOf = calendar.Date{} }, []int{15}},
		"no months":             {func(f *rubric.Facts) { f.Months = 0 }, []int{7, 8}},
		"negative months":       {func(f *rubric.Facts) { f.Months = -3 }, []int{7, 8}},
		"more than a year":      {func(f *rubric.Facts) { f.Months = 13 }, []int{7, 8}},
		"unknown kind":          {func(f *rubric.Facts) { f.Kind = "shop" }, []int{2, 4, 7, 8}},
	} {
		f := known()
		c.change(&f)
		for _, it := range rubric.Evaluate(rubric.DefaultPolicy(), f).Items {
			none := it.Mode == rubric.Judged || slices.Contains(c.scoreless, it.No)
			if (it.Score == nil) != none {
				t.Errorf("%s: item %d has score %v", name, it.No, it.Score)
			}
			if it.Score == nil && (it.Next != nil || it.Range != nil) {
				t.Errorf("%s: item %d has no score, yet a next step or a range", name, it.No)
			}
		}
	}
}

func TestForecastNeedsBelievableMonths(t *testing.T) {
	for _, c := range []struct{ months, left int }{{0, 3}, {11, -1}, {11, 2}, {1, math.MaxInt}, {math.MaxInt, 1}} {
		f := known()
		f.Months, f.MonthsLeft = c.months, c.left
		s := rubric.Forecast(rubric.DefaultPolicy(), f)
		for _, no := range []int{4, 7, 8} {
			if it := item(t, s, no); it.Score != nil {
				t.Errorf("%+v: item %d has score %s", c, no, it.Score)
			}
		}
	}
}

// Whatever the facts are, there is a sheet that can be written as JSON and read.
func TestNeverPanics(t *testing.T) {
	number := rapid.OneOf(rapid.Int(), rapid.IntRange(-2, 40), rapid.SampledFrom([]int{math.MinInt, math.MaxInt, 1_000_000, 1_000_001}))
	day := rapid.Custom(func(t *rapid.T) calendar.Date {
		return calendar.Date{Year: rapid.IntRange(-9, 12000).Draw(t, "y"),
			Month: time.Month(rapid.IntRange(-2, 14).Draw(t, "m")), Day: rapid.IntRange(-40, 40).Draw(t, "d")}
	})
	rapid.Check(t, func(t *rapid.T) {
		n := func(label string) int { return number.Draw(t, label) }
		f := rubric.Facts{
			Kind: rapid.SampledFrom([]rubric.SiteKind{"", "shop", rubric.Market, rubric.Station}).Draw(t, "kind"),
			AsOf: day.Draw(t, "as of"), Months: n("months"), MonthsLeft: n("left"),
			Staff:        ptr(n("staff")),
			Publishing:   &rubric.Publishing{Enterprises: n("e"), Postings: n("p"), Vacancies: n("v")},
			Registered:   ptr(n("registered")),
			Placed:       &rubric.Placed{Casual: n("casual"), Stable: n("stable")},
			Honours:      &[]rubric.Honour{{Level: rubric.Level(rapid.String().Draw(t, "level")), Date: day.Draw(t, "date"), Confirmed: true}},
			AreaM2:       ptr(rapid.OneOf(rapid.Float64(), rapid.SampledFrom([]float64{math.NaN(), math.Inf(1)})).Draw(t, "area")),
			Completeness: &rubric.Share{Complete: n("complete"), Total: n("total")},
			Evidence:     map[int]rubric.Evidence{n("no"): {Count: n("count")}, 3: {Count: n("three")}},
		}
		p := anyPolicy.Draw(t, "policy")
		more := f.Plus(rubric.Added{Registered: n("more"), Casual: n("more casual"), Stable: n("more stable"), Staff: n("more staff"),
			Enterprises: n("more e"), Postings: n("more p"), Vacancies: n("more v"), Honours: []rubric.Level{rubric.Level(rapid.String().Draw(t, "more"))}})
		r, ok := rubric.Plan(p, f, anyGoal.Draw(t, "goal"))
		if r.Text == "" || ok != r.Reached || r.To.Cmp(r.From) < 0 || r.Effort < 0 || r.Months < 1 || strings.Contains(rubric.Assumption(f), "。") {
			t.Fatalf("%+v", r)
		}
		for _, s := range []rubric.Sheet{rubric.Evaluate(p, f), rubric.Forecast(p, f), rubric.Evaluate(p, more)} {
			if len(s.Items) != 15 {
				t.Fatalf("%d items", len(s.Items))
			}
			if _, err := json.Marshal(s); err != nil {
				t.Fatal(err)
			}
			for _, it := range s.Items {
				if it.Facts == nil || !strings.HasSuffix(it.Explanation, "。") || strings.Count(it.Explanation, "。") != 1 {
					t.Fatalf("item %d: %v %q", it.No, it.Facts, it.Explanation)
				}
			}
		}
	})
}
