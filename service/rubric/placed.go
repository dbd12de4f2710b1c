package rubric

import "fmt"

// tally is item 8's count with the ladder it is measured on.
type tally struct {
	ladder
	Placed
	months int
}

func (t tally) persons() int  { return t.Casual + t.Stable }
func (t tally) weighted() int { return t.Casual + 2*t.Stable }

// measured is the total that the policy puts on the ladder.
func (t tally) measured(p Policy) int {
	return t.Casual + p.StableWeight()*t.Stable
}

// score is the item's score under p.
//
// Under points_share it is ladder(persons) × (persons + stable) ÷ persons. That
// reading has a flaw that keeps it from being the default: with whole steps, one
// more casual person who completes no step lowers the stable share, and the
// score with it.
func (t tally) score(p Policy) Score {
	s := t.ladder.score(t.measured(p), t.months, p.slope(item8Below, item8Increment))
	if p.value(item8Stable) != pointsShare || t.persons() == 0 {
		return s
	}
	doubled := ratio(s.num*int64(t.weighted()), s.den()*int64(t.persons()))
	return lesser(doubled, Points(t.max))
}

func (t tally) plus(casual int) tally {
	t.Casual += casual
	return t
}

// persons is how many persons there will be at this pace. It is what is left of
// the weighted total, so that a reader's sums come out although each is cut.
func (p pace) persons(t tally) int { return p.of(t.weighted()) - p.of(t.Stable) }

// scorePlaced fills item 8. Facts: persons and stable (person-months), weighted
// (stable ones twice), months, average (an exact fraction as text, of what the
// policy measures: weighted by default, persons under points_share), average_text (as
// the explanation has it).
func scorePlaced(in input, it *Item) {
	const what = "推荐成功人数"
	f := in.facts.Placed
	l, known := placedLadders[in.facts.Kind]
	if known {
		it.Targets = l.targets(in.policy.slope(item8Below, item8Increment), "人")
	}
	switch {
	case f == nil:
		it.Explanation = unknown(what)
	case !believable(f.Casual, f.Stable):
		it.Explanation = mistaken(what)
	case !known:
		it.Explanation = unknownKind
	case !in.pace.ok():
		it.Explanation = unknownMonths
	default:
		in.place(tally{l, *f, in.pace.months}, it)
	}
}

func (in input) place(t tally, it *Item) {
	score, measured := t.score(in.policy), t.measured(in.policy)
	it.Score = &score
	it.Range = in.policy.spread(it.No, t.score)
	it.Facts = map[string]any{
		"persons":  in.pace.persons(t),
		"stable":   in.pace.of(t.Stable),
		"weighted": in.pace.of(t.weighted()),
		"months":   in.pace.upTo,
		"average":  ratio(int64(measured), int64(t.months)).fraction(),

		"average_text": about(measured, t.months),
	}
	it.Explanation = t.explain(in, score)

	need, to, ok := t.climb(measured, t.months, func(n int) Score { return t.plus(n).score(in.policy) })
	if ok {
		it.Next = &Next{Need: need, Unit: "人", Score: to,
			Text: rise(fmt.Sprintf("本月再推荐 %d 人成功", need), score, to)}
	}
}
