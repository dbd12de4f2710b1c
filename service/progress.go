package service

import (
	"context"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// Progress is one site's standing in the year's assessment as of a day.
type Progress struct {
	Site     Site
	AsOf     calendar.Date
	Today    calendar.Date
	Version  int64 // see scoring
	Policy   string
	Since    calendar.Date // first day of Policy
	Months   int
	Live     Columns  // through AsOf
	Settled  *Columns // through the last completed month; nil in the first month
	Forecast *Columns // at the year's end at the present pace; nil before opening
	Outlook  *Outlook // what Forecast rests on; nil as it is
	Recorded rubric.Sheet
	Verified rubric.Sheet
	// Moved are the items whose recorded score is another than when Settled.
	Moved   []rubric.Change
	ByMonth []MonthRow // each counted month's figures
	// Published is the year's, by month; nil where it is not known.
	Published *PublishedYear
	// Assessment is what people filled in for the year; nil before the site has
	// submitted it.
	Assessment *AssessmentColumns
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
	Counted Tallied // what the policy adds up of Recorded: a stable placement twice
}

// Progress answers a site's standing as of a day (zero: today) to those who may
// see it.
func (s *Service) Progress(ctx context.Context, a Actor, siteID string, asOf calendar.Date) (Progress, error) {
	state, asOf, err := s.watched(ctx, a, siteID, asOf)
	if err != nil {
		return Progress{}, err
	}
	return s.progress(ctx, state, asOf)
}

// watched is the year of a site that the actor may see, and the day that decides.
func (s *Service) watched(ctx context.Context, a Actor, siteID string, asOf calendar.Date) (yearState, calendar.Date, error) {
	asOf, err := s.asOf(asOf)
	if err != nil {
		return yearState{}, asOf, err
	}
	if err := s.MayWatch(ctx, a, siteID); err != nil {
		return yearState{}, asOf, err
	}
	state, err := s.state(ctx, siteID, asOf.Year)
	return state, asOf, missing(err)
}

// MayWatch refuses, as missing, a site whose progress the actor may not see.
// Only a county's supervisor costs a look at the store.
func (s *Service) MayWatch(ctx context.Context, a Actor, siteID string) error {
	if a.may(readProgress, siteID, "") {
		return nil
	}
	if !a.mayAnywhere(readProgress) {
		return ErrNotFound
	}
	site, err := s.store.Site(ctx, siteID)
	if err != nil {
		return missing(err)
	}
	if !a.may(readProgress, site.ID, site.County) {
		return ErrNotFound
	}
	return nil
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
	st, err := s.through(ctx, st, asOf)
	if err != nil {
		return Progress{}, err
	}
	policy, version := s.scoring(st, asOf.Year)
	p := Progress{
		Site: st.year.Site, AsOf: asOf, Today: s.today(), Version: version, Policy: policy.Version, Since: policy.From,
		Months:   rubric.CountedMonths(st.year.Site.OpenedOn, asOf),
		Recorded: rubric.Evaluate(policy, st.facts(policy, asOf, false)),
		Verified: rubric.Evaluate(policy, st.facts(policy, asOf, true)),
	}
	p.Assessment, p.Published = st.year.Assessment, st.year.Published
	p.Live = Columns{asOf, p.Recorded.Total(), p.Verified.Total()}
	p.Settled, p.Moved = s.settled(policy, st, p)
	if p.Months > 0 {
		p.Forecast, p.Outlook = p.ahead(policy, st)
	}
	for _, m := range st.counted(asOf) {
		c := st.months[m.Month]
		counted := c.under(policy).Recorded
		counted.Stable *= policy.StableWeight()
		p.ByMonth = append(p.ByMonth, MonthRow{m, c, counted})
	}
	return p, nil
}

// through is the state with nothing in asOf's month that happened after asOf. The
// counters know whole months; a day within a past month needs its records, and the
// postings of the year.
func (s *Service) through(ctx context.Context, st yearState, asOf calendar.Date) (yearState, error) {
	if !asOf.Before(s.today()) || asOf == asOf.In().LastDay() {
		return st, nil
	}
	facts, err := s.tally.monthFacts(ctx, st.year.Site.ID, asOf.In())
	if err != nil {
		return st, err
	}
	st.months[asOf.Month] = facts.Count(asOf)
	st.year.Published, err = s.tally.published(ctx, st.year.Site.ID, asOf.Year, asOf)
	return st, err
}

// settled is the standing at the end of the last completed month, and what has moved
// from there to p: as of p's own month if that day has passed and ended it, else of the
// one before.
func (s *Service) settled(policy rubric.Policy, st yearState, p Progress) (*Columns, []rubric.Change) {
	asOf := p.AsOf
	end := asOf.In().LastDay()
	if asOf != end || !asOf.Before(s.today()) {
		end = asOf.In().Add(-1).LastDay()
	}
	if end.Year != asOf.Year || rubric.CountedMonths(st.year.Site.OpenedOn, end) == 0 {
		return nil, nil
	}
	recorded, verified := rubric.Evaluate(policy, st.facts(policy, end, false)), rubric.Evaluate(policy, st.facts(policy, end, true))
	return &Columns{end, recorded.Total(), verified.Total()}, rubric.Changes(recorded, p.Recorded)
}

// Lost are the items that have lost points since the last completed month.
func (p Progress) Lost() (lost []rubric.Change) {
	for _, c := range p.Moved {
		if c.From != nil && (c.To == nil || c.To.Cmp(*c.From) < 0) {
			lost = append(lost, c)
		}
	}
	return lost
}
