package rubric_test

import (
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// Each worked case is reached from nothing as well as from what is known to be
// nothing, by adding what it holds.
func TestWorkedCasesByAdding(t *testing.T) {
	for i, c := range workedCases(t) {
		want := c.facts()
		a := added(want)
		zero := rubric.Facts{Kind: want.Kind, AsOf: want.AsOf, Months: want.Months, Staff: ptr(0),
			Publishing: &rubric.Publishing{}, Registered: ptr(0), Placed: &rubric.Placed{}, Honours: &[]rubric.Honour{}}
		if c.item == 15 { // confirmed and new, which the cases' old honours are not
			continue
		}
		if got := scoreOf(t, rubric.DefaultPolicy(), zero.Plus(a), c.item).String(); got != c.expected {
			t.Errorf("row %d: from 0 to %s, want %s", i+2, got, c.expected)
		}
		unknown := rubric.Facts{Kind: want.Kind, AsOf: want.AsOf, Months: want.Months}
		it := item(t, rubric.Evaluate(rubric.DefaultPolicy(), unknown.Plus(a)), c.item)
		if nothing := reflect.DeepEqual(a, rubric.Added{}); nothing != (it.Score == nil) || !nothing && it.Score.String() != c.expected {
			t.Errorf("row %d: from what is not known to %v, want %s", i+2, it.Score, c.expected)
		}
	}
}

// added is everything that facts hold.
func added(f rubric.Facts) (a rubric.Added) {
	if f.Staff != nil {
		a.Staff = *f.Staff
	}
	if f.Publishing != nil {
		a.Enterprises, a.Postings = f.Publishing.Enterprises, f.Publishing.Postings
	}
	if f.Registered != nil {
		a.Registered = *f.Registered
	}
	if f.Placed != nil {
		a.Casual, a.Stable = f.Placed.Casual, f.Placed.Stable
	}
	return a
}

func TestAddingTouchesOnlyWhatIsAdded(t *testing.T) {
	f := station()
	before := station()
	got := f.Plus(rubric.Added{Registered: 2, Stable: 1, Postings: 3, Honours: []rubric.Level{rubric.City}})
	if !reflect.DeepEqual(f, before) {
		t.Error("the facts were changed")
	}
	want := station()
	*want.Registered += 2
	want.Placed.Stable++
	want.Publishing.Postings += 3
	want.Publishing.Vacancies += 3 // one place each at least
	*want.Honours = append(*want.Honours, rubric.Honour{Level: rubric.City, Date: f.AsOf, Confirmed: true})
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := f.Plus(rubric.Added{}); !reflect.DeepEqual(got, before) {
		t.Errorf("nothing added made %+v", got)
	}
}

// What cannot be true leaves its item without a score; large sums stop where
// numbers are still believed.
func TestAddingWhatCannotBeTrue(t *testing.T) {
	for name, c := range map[string]struct {
		was   int
		more  int
		known bool
	}{
		"below zero":      {5, -1, false},
		"over a million":  {5, 1_000_001, false},
		"the most of int": {5, math.MaxInt, false},
		"least of int":    {5, math.MinInt, false},
		"a wrong fact":    {-5, 10, false},
		"all of it":       {999_999, 1_000_000, true},
	} {
		f := known()
		f.Registered, f.Staff = ptr(c.was), ptr(c.was)
		f.Publishing = &rubric.Publishing{Enterprises: c.was, Postings: c.was, Vacancies: c.was}
		f.Placed = &rubric.Placed{Casual: c.was, Stable: c.was}
		s := rubric.Evaluate(rubric.DefaultPolicy(), f.Plus(rubric.Added{
			Registered: c.more, Staff: c.more, Casual: c.more, Stable: c.more, Enterprises: c.more, Postings: c.more, Vacancies: c.more}))
		for _, no := range []int{2, 4, 7, 8} {
			if it := item(t, s, no); (it.Score != nil) != c.known {
				t.Errorf("%s: item %d has score %v", name, no, it.Score)
			}
		}
	}
}

func TestChanges(t *testing.T) {
	p, f := rubric.DefaultPolicy(), known()
	f.Publishing = nil
	share := with(t, map[string]string{"item8_stable": "points_share"})
	full := rubric.Facts{Kind: rubric.Station, Months: 12, Placed: &rubric.Placed{Stable: 70}}
	for want, c := range map[string]struct {
		p     rubric.Policy
		f     rubric.Facts
		added rubric.Added
	}{
		"": {p, f, rubric.Added{Registered: 1}},
		"第7项（一对一指导和精准匹配）得分由 0 分升至 5 分":     {p, f, rubric.Added{Registered: 22}},
		"第4项（招聘岗位发布）此前尚无数据，从0起算，得 1 分":     {p, f, rubric.Added{Enterprises: 50, Postings: 50}},
		"第8项（成功推荐就业岗位）得分由 10 分降至 9.9296 分": {share, full, rubric.Added{Casual: 1}},
		"第2项（工作人员配备）原得 0 分，改为暂不计分":         {p, f, rubric.Added{Staff: -1}},
		"第15项（荣誉和宣传报道）得分由 0 分升至 3 分":       {p, f, rubric.Added{Honours: []rubric.Level{"municipal", "world"}}},
	} {
		var got string
		for _, c := range rubric.Changes(rubric.Evaluate(c.p, c.f), rubric.Evaluate(c.p, c.f.Plus(c.added))) {
			got += c.Text
		}
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// Without more work averages sink, honours run out, and nothing else changes.
func TestAtYearEnd(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p, f := anyPolicy.Draw(rt, "policy"), anyFacts.Draw(rt, "facts")
		end := f.AtYearEnd()
		if end.Months != f.Months+f.MonthsLeft || end.MonthsLeft != 0 || end.AsOf != (calendar.Date{Year: 2026, Month: 12, Day: 31}) {
			rt.Fatalf("%+v", end)
		}
		for _, no := range computedItems {
			now, then := scoreOf(t, p, f, no), scoreOf(t, p, end, no)
			if then.Cmp(now) > 0 || (no == 2 || no == 4 || f.MonthsLeft == 0) && then != now {
				rt.Fatalf("item %d: %s, then %s", no, now, then)
			}
		}
		if a, b := item(t, rubric.Forecast(p, f), 15).Score, scoreOf(t, p, end, 15); *a != b {
			rt.Fatalf("honours: forecast %s, at the end %s", a, b)
		}
	})
}
