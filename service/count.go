package service

import (
	"context"
	"slices"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// RegistrationFact is what a recount needs of one registration; voided ones are
// left out by the store.
type RegistrationFact struct {
	PersonID  string
	Day       calendar.Date
	At        time.Time // recorded
	Confirmed bool
	Complete  bool
}

// PlacementFact is what a recount needs of one placement; voided ones are left
// out by the store.
type PlacementFact struct {
	PersonID  string
	Day       calendar.Date
	At        time.Time // recorded
	Kind      PlacementKind
	Confirmed bool
	Disputed  bool // it waits to be checked, confirmed or not
	Proven    bool
}

// ActivityFact is what a recount needs of one activity; voided ones are left out
// by the store.
type ActivityFact struct {
	Day       calendar.Date
	At        time.Time // recorded
	Type      ActivityType
	Confirmed bool
}

// MonthFacts are the records that count in one site's month.
type MonthFacts struct {
	Registrations []RegistrationFact
	Placements    []PlacementFact
	Activities    []ActivityFact
	Scans         []ScanFact
	Closed        time.Time // when the month was closed; zero: it is open
}

// FactStore reads what counts follow from, by index alone where it can.
type FactStore interface {
	MonthFacts(ctx context.Context, siteID string, month calendar.Month) (MonthFacts, error)
	// MonthRecords reads the same records whole, in the order of their ids.
	MonthRecords(ctx context.Context, siteID string, month calendar.Month) (MonthRecords, error)
}

// MonthRecords are the records of one site's month that are not void.
type MonthRecords struct {
	Registrations []Registration
	Placements    []Placement
	Activities    []Activity
}

// Tallied is one column of a month: persons, each counted once.
type Tallied struct {
	Registered int `json:"r"`
	Complete   int `json:"f"` // of Registered: with every minimum field
	Casual     int `json:"c"` // placed, but not stably
	Stable     int `json:"s"`
}

// Entries is how many entries of a type a service ledger holds.
type Entries struct {
	Recorded int `json:"rec"`
	Verified int `json:"ver"`
}

// MonthCount is the counter of one site's month. Recorded counts every valid
// record, Verified those that somebody other than the recorder has confirmed.
type MonthCount struct {
	Recorded   Tallied                  `json:"rec"`
	Verified   Tallied                  `json:"ver"`
	Activities map[ActivityType]Entries `json:"act,omitempty"` // types without an entry are absent
	Scans      int                      `json:"sc,omitempty"`  // accounts that scanned the site's code, each once a day
	// Settled is the count without what was entered after the month was closed; nil
	// when nothing was, or the month is open.
	Settled *MonthCount `json:"set,omitempty"`
}

// Add is the sum of two columns.
func (t Tallied) Add(o Tallied) Tallied {
	return Tallied{t.Registered + o.Registered, t.Complete + o.Complete, t.Casual + o.Casual, t.Stable + o.Stable}
}

// monthCounter is what is kept of a site's month: what counts, and what waits.
type monthCounter struct {
	MonthCount
	Waits int `json:"w,omitempty"` // records that await a check: see Waiting
}

// counter counts the whole month.
func (f MonthFacts) counter(m calendar.Month) monthCounter {
	return monthCounter{f.Count(m.LastDay()), f.waits()}
}

// waits is how many of the records await a check: those that review.waiting lists.
func (f MonthFacts) waits() (n int) {
	for _, r := range f.Registrations {
		if !r.Confirmed {
			n++
		}
	}
	for _, p := range f.Placements {
		if !p.Confirmed || p.Disputed {
			n++
		}
	}
	for _, a := range f.Activities {
		if !a.Confirmed {
			n++
		}
	}
	return n
}

// under is the count by a policy's reading of late entries.
func (c MonthCount) under(p rubric.Policy) MonthCount {
	if c.Settled != nil && !p.CountsLateEntries() {
		return *c.Settled
	}
	return c
}

// Count applies the policy's reading of "person" to a month's records up to and
// including a day: one person counts once a month, and whoever was placed both
// casually and stably counts as stable. A stable placement without attached
// evidence is verified as casual only. The order of the facts does not matter.
func (f MonthFacts) Count(upTo calendar.Date) MonthCount {
	all := f.all(upTo)
	for _, n := range f.Scans {
		if !n.Day.After(upTo) {
			all.Scans++
		}
	}
	if before, late := f.settled(); late {
		settled := before.all(upTo)
		all.Settled = &settled
	}
	return all
}

func (f MonthFacts) all(upTo calendar.Date) MonthCount {
	return MonthCount{
		Recorded:   f.column(upTo, false),
		Verified:   f.column(upTo, true),
		Activities: f.activities(upTo),
	}
}

// settled are the facts that the month was closed with; late tells whether there
// are others.
func (f MonthFacts) settled() (before MonthFacts, late bool) {
	if f.Closed.IsZero() {
		return f, false
	}
	before.Registrations = recordedBy(f.Registrations, f.Closed, func(r RegistrationFact) time.Time { return r.At })
	before.Placements = recordedBy(f.Placements, f.Closed, func(p PlacementFact) time.Time { return p.At })
	before.Activities = recordedBy(f.Activities, f.Closed, func(a ActivityFact) time.Time { return a.At })
	return before, len(before.Registrations) < len(f.Registrations) ||
		len(before.Placements) < len(f.Placements) || len(before.Activities) < len(f.Activities)
}

// recordedBy are the facts that were recorded by a time.
func recordedBy[F any](facts []F, closed time.Time, at func(F) time.Time) (before []F) {
	for _, f := range facts {
		if !at(f).After(closed) {
			before = append(before, f)
		}
	}
	return before
}

func (f MonthFacts) activities(upTo calendar.Date) map[ActivityType]Entries {
	var held map[ActivityType]Entries
	for _, a := range f.Activities {
		if a.Day.After(upTo) {
			continue
		}
		if held == nil {
			held = map[ActivityType]Entries{}
		}
		e := held[a.Type]
		e.Recorded++
		if a.Confirmed {
			e.Verified++
		}
		held[a.Type] = e
	}
	return held
}

func (f MonthFacts) column(upTo calendar.Date, verified bool) Tallied {
	registered := map[string]bool{} // value: complete
	for _, r := range f.Registrations {
		if r.Day.After(upTo) || verified && !r.Confirmed {
			continue
		}
		registered[r.PersonID] = registered[r.PersonID] || r.Complete
	}
	placed := map[string]bool{} // value: stable
	for _, p := range f.Placements {
		if p.Day.After(upTo) || verified && !p.Confirmed {
			continue
		}
		stable := p.Kind == Stable && (p.Proven || !verified)
		placed[p.PersonID] = placed[p.PersonID] || stable
	}
	t := Tallied{Registered: len(registered), Complete: trues(registered), Stable: trues(placed)}
	t.Casual = len(placed) - t.Stable
	return t
}

func trues(m map[string]bool) int {
	n := 0
	for _, v := range m {
		if v {
			n++
		}
	}
	return n
}

// YearCount is what is counted once for a site's year. It carries the site too,
// so that reading progress needs no store.
type YearCount struct {
	Site    Site         `json:"site"`
	Members [][]Span     `json:"members"` // when in the year each account had a role at the site
	Honours []HonourFact `json:"honours"` // of the days that can count in the year under any policy
	// Published is what item 4 counts; nil in forms that were sealed before it was
	// recorded.
	Published *PublishedYear `json:"published"`
	// Assessment is what people filled in; nil before the site has submitted it.
	Assessment *AssessmentColumns `json:"assessment,omitempty"`
	// Returned: it was sent back and nobody has handed it on since.
	Returned bool `json:"returned,omitempty"`
}

// Staff is how many people work at the site at the end of a day of the year (form
// item 2).
func (y YearCount) Staff(day calendar.Date) int {
	n := 0
	for _, spans := range y.Members {
		if slices.ContainsFunc(spans, func(s Span) bool { return s.Covers(day) }) {
			n++
		}
	}
	return n
}
