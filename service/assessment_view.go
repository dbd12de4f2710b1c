package service

import (
	"context"
	"errors"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// AssessmentView is an assessment beside the facts, as a screen may show it.
type AssessmentView struct {
	Assessment
	Site           Site
	Facts          Progress      // as of the assessment's day; once approved, as they were sealed
	Self, Assessed *rubric.Score // sums of what is scored
	SelfOf         Covered
	AssessedOf     Covered
	Names          map[string]string // of who took steps, by account; see namesOf
	AssessedOn     calendar.Date     // 考核日期: the day on which the county finished its column; zero before
	AppealUntil    calendar.Date     // last day for an appeal; zero: none is possible
	Next           string            // where the form is and what comes next, in Chinese
	Returned       *AssessmentStep   // the return after which nobody has handed the form on again
	May            AssessmentMay
	Waits          []Wait
}

// Covered says how much of a column is scored, and what the whole of it comes to.
type Covered struct {
	Items int // that have a score
	Max   int // their maxima together
	// Computed are items that nobody has scored and that are filled in as computed when
	// the column is finished. Only a column that is being filled in has any.
	Computed []int
	Missing  []int         // items without any score
	Sum      *rubric.Score // of what is scored and of Computed; nil: nothing is
}

// add counts an item; computed is what finishing the column would fill in.
func (c *Covered) add(it rubric.Item, g GivenScore, computed *rubric.Score) {
	switch {
	case g.Score != nil:
		c.Items++
		c.Max += it.Max
		c.Sum = plus(c.Sum, g.Score)
	case computed != nil:
		c.Computed = append(c.Computed, it.No)
		c.Sum = plus(c.Sum, computed)
	default:
		c.Missing = append(c.Missing, it.No)
	}
}

// Assessment answers a site's form of a year; one that nobody has begun is an
// empty draft.
func (s *Service) Assessment(ctx context.Context, a Actor, siteID string, year int) (AssessmentView, error) {
	site, err := s.siteFor(ctx, a, readAssessments, siteID)
	if err != nil {
		return AssessmentView{}, err
	}
	n, err := s.assessment(ctx, site, year)
	if err != nil {
		return AssessmentView{}, err
	}
	return s.viewAssessment(ctx, a, site, n)
}

// assessment is what is kept of a site's year, or an empty draft.
func (s *Service) assessment(ctx context.Context, site Site, year int) (Assessment, error) {
	if year > s.today().Year || year < site.OpenedOn.Year {
		return Assessment{}, invalid("path.year", "year", "该站点没有这个年度的考核")
	}
	n, err := s.store.Assessment(ctx, AssessmentID(site.ID, year))
	if errors.Is(err, ErrNoRecord) {
		return newAssessment(site, year), nil
	}
	return n, err
}

func newAssessment(site Site, year int) Assessment {
	return Assessment{ID: AssessmentID(site.ID, year), Rev: 1, SiteID: site.ID, County: site.County, Year: year, Status: Draft}
}

func (s *Service) viewAssessment(ctx context.Context, a Actor, site Site, n Assessment) (AssessmentView, error) {
	if !a.may(scoreSites, site.ID, site.County) {
		n.hideUnfinished()
	}
	v := AssessmentView{Assessment: n, Site: site, AssessedOn: n.assessedOn(), AppealUntil: n.appealUntil(), Next: n.next(s.today())}
	if st, ok := n.returned(); ok {
		v.Returned = &st
	}
	v.Self, v.Assessed = n.totals()
	var err error
	if v.Facts, err = s.factsShown(ctx, n); err != nil {
		return AssessmentView{}, err
	}
	v.cover(a.may(scoreSites, site.ID, site.County))
	by := make([]string, len(n.Steps))
	for i, step := range n.Steps {
		by[i] = step.By
	}
	if v.Names, err = s.namesOf(ctx, by...); err != nil {
		return AssessmentView{}, err
	}
	return v, s.offer(ctx, a, &v)
}

// cover adds both columns up. The county's is being filled in only in its own eyes.
func (v *AssessmentView) cover(scorer bool) {
	scoring := scorer && (v.Status == Submitted || v.appealed())
	for i, it := range v.Facts.Recorded.Items {
		var self, assessed *rubric.Score
		if v.Status == Draft {
			self = rounded(it.Score)
		}
		if scoring {
			assessed = rounded(v.Facts.Verified.Items[i].Score)
		}
		v.SelfOf.add(it, v.Items[i].Self, self)
		v.AssessedOf.add(it, v.Items[i].Assessed, assessed)
	}
}

// hideUnfinished leaves the county's column to the county until it is done.
func (n *Assessment) hideUnfinished() {
	if n.Status != Draft && n.Status != Submitted {
		return
	}
	for i := range n.Items {
		n.Items[i].Assessed = GivenScore{}
	}
}

// factsShown are the facts beside an assessment: those that were sealed, or those
// that the counters hold now.
func (s *Service) factsShown(ctx context.Context, n Assessment) (Progress, error) {
	if n.Seal != nil {
		if sheet, readable := n.Seal.read(); readable {
			if p, known := sheet.progress(); known {
				return p, nil
			}
		}
	}
	st, err := s.state(ctx, n.SiteID, n.Year)
	if err != nil {
		return Progress{}, err
	}
	return s.progress(ctx, st, s.factsDay(n))
}

// progress scores the frozen facts by the frozen policy; known is false for a
// policy that this program cannot read.
func (h sealedSheet) progress() (p Progress, known bool) {
	policy, known := h.policy()
	if !known {
		return Progress{}, false
	}
	st := h.state()
	return Progress{
		Site: st.year.Site, AsOf: h.AsOf, Policy: policy.Version, Since: policy.From, Months: len(h.Months),
		Recorded: rubric.Evaluate(policy, st.facts(policy, h.AsOf, false)),
		Verified: rubric.Evaluate(policy, st.facts(policy, h.AsOf, true)),
	}, true
}

// factsDay is the day whose facts an assessment is about: its own once it is
// submitted, before that today or the year's last.
func (s *Service) factsDay(n Assessment) calendar.Date {
	if !n.AsOf.IsZero() {
		return n.AsOf
	}
	today, end := s.today(), calendar.Date{Year: n.Year, Month: time.December, Day: 31}
	if today.Before(end) {
		return today
	}
	return end
}

// ownWork reports whether the account has a hand in the site that is assessed:
// it works or worked there, or took part in its self score.
func (s *Service) ownWork(ctx context.Context, a Actor, n Assessment) (bool, error) {
	if n.did(a.Account.ID, SelfStep, SubmitStep, AcceptStep, AppealStep) {
		return true, nil
	}
	grants, err := s.store.GrantsOver(ctx, n.SiteID)
	for _, g := range grants {
		if g.AccountID == a.Account.ID && (g.Role == Staff || g.Role == Manager) {
			return true, err
		}
	}
	return false, err
}
