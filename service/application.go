package service

import (
	"context"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// Application is one person's way to one posting: he applied himself (应聘), or staff
// sent him there (推荐), or both. There is one for each person and posting; what was
// withdrawn or came to nothing is opened again, not made anew.
type Application struct {
	ID           string
	Rev          int64
	PersonID     string
	PostingID    string
	EnterpriseID string // of the posting
	SiteID       string // looks after it: where the person is registered, from a referral on whoever referred
	County       string // of the site
	AccountID    string // that applied or withdrew; empty: none did, or it is gone
	State        ApplicationState
	Shared       bool          // the seeker applied himself and it is still open: the employer may see the number
	ReferredBy   string        // account; empty: not referred since it was (re)opened
	StartedOn    calendar.Date // as the last answer says; zero: it does not
	PlacementID  string        // that came of it, the last; empty: none
	Link         EmployerLink  // the one that is open; zero: none
	LinkViews    int           // how often the number was shown through it
	Steps        []ApplicationStep
	Erased       bool   // its person was erased
	Owed         []Owed // messages to the seeker
}

// ApplicationState is how far an application has come.
type ApplicationState string

// The states; from NotContacted on they are outcomes.
const (
	Applied      ApplicationState = "applied"
	Referred     ApplicationState = "referred"
	Withdrawn    ApplicationState = "withdrawn"     // by the seeker; only he opens it again
	NotContacted ApplicationState = "not_contacted" // 未联系上
	NotHired     ApplicationState = "not_hired"     // 未录用
	Hired        ApplicationState = "hired"         // 已上岗
	Declined     ApplicationState = "declined"      // 本人放弃
	LeftWork     ApplicationState = "left"          // 离岗
)

// ApplicationTerms names the states in Chinese.
var ApplicationTerms = map[ApplicationState]string{
	Applied: "已应聘", Referred: "已推荐", Withdrawn: "已撤回", NotContacted: "未联系上",
	NotHired: "未录用", Hired: "已上岗", Declined: "本人放弃", LeftWork: "离岗",
}

// ApplicationStep is one thing that happened to an application. Steps are only added.
type ApplicationStep struct {
	Kind        ApplicationStepKind
	At          time.Time
	By          string           // account, or employerParty and the employer's id; empty once its account is gone
	SiteID      string           // for which By acted; empty for the seeker and the employer
	Outcome     ApplicationState // of an outcome
	StartedOn   calendar.Date    // of an employer's answer; may be zero
	Through     string           // account that made the employer's link
	PlacementID string           // of a placement
	Note        string           // sealed; may be empty
}

// ApplicationStepKind is what a step is.
type ApplicationStepKind string

// The kinds.
const (
	StepApplied   ApplicationStepKind = "applied"
	StepWithdrawn ApplicationStepKind = "withdrawn"
	StepReferred  ApplicationStepKind = "referred"
	StepLinked    ApplicationStepKind = "linked" // a link for the employer was made
	StepAnswered  ApplicationStepKind = "answered"
	StepOutcome   ApplicationStepKind = "outcome"  // staff noted what became of it
	StepReopened  ApplicationStepKind = "reopened" // staff took an outcome back
	StepPlaced    ApplicationStepKind = "placed"
	StepErased    ApplicationStepKind = "erased" // the seeker deleted himself
)

// ApplicationFilter narrows a site's list of applications.
type ApplicationFilter struct {
	SiteID    string
	PostingID string           // empty: any
	State     ApplicationState // empty: any
	Page      Page
}

// ApplicationStore keeps applications.
type ApplicationStore interface {
	// InsertApplication keeps n, or answers created=false and the one that has the
	// same person and posting.
	InsertApplication(ctx context.Context, n Application) (kept Application, created bool, err error)
	Application(ctx context.Context, id string) (Application, error)
	UpdateApplication(ctx context.Context, id string, change func(*Application) error) (Application, error)
	Applications(ctx context.Context, f ApplicationFilter) ([]Application, error)
	// ApplicationsOfPeople lists, newest first, those of any of them.
	ApplicationsOfPeople(ctx context.Context, personIDs []string, p Page) ([]Application, error)
	ApplicationsOfAccount(ctx context.Context, accountID string, p Page) ([]Application, error)
	// ApplicationByLink finds the one whose open link has this hash.
	ApplicationByLink(ctx context.Context, code string) (Application, error)
}

// ApplicationView is an application with those whom it joins, as staff may see it.
type ApplicationView struct {
	Application
	Person     Person
	Posting    Posting
	Enterprise Enterprise
	May        ApplicationMay
}

// ApplicationMay says which steps a screen may offer.
type ApplicationMay struct {
	Refer   bool `json:"refer"`
	Outcome bool `json:"outcome" doc:"Note what became of it"`
	Ask     bool `json:"ask" doc:"Make a link for the employer"`
	Reopen  bool `json:"reopen" doc:"Take the outcome back"`
	Place   bool `json:"place" doc:"Record that the person started work"`
	Letter  bool `json:"letter"`
}

// may is what the actor could do to the application now; placed says that a placement
// of it stands.
func (n Application) may(a Actor, placed bool) ApplicationMay {
	if n.Erased || !a.may(referSeekers, n.SiteID, n.County) {
		return ApplicationMay{}
	}
	sent := n.ReferredBy != "" && n.State != Withdrawn
	return ApplicationMay{
		Refer:   n.State != Referred && n.State != Hired && (n.State != Withdrawn || n.AccountID == ""),
		Outcome: n.State != Withdrawn,
		Ask:     n.askable(),
		Reopen:  n.concluded() && !placed,
		Place:   sent && n.placeable() == nil,
		Letter:  sent,
	}
}

// openPosting is a posting that somebody can be sent to now. One that never was
// public looks missing.
func (s *Service) openPosting(ctx context.Context, id string) (Posting, error) {
	n, err := s.store.Posting(ctx, id)
	switch {
	case err != nil:
		return Posting{}, missing(err)
	case n.AcceptedAt.IsZero():
		return Posting{}, ErrNotFound
	case !n.Open(s.today()):
		return Posting{}, errPostingClosed
	}
	return n, nil
}

// keepApplication opens the application of a person to a posting, or changes the one
// that there is: of parallel calls one makes it, and the others change what it made.
func (s *Service) keepApplication(ctx context.Context, fresh Application, change func(*Application) error) (n Application, created bool, err error) {
	fresh.ID, fresh.Rev = newID(), 1
	if err := change(&fresh); err != nil {
		return Application{}, false, err
	}
	kept, created, err := s.store.InsertApplication(ctx, fresh)
	if err == nil && !created {
		kept, err = s.store.UpdateApplication(ctx, kept.ID, change)
	}
	if err == nil {
		s.pay(ctx, ApplicationNoun, kept.ID, kept.Owed)
	}
	return kept, created, err
}
