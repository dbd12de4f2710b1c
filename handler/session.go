package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/identity"
)

// Role is a role in force and the place it is bound to.
type Role struct {
	Role  string `json:"role" enum:"seeker,staff,manager,county,city,admin"`
	Scope string `json:"scope" doc:"A site's id, a county's code, or all; empty for seeker"`
}

// Account is the caller.
type Account struct {
	ID      string  `json:"id"`
	Name    string  `json:"name"`
	Phone   string  `json:"phone" doc:"Masked; empty until WeChat has told it"`
	Roles   []Role  `json:"roles"`
	Consent Consent `json:"consent"`
}

// Consent is the privacy notice that the account agreed to.
type Consent struct {
	Version     string `json:"version" doc:"Empty: never agreed"`
	At          string `json:"at"`
	WithdrawnAt string `json:"withdrawn_at" doc:"Empty: it stands"`
	Current     bool   `json:"current" doc:"It stands, and is to the notice in force"`
}

func newConsent(c service.Consent) Consent {
	return Consent{c.Version, stamp(c.At), stamp(c.WithdrawnAt), c.Given() && c.Version == service.NoticeInForce.Version}
}

// LoginBody carries WeChat's one-time code.
type LoginBody struct {
	Code string `json:"code" maxLength:"128" doc:"wx.login's code; used once, within five minutes"`
}

// LoginReply is a fresh session.
type LoginReply struct {
	Token     string  `json:"token" doc:"Opaque; send it as Authorization: Bearer"`
	ExpiresAt string  `json:"expires_at"`
	Account   Account `json:"account"`
}

func (a *API) authRoutes() {
	route(a, huma.Operation{
		OperationID: "login-wechat", Method: http.MethodPost, Path: "/v1/auth/wechat",
		Summary: "Log in with WeChat", Tags: []string{"account"},
	}, func(ctx context.Context, in *struct{ Body LoginBody }) (*Reply[LoginReply], error) {
		l, err := a.svc.LoginWeChat(ctx, in.Body.Code)
		if err != nil {
			return nil, err
		}
		return &Reply[LoginReply]{http.StatusOK,
			LoginReply{l.Token, stamp(l.Session.ExpiresAt), newAccount(l.Actor)}}, nil
	})
	route(a, huma.Operation{
		OperationID: "logout", Method: http.MethodPost, Path: "/v1/auth/logout", DefaultStatus: http.StatusNoContent,
		Summary: "End this session", Tags: []string{"account"},
	}, func(ctx context.Context, _ *struct{}) (*struct{}, error) {
		return nil, a.svc.Logout(ctx, callerOf(ctx).session)
	})
}

func newAccount(actor service.Actor) Account {
	acc := actor.Account
	out := Account{
		ID: acc.ID, Name: acc.Name, Roles: []Role{{Role: string(service.Seeker)}},
		Consent: newConsent(acc.Consent),
	}
	if acc.Phone != "" {
		out.Phone = identity.MaskPhone(acc.Phone)
	}
	for _, g := range actor.Grants {
		out.Roles = append(out.Roles, Role{string(g.Role), g.Scope})
	}
	return out
}
