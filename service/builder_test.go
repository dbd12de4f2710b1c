package service_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

func ptr[T any](v T) *T { return &v }

// login is the account of openID with the roles that it has now.
func (w *world) login(openID string) service.Login {
	w.Helper()
	l, err := w.LoginWeChat(context.Background(), openID)
	check(w, err)
	return l
}

// hold gives openID a role and logs it in.
func (w *world) hold(openID string, role service.Role, scope string) service.Actor {
	w.Helper()
	check(w, w.GiveRole(context.Background(), openID, "", role, scope))
	return w.login(openID).Actor
}

// site opens a market in Fengze at the beginning of the year, unless told
// otherwise.
func (w *world) site(change ...func(*service.Site)) service.Site {
	w.Helper()
	in := service.Site{Name: "东海零工市场", Kind: rubric.Market, County: "350503", OpenedOn: day(2026, 1, 1)}
	for _, c := range change {
		c(&in)
	}
	s, err := w.CreateSite(context.Background(), w.city, in)
	check(w, err)
	return s
}

func inCounty(county string) func(*service.Site) { return func(s *service.Site) { s.County = county } }

func opened(on calendar.Date) func(*service.Site) { return func(s *service.Site) { s.OpenedOn = on } }

func station(s *service.Site) { s.Kind = rubric.Station }

// team is who works at a site.
type team struct {
	site                 service.Site
	manager, staff, mate service.Actor
}

func (w *world) team(change ...func(*service.Site)) team {
	w.Helper()
	s := w.site(change...)
	return team{
		s, w.hold("manager of "+s.ID, service.Manager, s.ID),
		w.hold("staff of "+s.ID, service.Staff, s.ID), w.hold("mate of "+s.ID, service.Staff, s.ID),
	}
}

// somebody is a job seeker whom nobody has met.
func (w *world) somebody() service.PersonInput {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.met++
	return service.PersonInput{Name: fmt.Sprint("求职者", w.met), Phone: fmt.Sprintf("138%08d", w.met)}
}

// registration is a complete one of today.
func registration(s service.Site, p service.PersonInput) service.RegistrationInput {
	return service.RegistrationInput{
		SiteID: s.ID, Person: p, EmploymentStatus: "失业", ConsentVersion: "2026-11",
		Intent: service.Intent{Occupations: []string{"保洁"}, Area: "丰泽"},
	}
}

// register records somebody today and must succeed.
func (w *world) register(a service.Actor, s service.Site, p service.PersonInput) service.RegistrationView {
	w.Helper()
	v, _, err := w.Register(context.Background(), a, registration(s, p))
	check(w, err)
	return v
}

// place records casual work that a registered person began today.
func (w *world) place(a service.Actor, s service.Site, person, employer string) service.PlacementView {
	w.Helper()
	v, _, err := w.Place(context.Background(), a, service.PlacementInput{
		SiteID: s.ID, PersonID: person, EmployerName: employer, Kind: service.Casual,
	})
	check(w, err)
	return v
}

// progress is what the site's own county sees now.
func (w *world) progress(s service.Site) service.Progress { return w.progressOn(s, calendar.Date{}) }

func (w *world) progressOn(s service.Site, asOf calendar.Date) service.Progress {
	w.Helper()
	p, err := w.Progress(context.Background(), w.city, s.ID, asOf)
	check(w, err)
	return p
}

// counts compares this month's figures of a site.
func (w *world) counts(s service.Site, recorded, verified service.Tallied) {
	w.Helper()
	months := w.progress(s).ByMonth
	got := months[len(months)-1].MonthCount
	if got.Recorded != recorded || got.Verified != verified {
		w.Fatalf("counted %+v, want %+v and %+v", got, recorded, verified)
	}
}

// registered is a column of so many persons who registered completely.
func registered(n int) service.Tallied { return service.Tallied{Registered: n, Complete: n} }

var none service.Tallied

// asError is errors.As for refusals.
func asError(err error, r **service.Error) bool { return errors.As(err, r) }
