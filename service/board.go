package service

import (
	"cmp"
	"context"
	"slices"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// BoardRow is one site on a supervisor's board.
type BoardRow struct {
	Progress
	Rank   int    // within its kind, among all sites in sight; equal scores share it
	Of     int    // how many sites of its kind are in sight
	Change *Delta // recorded score against the last completed month; nil in the first month
	Flags  []Flag
	Visit  Visit // its rank is among all in sight, too
	Look   *Look // nil unless asked for
}

// Delta is a signed difference of two scores.
type Delta struct{ From, To rubric.Score }

// Flag points a supervisor to a site that may need a visit.
type Flag string

// The flags.
const (
	NothingThisMonth Flag = "nothing_this_month" // no record in the month of as_of, a week or more into it
	Unverified       Flag = "unverified"         // most of what is recorded awaits confirmation
	AreaShort        Flag = "area_short"         // floor area below the form's minimum
	NoStaff          Flag = "no_staff"
	NotOpen          Flag = "not_open" // opens later; not ranked, and nothing else is flagged
)

// BoardFilter narrows the board; it never widens the scope.
type BoardFilter struct {
	AsOf   calendar.Date
	County string
	Kind   rubric.SiteKind
	Look   bool // look into the records as well: when the last came, what waits, what is odd
	Order  BoardOrder
}

// BoardOrder says what comes first.
type BoardOrder string

// The orders.
const (
	ByScore BoardOrder = "score" // the most points; also when nothing is said
	ByVisit BoardOrder = "visit" // what most needs a visit, then the fewest points
)

// boardLimit bounds one board; a city has some hundreds of sites.
const boardLimit = 5000

// Board compares all sites that the actor may see. Ranks are reckoned before the
// filter, so that filtering never changes them.
func (s *Service) Board(ctx context.Context, a Actor, f BoardFilter) (asOf calendar.Date, rows []BoardRow, err error) {
	if !a.mayAnywhere(readProgress) {
		return asOf, nil, ErrForbidden
	}
	if asOf, err = s.asOf(f.AsOf); err != nil {
		return asOf, nil, err
	}
	states, err := s.statesInSight(ctx, a, readProgress, asOf.Year)
	if err != nil {
		return asOf, nil, err
	}
	rows = make([]BoardRow, len(states))
	for i, st := range states {
		p, err := s.progress(ctx, st, asOf)
		if err != nil {
			return asOf, nil, err
		}
		rows[i] = newBoardRow(p)
	}
	if f.Look {
		if err := s.lookAt(ctx, a, states, rows); err != nil {
			return asOf, nil, err
		}
	}
	for i := range rows {
		rows[i].Visit = newVisit(a, rows[i])
	}
	rank(rows)
	rankVisits(rows)
	if f.Order == ByVisit {
		slices.Reverse(rows) // the fewest points first
		slices.SortStableFunc(rows, func(x, y BoardRow) int {
			return cmp.Compare(cmp.Or(x.Visit.Rank, boardLimit+1), cmp.Or(y.Visit.Rank, boardLimit+1))
		})
	}
	return asOf, slices.DeleteFunc(rows, func(r BoardRow) bool {
		return f.County != "" && r.Site.County != f.County || f.Kind != "" && r.Site.Kind != f.Kind
	}), nil
}

// Years are those of which there is something to read, newest first: from the opening
// of the oldest of the sites on.
func (s *Service) Years(rows []BoardRow) []int {
	this := s.today().Year
	first := this
	for _, r := range rows {
		first = min(first, max(r.Site.OpenedOn.Year, earliestBook))
	}
	years := []int{}
	for y := this; y >= first; y-- {
		years = append(years, y)
	}
	return years
}

// statesInSight reads the year of every site to which the actor may do op.
func (s *Service) statesInSight(ctx context.Context, a Actor, op operation, year int) ([]yearState, error) {
	sites, err := s.store.Sites(ctx, SiteFilter{Scope: a.scope(op), Page: Page{Limit: boardLimit}})
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(sites))
	for i, site := range sites {
		ids[i] = site.ID
	}
	return s.states(ctx, ids, year)
}

func newBoardRow(p Progress) BoardRow {
	r := BoardRow{Progress: p}
	if p.Months == 0 {
		r.Flags = []Flag{NotOpen}
		return r
	}
	if p.Settled != nil {
		r.Change = &Delta{p.Settled.Recorded, p.Live.Recorded}
	}
	var month MonthCount
	var recorded, verified Tallied
	for _, m := range p.ByMonth {
		month = m.MonthCount
		recorded, verified = recorded.Add(m.Recorded), verified.Add(m.Verified)
	}
	if month.Recorded == (Tallied{}) && len(month.Activities) == 0 && p.Published.in(p.AsOf.Month).Recorded == (Published{}) && p.AsOf.Day > 7 {
		r.Flags = append(r.Flags, NothingThisMonth)
	}
	if 2*persons(verified) < persons(recorded) {
		r.Flags = append(r.Flags, Unverified)
	}
	if p.Recorded.Items[0].Facts["short"] == true {
		r.Flags = append(r.Flags, AreaShort)
	}
	if st := p.Recorded.Items[1].Score; st != nil && *st == (rubric.Score{}) {
		r.Flags = append(r.Flags, NoStaff)
	}
	return r
}

func persons(t Tallied) int { return t.Registered + t.Casual + t.Stable }

// rank orders the rows by recorded score, best first, and numbers them within
// their kind; equals share the better number.
func rank(rows []BoardRow) {
	slices.SortStableFunc(rows, func(x, y BoardRow) int {
		if c := y.Live.Recorded.Cmp(x.Live.Recorded); c != 0 {
			return c
		}
		return cmp.Compare(x.Site.ID, y.Site.ID)
	})
	type last struct {
		seen, rank int
		score      rubric.Score
	}
	kinds := map[rubric.SiteKind]*last{}
	for i := range rows {
		if rows[i].Months == 0 {
			continue
		}
		k := kinds[rows[i].Site.Kind]
		if k == nil {
			k = &last{}
			kinds[rows[i].Site.Kind] = k
		}
		k.seen++
		if k.seen == 1 || rows[i].Live.Recorded.Cmp(k.score) != 0 {
			k.rank, k.score = k.seen, rows[i].Live.Recorded
		}
		rows[i].Rank = k.rank
	}
	for i := range rows {
		if k := kinds[rows[i].Site.Kind]; k != nil {
			rows[i].Of = k.seen
		}
	}
}
