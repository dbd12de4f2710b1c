package handler

import (
	"cmp"
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
)

const codeLoginPath = "/v1/auth/code"

// DeskAccount is an account without WeChat.
type DeskAccount struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// LoginCode is a fresh code; it is shown only here.
type LoginCode struct {
	Code      string `json:"code" doc:"Single use"`
	AccountID string `json:"account_id"`
	ExpiresAt string `json:"expires_at"`
}

// CodeBody carries a code typed by hand.
type CodeBody struct {
	Code string `json:"code" maxLength:"64"`
}

// RoleBody is a role over a scope.
type RoleBody struct {
	Role  string `json:"role" enum:"staff,manager,county,city,admin"`
	Scope string `json:"scope" maxLength:"64" doc:"A site's id, a county's code, or all"`
}

// RoleGiven is a role that somebody has now.
type RoleGiven struct {
	Role
	Name    string `json:"name" doc:"Whose it is; empty until they have said it"`
	Summary string `json:"summary" doc:"The same in a Chinese sentence"`
}

// RoleHolder is somebody with a role over a scope.
type RoleHolder struct {
	AccountID string        `json:"account_id"`
	Name      string        `json:"name" doc:"Empty until they have said it"`
	Role      string        `json:"role" enum:"staff,manager,county,city,admin"`
	Scope     string        `json:"scope"`
	Since     string        `json:"since" format:"date"`
	WeChat    bool          `json:"wechat" doc:"Logs in with it; without it, with codes"`
	May       RoleHolderMay `json:"may"`
}

// RoleCandidate is somebody who can be given a role by name.
type RoleCandidate struct {
	ID     string     `json:"id"`
	Name   string     `json:"name" doc:"Empty until they have said it"`
	WeChat bool       `json:"wechat" doc:"Logs in with it; without it, with codes"`
	Roles  []HeldRole `json:"roles" doc:"In force"`
}

// HeldRole is a role with the name of its scope.
type HeldRole struct {
	Role
	ScopeName string `json:"scope_name"`
}

// CandidatesBody says who is looked for. It is a body, because a name has no place in
// an address, which proxies keep.
type CandidatesBody struct {
	Q string `json:"q" required:"false" maxLength:"50" doc:"A part of the name; empty: anybody"`
}

// RoleCandidates are those who can be given a role.
type RoleCandidates struct {
	Items []RoleCandidate `json:"items" doc:"Who has none yet before the others, each by name"`
	More  bool            `json:"more" doc:"There are others: ask with q"`
}

func newRoleCandidate(c service.RoleCandidate) RoleCandidate {
	out := RoleCandidate{c.Account.ID, c.Account.Name, c.WeChat, make([]HeldRole, len(c.Held))}
	for i, h := range c.Held {
		out.Roles[i] = HeldRole{Role{string(h.Role), h.Scope}, h.ScopeName}
	}
	return out
}

// RoleHolderMay says what the caller may do about it.
type RoleHolderMay struct {
	Take bool `json:"take"`
	Code bool `json:"code"`
}

func (a *API) accountRoutes() {
	tags := []string{"account"}
	route(a, huma.Operation{
		OperationID: "create-account", Method: http.MethodPost, Path: "/v1/accounts", DefaultStatus: http.StatusCreated,
		Summary: "Make an account for somebody without WeChat", Tags: tags,
	}, func(ctx context.Context, in *struct {
		IdempotencyHeader
		Body NameBody
	}) (*Reply[DeskAccount], error) {
		acc, err := a.svc.CreateAccount(ctx, actorOf(ctx), in.Body.Name)
		return &Reply[DeskAccount]{http.StatusCreated, DeskAccount{acc.ID, acc.Name}}, err
	})
	route(a, huma.Operation{
		OperationID: "make-login-code", Method: http.MethodPost, Path: "/v1/accounts/{id}/login-codes", DefaultStatus: http.StatusCreated,
		Summary: "Make a code with which an account without WeChat logs in once", Tags: tags,
		Description: "Valid for a day. 409 account_has_wechat for who has WeChat: nobody is logged in as somebody else.",
	}, func(ctx context.Context, in *RecordID) (*Reply[LoginCode], error) {
		code, c, err := a.svc.MakeLoginCode(ctx, actorOf(ctx), in.ID)
		forgetAnswer(ctx) // only its hash is kept
		return &Reply[LoginCode]{http.StatusCreated, LoginCode{code, c.AccountID, stamp(c.ExpiresAt)}}, err
	})
	route(a, huma.Operation{
		OperationID: "login-code", Method: http.MethodPost, Path: codeLoginPath, Summary: "Log in with a code", Tags: tags,
		Description: "404 login_code_invalid for what is wrong, used or expired, all alike.",
	}, func(ctx context.Context, in *struct{ Body CodeBody }) (*Reply[LoginReply], error) {
		l, err := a.svc.LoginWithCode(ctx, in.Body.Code)
		if err != nil {
			return nil, err
		}
		return &Reply[LoginReply]{http.StatusOK, LoginReply{Token: l.Token, ExpiresAt: stamp(l.Session.ExpiresAt), Account: newAccount(l.Actor)}}, nil
	})
	a.roleRoutes(tags)
}

