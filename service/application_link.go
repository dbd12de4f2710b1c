package service

import (
	"context"
	"crypto/rand"
	"errors"
	"time"
)

// ApplicationQuestion is what an employer is asked about somebody who was sent to him:
// what the person can do, no phone, no document, and nothing of what is sensitive.
type ApplicationQuestion struct {
	Application Application
	Posting     Posting
	Person      Person // to be shown by masked name only
	Enterprise  Enterprise
	Site        Site
	Occupations []string
	Skills      []string
	PhoneShared bool // the number can be had
}

// ViewsLeft is how often the number can still be shown.
func (q ApplicationQuestion) ViewsLeft() int {
	if !q.PhoneShared {
		return 0
	}
	return mostLinkViews - q.Application.LinkViews
}

// mostLinkViews is how often one link shows the number: the people of an employer,
// and a page that was closed too soon.
const mostLinkViews = 5

var (
	errAsk       = &Error{Kind: Conflict, Code: "application_state", Message: "已有办理结果，无需向用人单位核实；结果有误的，请先撤销"}
	errNotShared = &Error{Kind: Conflict, Code: "phone_not_shared", Message: "求职者尚未本人应聘，或该岗位已下架，联系电话暂不显示，请联系介绍站点"}
	errManyViews = &Error{Kind: Conflict, Code: "too_many_views", Message: "该链接查看联系电话的次数已用完，请联系介绍站点"}
)

// EmployerOutcomes are what an employer can answer.
var EmployerOutcomes = []ApplicationState{Hired, NotHired, NotContacted, Declined}

// askable reports whether the employer can be asked now.
func (n Application) askable() bool {
	return !n.Erased && n.ReferredBy != "" && (n.State == Referred || n.State == NotContacted)
}

// MakeApplicationLink makes a code for the employer of a referral: he opens it, may
// see the number, and answers once. Staff of the referring site make it, since what it
// brings confirms nothing (ADR 0012). A new link takes the place of the one before;
// the code is in the answer and nowhere else.
func (s *Service) MakeApplicationLink(ctx context.Context, a Actor, id string) (code string, l EmployerLink, err error) {
	if err := s.checkLinkOpens(ctx, a, id); err != nil {
		return "", EmployerLink{}, err
	}
	code = rand.Text() // 130 bits
	l = EmployerLink{hashToken(code), a.Account.ID, s.now(), s.now().Add(employerLinkTTL)}
	_, err = s.changeApplication(ctx, a, id, func(n *Application) error {
		switch {
		case n.ReferredBy == "":
			return errNotReferred
		case !n.askable():
			return errAsk
		}
		n.Link, n.LinkViews = l, 0
		return n.add(ApplicationStep{Kind: StepLinked, At: s.now(), By: a.Account.ID, SiteID: n.SiteID})
	})
	return code, l, err
}

// checkLinkOpens refuses to make a link that would be dead: see linkedApplication.
func (s *Service) checkLinkOpens(ctx context.Context, a Actor, id string) error {
	v, err := s.Application(ctx, a, id)
	switch {
	case err != nil:
		return err
	case !v.Erased && !s.mayContact(v.Person):
		return errNoConsent
	case v.Posting.Status == Void:
		return errPostingClosed
	}
	return nil
}

// OpenApplicationLink answers what an open link asks.
func (s *Service) OpenApplicationLink(ctx context.Context, code string) (q ApplicationQuestion, err error) {
	if q, err = s.linkedApplication(ctx, code); err != nil {
		return ApplicationQuestion{}, err
	}
	if q.Enterprise, err = s.store.Enterprise(ctx, q.Application.EnterpriseID); err != nil {
		return ApplicationQuestion{}, err
	}
	if q.Site, err = s.store.Site(ctx, q.Application.SiteID); err != nil {
		return ApplicationQuestion{}, err
	}
	q.Occupations, q.Skills, err = s.abilities(ctx, q.Application.PersonID)
	q.PhoneShared = s.shares(q) == nil
	return q, err
}

