package rubric

// quota is item 4's yearly target and how much less costs one point.
type quota struct {
	enterprises, postings        int
	enterpriseStep, postingsStep int
}

var quotas = map[SiteKind]quota{
	Market:  {enterprises: 100, postings: 1000, enterpriseStep: 10, postingsStep: 100},
	Station: {enterprises: 50, postings: 500, enterpriseStep: 5, postingsStep: 50},
}

// Deductions are counted in hundredths of a point. That is exact under every
// reading, because every step divides 100.
const (
	onePoint  = 100
	allPoints = 10 * onePoint
)

// deduct is what missing units cost at one point a step.
func deduct(missing, step int, how string) int {
	switch how {
	case wholeDown:
		return missing / step * onePoint
	case prorata:
		return missing * onePoint / step
	}
	return (missing + step - 1) / step * onePoint
}

// spare is the largest number of missing units that costs at most limit: the
// inverse of deduct.
func spare(limit, step int, how string) int {
	switch how {
	case wholeDown:
		return limit/onePoint*step + step - 1
	case prorata:
		return limit * step / onePoint
	}
	return limit / onePoint * step
}

// gap is how far a site is from its quota, and how that is read.
type gap struct {
	quota
	enterprisesMissing, postingsMissing int
	how                                 string // item4_part_step
	larger                              bool   // item4_combination is max
}

func (q quota) gap(p Policy, enterprises, postings int) gap {
	return gap{
		quota:              q,
		enterprisesMissing: max(0, q.enterprises-enterprises),
		postingsMissing:    max(0, q.postings-postings),
		how:                p.value(item4PartStep),
		larger:             p.value(item4Combination) == largerOne,
	}
}

// costs are the two deductions before they are combined.
func (g gap) costs() (enterprises, postings int) {
	return deduct(g.enterprisesMissing, g.enterpriseStep, g.how),
		deduct(g.postingsMissing, g.postingsStep, g.how)
}

// cost is the combined deduction, at most all points.
func (g gap) cost() int {
	e, p := g.costs()
	if g.larger {
		return min(max(e, p), allPoints)
	}
	return min(e+p, allPoints)
}

func (g gap) score() Score { return ratio(int64(allPoints-g.cost()), onePoint) }

// less is g after some of what is missing was added.
func (g gap) less(enterprises, postings int) gap {
	g.enterprisesMissing = max(0, g.enterprisesMissing-enterprises)
	g.postingsMissing = max(0, g.postingsMissing-postings)
	return g
}

// smallest is the fewest additional units that raise the score, as least counts
// them. ok is false at full points.
func (g gap) smallest() (enterprises, postings int, ok bool) {
	return g.least(g.cost() - 1) // costs are whole hundredths, so this is the nearest better one
}

// least is the fewest additional units that bring the deduction down to goal; of
// equally few, those with fewer enterprises, since a posting is found sooner than
// an employer. ok is false for a goal below 0.
func (g gap) least(goal int) (enterprises, postings int, ok bool) {
	best := -1
	for e := 0; goal >= 0 && e <= g.enterprisesMissing; e++ {
		left := goal
		cost := deduct(g.enterprisesMissing-e, g.enterpriseStep, g.how)
		if cost > goal {
			continue
		}
		if !g.larger {
			left -= cost
		}
		p := max(0, g.postingsMissing-spare(left, g.postingsStep, g.how))
		if best < 0 || e+p < best {
			best, enterprises, postings = e+p, e, p
		}
	}
	return enterprises, postings, best >= 0
}
