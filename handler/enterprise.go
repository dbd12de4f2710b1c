package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
)

// EnterpriseBody describes an employer.
type EnterpriseBody struct {
	Name string `json:"name" required:"false" doc:"Needed: 1–100 characters"`
	USCC string `json:"uscc,omitempty" doc:"Unified social credit code (GB 32100-2015)"`
}

// Enterprise is an employer.
type Enterprise struct {
	ID       string    `json:"id"`
	Name     string    `json:"name"`
	USCC     string    `json:"uscc"`
	Warnings []Warning `json:"warnings" doc:"Accepted, but somebody should look"`
}

// Warning is something odd about an accepted input.
type Warning struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

func newEnterprise(e service.Enterprise) Enterprise {
	out := Enterprise{ID: e.ID, Name: e.Name, USCC: e.USCC, Warnings: []Warning{}}
	if e.USCCOdd {
		out.Warnings = append(out.Warnings, Warning{"uscc_check_digit", "统一社会信用代码校验位不符，请核对营业执照"})
	}
	return out
}

func (a *API) enterpriseRoutes() {
	tags := []string{"enterprises"}
	route(a, huma.Operation{
		OperationID: "create-enterprise", Method: http.MethodPost, Path: "/v1/enterprises", DefaultStatus: http.StatusCreated,
		Summary: "Make an employer known", Tags: tags, Responses: alsoOK(),
		Description: "Known by its code, or else by its name in any spelling; the same again answers 200.",
	}, func(ctx context.Context, in *struct {
		IdempotencyHeader
		Body EnterpriseBody
	}) (*Reply[Enterprise], error) {
		e, created, err := a.svc.CreateEnterprise(ctx, actorOf(ctx), in.Body.Name, in.Body.USCC)
		return &Reply[Enterprise]{stored(created), newEnterprise(e)}, err
	})
	route(a, huma.Operation{
		OperationID: "get-enterprise", Method: http.MethodGet, Path: "/v1/enterprises/{id}", Summary: "One employer", Tags: tags,
	}, func(ctx context.Context, in *RecordID) (*Reply[Enterprise], error) {
		e, err := a.svc.Enterprise(ctx, actorOf(ctx), in.ID)
		return &Reply[Enterprise]{http.StatusOK, newEnterprise(e)}, err
	})
}
