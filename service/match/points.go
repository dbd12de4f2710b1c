package match

import (
	"slices"
	"strings"

	"github.com/quanjiuye/backend/service/occupation"
)

// half is what is earned by what is not known.
const half = 2

// points is what each thing earns, in the order of Weights.
type points [7]int

func (p points) sum() (sum int) {
	for _, n := range p {
		sum += n
	}
	return sum
}

func (w *wish) points(n *need, freshness int) points {
	return points{w.occupation(n), w.area(n), w.payPoints(n), w.timePoints(n), w.skillPoints(n), freshness, w.kindPoints(n)}
}

func (w *wish) occupation(n *need) int {
	if len(w.words) > 0 && w.named(n) != "" {
		return WeightOccupation
	}
	return w.alike(n.occupations)
}

// named is the wanted work that no list knows and the posting names.
func (w *wish) named(n *need) string {
	for _, word := range w.words {
		if strings.Contains(n.text, word) {
			return word
		}
	}
	return ""
}

func (w *wish) alike(ids []occupation.ID) (best int) {
	switch {
	case !w.looks():
		return WeightOccupation / half
	case len(ids) == 0:
		return WeightOccupation / 4
	}
	for _, id := range ids {
		best = max(best, w.like[id][0])
	}
	return best
}

func (w *wish) area(n *need) int {
	byDistance := w.at.known() && n.at.known()
	switch {
	case byDistance && w.said == 0:
		return near(w.at, n.at)
	case byDistance:
		return max(near(w.at, n.at), w.place(n.county, n.town))
	}
	return w.place(n.county, n.town)
}

func (w *wish) place(county counties, town townID) int {
	switch {
	case w.said == 0 || county == 0:
		return WeightArea / half
	case town != 0 && slices.Contains(w.towns, town):
		return WeightArea
	case w.said&county != 0:
		return 16
	case w.next&county != 0:
		return 8
	}
	return 0
}

func (w *wish) payPoints(n *need) int {
	switch {
	case w.month == 0 || n.high == 0:
		return WeightPay / half
	case n.low >= w.month:
		return WeightPay
	case n.high >= w.month:
		return 12
	}
	return int(max(0, 12*(2*n.high-w.month)/w.month))
}

func (w *wish) timePoints(n *need) int {
	switch {
	case w.times == 0 || n.times == 0:
		return WeightTime / half
	case n.times&^w.times == 0:
		return WeightTime
	case n.times&w.times != 0:
		return WeightTime / half
	}
	return 0
}

func (w *wish) skillPoints(n *need) int {
	switch {
	case len(n.skills) == 0:
		return WeightSkills
	case len(w.skills) == 0:
		return WeightSkills / half
	}
	return WeightSkills * len(w.has(n)) / len(n.skills)
}

// has is those of the skills that are asked for that the seeker has.
func (w *wish) has(n *need) (has []string) {
	for _, s := range n.skills {
		if _, ok := slices.BinarySearch(w.skills, s); ok {
			has = append(has, s)
		}
	}
	return has
}

func (w *wish) kindPoints(n *need) int {
	switch {
	case w.kinds == 0 || n.kind == 0:
		return WeightKind / half
	case w.kinds&n.kind != 0:
		return WeightKind
	case w.kinds&shortTerm != 0 && n.kind&shortTerm != 0:
		return WeightKind / half
	}
	return 0
}

// fresh is what a posting earns by its age in days.
func fresh(age Day) int { return aged(age, []Day{1, 3, 7, 14, 30, 60}) }

// freshly is what a registration earns by its age in days.
func freshly(age Day) int { return aged(age, []Day{7, 30, 60, 90, 120, 180}) }

// aged takes a point away for every step that the age is beyond.
func aged(age Day, steps []Day) int {
	for i, step := range steps {
		if age <= step {
			return WeightFreshness - i
		}
	}
	return 0
}
