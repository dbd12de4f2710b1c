package service

import (
	"cmp"
	"context"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/flag"
	"github.com/quanjiuye/backend/service/rubric"
)

// Queue is what awaits a supervisor in a month, exceptions first.
type Queue struct {
	Month  calendar.Month
	Months []MonthChoice // of the sites that are listed
	Rows   []QueueRow
}

// QueueRow is one site in a supervisor's queue.
type QueueRow struct {
	Site    Site
	Version int64 // of its counters in the month's year: see Progress
	Waits   Waiting
	Honours int            // that wait: they belong to no month, and are in no month's count
	Oldest  time.Time      // when the first of Waits was recorded; zero: none waits
	Newest  time.Time      // and the last
	Others  []MonthWaiting // other months of the year in which something waits
	Flags   []flag.Flag
}

// MonthWaiting is a month in which records wait, and how many: see Waiting.
type MonthWaiting struct {
	Month calendar.Month
	Count int
}

// MonthChoice is a month that can be asked for, and what waits in it.
type MonthChoice struct {
	Month calendar.Month
	Count *int // as in MonthWaiting; nil: not counted, it is of another year
}

// monthChoices are the months that can be asked for, newest first, with what waits in
// those of one year.
func (s *Service) monthChoices(states []yearState, year int) (all []MonthChoice) {
	var waits [13]int
	for _, st := range states {
		for m := range st.months {
			waits[m] += st.unconfirmed(time.Month(m))
		}
	}
	today := s.today()
	for m := today.In(); m.Year >= today.Year-earliestYears; m = m.Add(-1) {
		c := MonthChoice{Month: m}
		if m.Year == year {
			c.Count = &waits[m.Month]
		}
		all = append(all, c)
	}
	return all
}

// Waiting counts a month's records that wait to be checked (待核实): each once, if nobody
// but its author has vouched for it, or if somebody concerned denies it. It is the one
// way in which they are counted, whether records are read or counters.
type Waiting struct{ Registrations, Placements, Activities, Postings int }

// All is their sum.
func (w Waiting) All() int {
	return w.Registrations + w.Placements + w.Activities + w.Postings
}

// QueueFilter narrows the queue; it never widens the scope.
type QueueFilter struct {
	Month  calendar.Month // zero: this month
	County string
	Kind   rubric.SiteKind
}

// Queue lists the sites whose records the actor checks, exceptions first: by their
// gravest flag, then by how many they have, then by how much waits.
//
// It costs a board's read of the counters and, for each site, up to seven index reads and
// one of its month's people: nothing is kept between calls. Eight sites are read at
// a time.
func (s *Service) Queue(ctx context.Context, a Actor, f QueueFilter) (Queue, error) {
	if !a.mayAnywhere(checkRecords) {
		return Queue{}, ErrForbidden
	}
	var p problems
	m := s.checkMonth(&p, "query.month", f.Month)
	if err := p.err(); err != nil {
		return Queue{}, err
	}
	sites, err := s.store.Sites(ctx, SiteFilter{
		Scope: a.scope(checkRecords), County: f.County, Kind: f.Kind, Page: Page{Limit: boardLimit}})
	if err != nil {
		return Queue{}, err
	}
	ids := make([]string, len(sites))
	for i, site := range sites {
		ids[i] = site.ID
	}
	states, err := s.states(ctx, ids, m.Year)
	if err != nil {
		return Queue{}, err
	}
	rows := make([]QueueRow, len(states))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(8)
	for i, st := range states {
		g.Go(func() error {
			r, err := s.readReview(ctx, st, m)
			rows[i] = r.row()
			rows[i].Version = st.version
			rows[i].Others = s.waitingElsewhere(st, m)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return Queue{}, err
	}
	slices.SortFunc(rows, exceptionsFirst)
	return Queue{m, s.monthChoices(states, m.Year), rows}, nil
}

// waitingElsewhere are the year's other months in which something waits.
func (s *Service) waitingElsewhere(st yearState, m calendar.Month) (others []MonthWaiting) {
	for _, o := range st.open(m.Year, s.today()) {
		if n := st.unconfirmed(o.Month); n > 0 && o != m {
			others = append(others, MonthWaiting{o, n})
		}
	}
	return others
}

// checkMonth refuses a month in which no record can be entered any more, or yet. The
// zero month is this one.
func (s *Service) checkMonth(p *problems, location string, m calendar.Month) calendar.Month {
	today := s.today()
	switch {
	case m.IsZero():
		return today.In()
	case m.After(today.In()):
		p.add(location, "month_future", "月份不能晚于本月")
	case m.Year < today.Year-earliestYears:
		p.add(location, "month_too_old", "只能查看今年和去年的月份")
	}
	return m
}

func exceptionsFirst(x, y QueueRow) int {
	return cmp.Or(
		cmp.Compare(gravest(y.Flags), gravest(x.Flags)),
		cmp.Compare(len(y.Flags), len(x.Flags)),
		cmp.Compare(y.Waits.All(), x.Waits.All()),
		cmp.Compare(y.Honours, x.Honours),
		cmp.Compare(x.Site.ID, y.Site.ID),
	)
}

func gravest(flags []flag.Flag) flag.Severity {
	most := flag.Severity(0)
	for _, f := range flags {
		most = max(most, f.Severity)
	}
	return most
}

// waitingRecord is a record that is still to be checked.
type waitingRecord struct {
	ref RecordRef
	at  time.Time // recorded
	i   int       // in the review's list of its kind
}

func (r review) waiting() []waitingRecord {
	var all []waitingRecord
	for i, n := range r.Registrations {
		if n.Status == Recorded {
			all = append(all, waitingRecord{RecordRef{RegistrationRecord, n.ID}, n.RecordedAt, i})
		}
	}
	for i, n := range r.Placements {
		if n.waits() {
			all = append(all, waitingRecord{RecordRef{PlacementRecord, n.ID}, n.RecordedAt, i})
		}
	}
	for i, n := range r.Activities {
		if n.Status == Recorded {
			all = append(all, waitingRecord{RecordRef{ActivityRecord, n.ID}, n.RecordedAt, i})
		}
	}
	for i, n := range r.postings {
		all = append(all, waitingRecord{RecordRef{PostingRecord, n.ID}, n.RecordedAt, i})
	}
	return all
}

func (r review) row() QueueRow {
	row := QueueRow{Site: r.site, Flags: r.flags, Honours: len(r.honours)}
	for _, w := range r.waiting() {
		switch w.ref.Kind {
		case RegistrationRecord:
			row.Waits.Registrations++
		case PlacementRecord:
			row.Waits.Placements++
		case ActivityRecord:
			row.Waits.Activities++
		case PostingRecord:
			row.Waits.Postings++
		}
		if row.Oldest.IsZero() || w.at.Before(row.Oldest) {
			row.Oldest = w.at
		}
		if w.at.After(row.Newest) {
			row.Newest = w.at
		}
	}
	return row
}
