package service

import (
	"context"
	"errors"
	"time"
)

// Steps of a rights report beside those of every case.
const (
	CaseEscalated = "escalated"
	CaseReopened  = "reopened"
)

// The results with which a report is closed.
const (
	Resolved    = "resolved"  // what was wrong was put right
	Unfounded   = "unfounded" // nothing wrong was found
	Transferred = "referred"  // handed over to the labour inspectorate (劳动监察)
)

var (
	errOwnReport    = &Error{Kind: Forbidden, Code: "own_report", Message: "不能办理自己提出的诉求，请由其他人员办理"}
	errReportClosed = &Error{Kind: Conflict, Code: "report_closed", Message: "该诉求已办结"}
	errNotAnswered  = &Error{Kind: Conflict, Code: "report_not_answered", Message: "请先答复诉求人，再办结"}
	errNotClosed    = &Error{Kind: Conflict, Code: "report_open", Message: "该诉求还在办理中"}
	errReopened     = &Error{Kind: Conflict, Code: "report_reopened", Message: "该诉求已重新提出过一次，请直接联系劳动保障监察机构（12333）"}
	errManyAnswers  = &Error{Kind: Conflict, Code: "too_many_answers", Message: "该诉求的答复次数过多，请办结或联系主管部门"}
)

// mostCaseSteps bounds what one case can be told.
const mostCaseSteps = 50

// AnswerReport tells the seeker what is being done. It may be said more than once.
func (s *Service) AnswerReport(ctx context.Context, a Actor, id, text string) (RightsReportView, error) {
	var p problems
	text = p.text("body.text", text, 2, 1000)
	if err := p.err(); err != nil {
		return RightsReportView{}, err
	}
	return s.handleReport(ctx, a, id, func(r *RightsReport, now time.Time) error {
		r.Steps = append(r.Steps, CaseStep{Step: CaseAnswered, Side: a.sideOf(r.SiteID), By: a.Account.ID, At: now, Text: text})
		if r.State == ReportReceived {
			r.State = ReportHandled
			r.Owed = r.owes(r.Owed, "rights_handled", "handled", a.Account.ID, FromStaff, now)
		}
		r.Owed = s.results(r.Owed, RightsNoun, r.ID, len(r.Steps), "已答复")
		return nil
	})
}

// CloseReport ends the handling of an answered report with a result. Of two who close
// it, the first does.
func (s *Service) CloseReport(ctx context.Context, a Actor, id, result, text string) (RightsReportView, error) {
	var p problems
	text = p.text("body.text", text, 2, 1000)
	if result != Resolved && result != Unfounded && result != Transferred {
		p.add("body.result", "result", "办理结果只能是已解决（resolved）、不属实（unfounded）或移交劳动监察（referred）")
	}
	if err := p.err(); err != nil {
		return RightsReportView{}, err
	}
	return s.handleReport(ctx, a, id, func(r *RightsReport, now time.Time) error {
		if r.State == ReportReceived {
			return errNotAnswered
		}
		r.State = ReportClosed
		r.Steps = append(r.Steps, CaseStep{Step: CaseClosed, Side: a.sideOf(r.SiteID), By: a.Account.ID, At: now, Text: text, Result: result})
		r.Owed = r.owes(r.Owed, RightsClosed, r.nth("closed"), a.Account.ID, FromStaff, now)
		r.Owed = s.results(r.Owed, RightsNoun, r.ID, len(r.Steps), "已办结")
		return nil
	})
}

// nth names a step that a reopened report takes again.
func (r RightsReport) nth(step string) string {
	if r.Reopened {
		return step + ":2"
	}
	return step
}

// handleReport takes a step on an open report that somebody else made.
func (s *Service) handleReport(ctx context.Context, a Actor, id string, step func(*RightsReport, time.Time) error) (RightsReportView, error) {
	r, err := s.reportFor(ctx, a, id)
	if err != nil {
		return RightsReportView{}, err
	}
	r, err = s.store.UpdateRightsReport(ctx, id, func(r *RightsReport) error {
		switch {
		case r.AccountID == a.Account.ID:
			return errOwnReport
		case r.State == ReportClosed:
			return errReportClosed
		case len(r.Steps) >= mostCaseSteps:
			return errManyAnswers
		}
		if err := step(r, s.now()); err != nil {
			return err
		}
		r.DueAt = r.due()
		return nil
	})
	if err != nil {
		return RightsReportView{}, err
	}
	s.pay(ctx, RightsNoun, id, r.Owed)
	return r.view(a, s.now()), nil
}

// ReopenReport is the seeker's word that a closed report is not settled. He has it
// once; the county is to act on it, and the clock begins anew.
func (s *Service) ReopenReport(ctx context.Context, a Actor, id, text string) (MyRightsReport, error) {
	var p problems
	text = p.text("body.text", text, 2, 1000)
	if err := p.err(); err != nil {
		return MyRightsReport{}, err
	}
	if _, err := s.myReport(ctx, a, id); err != nil {
		return MyRightsReport{}, err
	}
	r, err := s.store.UpdateRightsReport(ctx, id, func(r *RightsReport) error {
		switch {
		case r.Reopened:
			return errReopened
		case r.State != ReportClosed:
			return errNotClosed
		}
		r.reopen(a, text, s.now())
		return nil
	})
	if err != nil {
		return MyRightsReport{}, err
	}
	s.pay(ctx, RightsNoun, id, r.Owed)
	return s.viewMyReport(ctx, r)
}

func (r *RightsReport) reopen(a Actor, text string, now time.Time) {
	closed := r.Steps[len(r.Steps)-1]
	for _, o := range r.owes(nil, RightsClosed, r.nth("closed"), closed.By, FromStaff, closed.At) {
		r.Owed = owe(r.Owed, o.undone(r.recorder(), "诉求人不认可办理结果，重新提出", now))
	}
	r.Reopened, r.State, r.Since, r.WithCounty = true, ReportReceived, now, true
	r.DueAt = r.due()
	r.Steps = append(r.Steps, CaseStep{Step: CaseReopened, Side: SeekerSide, By: a.Account.ID, At: now, Text: text})
}

const (
	// escalateEvery is how often the sweeper looks for what is overdue.
	escalateEvery = time.Minute
	escalateMost  = 200 // in one turn
)

// escalateOverdue hands to the county what the site has let lie.
func (s *Service) escalateOverdue(ctx context.Context, lease *holding) error {
	now := s.clock()
	if now.Sub(s.term.escalated) < escalateEvery {
		return nil
	}
	s.term.escalated = now
	ids, err := s.store.OverdueReports(ctx, s.now(), escalateMost)
	errs := []error{err}
	for _, id := range ids {
		if err := lease.on(ctx); err != nil {
			return errors.Join(append(errs, err)...)
		}
		_, err := s.store.UpdateRightsReport(ctx, id, func(r *RightsReport) error {
			if now := s.now(); r.overdue(now) && !r.WithCounty {
				r.WithCounty = true
				r.Steps = append(r.Steps, CaseStep{Step: CaseEscalated, Side: ClockSide, At: now})
			}
			return nil
		})
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
