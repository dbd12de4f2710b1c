package rubric

// way is something that can be added, and the score it leads to.
type way struct {
	Added
	score Score
}

// field is the best way for each effort.
type field []*way

// try takes w in unless another of the same effort is as good: the first of
// equals stays.
func (f *field) try(a Added, s Score) {
	effort := a.Effort()
	for len(*f) <= effort {
		*f = append(*f, nil)
	}
	if best := (*f)[effort]; best == nil || s.Cmp(best.score) > 0 {
		(*f)[effort] = &way{a, s}
	}
}

// front are the ways that no way of less or equal effort matches, by effort, and
// so by score.
func (f field) front() []way {
	var list []way
	for _, w := range f {
		if w != nil && (len(list) == 0 || w.score.Cmp(list[len(list)-1].score) > 0) {
			list = append(list, *w)
		}
	}
	return list
}

// cross are the best ways of two independent items together. Of equal ones that
// with less effort in the first wins.
func cross(first, second []way) []way {
	var both field
	for _, a := range first {
		for _, b := range second {
			both.try(a.and(b.Added), a.score.Add(b.score))
		}
	}
	return both.front()
}

// climbs try everything that could raise an item's score, whose facts are known.
var climbs = map[int]func(input, Goal, *field){
	2:  climbStaff,
	4:  climbPublishing,
	7:  climbRegistered,
	8:  climbPlaced,
	15: climbHonours,
}

func climbStaff(in input, g Goal, f *field) {
	k, staff := in.facts.Kind, *in.facts.Staff
	for n := 1; g.Staff && n <= staffTiers[k][0].staff-staff; n++ {
		f.try(Added{Staff: n}, staffScore(k, staff+n))
	}
}

func climbPublishing(in input, _ Goal, f *field) {
	pub := *in.facts.Publishing
	gap := quotas[in.facts.Kind].gap(in.policy, pub.Enterprises, pub.counted(in.policy))
	for goal := gap.cost() - 1; goal >= 0; {
		enterprises, postings, _ := gap.least(goal)
		added := Added{Enterprises: enterprises, Postings: postings}
		if in.policy.value(item4Unit) == byVacancies {
			added = Added{Enterprises: enterprises, Vacancies: postings}
		}
		better := gap.less(enterprises, postings)
		f.try(added, better.score())
		goal = better.cost() - 1
	}
}

func climbRegistered(in input, _ Goal, f *field) {
	l, slope := registeredLadders[in.facts.Kind], in.policy.slope(item7Below, item7Increment)
	for n := 1; n <= l.room(*in.facts.Registered, in.pace.months); n++ {
		f.try(Added{Registered: n}, l.score(*in.facts.Registered+n, in.pace.months, slope))
	}
}

// climbPlaced looks at stable placements only where the policy makes them worth
// more than the two persons that they cost.
func climbPlaced(in input, _ Goal, f *field) {
	t := tally{placedLadders[in.facts.Kind], *in.facts.Placed, in.pace.months}
	room := t.room(t.measured(in.policy), t.months)
	stable := 0
	if in.policy.value(item8Stable) == pointsShare {
		stable = room / stableEffort
	}
	for s := 0; s <= stable; s++ {
		for c := 0; c <= room-s*stableEffort; c++ {
			f.try(Added{Casual: c, Stable: s}, tally{t.ladder, Placed{t.Casual + c, t.Stable + s}, t.months}.score(in.policy))
		}
	}
}

// room is how many more always reach the top of the ladder.
func (l ladder) room(total, months int) int { return max(0, (l.base+l.max)*months-total) }

func climbHonours(in input, g Goal, f *field) {
	w := in.window()
	for i := w.stand(*in.facts.Honours).rank() + 1; g.Honours && i < len(ranks); i++ {
		f.try(Added{Honours: []Level{ranks[i].level}}, rankScore(i))
	}
}
