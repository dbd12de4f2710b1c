package rubric_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

func TestForecastProjectsWholeEnterprisesAndPostings(t *testing.T) {
	f := rubric.Facts{Kind: rubric.Market, AsOf: calendar.Date{Year: 2026, Month: 7, Day: 2}, Months: 7, MonthsLeft: 5,
		Publishing: &rubric.Publishing{Enterprises: 58, Postings: 584, Vacancies: 700}}
	it := item(t, rubric.Forecast(rubric.DefaultPolicy(), f), 4)
	// 58 × 12 ÷ 7 = 99.4, 584 × 12 ÷ 7 = 1001.1
	if it.Facts["enterprises"] != 99 || it.Facts["postings"] != 1001 || it.Facts["vacancies"] != 1200 || it.Score.String() != "9" {
		t.Errorf("got %v, %s", it.Facts, it.Score)
	}
	if it.Next != nil || !strings.HasPrefix(it.Explanation, "推算到2026年12月31日（按目前进度）：") {
		t.Errorf("got %v, %s", it.Next, it.Explanation)
	}
}

// An honour that runs out before the year's end is lost; one that is dated in
// the future is not counted on.
func TestForecastOfHonours(t *testing.T) {
	f := rubric.Facts{Kind: rubric.Market, AsOf: calendar.Date{Year: 2026, Month: 7, Day: 2}, Months: 7, MonthsLeft: 5}
	for d, want := range map[string]string{
		"2024-12-30": "0", "2024-12-31": "5", "2026-07-02": "5", "2026-07-03": "0", "2026-12-31": "0",
	} {
		f.Honours = &[]rubric.Honour{{Level: rubric.Provincial, Date: date(t, d), Confirmed: true}}
		s := rubric.Forecast(rubric.DefaultPolicy(), f)
		if got := item(t, s, 15).Score.String(); got != want {
			t.Errorf("%s: got %s, want %s", d, got, want)
		}
		if s.AsOf != date(t, "2026-12-31") {
			t.Errorf("as of %s", s.AsOf)
		}
	}
}

// At the present pace monthly averages stay, and yearly totals only grow.
func TestForecastKeepsPace(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p, f := anyPolicy.Draw(rt, "policy"), anyFacts.Draw(rt, "facts")
		now, then := rubric.Evaluate(p, f), rubric.Forecast(p, f)
		for _, no := range []int{2, 7, 8} {
			a, b := item(t, now, no), item(t, then, no)
			if *a.Score != *b.Score || a.Facts["average"] != b.Facts["average"] || b.Next != nil {
				rt.Fatalf("item %d: %s and %s, %v and %v", no, a.Score, b.Score, a.Facts, b.Facts)
			}
		}
		if a, b := item(t, now, 4).Score, item(t, then, 4).Score; b.Cmp(*a) < 0 || f.MonthsLeft == 0 && *a != *b {
			rt.Fatalf("item 4: %s, then %s", a, b)
		}
		if a, b := item(t, now, 15).Score, item(t, then, 15).Score; b.Cmp(*a) > 0 {
			rt.Fatalf("item 15: %s, then %s", a, b)
		}
	})
}

func TestAssumptionInWords(t *testing.T) {
	for want, f := range map[string]rubric.Facts{
		"按今年前11个月（截至11月23日）的月均进度推算到12月31日，假定工作人员不变、没有新的荣誉和宣传报道":  {AsOf: date(t, "2026-11-23"), Months: 11, MonthsLeft: 1},
		"按今年开业以来3个月（截至8月31日）的月均进度推算到12月31日，假定工作人员不变、没有新的荣誉和宣传报道": {AsOf: date(t, "2026-08-31"), Months: 3, MonthsLeft: 4},
		"": {AsOf: date(t, "2026-08-31"), MonthsLeft: 4}, // not open yet
	} {
		if got := rubric.Assumption(f); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for _, it := range rubric.Forecast(rubric.DefaultPolicy(), station()).Items {
		if computed := it.Mode == rubric.Computed; computed != (it.Assumption() != "") || !strings.Contains(it.Explanation, it.Assumption()) {
			t.Errorf("item %d: %q, %s", it.No, it.Assumption(), it.Explanation)
		}
	}
}
