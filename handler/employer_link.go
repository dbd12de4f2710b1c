package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/identity"
)

// Paths of an employer's link. Its code is in bodies and behind the # of the page,
// never in a path: proxies keep those in their logs.
const (
	openLinkPath   = "/v1/employer-links/open"
	answerLinkPath = "/v1/employer-links/answer"
	linkPage       = "/confirm-hire"
)

// EmployerLink is a fresh link; its code is shown only here.
type EmployerLink struct {
	Code      string `json:"code" doc:"Single use"`
	Path      string `json:"path" doc:"The page that asks, to be sent to the employer with this host before it" example:"/confirm-hire#CODE"`
	ExpiresAt string `json:"expires_at"`
}

// EmployerLinkBody names an open link.
type EmployerLinkBody struct {
	Code string `json:"code" maxLength:"64"`
}

// EmployerAnswerBody is what the employer says.
type EmployerAnswerBody struct {
	Code  string `json:"code" maxLength:"64"`
	Hired bool   `json:"hired"`
	Note  string `json:"note,omitempty" doc:"Up to 200 characters"`
}

// EmployerQuestion is what the employer is asked.
type EmployerQuestion struct {
	Employer  string `json:"employer"`
	Name      string `json:"name" doc:"The person's, masked"`
	Kind      string `json:"kind" enum:"casual,stable"`
	StartedOn string `json:"started_on" format:"date"`
	Title     string `json:"title"`
	Site      string `json:"site" doc:"Name of the site that placed the person"`
	ExpiresAt string `json:"expires_at"`
}

func (a *API) employerLinkRoutes() {
	tags := []string{"verification"}
	route(a, huma.Operation{
		OperationID: "make-employer-link", Method: http.MethodPost, Path: "/v1/placements/{id}/employer-link",
		DefaultStatus: http.StatusCreated, Summary: "Make a one-time link for the employer to confirm a hire", Tags: tags,
		Description: "For whoever may confirm the placement, and so never for its recorder. Valid for seven days; a new link " +
			"takes the place of the one before, and so does a repeat of this call, whatever its Idempotency-Key.",
	}, func(ctx context.Context, in *RecordID) (*Reply[EmployerLink], error) {
		code, l, err := a.svc.MakeEmployerLink(ctx, actorOf(ctx), in.ID)
		forgetAnswer(ctx) // only its hash is kept
		return &Reply[EmployerLink]{http.StatusCreated, EmployerLink{code, linkPage + "#" + code, stamp(l.ExpiresAt)}}, err
	})
	route(a, huma.Operation{
		OperationID: "open-employer-link", Method: http.MethodPost, Path: openLinkPath,
		Summary: "What a link asks the employer", Tags: tags,
		Description: "Without a login. A code that is unknown, used or expired answers 404 link_invalid, all alike.",
	}, func(ctx context.Context, in *struct{ Body EmployerLinkBody }) (*Reply[EmployerQuestion], error) {
		q, err := a.svc.OpenEmployerLink(ctx, in.Body.Code)
		return &Reply[EmployerQuestion]{http.StatusOK, newEmployerQuestion(q)}, err
	})
	route(a, huma.Operation{
		OperationID: "answer-employer-link", Method: http.MethodPost, Path: answerLinkPath, DefaultStatus: http.StatusNoContent,
		Summary: "Say whether the person was hired", Tags: tags,
		Description: "Without a login, once. Hired confirms the placement; not hired leaves it to a supervisor.",
	}, func(ctx context.Context, in *struct{ Body EmployerAnswerBody }) (*struct{}, error) {
		return nil, a.svc.AnswerEmployerLink(ctx, in.Body.Code, in.Body.Hired, in.Body.Note)
	})
}

func newEmployerQuestion(q service.EmployerQuestion) EmployerQuestion {
	return EmployerQuestion{
		Employer: q.Enterprise.ShownName(), Name: identity.MaskName(q.Person.Name), Kind: string(q.Placement.Kind),
		StartedOn: q.Placement.StartedOn.String(), Title: q.Placement.Title, Site: q.Site.Name,
		ExpiresAt: stamp(q.Placement.Link.ExpiresAt),
	}
}
