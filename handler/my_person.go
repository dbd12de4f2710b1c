package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/identity"
)

// CorrectionBody is what a seeker puts right; what is left out stays.
type CorrectionBody struct {
	Phone            *string  `json:"phone,omitempty" doc:"Mobile, or a Quanzhou landline"`
	EmploymentStatus *string  `json:"employment_status,omitempty" doc:"Of the newest registration that the account sent; up to 32 characters"`
	Intent           *Intent  `json:"intent,omitempty" doc:"Of that registration"`
	Profile          *Profile `json:"profile,omitempty" doc:"Of that registration; takes the place of the one before"`
}

func (b CorrectionBody) correction() service.Correction {
	c := service.Correction{Phone: b.Phone, EmploymentStatus: b.EmploymentStatus}
	if b.Intent != nil {
		c.Intent = &service.Intent{Occupations: b.Intent.Occupations, Area: b.Intent.Area}
	}
	if b.Profile != nil {
		p := b.Profile.profile()
		c.Profile = &p
	}
	return c
}

// Person is a job seeker as his own account sees him.
type Person struct {
	ID       string `json:"id"`
	Name     string `json:"name" doc:"In full"`
	Phone    string `json:"phone" doc:"In full where this account told it, masked otherwise"`
	IDNumber string `json:"id_number" doc:"Masked; empty if not given"`
}

func newPerson(p service.Person) Person {
	out := Person{p.ID, p.Name, identity.MaskPhone(p.Phone), p.Identity.Masked()}
	if p.Told.Phone.Self {
		out.Phone = p.Phone
	}
	return out
}

func (a *API) myPersonRoutes() {
	route(a, huma.Operation{
		OperationID: "correct-my-person", Method: http.MethodPatch, Path: "/v1/me/people/{id}",
		Summary: "Put right what I told of myself", Tags: []string{"account"},
		Description: "The id is a registration's person_id. 409 known_to_staff where staff have recorded the person, too: they " +
			"put it right, with a document; 409 record_confirmed for what somebody has vouched for; 409 nothing_to_correct " +
			"without a registration of one's own; 409 month_closed.",
	}, func(ctx context.Context, in *struct {
		RecordID
		Body CorrectionBody
	}) (*Reply[Person], error) {
		p, err := a.svc.CorrectMyPerson(ctx, actorOf(ctx), in.ID, in.Body.correction())
		return &Reply[Person]{http.StatusOK, newPerson(p)}, err
	})
}
