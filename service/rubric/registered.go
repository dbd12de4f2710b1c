package rubric

import "fmt"

// scoreRegistered fills item 7. Facts: persons (person-months), months, average
// (an exact fraction as text), average_text (as the explanation has it).
func scoreRegistered(in input, it *Item) {
	const what = "求职登记人次"
	n := in.facts.Registered
	l, known := registeredLadders[in.facts.Kind]
	if known {
		it.Targets = l.targets(in.policy.slope(item7Below, item7Increment), "人次")
	}
	switch {
	case n == nil:
		it.Explanation = unknown(what)
	case !believable(*n):
		it.Explanation = mistaken(what)
	case !known:
		it.Explanation = unknownKind
	case !in.pace.ok():
		it.Explanation = unknownMonths
	default:
		in.register(l, *n, it)
	}
}

func (in input) register(l ladder, persons int, it *Item) {
	months := in.pace.months
	at := func(p Policy, n int) Score {
		return l.score(persons+n, months, p.slope(item7Below, item7Increment))
	}
	score := at(in.policy, 0)
	it.Score = &score
	it.Range = in.policy.spread(it.No, func(p Policy) Score { return at(p, 0) })
	it.Facts = map[string]any{
		"persons": in.pace.of(persons),
		"months":  in.pace.upTo,
		"average": ratio(int64(persons), int64(months)).fraction(),

		"average_text": about(persons, months),
	}
	it.Explanation = fmt.Sprintf("%s%d人次，月均%s人次：%s。",
		in.pace.counted("登记求职"), in.pace.of(persons), it.Facts["average_text"],
		l.explain(persons, months, in.policy.slope(item7Below, item7Increment), "人次"))

	need, to, ok := l.climb(persons, months, func(n int) Score { return at(in.policy, n) })
	if ok {
		it.Next = &Next{Need: need, Unit: "人次", Score: to,
			Text: rise(fmt.Sprintf("本月再登记 %d 人次", need), score, to)}
	}
}
