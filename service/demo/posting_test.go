package demo_test

import (
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/demo"
	"github.com/quanjiuye/backend/service/rubric"
	"github.com/quanjiuye/backend/service/wording"
)

// soundPostings says what the check of their words says, and what counts is the
// first of its kind.
func soundPostings(t *testing.T, d demo.Data, today calendar.Date) {
	verdicts, states := map[string]wording.Verdict{}, map[service.ReviewState]int{}
	repeats, counted := 0, service.PublishedYear{}
	var facts []service.PostingFact
	for _, p := range d.Postings {
		states[p.Review.State]++
		if p.DuplicateOf != "" {
			repeats++
		}
		for _, text := range []string{p.Title, p.Description, p.Conditions, p.WorkTime} {
			if _, known := verdicts[text]; !known {
				verdicts[text] = wording.Check(text).Verdict
			}
			if v := verdicts[text]; p.Review.State == service.Passed && v != wording.OK {
				t.Errorf("%q is %s", text, v)
			}
		}
		if p.ValidUntil.Before(p.PostedOn) || p.Headcount < 1 || p.Pay.Max < p.Pay.Min || p.Place == "" || p.Area == "" {
			t.Errorf("posting %+v", p)
		}
		if p.SiteID == demo.Market && p.Counts() && p.CountsOn.Year == today.Year {
			facts = append(facts, service.PostingFact{EnterpriseID: p.EnterpriseID, Day: p.CountsOn, Headcount: p.Headcount, Confirmed: p.Status == service.Confirmed})
		}
	}
	if states[service.Held] != 1 || states[service.Blocked] != 1 || repeats < 15 || len(d.Postings) < 1200 || len(d.Postings) > 4000 {
		t.Errorf("%d postings, %v, %d repeats", len(d.Postings), states, repeats)
	}
	counted = service.PublishedBy(facts, today, func(service.PostingFact) bool { return false })
	var sum service.Published
	for _, m := range counted.Months {
		sum = sum.Add(m.Recorded)
	}
	if steps := 7 * rubric.CountedMonths(calendar.Date{}, today) / 11; sum.Postings != max(0, 100*steps-1) || steps == 7 && sum.Enterprises != 71 {
		t.Errorf("the market has %+v", sum)
	}
}
