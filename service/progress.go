package service

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// Progress is one site's standing in the year's assessment as of a day.
type Progress struct {
	Site     Site
	AsOf     calendar.Date
	Version  int64
	Policy   string
	Months   int
	Live     Columns  // through AsOf
	Settled  *Columns // through the last completed month; nil in the first month
	Forecast *Columns // at the year's end at the present pace; nil before opening
	Recorded rubric.Sheet
	Verified rubric.Sheet
	ByMonth  []MonthRow // each counted month's figures
}

// Columns are the totals of both columns through a day.
type Columns struct {
	Through  calendar.Date
	Recorded rubric.Score // the self column: every valid record
	Verified rubric.Score // the assessor's column: confirmed records
}

// MonthRow is one month's counter.
type MonthRow struct {
	Month calendar.Month
	MonthCount
}

// yearState is a site's year as counted: everything that a progress needs.
type yearState struct {
	version int64
	year    YearCount
	months  [13]MonthCount // by month; 0 unused
}

// Progress answers a site's standing as of a day (zero: today) to those who may
// see it.
func (s *Service) Progress(ctx context.Context, a Actor, siteID string, asOf calendar.Date) (Progress, error) {
	asOf, err := s.asOf(asOf)
	if err != nil {
		return Progress{}, err
	}
	state, err := s.state(ctx, siteID, asOf.Year)
	if err != nil {
		return Progress{}, missing(err)
	}
	if !a.may(readProgress, siteID, state.year.Site.County) {
		return Progress{}, ErrNotFound
	}
	return s.progress(ctx, state, asOf)
}

// asOf checks the day that decides everything; days after this year's end are
// unknowable.
func (s *Service) asOf(day calendar.Date) (calendar.Date, error) {
	today := s.today()
	switch {
	case day.IsZero():
		return today, nil
	case day.Year > today.Year || day.Year < 2000:
		return day, invalid("query.as_of", "as_of", "日期不在可查询的范围内")
	}
	return day, nil
}

func (s *Service) progress(ctx context.Context, st yearState, asOf calendar.Date) (Progress, error) {
	if asOf.Before(s.today()) && asOf != asOf.In().LastDay() {
		// The counters know whole months; a day within a past month needs its records.
		facts, err := s.store.MonthFacts(ctx, st.year.Site.ID, asOf.In())
		if err != nil {
			return Progress{}, err
		}
		st.months[asOf.Month] = facts.Count(asOf)
	}
	policy := s.policy(asOf.Year)
	p := Progress{
		Site: st.year.Site, AsOf: asOf, Version: st.version, Policy: policy.Version,
		Months:   rubric.CountedMonths(st.year.Site.OpenedOn, asOf),
		Recorded: rubric.Evaluate(policy, st.facts(asOf, false)),
		Verified: rubric.Evaluate(policy, st.facts(asOf, true)),
	}
	p.Live = Columns{asOf, p.Recorded.Total(), p.Verified.Total()}
	p.Settled = s.settled(policy, st, asOf)
	if p.Months > 0 {
		p.Forecast = &Columns{
			calendar.Date{Year: asOf.Year, Month: time.December, Day: 31},
			rubric.Forecast(policy, st.facts(asOf, false)).Total(),
			rubric.Forecast(policy, st.facts(asOf, true)).Total(),
		}
	}
	for _, m := range st.counted(asOf) {
		p.ByMonth = append(p.ByMonth, MonthRow{m, st.months[m.Month]})
	}
	return p, nil
}

// settled is the standing at the end of the last completed month: asOf's own
// month if that day has passed and ended it, else the one before.
func (s *Service) settled(policy rubric.Policy, st yearState, asOf calendar.Date) *Columns {
	end := asOf.In().LastDay()
	if asOf != end || !asOf.Before(s.today()) {
		end = asOf.In().Add(-1).LastDay()
	}
	if end.Year != asOf.Year || rubric.CountedMonths(st.year.Site.OpenedOn, end) == 0 {
		return nil
	}
	return &Columns{
		end,
		rubric.Evaluate(policy, st.facts(end, false)).Total(),
		rubric.Evaluate(policy, st.facts(end, true)).Total(),
	}
}

