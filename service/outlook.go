package service

import (
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// Outlook says what a forecast rests on, and what it is made of.
type Outlook struct {
	Assumption string // Chinese, without a full stop
	// Items are those whose score will be another, in the order of the form.
	Items []OutlookItem
}

// OutlookItem is an item as it will be at the year's end at the present pace.
type OutlookItem struct {
	No          int
	Title       string
	Recorded    *rubric.Score // nil: not known
	Verified    *rubric.Score
	Assumption  string // of this item
	Explanation string // from the projected facts to the recorded score
}

// ahead is the standing at the end of p's year at the present pace.
func (p Progress) ahead(policy rubric.Policy, st yearState) (*Columns, *Outlook) {
	facts := st.facts(policy, p.AsOf, false)
	recorded, verified := rubric.Forecast(policy, facts), rubric.Forecast(policy, st.facts(policy, p.AsOf, true))
	out := &Outlook{Assumption: rubric.Assumption(facts)}
	for i, it := range recorded.Items {
		if sameScore(it.Score, p.Recorded.Items[i].Score) && sameScore(verified.Items[i].Score, p.Verified.Items[i].Score) {
			continue
		}
		out.Items = append(out.Items, OutlookItem{it.No, it.Title, it.Score, verified.Items[i].Score, it.Assumption(), it.Explanation})
	}
	end := calendar.Month{Year: p.AsOf.Year, Month: 12}.LastDay()
	return &Columns{end, recorded.Total(), verified.Total()}, out
}
