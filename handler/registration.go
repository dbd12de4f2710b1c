package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/identity"
)

// RegistrationBody is a job seeker's registration. Only the service says what is
// missing: in a batch that refuses one record and not the hundred around it.
type RegistrationBody struct {
	SiteID           string   `json:"site_id" required:"false" doc:"Needed"`
	Name             string   `json:"name" required:"false" doc:"Needed"`
	Phone            string   `json:"phone" required:"false" doc:"Needed: mobile, or a Quanzhou landline"`
	IDNumber         string   `json:"id_number,omitempty" doc:"Resident ID, permit or passport"`
	EmploymentStatus string   `json:"employment_status,omitempty" doc:"Up to 32 characters" example:"失业"`
	Intent           Intent   `json:"intent,omitempty" required:"false"`
	Profile          *Profile `json:"profile,omitempty" doc:"What the form asks beyond the minimum; a later one takes the place of the one before"`
	ConsentVersion   string   `json:"consent_version" required:"false" doc:"Needed: the privacy notice in force, which the seeker agreed to (GET /v1/privacy-notice)" example:"2026-11"`
	RegisteredOn     string   `json:"registered_on,omitempty" format:"date" doc:"The day it happened; default today"`
}

// Intent is the work somebody looks for.
type Intent struct {
	Occupations []string `json:"occupations" required:"false" doc:"Up to 10"`
	Area        string   `json:"area" required:"false"`
}

func (b RegistrationBody) input() service.RegistrationInput {
	return service.RegistrationInput{
		SiteID:           b.SiteID,
		Person:           service.PersonInput{Name: b.Name, Phone: b.Phone, IDNumber: b.IDNumber},
		EmploymentStatus: b.EmploymentStatus,
		Intent:           service.Intent{Occupations: b.Intent.Occupations, Area: b.Intent.Area},
		Profile:          b.Profile.profile(),
		ConsentVersion:   b.ConsentVersion, RegisteredOn: date(b.RegisteredOn),
	}
}

// MyRegistrationBody is a seeker's own, who may know the site by its code alone.
type MyRegistrationBody struct {
	RegistrationBody
	SiteID string `json:"site_id,omitempty"`
	Scene  string `json:"scene,omitempty" doc:"What the scanned code said, in the place of site_id"`
}

func (b MyRegistrationBody) input() service.RegistrationInput {
	in := b.RegistrationBody.input()
	in.SiteID, in.Scene = b.SiteID, b.Scene
	return in
}

// Registration is a record as a screen shows it; personal data is masked.
type Registration struct {
	ID               string  `json:"id"`
	SiteID           string  `json:"site_id"`
	Month            string  `json:"month" example:"2026-11"`
	PersonID         string  `json:"person_id"`
	Status           string  `json:"status" enum:"recorded,confirmed,void"`
	Source           string  `json:"source" enum:"scan,staff,import"`
	Name             string  `json:"name" doc:"Masked"`
	Phone            string  `json:"phone" doc:"Masked"`
	IDNumber         string  `json:"id_number" doc:"Masked; empty if not given"`
	EmploymentStatus string  `json:"employment_status"`
	Intent           Intent  `json:"intent"`
	Profile          Profile `json:"profile"`
	ConsentVersion   string  `json:"consent_version"`
	Complete         bool    `json:"complete" doc:"Every minimum field is there"`
	Erased           bool    `json:"erased" doc:"Its person was erased; it counts without them"`
	RegisteredOn     string  `json:"registered_on"`
	Trail
	Adjustment bool        `json:"adjustment" doc:"Entered after its month was closed"`
	May        service.May `json:"may"`
}

// Trail is a record's history.
type Trail struct {
	RecordedBy  string   `json:"recorded_by"`
	RecordedAt  string   `json:"recorded_at"`
	ConfirmedBy string   `json:"confirmed_by"`
	ConfirmedAt string   `json:"confirmed_at"`
	VoidedBy    string   `json:"voided_by"`
	VoidedAt    string   `json:"voided_at"`
	VoidReason  string   `json:"void_reason"`
	RestoredBy  string   `json:"restored_by"`
	EvidenceBy  []string `json:"evidence_by" doc:"Who has attached evidence since; none of them may confirm"`
	Example     bool     `json:"example"`
}

func newTrail(t service.Trail) Trail {
	by := t.EvidenceBy
	if by == nil {
		by = []string{}
	}
	return Trail{t.RecordedBy, stamp(t.RecordedAt), t.ConfirmedBy, stamp(t.ConfirmedAt),
		t.VoidedBy, stamp(t.VoidedAt), t.VoidReason, t.RestoredBy, by, t.Example}
}

func newRegistration(v service.RegistrationView) Registration {
	occupations := v.Intent.Occupations
	if occupations == nil {
		occupations = []string{}
	}
	return Registration{
		ID: v.ID, SiteID: v.SiteID, Month: v.Month.String(), PersonID: v.PersonID,
		Status: string(v.Status), Source: string(v.Source),
		Name: identity.MaskName(v.Person.Name), Phone: identity.MaskPhone(v.Person.Phone), IDNumber: v.Person.Identity.Masked(),
		EmploymentStatus: v.EmploymentStatus, Intent: Intent{occupations, v.Intent.Area}, Profile: newProfile(v.Profile),
		ConsentVersion: v.ConsentVersion, Complete: v.Complete, Erased: v.Erased, RegisteredOn: v.RegisteredOn.String(),
		Trail: newTrail(v.Trail), Adjustment: v.Late, May: v.May,
	}
}