func (a *API) roleRoutes(tags []string) {
	route(a, huma.Operation{
		OperationID: "list-roles", Method: http.MethodGet, Path: "/v1/roles", Summary: "Who has a role over a scope", Tags: tags,
	}, func(ctx context.Context, in *struct {
		Scope string `query:"scope" maxLength:"64" default:"all" doc:"A site's id, a county's code, or all"`
	}) (*Reply[List[RoleHolder]], error) {
		holders, err := a.svc.RoleHolders(ctx, actorOf(ctx), in.Scope)
		return &Reply[List[RoleHolder]]{http.StatusOK, list(holders, 0, func(h service.RoleHolder) string { return h.Grant.ID },
			newRoleHolder)}, err
	})
	route(a, huma.Operation{
		OperationID: "search-role-candidates", Method: http.MethodPost, Path: "/v1/role-candidates/search",
		Summary: "Whom I could give a role: who holds one, or has an account without WeChat", Tags: tags,
		Description: "A hundred at the most. For who has WeChat and no role: an invitation to a site, or the id that GET /v1/me tells them.",
	}, func(ctx context.Context, in *struct{ Body CandidatesBody }) (*Reply[RoleCandidates], error) {
		found, more, err := a.svc.RoleCandidates(ctx, actorOf(ctx), in.Body.Q)
		out := RoleCandidates{make([]RoleCandidate, len(found)), more}
		for i, c := range found {
			out.Items[i] = newRoleCandidate(c)
		}
		return &Reply[RoleCandidates]{http.StatusOK, out}, err
	})
	route(a, huma.Operation{
		OperationID: "give-role", Method: http.MethodPost, Path: "/v1/accounts/{id}/roles", DefaultStatus: http.StatusCreated,
		Summary: "Give an account a role", Tags: tags,
		Description: "An administrator gives every role, the city those below it; nobody gives himself one. Acts at once, on open streams too.",
	}, func(ctx context.Context, in *struct {
		RecordID
		Body RoleBody
	}) (*Reply[RoleGiven], error) {
		acc, h, err := a.svc.GiveRoleTo(ctx, actorOf(ctx), in.ID, service.Role(in.Body.Role), in.Body.Scope)
		return &Reply[RoleGiven]{http.StatusCreated, RoleGiven{Role{string(h.Role), h.Scope}, acc.Name,
			"已授予" + cmp.Or(acc.Name, "未填姓名的人员") + "：" + h.Chinese()}}, err
	})
	route(a, huma.Operation{
		OperationID: "take-role", Method: http.MethodDelete, Path: "/v1/accounts/{id}/roles/{role}/{scope}",
		DefaultStatus: http.StatusNoContent, Summary: "Take a role from an account", Tags: tags,
	}, func(ctx context.Context, in *struct {
		ID    string `path:"id" maxLength:"64"`
		Role  string `path:"role" enum:"staff,manager,county,city,admin"`
		Scope string `path:"scope" maxLength:"64"`
	}) (*struct{}, error) {
		return nil, a.svc.TakeRoleFrom(ctx, actorOf(ctx), in.ID, service.Role(in.Role), in.Scope)
	})
}

func newRoleHolder(h service.RoleHolder) RoleHolder {
	return RoleHolder{h.Account.ID, h.Account.Name, string(h.Grant.Role), h.Grant.Scope, h.Grant.Since.String(), h.WeChat,
		RoleHolderMay{h.MayTake, h.MayCode}}
}
