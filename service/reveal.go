package service

import (
	"context"
	"time"
)

// RevealInput is what somebody wants to see of a person, and why.
type RevealInput struct {
	Reason   string
	IDNumber bool // the document's number, too
}

// Revealed is what is shown.
type Revealed struct {
	Phone    string // may be empty where the document's number was asked for
	IDNumber string // empty unless asked for
}

// mostViewsPerDay is per account, over everything that is shown: a busy counter calls
// some dozens of people.
const mostViewsPerDay = 200

var (
	errNotToCall  = &Error{Kind: Conflict, Code: "consent_withdrawn", Message: "该求职者已撤回同意，不再显示联系方式"}
	errNoIDNumber = &Error{Kind: Conflict, Code: "no_id_number", Message: "该求职者没有登记证件号码"}
	errManyToday  = &Error{Kind: Limited, Code: "too_many_views", Message: "今天查看完整信息的次数过多，请明天再试或联系主管部门"}
)

// RevealPerson answers the full number of a person who is registered where the actor
// works or whom he supervises; the document's only to managers and supervisors. That
// it was shown, to whom and why, is kept before and is there for the person to see.
func (s *Service) RevealPerson(ctx context.Context, a Actor, personID string, in RevealInput) (Revealed, error) {
	var p problems
	reason := p.text("body.reason", in.Reason, 2, 200)
	if err := p.err(); err != nil {
		return Revealed{}, err
	}
	op, shown := revealPhones, []string{ShownPhone}
	if in.IDNumber {
		op, shown = revealIDs, append(shown, ShownIDNumber)
	}
	home, err := s.registeredWith(ctx, a, op, personID, "")
	if err != nil {
		return Revealed{}, err
	}
	if err := s.allowView(ctx, a); err != nil {
		return Revealed{}, err
	}
	if _, err := s.revealable(ctx, personID, in); err != nil {
		return Revealed{}, err
	}
	err = s.keepView(ctx, View{
		PersonID: personID, By: a.Account.ID, Via: ViaReveal, SiteID: home.SiteID,
		Supervises: !a.worksAt(home.SiteID), Shown: shown, Reason: reason,
	})
	if err != nil {
		return Revealed{}, err
	}
	person, err := s.revealable(ctx, personID, in) // as it is now that the view is on record
	if err != nil {
		return Revealed{}, err
	}
	out := Revealed{Phone: person.Phone}
	if in.IDNumber {
		out.IDNumber = person.Identity.Number
	}
	return out, nil
}

// revealable refuses a person who is not to be called, and one of whom there is nothing
// to show.
func (s *Service) revealable(ctx context.Context, personID string, in RevealInput) (Person, error) {
	p, err := s.store.Person(ctx, personID)
	switch {
	case err != nil:
		return Person{}, missing(err)
	case p.forgotten():
		return Person{}, ErrNotFound
	case !s.mayContact(p):
		return Person{}, errNotToCall
	case in.IDNumber && p.Identity.IsZero():
		return Person{}, errNoIDNumber
	case !in.IDNumber && p.Phone == "":
		return Person{}, errNoPhone
	}
	return p, nil
}

// allowView bounds what one account is shown, by the minute and by the day.
func (s *Service) allowView(ctx context.Context, a Actor) error {
	if err := s.allow(ctx, "reveal:"+a.Account.ID, revealsPerMinute); err != nil {
		return err
	}
	seen, err := s.store.ViewsBy(ctx, a.Account.ID, s.today().Start(), mostViewsPerDay)
	if err == nil && seen >= mostViewsPerDay {
		e := *errManyToday
		e.RetryAfter = s.today().AddDays(1).Start().Sub(s.now()).Truncate(time.Second)
		err = &e
	}
	return err
}

// allow refuses what happens too often under a key.
func (s *Service) allow(ctx context.Context, key string, perMinute int) error {
	ok, wait := s.limits.Allow(ctx, key, perMinute)
	if ok {
		return nil
	}
	e := *ErrLimited
	e.RetryAfter = wait
	return &e
}