// abilities are what the newest registrations say that a person wants and can do,
// without numbers that somebody wrote into it.
func (s *Service) abilities(ctx context.Context, personID string) (occupations, skills []string, err error) {
	err = s.eachHome(ctx, personID, func(r Registration) {
		if len(occupations) == 0 {
			occupations = hideNumbersIn(r.Intent.Occupations)
		}
		if len(skills) == 0 {
			skills = hideNumbersIn(r.Profile.Skills)
		}
	})
	return occupations, skills, err
}

func hideNumbersIn(texts []string) []string {
	out := make([]string, len(texts))
	for i, text := range texts {
		out[i] = hideNumbers(text)
	}
	return out
}

// shares refuses the number unless the seeker himself applied for a posting that is
// still public.
func (s *Service) shares(q ApplicationQuestion) error {
	switch {
	case !s.sharesNumber(q.Application, q.Posting, q.Person):
		return errNotShared
	case q.Person.Phone == "":
		return errNoPhone
	}
	return nil
}

// PhoneByLink answers the number to an employer. That it was shown is kept first, and
// is there for the seeker to see. A withdrawal that was acknowledged before is always
// obeyed, because the view is counted in the application itself.
func (s *Service) PhoneByLink(ctx context.Context, code string) (string, error) {
	q, err := s.linkedApplication(ctx, code)
	if err != nil {
		return "", err
	}
	if err := s.shares(q); err != nil {
		return "", err
	}
	n, err := s.store.UpdateApplication(ctx, q.Application.ID, func(n *Application) error {
		switch {
		case !n.asks(hashToken(code), s.now()):
			return errEmployerLink
		case !n.Shared:
			return errNotShared
		case n.LinkViews >= mostLinkViews:
			return errManyViews
		}
		n.LinkViews++
		return nil
	})
	if err != nil {
		return "", err
	}
	return s.showPhone(ctx, View{
		PersonID: n.PersonID, By: employerParty + n.EnterpriseID, Via: ViaLink, SiteID: n.SiteID,
		ApplicationID: n.ID, Through: n.Link.MadeBy, Shown: []string{ShownPhone}, Reason: "应聘联系",
	})
}

// AnswerApplicationLink keeps the employer's answer and closes the link, in one write:
// of parallel answers one is heard. It confirms no placement.
func (s *Service) AnswerApplicationLink(ctx context.Context, code string, in OutcomeInput) error {
	st, err := s.outcomeStep(in, EmployerOutcomes)
	if err != nil {
		return err
	}
	q, err := s.linkedApplication(ctx, code)
	if err != nil {
		return err
	}
	n, err := s.store.UpdateApplication(ctx, q.Application.ID, s.telling(func(n *Application) error {
		if !n.asks(hashToken(code), s.now()) {
			return errEmployerLink
		}
		st := st
		st.Kind, st.By, st.Through = StepAnswered, employerParty+n.EnterpriseID, n.Link.MadeBy
		n.closeLink()
		return n.conclude(st)
	}))
	if err == nil {
		s.pay(ctx, ApplicationNoun, n.ID, n.Owed)
	}
	return err
}

// asks reports whether the application's open link has this hash.
func (n Application) asks(hash string, now time.Time) bool {
	return n.Link.Code != "" && n.Link.Code == hash && n.Link.ExpiresAt.After(now) && n.askable()
}

// linkedApplication finds what an open link is about. It dies with the right of its
// maker, with the posting, and with the seeker's consent.
func (s *Service) linkedApplication(ctx context.Context, code string) (q ApplicationQuestion, err error) {
	if len(code) != employerCodeLength {
		return q, errEmployerLink
	}
	q.Application, err = s.store.ApplicationByLink(ctx, hashToken(code))
	if errors.Is(err, ErrNoRecord) || err == nil && !q.Application.asks(hashToken(code), s.now()) {
		return q, errEmployerLink
	}
	if err != nil {
		return q, err
	}
	if err := s.checkLinkRight(ctx, q.Application.Link.MadeBy, referSeekers, q.Application.SiteID, q.Application.County); err != nil {
		return q, err
	}
	if q.Posting, err = s.store.Posting(ctx, q.Application.PostingID); err != nil {
		return q, err
	}
	if q.Person, err = s.store.Person(ctx, q.Application.PersonID); err != nil {
		return q, err
	}
	if q.Posting.Status == Void || !s.mayContact(q.Person) {
		err = errEmployerLink
	}
	return q, err
}
