package service

import (
	"context"
	"slices"

	"github.com/quanjiuye/backend/service/calendar"
)

// ReferInput is whom staff send where.
type ReferInput struct {
	PersonID  string
	PostingID string
	IDNumber  string // needed for a fixed post when it is not known yet
	SiteID    string // for which the caller acts; empty: where he may and the person is registered
	Note      string // may be empty
}

// Refer sends a person who is registered at a site of the caller's to an open posting
// of any site (推荐). One whom the site has sent there already answers created=false.
func (s *Service) Refer(ctx context.Context, a Actor, in ReferInput) (v ApplicationView, created bool, err error) {
	var p problems
	note := p.text("body.note", in.Note, 0, 200)
	id := s.cleanIdentity(in.IDNumber, &p)
	if err := p.err(); err != nil {
		return ApplicationView{}, false, err
	}
	home, err := s.registeredWith(ctx, a, referSeekers, in.PersonID, in.SiteID)
	if err != nil {
		return ApplicationView{}, false, err
	}
	posting, err := s.openPosting(ctx, in.PostingID)
	if err != nil {
		return ApplicationView{}, false, err
	}
	person, err := s.store.Person(ctx, in.PersonID)
	switch {
	case err != nil:
		return ApplicationView{}, false, missing(err)
	case person.forgotten():
		return ApplicationView{}, false, ErrNotFound
	case !s.mayContact(person):
		return ApplicationView{}, false, errNoConsent
	}
	if person, err = s.showIdentity(ctx, posting, person, id); err != nil {
		return ApplicationView{}, false, err
	}
	n := Application{PersonID: person.ID, PostingID: posting.ID, EnterpriseID: posting.EnterpriseID}
	n, created, err = s.keepApplication(ctx, n, s.telling(func(n *Application) error { return n.refer(a, home, note, s.now()) }))
	if err != nil {
		return ApplicationView{}, false, err
	}
	v, err = s.viewApplication(ctx, a, n)
	return v, created, err
}

// registeredWith is the person's newest registration (at a site, if one is named) that
// lies where the actor may do op. Whoever sees none is told the same as if there were
// nobody.
func (s *Service) registeredWith(ctx context.Context, a Actor, op operation, personID, siteID string) (home Registration, err error) {
	seen := false
	err = s.eachHome(ctx, personID, func(r Registration) {
		if siteID != "" && r.SiteID != siteID {
			return
		}
		seen = seen || a.may(readRecords, r.SiteID, r.County)
		if home.ID == "" && a.may(op, r.SiteID, r.County) {
			home = r
		}
	})
	switch {
	case err != nil:
	case !seen:
		err = ErrNotFound
	case home.ID == "":
		err = ErrForbidden
	}
	return home, err
}

// OutcomeInput is what became of an application.
type OutcomeInput struct {
	Outcome   ApplicationState
	StartedOn calendar.Date // of Hired, perhaps
	Note      string        // may be empty
}

// Conclude notes what staff heard of an application: from the seeker or the employer,
// by phone or at the counter.
func (s *Service) Conclude(ctx context.Context, a Actor, id string, in OutcomeInput) (ApplicationView, error) {
	st, err := s.outcomeStep(in, Outcomes)
	if err != nil {
		return ApplicationView{}, err
	}
	return s.changeApplication(ctx, a, id, func(n *Application) error {
		st := st
		st.Kind, st.By, st.SiteID = StepOutcome, a.Account.ID, n.SiteID
		return n.conclude(st)
	})
}

// latestStart is how far ahead a start of work may be told.
const latestStart = 180

func (s *Service) outcomeStep(in OutcomeInput, allowed []ApplicationState) (ApplicationStep, error) {
	var p problems
	st := ApplicationStep{At: s.now(), Outcome: in.Outcome, Note: p.text("body.note", in.Note, 0, 200)}
	if !slices.Contains(allowed, in.Outcome) {
		p.add("body.outcome", "outcome", "请选择办理结果")
	}
	if d := in.StartedOn; !d.IsZero() && in.Outcome == Hired {
		if d.After(s.today().AddDays(latestStart)) || d.Year < s.today().Year-earliestYears {
			p.add("body.started_on", "date_range", "上岗日期不在合理范围内")
		}
		st.StartedOn = d
	}
	return st, p.err()
}

// changeApplication is how staff of the site that looks after it change one.
func (s *Service) changeApplication(ctx context.Context, a Actor, id string, change func(*Application) error) (ApplicationView, error) {
	n, err := s.application(ctx, a, id, referSeekers)
	if err != nil {
		return ApplicationView{}, err
	}
	n, err = s.store.UpdateApplication(ctx, n.ID, s.telling(func(n *Application) error {
		if err := a.touch(referSeekers, n.SiteID, n.County); err != nil { // another site may have taken it over
			return err
		}
		if n.Erased {
			return errGone
		}
		return change(n)
	}))
	if err != nil {
		return ApplicationView{}, err
	}
	s.pay(ctx, ApplicationNoun, n.ID, n.Owed)
	return s.viewApplication(ctx, a, n)
}

func (s *Service) application(ctx context.Context, a Actor, id string, op operation) (Application, error) {
	n, err := s.store.Application(ctx, id)
	if err != nil {
		return Application{}, missing(err)
	}
	return n, a.touch(op, n.SiteID, n.County)
}
