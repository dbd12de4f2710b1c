package rubric

import "github.com/quanjiuye/backend/service/calendar"

// Sheet is the form filled in with what can be computed.
type Sheet struct {
	Policy string        `json:"policy"` // the version of the policy that made the scores
	AsOf   calendar.Date `json:"as_of"`
	Kind   SiteKind      `json:"kind"`
	Items  []Item        `json:"items"` // always the 15 items in order
}

// Item is one item of a sheet.
type Item struct {
	Entry
	// Score is nil for a judged item and for one whose facts are not known: "not
	// yet" is not 0.
	Score *Score `json:"score"`
	// Facts are what the score rests on, numbers as numbers; empty, never nil,
	// when nothing is known. The keys are listed beside each item's rule.
	Facts map[string]any `json:"facts"`
	// Explanation is one Chinese sentence from the facts to the score.
	Explanation string `json:"explanation"`
	// Next is the smallest step to a higher score; nil at the maximum, without a
	// score, and in a forecast.
	Next *Next `json:"next,omitempty"`
	// Targets are the monthly averages at which points begin and end, in that order;
	// items 7 and 8 only.
	Targets []Target `json:"targets,omitempty"`
	// Range is the least and greatest score over the open readings of items 4, 7
	// and 8; nil for the others and without a score.
	Range *[2]Score `json:"range,omitempty"`
}

// Next is the smallest number of additional units that raises a score.
type Next struct {
	Need  int    `json:"need"`
	Unit  string `json:"unit"` // 人, 人次, 家, 个, 项
	Also  *More  `json:"also,omitempty"`
	Score Score  `json:"score"` // the score reached
	Text  string `json:"text"`  // Chinese, without a full stop
}

// More is what a step needs of a second kind, together with the first.
type More struct {
	Need int    `json:"need"`
	Unit string `json:"unit"`
}

// Total is the sum of the scores that are known; all of them are computed ones.
func (s Sheet) Total() Score {
	var total Score
	for _, it := range s.Items {
		if it.Score != nil {
			total = total.Add(*it.Score)
		}
	}
	return total
}

// Evaluate scores the facts as they are.
func Evaluate(p Policy, f Facts) Sheet {
	return fill(input{policy: p, facts: f, day: f.AsOf, pace: paceNow(f)})
}

// input is everything that a rule may look at.
type input struct {
	policy Policy
	facts  Facts
	day    calendar.Date // the day the sheet speaks of; later than facts.AsOf in a forecast
	pace   pace
}

// rules fill the computed items; every other item is judged.
var rules = map[int]func(input, *Item){
	2:  scoreStaff,
	4:  scorePublishing,
	7:  scoreRegistered,
	8:  scorePlaced,
	15: scoreHonours,
}

func fill(in input) Sheet {
	s := Sheet{Policy: in.policy.Version, AsOf: in.day, Kind: in.facts.Kind, Items: make([]Item, len(form))}
	for i, e := range form {
		it := &s.Items[i]
		it.Entry, it.Facts = e, map[string]any{}
		if rule, ok := rules[e.No]; ok {
			rule(in, it)
		} else {
			describe(in.facts, it)
		}
	}
	return s
}
