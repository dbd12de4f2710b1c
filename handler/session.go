package handler

import (
	"context"
	"encoding/json"
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
	ID      string       `json:"id"`
	Name    string       `json:"name"`
	Phone   string       `json:"phone" doc:"Masked; empty until WeChat has told it"`
	Roles   []Role       `json:"roles"`
	Consent Consent      `json:"consent"`
	May     service.Desk `json:"may" doc:"Which rooms of the dashboard have something for the account"`
}

// Consent is the privacy notice that the account agreed to.
type Consent struct {
	Version     string `json:"version" doc:"Empty: never agreed"`
	At          string `json:"at"`
	WithdrawnAt string `json:"withdrawn_at" doc:"Empty: it stands"`
	Current     bool   `json:"current" doc:"It stands, and is to the notice in force"`
}

func newConsent(c service.Consent) Consent {
	return Consent{c.Version, stamp(c.At), stamp(c.WithdrawnAt), c.Current()}
}

// LoginBody carries WeChat's one-time code.
type LoginBody struct {
	Code  string `json:"code" maxLength:"128" doc:"wx.login's code; used once, within five minutes"`
	Scene string `json:"scene,omitempty" doc:"What the scanned code said, if one was; whatever it is, it prevents no login"`
}

// LoginReply is a fresh session.
type LoginReply struct {
	Token     string  `json:"token" doc:"Opaque; send it as Authorization: Bearer"`
	ExpiresAt string  `json:"expires_at"`
	Account   Account `json:"account"`

	Site         MaybeSite `json:"site" doc:"Whose code was scanned; null without a scene. null with one that is not unknown: it could not be looked up now, and may be sent to scan"`
	SceneUnknown bool      `json:"scene_unknown" doc:"The scene is not one of ours"`
}

// ScannedSite is the site of a scanned code.
type ScannedSite struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Kind       string `json:"kind" enum:"market,station"`
	County     string `json:"county"`
	CountyName string `json:"county_name"`
}

// MaybeSite is a scanned site or null.
type MaybeSite struct{ *ScannedSite }

// MarshalJSON implements json.Marshaler.
func (m MaybeSite) MarshalJSON() ([]byte, error) { return json.Marshal(m.ScannedSite) }

// Schema implements huma.SchemaProvider.
func (MaybeSite) Schema(r huma.Registry) *huma.Schema {
	return &huma.Schema{OneOf: []*huma.Schema{r.Schema(typeOf[ScannedSite](), true, ""), {Type: "null"}}}
}

func newScannedSite(s service.Site) ScannedSite {
	return ScannedSite{s.ID, s.Name, string(s.Kind), s.County, service.Counties[s.County]}
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
		out := LoginReply{Token: l.Token, ExpiresAt: stamp(l.Session.ExpiresAt), Account: newAccount(l.Actor)}
		if in.Body.Scene != "" {
			var site *service.Site
			if site, out.SceneUnknown = a.svc.ScanAtLogin(ctx, l.Actor, in.Body.Scene); site != nil {
				out.Site = MaybeSite{ptr(newScannedSite(*site))}
			}
		}
		return &Reply[LoginReply]{http.StatusOK, out}, nil
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
		Consent: newConsent(acc.Consent), May: actor.Desk(),
	}
	if acc.Phone != "" {
		out.Phone = identity.MaskPhone(acc.Phone)
	}
	for _, g := range actor.Grants {
		out.Roles = append(out.Roles, Role{string(g.Role), g.Scope})
	}
	return out
}
