package service

import (
	"cmp"
	"context"
	"slices"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// AssessmentRow is one site of an overview of a year's assessments.
type AssessmentRow struct {
	Progress
	Status         AssessmentStatus
	Returned       string        // why it was sent back, until it is handed on; empty: it was not
	Self, Assessed *rubric.Score // nil before the site has submitted, the county scored
	Rank, Of       int           // by Assessed within the kind, among all in sight that are scored; 0: no rank
}

// AssessmentsFilter narrows an overview; it never widens the scope.
type AssessmentsFilter struct {
	Year   int
	County string           // empty: any
	Kind   rubric.SiteKind  // empty: both
	Status AssessmentStatus // empty: any
}

// Assessments answers how far each site in sight has come with a year's assessment,
// best first. Like the board it asks the counters; the records only for why a form was
// returned.
func (s *Service) Assessments(ctx context.Context, a Actor, f AssessmentsFilter) (asOf calendar.Date, rows []AssessmentRow, err error) {
	if !a.mayAnywhere(readAssessments) {
		return asOf, nil, ErrForbidden
	}
	if f.Year > s.today().Year {
		return asOf, nil, invalid("query.year", "year", "还没有这个年度的考核")
	}
	asOf = s.factsDay(Assessment{Year: f.Year})
	states, err := s.statesInSight(ctx, a, readAssessments, f.Year)
	if err != nil {
		return asOf, nil, err
	}
	for _, st := range states {
		p, err := s.progress(ctx, st, asOf)
		if err != nil {
			return asOf, nil, err
		}
		if p.Months == 0 {
			continue
		}
		row := newAssessmentRow(p)
		if st.year.Returned { // few are, and what people write is no counter
			n, err := s.store.Assessment(ctx, AssessmentID(p.Site.ID, f.Year))
			if err != nil {
				return asOf, nil, err
			}
			step, _ := n.returned()
			row.Returned = step.Note
		}
		rows = append(rows, row)
	}
	rankAssessed(rows)
	return asOf, slices.DeleteFunc(rows, func(r AssessmentRow) bool {
		return f.County != "" && r.Site.County != f.County || f.Kind != "" && r.Site.Kind != f.Kind || f.Status != "" && r.Status != f.Status
	}), nil
}

func newAssessmentRow(p Progress) AssessmentRow {
	r := AssessmentRow{Progress: p, Status: Draft}
	if c := p.Assessment; c != nil {
		r.Status = c.Status
		for i := range c.Self {
			r.Self, r.Assessed = plus(r.Self, c.Self[i]), plus(r.Assessed, c.Assessed[i])
		}
	}
	return r
}

// rankAssessed orders rows by the county's score, best first and those without one
// last, and numbers them within their kind; equals share the better number.
func rankAssessed(rows []AssessmentRow) {
	slices.SortStableFunc(rows, func(x, y AssessmentRow) int {
		return cmp.Or(compareScores(y.Assessed, x.Assessed), compareScores(y.Self, x.Self), cmp.Compare(x.Site.ID, y.Site.ID))
	})
	of, before := map[rubric.SiteKind]int{}, map[rubric.SiteKind]*AssessmentRow{}
	for i := range rows {
		r := &rows[i]
		if r.Assessed == nil {
			continue
		}
		of[r.Site.Kind]++
		r.Rank = of[r.Site.Kind]
		if b := before[r.Site.Kind]; b != nil && b.Assessed.Cmp(*r.Assessed) == 0 {
			r.Rank = b.Rank
		}
		before[r.Site.Kind] = r
	}
	for i := range rows {
		if rows[i].Rank > 0 {
			rows[i].Of = of[rows[i].Site.Kind]
		}
	}
}

// compareScores orders none before any.
func compareScores(x, y *rubric.Score) int {
	switch {
	case x == nil && y == nil:
		return 0
	case x == nil:
		return -1
	case y == nil:
		return 1
	}
	return x.Cmp(*y)
}
