package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
)

// NameBody is what colleagues call the account.
type NameBody struct {
	Name string `json:"name" required:"false" doc:"Needed; 1–50 characters"`
}

// ConsentBody names the version of the notice that was shown and agreed to.
type ConsentBody struct {
	Version string `json:"version" required:"false" doc:"Needed: of the notice in force: GET /v1/privacy-notice" example:"2026-11"`
}

// PhoneBody carries the one-time code of WeChat's phone button.
type PhoneBody struct {
	Code string `json:"code" required:"false" maxLength:"128" doc:"Needed"`
}

func (a *API) meRoutes() {
	tags := []string{"account"}
	route(a, huma.Operation{
		OperationID: "get-me", Method: http.MethodGet, Path: "/v1/me", Summary: "Who am I", Tags: tags,
	}, func(ctx context.Context, _ *struct{}) (*Reply[Account], error) {
		return &Reply[Account]{http.StatusOK, newAccount(actorOf(ctx))}, nil
	})
	route(a, huma.Operation{
		OperationID: "rename-me", Method: http.MethodPatch, Path: "/v1/me", Summary: "Say what colleagues call me", Tags: tags,
	}, func(ctx context.Context, in *struct{ Body NameBody }) (*Reply[Account], error) {
		acc, err := a.svc.Rename(ctx, actorOf(ctx), in.Body.Name)
		return a.meReply(ctx, acc, err)
	})
	route(a, huma.Operation{
		OperationID: "give-consent", Method: http.MethodPost, Path: "/v1/me/consent",
		Summary: "Agree to the privacy notice", Tags: tags,
	}, func(ctx context.Context, in *struct{ Body ConsentBody }) (*Reply[Account], error) {
		acc, err := a.svc.RecordConsent(ctx, actorOf(ctx), in.Body.Version)
		return a.meReply(ctx, acc, err)
	})
	route(a, huma.Operation{
		OperationID: "withdraw-consent", Method: http.MethodPost, Path: "/v1/me/consent/withdraw",
		Summary: "Take my consent back", Tags: tags,
		Description: "Whom the account registered as itself is neither shown to employers nor matched nor written to any more; " +
			"what was recorded stays. POST /v1/me/consent or a new registration gives it again.",
	}, func(ctx context.Context, _ *IdempotencyHeader) (*Reply[Account], error) {
		acc, err := a.svc.WithdrawConsent(ctx, actorOf(ctx))
		return a.meReply(ctx, acc, err)
	})
	route(a, huma.Operation{
		OperationID: "bind-phone", Method: http.MethodPost, Path: "/v1/me/phone",
		Summary: "Take the phone number from WeChat", Tags: tags,
	}, func(ctx context.Context, in *struct{ Body PhoneBody }) (*Reply[Account], error) {
		acc, err := a.svc.BindPhone(ctx, actorOf(ctx), in.Body.Code)
		return a.meReply(ctx, acc, err)
	})
}

func (a *API) meReply(ctx context.Context, acc service.Account, err error) (*Reply[Account], error) {
	if err != nil {
		return nil, err
	}
	actor := actorOf(ctx)
	actor.Account = acc
	return &Reply[Account]{http.StatusOK, newAccount(actor)}, nil
}
