package service

import (
	"context"
	"slices"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// HelpRequest is a person's request for one of the services of a site (服务申请): help
// in starting a business, in unemployment or hardship, advice, training. Closed as
// done, it owes the ledger an activity of its type.
type HelpRequest struct {
	ID       string
	Rev      int64
	Request  string // that made it: another attempt at it makes no other
	SiteID   string
	County   string
	Month    calendar.Month // in which it was made
	PersonID string
	Type     ActivityType // one of HelpTypes
	Text     string       // sealed at rest
	By       string       // account that asked; empty: it was the seeker's and is gone
	Self     bool         // for its own person
	State    HelpState
	TakenBy  string // empty until somebody has
	Steps    []CaseStep
	Erased   bool // its person was erased, or the account that asked; and what was said with it
	Owed     []Owed
}

// HelpState is where a request stands.
type HelpState string

// The states.
const (
	HelpOpen   HelpState = "open"
	HelpTaken  HelpState = "taken"
	HelpClosed HelpState = "closed"
)

var helpStates = map[HelpState]string{HelpOpen: "待受理", HelpTaken: "已受理", HelpClosed: "已办结"}

// Text says the state in Chinese.
func (s HelpState) Text() string { return helpStates[s] }

// Steps and results of a request beside those of every case.
const (
	StepTaken     = "taken"
	HelpDone      = "done"
	HelpDeclined  = "declined"
	HelpWithdrawn = "withdrawn" // by the seeker
)

// HelpNoun owes entries.
const HelpNoun OwingNoun = "help"

// helpTypes are what can be asked for, and the entry that it becomes.
var helpTypes = [...]ActivityType{
	"job_introduction", "policy_advice", "unemployment_help", "hardship_help", "skills_training", "training_subsidy",
	"startup_training", "startup_project", "startup_guidance", "startup_loan",
}

// What the monthly report counts together.
var (
	trainingWishes = []ActivityType{"skills_training", "training_subsidy"}
	startupWishes  = []ActivityType{"startup_training", "startup_project", "startup_guidance", "startup_loan"}
)

// HelpTypes lists what can be asked for.
func HelpTypes() []ActivityKind {
	kinds := make([]ActivityKind, len(helpTypes))
	for i, t := range helpTypes {
		kinds[i], _ = t.Kind()
	}
	return kinds
}

// HelpInput is what is sent to ask for a service.
type HelpInput struct {
	SiteID   string
	PersonID string // empty: the caller's own
	Type     ActivityType
	Text     string
}

// HelpRequestView is a request with its person, as a screen of the site shows it.
type HelpRequestView struct {
	HelpRequest
	Person Person
	May    HelpMay
}

// HelpMay says which steps a screen may offer.
type HelpMay struct {
	Take   bool `json:"take"`
	Answer bool `json:"answer"`
	Close  bool `json:"close"`
}

// MyHelpRequest is a request as the seeker sees it.
type MyHelpRequest struct {
	HelpRequest
	Site        Site
	MayWithdraw bool
}

// HelpFilter narrows a site's list.
type HelpFilter struct {
	SiteID string
	Month  calendar.Month // zero: any
	State  HelpState      // empty: any
	Page   Page
}

// HelpRequestStore keeps service requests.
type HelpRequestStore interface {
	// InsertHelpRequest keeps n, or answers created=false and the one of the same request.
	InsertHelpRequest(ctx context.Context, n HelpRequest) (kept HelpRequest, created bool, err error)
	HelpRequest(ctx context.Context, id string) (HelpRequest, error)
	UpdateHelpRequest(ctx context.Context, id string, change func(*HelpRequest) error) (HelpRequest, error)
	HelpRequests(ctx context.Context, f HelpFilter) ([]HelpRequest, error)
	// HelpRequestsOfPeople lists, newest first, what was asked for any of them.
	HelpRequestsOfPeople(ctx context.Context, personIDs []string, p Page) ([]HelpRequest, error)
	// HelpRequestsOfAccount lists, newest first, what an account asked for.
	HelpRequestsOfAccount(ctx context.Context, accountID string, p Page) ([]HelpRequest, error)
}

var (
	errHelpTaken  = &Error{Kind: Conflict, Code: "help_taken", Message: "该申请已由其他工作人员受理"}
	errHelpClosed = &Error{Kind: Conflict, Code: "help_closed", Message: "该申请已办结"}
	errOwnHelp    = &Error{Kind: Forbidden, Code: "own_request", Message: "不能办理自己提出的申请，请由其他人员办理"}
)

// AskHelp asks for a service: the caller for his own person, or staff of the site for
// anybody who is known.
func (s *Service) AskHelp(ctx context.Context, a Actor, in HelpInput) (MyHelpRequest, error) {
	if in.SiteID == "" {
		return MyHelpRequest{}, invalid("body.site_id", "required", "请选择站点")
	}
	site, err := s.store.Site(ctx, in.SiteID)
	if err != nil {
		return MyHelpRequest{}, missing(err)
	}
	var p problems
	n := HelpRequest{ID: newID(), Rev: 1, Request: requestID(ctx), SiteID: site.ID, County: site.County, Month: s.today().In(),
		Type: in.Type, Text: p.text("body.text", in.Text, 2, 1000), By: a.Account.ID, State: HelpOpen}
	if !slices.Contains(helpTypes[:], in.Type) {
		p.add("body.type", "help_type", "没有这种服务，请从服务类型中选择")
	}
	if err := p.err(); err != nil {
		return MyHelpRequest{}, err
	}
	if n.PersonID, n.Self, err = s.whoIsMeant(ctx, a, site.ID, site.County, in.PersonID); err != nil {
		return MyHelpRequest{}, err
	}
	side := SiteSide
	if n.Self {
		side = SeekerSide
	}
	n.Steps = []CaseStep{{Step: CaseReceived, Side: side, By: a.Account.ID, At: s.now()}}
	n, _, err = s.store.InsertHelpRequest(ctx, n)
	return n.mine(site), err
}

func (n HelpRequest) mine(site Site) MyHelpRequest {
	return MyHelpRequest{n, site, n.State != HelpClosed}
}

// TakeHelp says who looks after a request; of two, the first does.
func (s *Service) TakeHelp(ctx context.Context, a Actor, id string) (HelpRequestView, error) {
	return s.handleHelp(ctx, a, id, func(n *HelpRequest, now time.Time) error {
		switch n.TakenBy {
		case a.Account.ID:
			return nil
		case "":
			n.take(a)
			n.Steps = append(n.Steps, CaseStep{Step: StepTaken, Side: SiteSide, By: a.Account.ID, At: now})
			return nil
		}
		return errHelpTaken
	})
}

func (n *HelpRequest) take(a Actor) {
	if n.TakenBy == "" {
		n.TakenBy, n.State = a.Account.ID, HelpTaken
	}
}

// AnswerHelp tells the seeker how it goes. Any colleague may.
func (s *Service) AnswerHelp(ctx context.Context, a Actor, id, text string) (HelpRequestView, error) {
	var p problems
	text = p.text("body.text", text, 2, 1000)
	if err := p.err(); err != nil {
		return HelpRequestView{}, err
	}
	return s.handleHelp(ctx, a, id, func(n *HelpRequest, now time.Time) error {
		n.take(a)
		n.Steps = append(n.Steps, CaseStep{Step: CaseAnswered, Side: SiteSide, By: a.Account.ID, At: now, Text: text})
		n.Owed = s.results(n.Owed, HelpNoun, n.ID, len(n.Steps), "已答复")
		return nil
	})
}

// CloseHelp ends a request as done, which makes it evidence, or as declined.
func (s *Service) CloseHelp(ctx context.Context, a Actor, id, result, text string) (HelpRequestView, error) {
	var p problems
	text = p.text("body.text", text, 2, 1000)
	if result != HelpDone && result != HelpDeclined {
		p.add("body.result", "result", "办理结果只能是已办理（done）或未予办理（declined）")
	}
	if err := p.err(); err != nil {
		return HelpRequestView{}, err
	}
	return s.handleHelp(ctx, a, id, func(n *HelpRequest, now time.Time) error {
		n.take(a)
		n.State = HelpClosed
		n.Steps = append(n.Steps, CaseStep{Step: CaseClosed, Side: SiteSide, By: a.Account.ID, At: now, Text: text, Result: result})
		n.Owed = s.results(n.Owed, HelpNoun, n.ID, len(n.Steps), "已办结")
		if result == HelpDone {
			n.Owed = owe(n.Owed, Owed{ClientID: owedID(HelpNoun, n.ID), Type: n.Type, SiteID: n.SiteID, County: n.County,
				HeldOn: calendar.DateOf(now), Participants: 1, Note: "服务申请办结", About: n.PersonID, By: a.Account.ID, Source: FromStaff, At: now})
		}
		return nil
	})
}

// handleHelp takes a step on an open request that somebody else made for himself.
func (s *Service) handleHelp(ctx context.Context, a Actor, id string, step func(*HelpRequest, time.Time) error) (HelpRequestView, error) {
	v, err := s.HelpRequest(ctx, a, id)
	if err != nil {
		return HelpRequestView{}, err
	}
	v.HelpRequest, err = s.store.UpdateHelpRequest(ctx, id, func(n *HelpRequest) error {
		switch {
		case n.Self && n.By == a.Account.ID:
			return errOwnHelp
		case n.State == HelpClosed:
			return errHelpClosed
		case len(n.Steps) >= mostCaseSteps:
			return errManyAnswers
		}
		return step(n, s.now())
	})
	if err != nil {
		return HelpRequestView{}, err
	}
	s.pay(ctx, HelpNoun, id, v.Owed)
	return v.HelpRequest.view(a, v.Person), nil
}
