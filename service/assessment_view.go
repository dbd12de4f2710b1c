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
	AppealUntil    calendar.Date     // last day for an appeal; zero: none is possible
	May            AssessmentMay
}

// Covered says how much of a column is scored.
type Covered struct {
	Items int // that have a score
	Max   int // their maxima together
}

func (c *Covered) add(g GivenScore, most int) {
	if g.Score != nil {
		c.Items++
		c.Max += most
	}
}

// AssessmentMay says which steps a screen may offer.
type AssessmentMay struct {
	EditSelf bool `json:"edit_self"`
	Submit   bool `json:"submit"`
	Score    bool `json:"score"`
	Return   bool `json:"return"`
	Accept   bool `json:"accept"`
	Appeal   bool `json:"appeal"`
	Answer   bool `json:"answer"`
	Approve  bool `json:"approve"`
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
	v := AssessmentView{Assessment: n, Site: site, AppealUntil: n.appealUntil()}
	v.Self, v.Assessed = n.totals()
	var err error
	if v.Facts, err = s.factsShown(ctx, n); err != nil {
		return AssessmentView{}, err
	}
	for i, it := range v.Facts.Recorded.Items {
		v.SelfOf.add(n.Items[i].Self, it.Max)
		v.AssessedOf.add(n.Items[i].Assessed, it.Max)
	}
	by := make([]string, len(n.Steps))
	for i, step := range n.Steps {
		by[i] = step.By
	}
	if v.Names, err = s.namesOf(ctx, by...); err != nil {
		return AssessmentView{}, err
	}
	v.May, err = s.assessmentMay(ctx, a, n)
	v.May.Submit = v.May.EditSelf && v.Facts.Months > 0
	return v, err
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
		Site: st.year.Site, AsOf: h.AsOf, Policy: policy.Version, Months: len(h.Months),
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

func (s *Service) assessmentMay(ctx context.Context, a Actor, n Assessment) (m AssessmentMay, err error) {
	may := func(op operation) bool { return a.may(op, n.SiteID, n.County) }
	m.EditSelf = n.Status == Draft && may(scoreSelf)
	m.Appeal = n.Status == Scored && !n.appealUntil().Before(s.today()) && may(scoreSelf) && !n.scoredBy(a)
	m.Accept = m.Appeal
	if !may(scoreSites) && !may(approveSites) {
		return m, nil
	}
	own, err := s.ownWork(ctx, a, n)
	if err != nil || own {
		return m, err
	}
	m.Score = may(scoreSites) && (n.Status == Submitted || n.appealed())
	m.Answer = may(scoreSites) && n.appealed()
	m.Approve = may(approveSites) && n.settledBy(s.today()) && !n.scoredBy(a)
	m.Return = may(scoreSites) && n.Status == Submitted || may(approveSites) && n.Status == Scored
	return m, nil
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