// counted lists the months that count as of a day.
func (st yearState) counted(asOf calendar.Date) []calendar.Month {
	n := rubric.CountedMonths(st.year.Site.OpenedOn, asOf)
	months := make([]calendar.Month, n)
	for i := range months {
		months[i] = asOf.In().Add(i - n + 1)
	}
	return months
}

// facts adds the months up for one column of the form.
func (st yearState) facts(asOf calendar.Date, verified bool) rubric.Facts {
	var sum Tallied
	counted := st.counted(asOf)
	for _, m := range counted {
		c := st.months[m.Month]
		if verified {
			sum = sum.Add(c.Verified)
		} else {
			sum = sum.Add(c.Recorded)
		}
	}
	staff := st.year.Staff(asOf)
	f := rubric.Facts{
		Kind: st.year.Site.Kind, AsOf: asOf, Months: len(counted), MonthsLeft: 12 - int(asOf.Month),
		Staff:        &staff,
		Registered:   &sum.Registered,
		Placed:       &rubric.Placed{Casual: sum.Casual, Stable: sum.Stable},
		Completeness: &rubric.Share{Complete: sum.Complete, Total: sum.Registered},
	}
	if area := st.year.Site.AreaM2; area > 0 {
		f.AreaM2 = &area
	}
	return f
}

// state reads a site's year: from the cache, and from the store what the cache
// does not know. A missing counter is never taken for zero.
func (s *Service) state(ctx context.Context, siteID string, year int) (yearState, error) {
	for range 3 { // the months to look for are known only with the year
		c, err := s.cache.Counters(ctx, siteID, year)
		if err != nil {
			s.log.WarnContext(ctx, "counters read from the store", "error", err)
			break
		}
		st, missing := decode(siteID, year, c, s.today())
		if len(missing) == 0 {
			st.version = s.versions.raise(siteID, year, c.Version)
			return st, nil
		}
		if err := s.fill(ctx, missing); errors.Is(err, ErrNoRecord) {
			return yearState{}, err
		} else if err != nil {
			s.log.WarnContext(ctx, "counters not cached", "site", siteID, "error", err)
			break
		}
	}
	return s.stateFromStore(ctx, siteID, year)
}

// fill counts what the cache does not hold.
func (s *Service) fill(ctx context.Context, missing []Unit) error {
	for _, u := range missing {
		if err := s.tally.recount(ctx, u); err != nil {
			return err
		}
	}
	return nil
}

// decode reads what the cache holds and lists what it does not.
func decode(siteID string, year int, c Counters, today calendar.Date) (st yearState, missing []Unit) {
	if u := YearUnit(siteID, year); !c.decode(u, &st.year) {
		return st, []Unit{u}
	}
	for _, m := range st.open(year, today) {
		if u := MonthUnit(siteID, m); !c.decode(u, &st.months[m.Month]) {
			missing = append(missing, u)
		}
	}
	return st, missing
}

func (c Counters) decode(u Unit, out any) bool {
	data, ok := c.Parts[u.Part()]
	return ok && json.Unmarshal(data, out) == nil
}

// open lists the year's months that can hold records.
func (st yearState) open(year int, today calendar.Date) []calendar.Month {
	last := calendar.Date{Year: year, Month: time.December, Day: 31}
	if year == today.Year {
		last = today
	}
	return st.counted(last)
}

func (s *Service) stateFromStore(ctx context.Context, siteID string, year int) (yearState, error) {
	st := yearState{version: s.versions.next(siteID, year, s.now())}
	var err error
	if st.year, err = s.tally.year(ctx, siteID); err != nil {
		return yearState{}, err
	}
	for _, m := range st.open(year, s.today()) {
		facts, err := s.store.MonthFacts(ctx, siteID, m)
		if err != nil {
			return yearState{}, err
		}
		st.months[m.Month] = facts.Count(m.LastDay())
	}
	return st, nil
}
