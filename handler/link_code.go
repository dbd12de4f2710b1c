package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// LinkCode is a fresh code for a seeker; it is shown only here.
type LinkCode struct {
	Code      string `json:"code" doc:"Single use, 8 letters and digits" example:"K7M4WQ2Z"`
	ExpiresAt string `json:"expires_at"`
}

// LinkBody carries the code that a seeker was given.
type LinkBody struct {
	Code string `json:"code" required:"false" maxLength:"32" doc:"Needed; case, spaces and hyphens do not matter"`
}

func (a *API) linkCodeRoutes() {
	tags := []string{"registrations"}
	route(a, huma.Operation{
		OperationID: "make-link-code", Method: http.MethodPost, Path: "/v1/registrations/{id}/link-code", DefaultStatus: http.StatusCreated,
		Summary: "Make a code for the seeker who stands before me", Tags: tags,
		Description: "Look at his document first: whoever enters the code within 15 minutes stands for the person of this registration. " +
			"409 record_void, person_erased.",
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
	}) (*Reply[LinkCode], error) {
		code, n, err := a.svc.MakeLinkCode(ctx, actorOf(ctx), in.ID)
		return &Reply[LinkCode]{http.StatusCreated, LinkCode{code, stamp(n.ExpiresAt)}}, err
	})
	route(a, huma.Operation{
		OperationID: "link-me", Method: http.MethodPost, Path: "/v1/me/registrations/link",
		Summary: "Link whom the site knows to my account, by its code", Tags: tags,
		Description: "Needs a current consent (409 consent_outdated). 404 link_code_invalid: wrong, used or expired; five tries a minute.",
	}, func(ctx context.Context, in *struct {
		IdempotencyHeader
		Body LinkBody
	}) (*Reply[MyRegistration], error) {
		v, err := a.svc.LinkMe(ctx, actorOf(ctx), in.Body.Code)
		return &Reply[MyRegistration]{http.StatusOK, newMyRegistration(v)}, err
	})
}
