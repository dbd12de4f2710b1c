package service

import (
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// counted lists the months that count as of a day.
func (st yearState) counted(asOf calendar.Date) []calendar.Month {
	n := rubric.CountedMonths(st.year.Site.OpenedOn, asOf)
	months := make([]calendar.Month, n)
	for i := range months {
		months[i] = asOf.In().Add(i - n + 1)
	}
	return months
}

// facts adds the months up for one column of the form.
func (st yearState) facts(p rubric.Policy, asOf calendar.Date, verified bool) rubric.Facts {
	var sum Tallied
	var done diary
	counted := st.counted(asOf)
	for _, m := range counted {
		c := st.months[m.Month].under(p)
		done.add(m, c.Activities, verified)
		if verified {
			sum = sum.Add(c.Verified)
		} else {
			sum = sum.Add(c.Recorded)
		}
	}
	staff := st.year.Staff(asOf)
	f := rubric.Facts{
		Kind: st.year.Site.Kind, AsOf: asOf, Months: len(counted), MonthsLeft: 12 - int(asOf.Month),
		Staff:        &staff,
		Publishing:   st.publishing(p, counted, verified),
		Registered:   &sum.Registered,
		Placed:       &rubric.Placed{Casual: sum.Casual, Stable: sum.Stable},
		Honours:      st.honours(),
		CountPending: !verified,
		Completeness: &rubric.Share{Complete: sum.Complete, Total: sum.Registered},
		Evidence:     done.evidence(),
	}
	if area := st.year.Site.AreaM2; area > 0 {
		f.AreaM2 = &area
	}
	return f
}

func (st yearState) honours() *[]rubric.Honour {
	list := make([]rubric.Honour, len(st.year.Honours))
	for i, h := range st.year.Honours {
		list[i] = rubric.Honour{Level: h.Level, Date: h.Day, Confirmed: h.Confirmed}
	}
	return &list
}
