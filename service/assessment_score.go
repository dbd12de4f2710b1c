package service

import (
	"context"
	"fmt"

	"github.com/quanjiuye/backend/service/calendar"
)

// errOwnSite keeps anybody from judging a site that they have a hand in.
var errOwnSite = &Error{Kind: Forbidden, Code: "own_site", Message: "不能考核自己任职或参与自评的站点，请由其他人员办理"}

// ScoreSite writes the county's scores into the assessor's column; items that are
// not named stay. Computed items follow the verified records and may be lowered
// with a note, never raised; a judged item below the site's own score needs a
// note. done ends the scoring, which fills in what is computed.
func (s *Service) ScoreSite(ctx context.Context, a Actor, siteID string, year int, in []ItemInput, done bool) (AssessmentView, error) {
	return s.judgeAssessment(ctx, a, siteID, year, scoreSites, func(ctx context.Context, _ Site, n *Assessment) error {
		if n.Status != Submitted && !n.appealed() {
			return n.outOfState()
		}
		given, err := s.givenScores(ctx, *n, in, true)
		if err != nil {
			return err
		}
		for _, g := range given {
			n.Items[g.No-1].Assessed = GivenScore{Score: g.Score, Note: g.Note}
		}
		if len(given) > 0 {
			n.noteOnce(AssessStep, a, s.now())
		}
		if !done || n.Status != Submitted {
			return nil
		}
		if err := s.fillAssessed(ctx, n); err != nil {
			return err
		}
		n.Status = Scored
		n.note(ScoreStep, a, s.now(), "")
		return nil
	})
}

func (s *Service) fillAssessed(ctx context.Context, n *Assessment) error {
	facts, err := s.factsOf(ctx, *n)
	if err != nil {
		return err
	}
	return fillColumn(facts.Verified, func(i int) *GivenScore { return &n.Items[i].Assessed })
}

// ReturnAssessment sends a submitted form back to the site, or a scored one back to
// the county, for a stated reason. What was given stays to be mended; what was filled
// in is open again. Whoever may do both had better say what he saw (AsSeen):
// of two who return a scored form at once, the second would send it on to the site.
func (s *Service) ReturnAssessment(ctx context.Context, a Actor, siteID string, year int, reason string) (AssessmentView, error) {
	reason, err := statedReason(reason)
	if err != nil {
		return AssessmentView{}, err
	}
	return s.judgeAssessment(ctx, a, siteID, year, readAssessments, func(_ context.Context, site Site, n *Assessment) error {
		switch {
		case n.Status == Submitted && a.may(scoreSites, site.ID, site.County):
			n.Status = Draft
			n.AsOf = calendar.Date{}
			for i := range n.Items {
				n.Items[i].Self.open()
			}
		case n.Status == Scored && a.may(approveSites, site.ID, site.County):
			n.Status = Submitted
			for i := range n.Items {
				n.Items[i].Assessed.open()
			}
		case a.may(scoreSites, site.ID, site.County):
			return n.outOfState()
		default:
			return ErrForbidden
		}
		n.note(ReturnStep, a, s.now(), reason)
		return nil
	})
}

// judgeAssessment is a step that nobody may take who has a hand in the site.
func (s *Service) judgeAssessment(ctx context.Context, a Actor, siteID string, year int, op operation,
	step func(context.Context, Site, *Assessment) error,
) (AssessmentView, error) {
	return s.stepAssessment(ctx, a, siteID, year, op, func(ctx context.Context, site Site, n *Assessment) error {
		own, err := s.ownWork(ctx, a, *n)
		if err != nil {
			return err
		}
		if own {
			return errOwnSite
		}
		return step(ctx, site, n)
	})
}

// AcceptScores has the site agree with the county's column, which ends the time
// for an appeal.
func (s *Service) AcceptScores(ctx context.Context, a Actor, siteID string, year int) (AssessmentView, error) {
	return s.answerScores(ctx, a, siteID, year, AcceptStep, "")
}

// AppealScores has the site appeal against the county's column, within the days
// for it and once. The county may then change its scores, and answers.
func (s *Service) AppealScores(ctx context.Context, a Actor, siteID string, year int, reason string) (AssessmentView, error) {
	reason, err := statedReason(reason)
	if err != nil {
		return AssessmentView{}, err
	}
	return s.answerScores(ctx, a, siteID, year, AppealStep, reason)
}

func (s *Service) answerScores(ctx context.Context, a Actor, siteID string, year int, kind StepKind, reason string) (AssessmentView, error) {
	return s.stepAssessment(ctx, a, siteID, year, scoreSelf, func(_ context.Context, _ Site, n *Assessment) error {
		if err := n.refuseAnswer(a, s.today()); err != nil {
			return err
		}
		n.note(kind, a, s.now(), reason)
		return nil
	})
}

// refuseAnswer says why the site's account cannot agree with the county's column, nor
// appeal against it, on a day.
func (n Assessment) refuseAnswer(a Actor, today calendar.Date) error {
	switch until := n.appealUntil(); {
	case n.Status == Scored && !until.IsZero() && until.Before(today):
		e := *errAssessmentState
		e.Message = fmt.Sprintf("申诉期已于%s届满，不能再同意或申诉", inWords(until))
		return &e
	case n.Status != Scored, until.IsZero():
		return n.outOfState()
	case n.scoredBy(a): // who came to work here after having scored it
		return errOwnScores
	}
	return nil
}

// AnswerAppeal ends an appeal with the county's answer.
func (s *Service) AnswerAppeal(ctx context.Context, a Actor, siteID string, year int, answer string) (AssessmentView, error) {
	answer, err := statedReason(answer)
	if err != nil {
		return AssessmentView{}, err
	}
	return s.judgeAssessment(ctx, a, siteID, year, scoreSites, func(ctx context.Context, _ Site, n *Assessment) error {
		if !n.appealed() {
			return n.outOfState()
		}
		if err := s.fillAssessed(ctx, n); err != nil {
			return err
		}
		n.note(AnswerStep, a, s.now(), answer)
		return nil
	})
}

func statedReason(reason string) (string, error) {
	var p problems
	reason = p.text("body.reason", reason, 2, 500)
	return reason, p.err()
}
