package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
)

// Member is somebody who works at a site.
type Member struct {
	AccountID string   `json:"account_id"`
	Name      string   `json:"name" doc:"Empty until they have said it"`
	Roles     []string `json:"roles" enum:"staff,manager"`
	Since     string   `json:"since" format:"date"`
	May       struct {
		Remove bool `json:"remove" doc:"The caller may end a role of theirs here"`
	} `json:"may"`
}

// MemberInSight is a member with the site.
type MemberInSight struct {
	Site struct {
		ID         string `json:"id"`
		Name       string `json:"name"`
		CountyName string `json:"county_name"`
	} `json:"site"`
	Member
}

func newMemberInSight(m service.Member) MemberInSight {
	out := MemberInSight{Member: newMember(m)}
	out.Site.ID, out.Site.Name, out.Site.CountyName = m.Site.ID, m.Site.Name, service.Counties[m.Site.County]
	return out
}

func newMember(m service.Member) Member {
	out := Member{AccountID: m.Account.ID, Name: m.Account.Name, Since: m.Since.String(), Roles: []string{}}
	out.May.Remove = m.MayEnd
	for _, r := range m.Roles {
		out.Roles = append(out.Roles, string(r))
	}
	return out
}

func (a *API) memberRoutes() {
	tags := []string{"sites"}
	route(a, huma.Operation{
		OperationID: "list-members", Method: http.MethodGet, Path: "/v1/sites/{id}/members",
		Summary: "Who works at a site", Tags: tags,
	}, func(ctx context.Context, in *SiteID) (*Reply[List[Member]], error) {
		members, err := a.svc.Members(ctx, actorOf(ctx), in.ID)
		return &Reply[List[Member]]{http.StatusOK,
			list(members, 0, func(m service.Member) string { return m.Account.ID }, newMember)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-members-in-sight", Method: http.MethodGet, Path: "/v1/members",
		Summary: "Who works at the sites in sight", Tags: tags, Description: "By site. Whole: there are no pages.",
	}, func(ctx context.Context, in *struct {
		County string `query:"county" maxLength:"16"`
	}) (*Reply[List[MemberInSight]], error) {
		members, err := a.svc.MembersInSight(ctx, actorOf(ctx), in.County)
		return &Reply[List[MemberInSight]]{http.StatusOK,
			list(members, 0, func(m service.Member) string { return m.Account.ID }, newMemberInSight)}, err
	})
	route(a, huma.Operation{
		OperationID: "remove-member", Method: http.MethodDelete, Path: "/v1/sites/{id}/members/{account_id}",
		DefaultStatus: http.StatusNoContent, Summary: "End somebody's roles at a site", Tags: tags,
	}, func(ctx context.Context, in *struct {
		SiteID
		AccountID string `path:"account_id" maxLength:"64"`
	}) (*struct{}, error) {
		return nil, a.svc.RemoveMember(ctx, actorOf(ctx), in.ID, in.AccountID)
	})
}
