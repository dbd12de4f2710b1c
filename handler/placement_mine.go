package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
)

// MyPlacement is a placement as the seeker sees it whom it is about.
type MyPlacement struct {
	ID        string      `json:"id"`
	SiteID    string      `json:"site_id"`
	Site      string      `json:"site" doc:"Its name"`
	Employer  string      `json:"employer"`
	Kind      string      `json:"kind" enum:"casual,stable"`
	StartedOn string      `json:"started_on"`
	Title     string      `json:"title"`
	Status    string      `json:"status" enum:"recorded,confirmed,void"`
	Disputed  bool        `json:"disputed"`
	May       MayOfMyself `json:"may"`
}

// MayOfMyself says which steps the seeker's screen may offer.
type MayOfMyself struct {
	Confirm bool `json:"confirm"`
	Deny    bool `json:"deny"`
}

// NoteBody is an explanation in the seeker's words.
type NoteBody struct {
	Note string `json:"note,omitempty" doc:"Up to 200 characters"`
}

func newMyPlacement(v service.MyPlacement) MyPlacement {
	return MyPlacement{
		ID: v.ID, SiteID: v.SiteID, Site: v.Site.Name, Employer: v.Enterprise.ShownName(), Kind: string(v.Kind),
		StartedOn: v.StartedOn.String(), Title: v.Title, Status: string(v.Status), Disputed: v.Disputed,
		May: MayOfMyself{v.MayConfirm, v.MayDeny},
	}
}

func (a *API) myPlacementRoutes() {
	tags := []string{"placements"}
	route(a, huma.Operation{
		OperationID: "list-my-placements", Method: http.MethodGet, Path: "/v1/me/placements",
		Summary: "Where I am said to have started work", Tags: tags,
	}, func(ctx context.Context, in *PageQuery) (*Reply[List[MyPlacement]], error) {
		mine, err := a.svc.MyPlacements(ctx, actorOf(ctx), in.page())
		return &Reply[List[MyPlacement]]{http.StatusOK,
			list(mine, in.Limit, func(v service.MyPlacement) string { return v.ID }, newMyPlacement)}, err
	})
	route(a, huma.Operation{
		OperationID: "confirm-my-placement", Method: http.MethodPost, Path: "/v1/me/placements/{id}/confirm",
		Summary: "I did start there", Tags: tags,
		Description: "Refused to whoever works at the site or supervises it, recorded it, or registered several people as himself.",
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
	}) (*Reply[MyPlacement], error) {
		v, err := a.svc.ConfirmMyPlacement(ctx, actorOf(ctx), in.ID)
		return &Reply[MyPlacement]{http.StatusOK, newMyPlacement(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "deny-my-placement", Method: http.MethodPost, Path: "/v1/me/placements/{id}/deny",
		Summary: "I did not start there", Tags: tags, Description: "Voids nothing: a supervisor looks.",
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
		Body NoteBody
	}) (*Reply[MyPlacement], error) {
		v, err := a.svc.DenyMyPlacement(ctx, actorOf(ctx), in.ID, in.Body.Note)
		return &Reply[MyPlacement]{http.StatusOK, newMyPlacement(v)}, err
	})
}
