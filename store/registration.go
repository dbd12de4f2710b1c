package store

import (
	"context"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

type registrationDoc struct {
	ID               string   `json:"_id"`
	Rev              int64    `json:"rev"`
	SiteID           string   `json:"site_id"`
	County           string   `json:"county"`
	Month            string   `json:"month"`
	PersonID         string   `json:"person_id"`
	AccountID        string   `json:"account_id"`
	RegisteredOn     string   `json:"registered_on"`
	EmploymentStatus string   `json:"employment_status"`
	Occupations      []string `json:"occupations"` // in clear, of documents from before Intent; empty in others
	Area             string   `json:"area"`        // the same
	Intent           []byte   `json:"intent"`      // sealed
	Profile          []byte   `json:"profile"`     // sealed
	ConsentVersion   string   `json:"consent_version"`
	Complete         bool     `json:"complete"`
	AddedTo          bool     `json:"added_to"`
	Erased           bool     `json:"erased"`
	Status           string   `json:"status"`
	Trail            trailDoc `json:"trail"`
}

func (s *Store) registrations() table[registrationDoc, service.Registration] {
	return table[registrationDoc, service.Registration]{s, "registrations", s.newRegistrationDoc, s.registration,
		func(n *service.Registration) *int64 { return &n.Rev }}
}

func (s *Store) newRegistrationDoc(n service.Registration) (registrationDoc, error) {
	o := s.opener("registrations", n.ID)
	return registrationDoc{
		ID: n.ID, Rev: n.Rev, SiteID: n.SiteID, County: n.County, Month: n.Month.String(),
		PersonID: n.PersonID, AccountID: n.AccountID, RegisteredOn: n.RegisteredOn.String(),
		EmploymentStatus: n.EmploymentStatus,
		Intent:           o.sealJSON(n.Intent, len(n.Intent.Occupations) == 0 && n.Intent.Area == "", "intent"),
		Profile:          o.sealJSON(n.Profile, n.Profile.Empty(), "profile"),
		ConsentVersion:   n.ConsentVersion, Complete: n.Complete, AddedTo: n.AddedTo, Erased: n.Erased, Status: string(n.Status), Trail: newTrailDoc(n.Trail),
	}, o.err
}

func (s *Store) registration(d registrationDoc) (service.Registration, error) {
	o := s.opener("registrations", d.ID)
	n := service.Registration{
		ID: d.ID, Rev: d.Rev, SiteID: d.SiteID, County: d.County, Month: month(d.Month),
		PersonID: d.PersonID, AccountID: d.AccountID, RegisteredOn: day(d.RegisteredOn),
		EmploymentStatus: d.EmploymentStatus, Intent: service.Intent{Occupations: d.Occupations, Area: d.Area},
		ConsentVersion: d.ConsentVersion, Complete: d.Complete, AddedTo: d.AddedTo, Erased: d.Erased, Trail: d.Trail.trail(d.Status),
	}
	o.openJSON(d.Intent, &n.Intent, "intent")
	o.openJSON(d.Profile, &n.Profile, "profile")
	return n, o.err
}

// InsertRegistration implements service.RegistrationStore.
func (s *Store) InsertRegistration(ctx context.Context, n service.Registration) (service.Registration, bool, error) {
	return s.registrations().ensure(ctx, n, Query{Where: []Cond{
		eq("site_id", n.SiteID), eq("month", n.Month.String()), eq("person_id", n.PersonID)}})
}

// Registration implements service.RegistrationStore.
func (s *Store) Registration(ctx context.Context, id string) (service.Registration, error) {
	return s.registrations().get(ctx, id)
}

// UpdateRegistration implements service.RegistrationStore.
func (s *Store) UpdateRegistration(ctx context.Context, id string, change func(*service.Registration) error) (service.Registration, error) {
	return s.registrations().update(ctx, id, change)
}

// Registrations implements service.RegistrationStore.
func (s *Store) Registrations(ctx context.Context, f service.RecordFilter) ([]service.Registration, error) {
	return s.registrations().find(ctx, records(f))
}

// RegistrationsOfAccount implements service.RegistrationStore.
func (s *Store) RegistrationsOfAccount(ctx context.Context, accountID string, p service.Page) ([]service.Registration, error) {
	return s.registrations().find(ctx, page(p, eq("account_id", accountID)))
}

// RegistrationsOfPerson implements service.RegistrationStore.
func (s *Store) RegistrationsOfPerson(ctx context.Context, personID string, p service.Page) ([]service.Registration, error) {
	return s.registrations().find(ctx, page(p, eq("person_id", personID)))
}

// RegistrationsOfPeople implements service.RegistrationStore.
func (s *Store) RegistrationsOfPeople(ctx context.Context, personIDs []string, p service.Page) ([]service.Registration, error) {
	if len(personIDs) == 0 {
		return nil, nil
	}
	return s.registrations().find(ctx, page(p, Cond{"person_id", In, personIDs}))
}

func (s *Store) registrationFacts(ctx context.Context, siteID string, m calendar.Month) ([]service.RegistrationFact, error) {
	var docs []registrationDoc
	err := s.engine.Find(ctx, "registrations", Query{
		Where:  []Cond{eq("site_id", siteID), eq("month", m.String()), counting()},
		Fields: []string{"status", "complete", "registered_on", "person_id", "trail.recorded_at"},
		Latest: service.WantsLatest(ctx),
	}, &docs)
	if err != nil {
		return nil, fault("read registration facts", err)
	}
	facts := make([]service.RegistrationFact, len(docs))
	for i, d := range docs {
		facts[i] = service.RegistrationFact{PersonID: d.PersonID, Day: day(d.RegisteredOn), At: fromMillis(d.Trail.RecordedAt),
			Confirmed: d.Status == string(service.Confirmed), Complete: d.Complete}
	}
	return facts, nil
}
