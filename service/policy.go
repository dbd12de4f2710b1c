package service

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// PolicyVersion is one entry in the log of policies (口径): how the form is read
// from a day on. Entries are added and never changed; of two with the same first
// day the later one rules.
type PolicyVersion struct {
	Version  string            // first day and a serial, "2027-01-01.1"; made here
	No       int64             // its place in the log, 1, 2, 3 …; the built-in one is 0
	From     calendar.Date     // first day in force
	Settings map[string]string // every setting that there was when it was made
	Note     string            // why
	By       string            // account id; empty for the built-in one
	At       time.Time         // zero for the built-in one
}

// PolicyView is a version with what it decides now.
type PolicyView struct {
	PolicyVersion
	InForce bool  // it is the one in force today
	Years   []int // the years that it scores, up to the last one that any version names
	Onwards bool  // it also scores every year after those
}

// PolicyInput is what is sent to add a version.
type PolicyInput struct {
	From     calendar.Date
	Settings map[string]string // those that differ from the version in force on From
	Note     string
}

// PolicyMay says what a screen may offer.
type PolicyMay struct {
	Put bool `json:"put"`
	Try bool `json:"try"`
}

// PolicyStore keeps the log of policies.
type PolicyStore interface {
	// InsertPolicy appends p, or answers ErrExists when its Version or its No is
	// taken: somebody else was first.
	InsertPolicy(ctx context.Context, p PolicyVersion) error
	// Policies lists the entries whose No is greater than after, in order of No,
	// with all that anybody was acknowledged before.
	Policies(ctx context.Context, after int64) ([]PolicyVersion, error)
}

// policyYears is how many years ahead a policy may begin: further is a slip of the
// pen, and no entry is ever taken back.
const policyYears = 5

// policyTries bounds how often a version is made anew because somebody else's came
// between.
const policyTries = 20

var errPolicyPast = &Error{Kind: Conflict, Code: "policy_year_past",
	Message: "过去的年度始终按当时的口径计分，新口径只能从本年度或以后开始"}

// PutPolicy adds a version, or answers created=false and the one in force on its
// first day when that has the very settings already. It concerns this year and
// later ones: a year that is over keeps its policy for good.
func (s *Service) PutPolicy(ctx context.Context, a Actor, in PolicyInput) (v PolicyView, created bool, err error) {
	if !a.mayAnywhere(writePolicies) {
		return PolicyView{}, false, ErrForbidden
	}
	if in.Note, err = s.checkPolicy(in); err != nil {
		return PolicyView{}, false, err
	}
	for range policyTries {
		v, created, err := s.addPolicy(ctx, a, in)
		if !errors.Is(err, ErrExists) {
			return v, created, err
		}
	}
	return PolicyView{}, false, ErrUnavailable.Because(errors.New("too many policies at once"))
}

func (s *Service) checkPolicy(in PolicyInput) (note string, err error) {
	var p problems
	note = p.text("body.note", in.Note, 2, 500)
	switch this := s.today().Year; {
	case in.From.IsZero():
		p.add("body.from", "required", "请填写口径从哪一天起执行")
	case in.From.Year > this+policyYears:
		p.add("body.from", "date_too_far", "起始日期太远，请核对年份")
	case in.From.Year < this && p.err() == nil:
		return note, errPolicyPast
	}
	return note, p.err()
}

// addPolicy makes a version out of all those before it. ErrExists says that these
// were not all.
func (s *Service) addPolicy(ctx context.Context, a Actor, in PolicyInput) (v PolicyView, created bool, err error) {
	if err := s.LoadPolicies(ctx); err != nil {
		return PolicyView{}, false, err
	}
	book := s.book()
	before := book.on(in.From)
	reading, err := before.With(in.Settings)
	if err != nil {
		return PolicyView{}, false, refuseSettings("body.settings", err)
	}
	if reading == before.Policy {
		return book.view(before, s.today()), false, nil
	}
	next := PolicyVersion{
		Version: book.name(in.From), No: book.last() + 1, From: in.From, Settings: reading.Settings(),
		Note: in.Note, By: a.Account.ID, At: s.now(),
	}
	if err := bounded(ctx, func(ctx context.Context) error { return s.store.InsertPolicy(ctx, next) }); err != nil {
		return PolicyView{}, false, err
	}
	if err := s.extendPolicies([]PolicyVersion{next}); err != nil {
		return PolicyView{}, false, err
	}
	if err := s.relay.Publish(context.WithoutCancel(ctx), Event{Policies: true}); err != nil {
		s.log.WarnContext(ctx, "policy not relayed", "error", err) // the others look by themselves
	}
	v, _ = s.book().find(next.Version, s.today())
	return v, true, nil
}

// refuseSettings makes a refusal of a setting that there is not.
func refuseSettings(location string, err error) error {
	var wrong *rubric.SettingError
	if errors.As(err, &wrong) {
		return invalid(location, "policy_setting", wrong.Error())
	}
	return err
}

// Policies lists every version, newest first, the built-in one last, to all who
// are logged in.
func (s *Service) Policies(a Actor) ([]PolicyView, PolicyMay) {
	book := s.book()
	views := make([]PolicyView, len(book.log))
	for i, e := range book.log {
		views[i] = book.view(e, s.today())
	}
	slices.Reverse(views)
	return views, PolicyMay{Put: a.mayAnywhere(writePolicies), Try: a.mayAnywhere(tryPolicies)}
}

// PolicyVersion answers one version by its name.
func (s *Service) PolicyVersion(version string) (PolicyView, error) {
	v, ok := s.book().find(version, s.today())
	if !ok {
		return PolicyView{}, ErrNotFound
	}
	return v, nil
}
