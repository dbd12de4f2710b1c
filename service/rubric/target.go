package rubric

import "fmt"

// Target is a monthly average and what it earns.
type Target struct {
	Average Score  `json:"average"`
	Score   Score  `json:"score"`
	Text    string `json:"text"` // Chinese, without a full stop
}

// targets are the average that the form asks for and the least one that earns the
// maximum. What a policy says about stable placements is left to what it measures.
func (l ladder) targets(s slope, unit string) []Target {
	steps, den := int64(l.max-basePoints)*l.rateDen, l.rateNum
	if !s.linear {
		steps, den = (steps+den-1)/den, 1
	}
	top := ratio(int64(l.base)*den+steps, den)
	return []Target{
		{Points(l.base), Points(basePoints), fmt.Sprintf("月均%d%s得%d分", l.base, unit, basePoints)},
		{top, Points(l.max), fmt.Sprintf("月均%s%s得满分%d分", top, unit, l.max)},
	}
}

// StableWeight is how often a stable placement counts in the monthly average.
func (p Policy) StableWeight() int {
	if p.value(item8Stable) == pointsShare {
		return 1
	}
	return 2
}
