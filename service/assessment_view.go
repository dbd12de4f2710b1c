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
	Facts          Progress // as of the assessment's day
	Self, Assessed *rubric.Score
	AppealUntil    calendar.Date // last day for an appeal; zero: none is possible
	May            AssessmentMay
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
	v := AssessmentView{Assessment: n, Site: site, AppealUntil: n.appealUntil()}
	v.Self, v.Assessed = n.totals()
	st, err := s.state(ctx, site.ID, n.Year)
	if err != nil {
		return AssessmentView{}, err
	}
	if v.Facts, err = s.progress(ctx, st, s.factsDay(n)); err != nil {
		return AssessmentView{}, err
	}
	v.May, err = s.assessmentMay(ctx, a, n)
	return v, err
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
	m.Submit = m.EditSelf
	m.Appeal = n.Status == Scored && !n.appealUntil().Before(s.today()) && may(scoreSelf)
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
	m.Approve = may(approveSites) && n.settledBy(s.today()) && !n.did(a.Account.ID, ScoreStep, AnswerStep)
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
