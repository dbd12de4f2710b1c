package service

import (
	"context"
	"errors"

	"github.com/quanjiuye/backend/service/rubric"
)

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

// Wait is a step that an account has the role for and cannot take as things are.
type Wait struct {
	Step StepKind
	Code string // of the refusal that taking it meets
	Text string // Chinese: why, and what must come first
}

// allow reports whether a step can be taken; a refusal is kept for the screen.
func (v *AssessmentView) allow(step StepKind, refusal error) bool {
	var e *Error
	if errors.As(refusal, &e) {
		v.Waits = append(v.Waits, Wait{step, e.Code, e.Message})
	}
	return refusal == nil
}

// offer fills in which steps an account may take, and why not those that the form's
// state would have it take.
func (s *Service) offer(ctx context.Context, a Actor, v *AssessmentView) error {
	may := func(op operation) bool { return a.may(op, v.SiteID, v.County) }
	if may(scoreSelf) {
		s.offerSite(a, v)
	}
	if !may(scoreSites) && !may(approveSites) {
		return nil
	}
	own, err := s.ownWork(ctx, a, v.Assessment)
	if err != nil {
		return err
	}
	if may(scoreSites) && (v.Status == Submitted || v.appealed()) {
		v.May.Score = v.allow(AssessStep, refuseOwn(own))
		v.May.Answer = v.May.Score && v.appealed()
		v.May.Return = v.May.Score && v.Status == Submitted
	}
	if may(approveSites) && v.Status == Scored {
		refusal := refuseOwn(own)
		v.May.Return = refusal == nil
		if refusal == nil {
			refusal = v.refuseApproval(a, s.today())
		}
		v.May.Approve = v.allow(ApproveStep, refusal)
	}
	return nil
}

func (s *Service) offerSite(a Actor, v *AssessmentView) {
	switch v.Status {
	case Draft:
		v.May.EditSelf = true
		v.May.Submit = v.allow(SubmitStep, refuseUnopened(v.Facts))
	case Scored:
		_, accepted := v.last(AcceptStep)
		_, appealed := v.last(AppealStep)
		if !accepted && !appealed {
			v.May.Appeal = v.allow(AppealStep, v.refuseAnswer(a, s.today()))
			v.May.Accept = v.May.Appeal
		}
	}
}

func refuseOwn(own bool) error {
	if own {
		return errOwnSite
	}
	return nil
}

// WarningOf says, in Chinese, what is odd about giving points for an item as things are;
// empty: nothing is. It forbids nothing: evidence may be on paper.
func WarningOf(it rubric.Item) string {
	count, known := it.Facts["count"].(int)
	if total, _ := it.Facts["total"].(int); total > 0 { // item 6 rests on the registrations themselves
		return ""
	}
	if it.Mode == rubric.Judged && known && count == 0 {
		return "本年度没有这一项的佐证记录"
	}
	return ""
}