// MyRegistration is a record as the seeker sees it whom it is about: his own name and
// what his account told of his phone are not masked.
type MyRegistration struct {
	Registration
	Name    string `json:"name" doc:"In full where linked, masked otherwise"`
	Phone   string `json:"phone" doc:"In full where this account told it"`
	Linked  bool   `json:"linked" doc:"The account stands for the person: he can apply, sign up, see who saw his number"`
	Message string `json:"message" doc:"What to do when it is not linked, Chinese, for the screen; empty when it is"`
}

func newMyRegistration(v service.RegistrationView) MyRegistration {
	out := MyRegistration{Registration: newRegistration(v), Linked: v.Advice == "", Message: v.Advice}
	out.Name, out.Phone = out.Registration.Name, out.Registration.Phone
	if out.Linked {
		out.Name = v.Person.Name
	}
	if v.Person.Told.Phone.Self {
		out.Phone = v.Person.Phone
	}
	return out
}

// RecordsQuery narrows a site's list of records.
type RecordsQuery struct {
	PageQuery
	SiteID string `query:"site_id" required:"true" maxLength:"64"`
	Month  string `query:"month" pattern:"^[0-9]{4}-(0[1-9]|1[0-2])$" patternDescription:"2026-11 格式的月份"`
	Status string `query:"status" enum:"recorded,confirmed,void"`
}

func (q RecordsQuery) filter() service.RecordFilter {
	return service.RecordFilter{SiteID: q.SiteID, Month: month(q.Month), Status: service.Status(q.Status), Page: q.page()}
}

func (a *API) registrationRoutes() {
	tags := []string{"registrations"}
	type create struct {
		IdempotencyHeader
		Body RegistrationBody
	}
	route(a, huma.Operation{
		OperationID: "register", Method: http.MethodPost, Path: "/v1/registrations", DefaultStatus: http.StatusCreated,
		Summary: "Register a job seeker at my site", Tags: tags, Responses: alsoOK(),
		Description: "The same person, site and month again answers 200 with the first record; a complete sending fills in what an incomplete one lacked.",
	}, func(ctx context.Context, in *create) (*Reply[Registration], error) {
		v, created, err := a.svc.Register(ctx, actorOf(ctx), in.Body.input())
		return &Reply[Registration]{stored(created), newRegistration(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "register-me", Method: http.MethodPost, Path: "/v1/me/registrations", DefaultStatus: http.StatusCreated,
		Summary: "Register myself after scanning a site's code", Tags: tags, Responses: alsoOK(),
		Description: "Either site_id or scene. A scene counts as a scan of this day, too. Somebody whom staff or another account made known " +
			"is linked to this account when the number that WeChat vouches for (POST /v1/me/phone) and the name are those of the record; " +
			"otherwise linked is false and message says what to do.",
	}, func(ctx context.Context, in *struct {
		IdempotencyHeader
		Body MyRegistrationBody
	}) (*Reply[MyRegistration], error) {
		v, created, err := a.svc.RegisterMe(ctx, actorOf(ctx), in.Body.input())
		return &Reply[MyRegistration]{stored(created), newMyRegistration(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-my-registrations", Method: http.MethodGet, Path: "/v1/me/registrations",
		Summary: "My own registrations", Tags: tags,
		Description: "What this account registered, and what sites recorded of the people for whom it stands; of the latter what was told at the site is not shown.",
	}, func(ctx context.Context, in *PageQuery) (*Reply[List[MyRegistration]], error) {
		views, err := a.svc.MyRegistrations(ctx, actorOf(ctx), in.page())
		return &Reply[List[MyRegistration]]{http.StatusOK,
			list(views, in.Limit, func(v service.RegistrationView) string { return v.ID }, newMyRegistration)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-registrations", Method: http.MethodGet, Path: "/v1/registrations",
		Summary: "A site's registrations", Tags: tags,
	}, func(ctx context.Context, in *RecordsQuery) (*Reply[List[Registration]], error) {
		return registrations(in.Limit)(a.svc.Registrations(ctx, actorOf(ctx), in.filter()))
	})
	recordRoutes(a, "registration", "registrations", a.svc.Registration, a.svc.ConfirmRegistration, a.svc.RestoreRegistration, a.svc.VoidRegistration, newRegistration)
}

func registrations(limit int) func([]service.RegistrationView, error) (*Reply[List[Registration]], error) {
	return func(views []service.RegistrationView, err error) (*Reply[List[Registration]], error) {
		return &Reply[List[Registration]]{http.StatusOK,
			list(views, limit, func(v service.RegistrationView) string { return v.ID }, newRegistration)}, err
	}
}

// alsoOK describes the answer to a repeat, which route gives the body of the 201.
func alsoOK() map[string]*huma.Response {
	return map[string]*huma.Response{"200": {Description: "It was recorded already; this is the first record"}}
}
