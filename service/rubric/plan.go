package rubric

import "github.com/quanjiuye/backend/service/calendar"

// Goal is what a plan is to reach.
type Goal struct {
	Target  Score   // of the computed items together
	Horizon Horizon // ThisMonth unless YearEnd
	// Nobody at a site can decide these, so a plan counts on them only where told.
	Staff, Honours bool
}

// Route is the shortest way to a goal, or as far as one can get.
type Route struct {
	Goal
	Through calendar.Date // the day that From and To speak of
	Months  int           // months in which work can still be done, this one included; at least 1
	From    Score         // computed items, if nothing is added
	To      Score         // with Added; at least Target when the goal can be reached
	Added   Added         // all steps together
	Effort  int           // Added.Effort
	Steps   []Step        // by the number of the item; items that stay are left out
	Unknown []int         // computed items without a score, which no step can be based on
	Reached bool
	Text    string // Chinese: the whole of it in one or two sentences
}

// Step is what a route asks for one item.
type Step struct {
	No       int
	Title    string
	Needs    []Need
	Effort   int
	From, To Score
	Text     string // Chinese, without a full stop
}

// Need is one kind of thing that a step takes.
type Need struct {
	What     What
	Need     int
	Unit     string // as in Next
	PerMonth int    // Need ÷ the route's Months, rounded up
}

// What names a field of Added.
type What string

// The names, as in JSON.
const (
	Registrations    What = "registered"
	CasualPlacements What = "placed_casual"
	StablePlacements What = "placed_stable"
	StaffMembers     What = "staff"
	NewEnterprises   What = "enterprises"
	NewPostings      What = "postings"
	NewVacancies     What = "vacancies"
	NewHonours       What = "honours"
)

// inTurn is the order in which items are joined. Of two ways of equal effort and
// score, the one that does less for the earlier ones is taken: least is asked of
// those who give honours and posts, then of employers with openings, then of those
// who hire, then of the site alone.
var inTurn = [...]int{15, 2, 4, 8, 7}

// Plan is the way of least effort (see Added.Effort) to a total of at least
// g.Target over the computed items, each as Evaluate scores it. Of equal effort it
// takes the highest total. It is exact, not greedy: every score within an item's
// reach is known with its least effort, and the items are joined by dynamic
// programming over effort.
//
// Where the goal is out of reach, ok is false and the route leads to the highest
// total that there is, with the least effort. An item without a score is left as
// it is and named in Unknown, since nobody knows what it lacks.
func Plan(p Policy, f Facts, g Goal) (r Route, ok bool) {
	idle := g.Horizon.idle(f)
	in := input{policy: p, facts: idle, day: idle.AsOf, pace: paceNow(idle)}
	before := fill(in)
	ways := []way{{}}
	for _, no := range inTurn {
		it := before.Items[no-1]
		if it.Score == nil {
			continue
		}
		var found field
		found.try(Added{}, *it.Score)
		climbs[no](in, g, &found)
		ways = cross(ways, found.front())
	}
	best := ways[len(ways)-1]
	for _, w := range ways {
		if w.score.Cmp(g.Target) >= 0 {
			best = w
			break
		}
	}
	r = Route{Goal: g, Through: idle.AsOf, Months: g.Horizon.monthsOpen(f),
		From: before.Total(), To: best.score, Added: best.Added, Effort: best.Effort(),
		Reached: best.score.Cmp(g.Target) >= 0}
	r.walk(before, Evaluate(p, idle.Plus(best.Added)))
	r.Text = r.words()
	return r, r.Reached
}

// walk writes the steps from one sheet to the other.
func (r *Route) walk(before, after Sheet) {
	for i, it := range before.Items {
		switch {
		case it.Mode == Judged:
		case it.Score == nil:
			r.Unknown = append(r.Unknown, it.No)
		case *it.Score != *after.Items[i].Score:
			part := r.Added.of(it.No)
			s := Step{No: it.No, Title: it.Title, Needs: part.needs(r.Months), Effort: part.Effort(),
				From: *it.Score, To: *after.Items[i].Score}
			s.Text = r.step(s, part)
			r.Steps = append(r.Steps, s)
		}
	}
}
