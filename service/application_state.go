package service

import (
	"slices"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

var (
	errPostingClosed = &Error{Kind: Conflict, Code: "posting_closed", Message: "该岗位已结束招聘，不能应聘或推荐"}
	errHired         = &Error{Kind: Conflict, Code: "already_hired", Message: "该求职者已在此岗位上岗"}
	errWithdrawn     = &Error{Kind: Conflict, Code: "application_withdrawn", Message: "求职者已撤回，须由本人重新应聘后再办理"}
	errReferredElse  = &Error{Kind: Conflict, Code: "referred_elsewhere", Message: "该求职者已由其他站点推荐到此岗位"}
	errNotReferred   = &Error{Kind: Conflict, Code: "not_referred", Message: "尚未推荐，请先推荐该求职者"}
	errNotHired      = &Error{Kind: Conflict, Code: "not_hired", Message: "尚未上岗，不能登记离岗"}
	errPlaced        = &Error{Kind: Conflict, Code: "already_placed", Message: "已登记上岗，请在上岗记录中办理"}
	errEmployerNo    = &Error{Kind: Conflict, Code: "employer_denied", Message: "用人单位答复未录用；答复有误的，请撤销办理结果后重新向用人单位核实，或重新推荐"}
	errManySteps     = &Error{Kind: Conflict, Code: "too_many_steps", Message: "该应聘的办理次数过多，请联系主管部门"}
	errGone          = &Error{Kind: Conflict, Code: "person_erased", Message: "求职者已删除个人信息，不能再办理"}
)

// mostSteps bounds the trail of one application; a withdrawal and what has happened already always fit.
const mostSteps = 100

// add notes a step.
func (n *Application) add(st ApplicationStep) error {
	if len(n.Steps) >= mostSteps && !slices.Contains([]ApplicationStepKind{StepWithdrawn, StepErased, StepPlaced}, st.Kind) {
		return errManySteps
	}
	n.Steps = append(slices.Clone(n.Steps), st)
	return nil
}

// round is the way that an application is on now: it begins with the seeker's wish or
// the referral, and what is begun anew after an end is another.
type round struct {
	since calendar.Date // its first day, and the first on which work can have come of it
	ended bool
	// wished says that the seeker applied himself, and has neither taken it back nor
	// given up or left since.
	wished bool
}

func (n Application) round() (r round) {
	for _, st := range n.Steps {
		switch st.Kind {
		case StepApplied, StepReferred:
			if r.ended || r.since.IsZero() {
				r = round{since: calendar.DateOf(st.At)}
			}
			r.wished = r.wished || st.Kind == StepApplied && st.By != ""
		case StepWithdrawn, StepErased:
			r.ended, r.wished = true, false
		case StepAnswered, StepOutcome:
			r.ended = st.Outcome == NotHired || st.Outcome == Declined || st.Outcome == LeftWork
			r.wished = r.wished && st.Outcome != Declined && st.Outcome != LeftWork
		case StepReopened:
			r.ended = false
		}
	}
	return r
}

// EarliestStart is the first day on which work can have begun that came of it. What
// began before was not led to by it, and is recorded apart.
func (n Application) EarliestStart() calendar.Date { return n.round().since }

// startable refuses a start of work, if there is one, before the application.
func (n Application) startable(on calendar.Date) error {
	first := n.EarliestStart()
	if on.IsZero() || !on.Before(first) {
		return nil
	}
	const code = "start_before_referral"
	text := "上岗日期不能早于本次应聘或推荐的日期（" + first.String() + "）；此前已上岗的，不属于本次推荐，请由站点另行登记上岗"
	return &Error{Kind: Invalid, Code: code, Message: text, Fields: []Field{{Location: "body.started_on", Code: code, Message: text}}}
}

// closeLink leaves the employer nothing to ask through.
func (n *Application) closeLink() { n.Link, n.LinkViews = EmployerLink{}, 0 }

// apply is the seeker's own wish. It opens again what had ended; one that is open
// changes nothing.
func (n *Application) apply(a Actor, home Registration, note string, now time.Time) error {
	switch {
	case n.State == Hired:
		return errHired
	case n.Shared && n.underWay():
		return nil
	}
	if n.ReferredBy == "" || !n.underWay() {
		n.State, n.ReferredBy = Applied, ""
		n.SiteID, n.County = home.SiteID, home.County
		n.closeLink()
	}
	n.AccountID, n.Shared, n.Erased = a.Account.ID, true, false
	return n.add(ApplicationStep{Kind: StepApplied, At: now, By: a.Account.ID, Note: note})
}

// underWay reports whether nothing has become of the application yet.
func (n Application) underWay() bool {
	return n.State == Applied || n.State == Referred || n.State == NotContacted
}

// withdraw takes the wish back, and a referral with it: from this write on nobody is
// shown the number.
func (n *Application) withdraw(by string, now time.Time) error {
	switch n.State {
	case Withdrawn:
		return nil
	case Hired, LeftWork:
		return errHired
	}
	n.State, n.Shared, n.ReferredBy, n.AccountID = Withdrawn, false, "", by
	n.closeLink()
	return n.add(ApplicationStep{Kind: StepWithdrawn, At: now, By: by})
}

// refer sends the seeker to the employer for a site. The first site to refer stands
// until something has become of it. What an account withdrew only an account opens
// again, as long as there is one.
func (n *Application) refer(a Actor, home Registration, note string, now time.Time) error {
	switch {
	case n.State == Withdrawn && n.AccountID != "":
		return errWithdrawn
	case n.State == Hired:
		return errHired
	case n.ReferredBy != "" && n.underWay() && n.SiteID != home.SiteID:
		return errReferredElse
	case n.State == Referred:
		return nil
	}
	n.State, n.ReferredBy, n.Erased = Referred, a.Account.ID, false
	n.SiteID, n.County = home.SiteID, home.County
	n.closeLink()
	return n.add(ApplicationStep{Kind: StepReferred, At: now, By: a.Account.ID, SiteID: home.SiteID, Note: note})
}

// Outcomes are what can become of an application.
var Outcomes = []ApplicationState{NotContacted, NotHired, Hired, Declined, LeftWork}

// conclude notes what became of it. What ends it ends the employer's sight of the
// number, too.
func (n *Application) conclude(st ApplicationStep) error {
	switch {
	case n.State == Withdrawn:
		return errWithdrawn
	case n.ReferredBy == "" && st.Outcome != Declined:
		return errNotReferred
	case st.Outcome == LeftWork && n.State != Hired && n.State != LeftWork:
		return errNotHired
	case st.Outcome != Hired && st.Outcome != LeftWork && n.PlacementID != "" && n.State == Hired:
		return errPlaced
	case n.State == st.Outcome && st.Kind == StepOutcome && st.Note == "":
		return nil
	}
	if err := n.startable(st.StartedOn); err != nil {
		return err
	}
	n.State = st.Outcome
	if !n.underWay() {
		n.Shared = false // for good: another outcome opens no number again, and see reopen
		if n.State != Hired {
			n.closeLink()
		}
	}
	if !st.StartedOn.IsZero() {
		n.StartedOn = st.StartedOn
	}
	return n.add(st)
}

// employerSaid is the employer's last answer since the last referral, unless it was
// taken back; ok is false when there is none.
func (n Application) employerSaid() (st ApplicationStep, ok bool) {
	return n.answer(StepReferred, StepReopened)
}

// answer is the employer's last answer since the last of some steps.
func (n Application) answer(since ...ApplicationStepKind) (st ApplicationStep, ok bool) {
	for _, st := range slices.Backward(n.Steps) {
		switch {
		case st.Kind == StepAnswered:
			return st, true
		case slices.Contains(since, st.Kind):
			return ApplicationStep{}, false
		}
	}
	return ApplicationStep{}, false
}

// placeable refuses to record a start of work that cannot have come of it.
func (n Application) placeable() error {
	said, ok := n.employerSaid()
	switch {
	case n.Erased:
		return errGone
	case n.State == Withdrawn:
		return errWithdrawn
	case n.ReferredBy == "":
		return errNotReferred
	case ok && said.Outcome == NotHired:
		return errEmployerNo
	case n.State == LeftWork || n.State == Declined:
		return errNotReferred
	}
	return nil
}
