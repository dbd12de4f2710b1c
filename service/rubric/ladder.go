package rubric

// ladder is how a monthly average earns points: base a month earns basePoints,
// each further one a rate, up to the item's maximum.
type ladder struct {
	base             int
	rateNum, rateDen int64 // points for each further one a month
	max              int
}

const basePoints = 5

var (
	registeredLadders = map[SiteKind]ladder{
		Market:  {base: 5, rateNum: 1, rateDen: 1, max: 10},
		Station: {base: 2, rateNum: 2, rateDen: 1, max: 10},
	}
	placedLadders = map[SiteKind]ladder{
		Market:  {base: 10, rateNum: 1, rateDen: 1, max: 15},
		Station: {base: 5, rateNum: 3, rateDen: 2, max: 15},
	}
)

// slope is how a policy reads a ladder.
type slope struct {
	prorata bool // below the base, points in proportion
	linear  bool // above it, parts of a step count
}

func (p Policy) slope(below, increment settingID) slope {
	return slope{prorata: p.value(below) == prorata, linear: p.value(increment) == linear}
}

// beyond is by how much total exceeds the base, summed over the months; under
// whole steps only full ones a month. Negative below the base.
func (l ladder) beyond(total, months int, s slope) int {
	over := total - l.base*months
	if over > 0 && !s.linear {
		over -= over % months
	}
	return over
}

// score is exact; months is at least 1.
func (l ladder) score(total, months int, s slope) Score {
	over := l.beyond(total, months, s)
	if over >= 0 {
		return lesser(l.uncapped(over, months), Points(l.max))
	}
	if s.prorata {
		return ratio(basePoints*int64(total), int64(l.base)*int64(months))
	}
	return Score{}
}

func (l ladder) uncapped(over, months int) Score {
	den := l.rateDen * int64(months)
	return ratio(basePoints*den+l.rateNum*int64(over), den)
}

// climb is the smallest n > 0 for which score(n) exceeds score(0), where score
// is the item's score after n further persons this month and total is what the
// ladder counts now.
//
// Between the base and the top a score can only rise with the very next person
// (where parts count) or at the next whole step, so these are all it looks at.
// Under points_share it may fall in between; climb still finds the first rise.
func (l ladder) climb(total, months int, score func(n int) Score) (need int, to Score, ok bool) {
	now := score(0)
	if to = score(1); to.Cmp(now) > 0 {
		return 1, to, true
	}
	for step := l.base; step <= l.base+l.max; step++ {
		need = step*months - total
		if need <= 0 {
			continue
		}
		if to = score(need); to.Cmp(now) > 0 {
			return need, to, true
		}
	}
	return 0, Score{}, false
}
