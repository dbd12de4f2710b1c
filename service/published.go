package service

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// Published is one column of what a site published in one month.
type Published struct {
	Enterprises int `json:"e"` // employers whose first posting of the year it was
	Postings    int `json:"p"`
	Vacancies   int `json:"v"` // the sum of the postings' headcounts
}

// PublishedMonth is one month of a PublishedYear. Recorded counts every posting that
// counts, Verified those that somebody else has confirmed.
type PublishedMonth struct {
	Month    time.Month `json:"m"`
	Recorded Published  `json:"rec"`
	Verified Published  `json:"ver"`
}

// PublishedYear is what a site published in a year, month by month, because an
// employer counts once in a year. Its sum over the months up to one is what was
// published by that month's end.
type PublishedYear struct {
	Months []PublishedMonth `json:"months"` // in order; those without a posting are absent
	// Settled is the year without what was accepted after its month was closed; nil
	// when nothing was.
	Settled *PublishedYear `json:"set,omitempty"`
}

// Add is the sum of two columns.
func (p Published) Add(o Published) Published {
	return Published{p.Enterprises + o.Enterprises, p.Postings + o.Postings, p.Vacancies + o.Vacancies}
}

// PublishedBy counts a year's postings up to and including a day; late tells those
// apart that were accepted after their month was closed. The order of the facts
// does not matter.
func PublishedBy(facts []PostingFact, upTo calendar.Date, late func(PostingFact) bool) PublishedYear {
	facts = slices.DeleteFunc(slices.Clone(facts), func(f PostingFact) bool { return f.Day.After(upTo) })
	slices.SortFunc(facts, func(x, y PostingFact) int {
		return cmp.Or(x.Day.Compare(y.Day), cmp.Compare(x.EnterpriseID, y.EnterpriseID))
	})
	all := published(facts)
	if before := slices.DeleteFunc(slices.Clone(facts), late); len(before) < len(facts) {
		settled := published(before)
		all.Settled = &settled
	}
	return all
}

// published counts facts in the order of their days.
func published(facts []PostingFact) (y PublishedYear) {
	y.Months = []PublishedMonth{}
	recorded, verified := map[string]bool{}, map[string]bool{}
	for _, f := range facts {
		if n := len(y.Months); n == 0 || y.Months[n-1].Month != f.Day.Month {
			y.Months = append(y.Months, PublishedMonth{Month: f.Day.Month})
		}
		m := &y.Months[len(y.Months)-1]
		m.Recorded.count(f, recorded)
		if f.Confirmed {
			m.Verified.count(f, verified)
		}
	}
	return y
}

func (p *Published) count(f PostingFact, known map[string]bool) {
	p.Postings++
	p.Vacancies += f.Headcount
	if !known[f.EnterpriseID] {
		known[f.EnterpriseID] = true
		p.Enterprises++
	}
}

// in is what was published in a month.
func (y *PublishedYear) in(month time.Month) PublishedMonth {
	if y != nil {
		for _, m := range y.Months {
			if m.Month == month {
				return m
			}
		}
	}
	return PublishedMonth{Month: month}
}

// under is the year by a policy's reading of late entries; nil when it is not known.
func (y *PublishedYear) under(p rubric.Policy) *PublishedYear {
	if y != nil && y.Settled != nil && !p.CountsLateEntries() {
		return y.Settled
	}
	return y
}

// publishing adds the counted months up for item 4; nil: it is not known what was
// published, as in forms that were sealed before it was recorded.
func (st yearState) publishing(p rubric.Policy, counted []calendar.Month, verified bool) *rubric.Publishing {
	y := st.year.Published.under(p)
	if y == nil {
		return nil
	}
	var sum Published
	for _, m := range counted {
		if part := y.in(m.Month); verified {
			sum = sum.Add(part.Verified)
		} else {
			sum = sum.Add(part.Recorded)
		}
	}
	return &rubric.Publishing{Enterprises: sum.Enterprises, Postings: sum.Postings, Vacancies: sum.Vacancies}
}

// published counts a site's postings of a year up to and including a day.
func (t *tally) published(ctx context.Context, siteID string, year int, upTo calendar.Date) (*PublishedYear, error) {
	facts, err := t.store.PostingFacts(ctx, siteID, year)
	if err != nil {
		return nil, err
	}
	var months []calendar.Month
	for _, f := range facts {
		if m := f.Day.In(); !slices.Contains(months, m) {
			months = append(months, m)
		}
	}
	if len(months) == 0 {
		return &PublishedYear{Months: []PublishedMonth{}}, nil
	}
	county, err := t.county(ctx, siteID)
	if err != nil {
		return nil, err
	}
	b, err := t.books(ctx, county, months...)
	y := PublishedBy(facts, upTo, b.latePosting)
	return &y, err
}

// latePosting reports whether a posting is an adjustment of the month in which it
// counts.
func (b books) latePosting(f PostingFact) bool { return b.late(f.Day.In(), f.At) }

// unconfirmed is how many records of a month await a check: the sum of a Waiting, from
// the counters.
func (st yearState) unconfirmed(m time.Month) int {
	p := st.year.Published.in(m)
	return st.waits[m] + p.Recorded.Postings - p.Verified.Postings
}

// yearEnd is the last day of a year.
func yearEnd(year int) calendar.Date {
	return calendar.Date{Year: year, Month: time.December, Day: 31}
}
