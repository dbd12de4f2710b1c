package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// ConfirmErasureBody says that it is meant.
type ConfirmErasureBody struct {
	Confirm string `json:"confirm" required:"false" doc:"Needed: 删除" example:"删除"`
}

// Erasure says what was erased and, plainly, what was not.
type Erasure struct {
	ErasedAt string `json:"erased_at"`
	People   int    `json:"people" doc:"Persons erased"`
	Kept     []Kept `json:"kept"`
}

// Kept is something that an erasure leaves.
type Kept struct {
	Code   string `json:"code" enum:"records,hashes,counter,account,cases,evidence,answers,backups"`
	What   string `json:"what" doc:"Chinese, for the screen"`
	Reason string `json:"reason" doc:"Chinese, for the screen"`
	Until  string `json:"until" doc:"The day on which it goes by itself; empty: none is set"`
}

func newErasure(r service.ErasureReport) Erasure {
	out := Erasure{ErasedAt: stamp(r.At), People: r.Erased}
	for _, k := range r.Kept() {
		until := ""
		if !k.Until.IsZero() {
			until = calendar.DateOf(k.Until).String()
		}
		out.Kept = append(out.Kept, Kept{k.Code, k.What, k.Reason, until})
	}
	return out
}

func (a *API) erasureRoutes() {
	route(a, huma.Operation{
		OperationID: "delete-me", Method: http.MethodDelete, Path: "/v1/me", DefaultStatus: http.StatusOK,
		Summary: "Delete my account and what it told", Tags: []string{"account"},
		Description: "Every session ends and streams close. Whom the account registered and nobody else made known is erased; " +
			"their records keep counting without them. 409 has_roles while the account holds a role. A repeat answers 401: it is done.",
	}, func(ctx context.Context, in *struct{ Body ConfirmErasureBody }) (*Reply[Erasure], error) {
		r, err := a.svc.DeleteMe(ctx, actorOf(ctx), in.Body.Confirm)
		return &Reply[Erasure]{http.StatusOK, newErasure(r)}, err
	})
	route(a, huma.Operation{
		OperationID: "erase-person", Method: http.MethodPost, Path: "/v1/people/{id}/erase", DefaultStatus: http.StatusOK,
		Summary: "Erase a person who asked for it at the counter", Tags: []string{"registrations"},
		Description: "For supervisors who see a record of the person and neither recorded one nor work at a site that did " +
			"(403 own_record). Who, when and why stays with the person's id.",
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
		Body Reason
	}) (*Reply[Erasure], error) {
		r, err := a.svc.ErasePerson(ctx, actorOf(ctx), in.ID, in.Body.Reason)
		return &Reply[Erasure]{http.StatusOK, newErasure(r)}, err
	})
}
