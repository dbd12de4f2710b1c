package rubric

import "fmt"

// tier is the least number of staff that earns points.
type tier struct{ staff, points int }

// staffTiers are item 2's tiers, best first. The form is silent on a market
// without staff; 0 follows from the station's "0人不得分".
var staffTiers = map[SiteKind][]tier{
	Market:  {{2, 5}, {1, 3}},
	Station: {{1, 5}},
}

var staffClause = map[SiteKind]string{
	Market:  "零工市场2人及以上得5分、1人得3分、没有人员不得分",
	Station: "零工驿站1人及以上得5分、没有人员不得分",
}

func staffScore(k SiteKind, staff int) Score {
	for _, t := range staffTiers[k] {
		if staff >= t.staff {
			return Points(t.points)
		}
	}
	return Score{}
}

// scoreStaff fills item 2. Facts: staff.
func scoreStaff(in input, it *Item) {
	const what = "在岗工作人员人数"
	n, kind := in.facts.Staff, in.facts.Kind
	switch {
	case n == nil:
		it.Explanation = unknown(what)
		return
	case !believable(*n):
		it.Explanation = mistaken(what)
		return
	}
	it.Facts["staff"] = *n
	if staffTiers[kind] == nil {
		it.Explanation = unknownKind
		return
	}
	score := staffScore(kind, *n)
	it.Score = &score
	it.Explanation = fmt.Sprintf("在岗工作人员%d人，%s，得%s分。", *n, staffClause[kind], score)
	it.Next = nextStaff(kind, *n)
}

func nextStaff(k SiteKind, staff int) *Next {
	from := staffScore(k, staff)
	for need := 1; need <= staffTiers[k][0].staff-staff; need++ {
		if to := staffScore(k, staff+need); to.Cmp(from) > 0 {
			what := fmt.Sprintf("再配备 %d 名工作人员", need)
			return &Next{Need: need, Unit: "人", Score: to, Text: rise(what, from, to)}
		}
	}
	return nil
}
