package service

import (
	"context"
	"slices"
	"time"
)

// Letter is a 推荐介绍信 with its 回执 to be torn off: what the seeker carries to the
// employer.
type Letter struct {
	Application Application
	Person      Person // whose name is printed in full, the document's number masked
	Posting     Posting
	Enterprise  Enterprise
	Site        Site
	ReferredAt  time.Time
}

// Letter answers the letter of a referral. Because it shows the full name, that it was
// made is kept as a view before.
func (s *Service) Letter(ctx context.Context, a Actor, id string) (l Letter, err error) {
	n, err := s.application(ctx, a, id, referSeekers)
	if err != nil {
		return Letter{}, err
	}
	if n.Erased {
		return Letter{}, errGone
	}
	if !n.may(a, false).Letter {
		return Letter{}, errNotReferred
	}
	if err := s.allowView(ctx, a); err != nil {
		return Letter{}, err
	}
	l.Application = n
	if l.Posting, err = s.store.Posting(ctx, n.PostingID); err != nil {
		return Letter{}, err
	}
	if l.Enterprise, err = s.store.Enterprise(ctx, n.EnterpriseID); err != nil {
		return Letter{}, err
	}
	if l.Site, err = s.store.Site(ctx, n.SiteID); err != nil {
		return Letter{}, err
	}
	err = s.keepView(ctx, View{PersonID: n.PersonID, By: a.Account.ID, Via: ViaLetter, SiteID: n.SiteID, ApplicationID: n.ID,
		Shown: []string{ShownName}, Reason: "打印推荐介绍信"})
	if err != nil {
		return Letter{}, err
	}
	for _, st := range slices.Backward(n.Steps) {
		if st.Kind == StepReferred {
			l.ReferredAt = st.At
			break
		}
	}
	if l.Person, err = s.store.Person(ctx, n.PersonID); err == nil && !s.mayContact(l.Person) {
		return Letter{}, errNoConsent
	}
	return l, err
}
