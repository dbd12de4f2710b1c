package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
)

// InviteBody says as what somebody is invited.
type InviteBody struct {
	Role string `json:"role" enum:"staff,manager"`
}

// Invite is a fresh invitation; its code is shown only here.
type Invite struct {
	Code      string `json:"code" doc:"Single use"`
	Role      string `json:"role"`
	SiteID    string `json:"site_id"`
	ExpiresAt string `json:"expires_at"`
}

// InviteCode names an invitation in a path.
type InviteCode struct {
	IdempotencyHeader
	Code string `path:"code" maxLength:"64"`
}

func (a *API) inviteRoutes() {
	tags := []string{"sites"}
	route(a, huma.Operation{
		OperationID: "invite-member", Method: http.MethodPost, Path: "/v1/sites/{id}/invites",
		DefaultStatus: http.StatusCreated, Summary: "Invite staff or a manager", Tags: tags,
	}, func(ctx context.Context, in *struct {
		SiteID
		IdempotencyHeader
		Body InviteBody
	}) (*Reply[Invite], error) {
		code, i, err := a.svc.InviteMember(ctx, actorOf(ctx), in.ID, service.Role(in.Body.Role))
		return &Reply[Invite]{http.StatusCreated, Invite{code, string(i.Role), i.SiteID, stamp(i.ExpiresAt)}}, err
	})
	route(a, huma.Operation{
		OperationID: "accept-invite", Method: http.MethodPost, Path: "/v1/invites/{code}/accept",
		Summary: "Join a site", Tags: tags,
	}, func(ctx context.Context, in *InviteCode) (*Reply[Role], error) {
		g, err := a.svc.AcceptInvite(ctx, actorOf(ctx), in.Code)
		return &Reply[Role]{http.StatusOK, Role{string(g.Role), g.Scope}}, err
	})
}
