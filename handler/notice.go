package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
)

const (
	noticesPath = "/v1/notices"
	noticePath  = "/v1/notices/{id}"
)

// NoticeBody is a policy and whose it is: a site's, a county's, or with neither the
// city's.
type NoticeBody struct {
	SiteID string `json:"site_id,omitempty" maxLength:"64"`
	County string `json:"county,omitempty" maxLength:"16"`
	NoticeText
}

// NoticeText is what a notice says.
type NoticeText struct {
	Title      string `json:"title" doc:"2–60 characters on one line"`
	Body       string `json:"body" doc:"1–10000 characters"`
	Source     string `json:"source" doc:"The issuing office"`
	URL        string `json:"url,omitempty" doc:"Of the original; http or https"`
	ValidUntil string `json:"valid_until,omitempty" format:"date" doc:"Last day; default: no end"`
}

func (b NoticeText) input(siteID, county string) service.NoticeInput {
	return service.NoticeInput{SiteID: siteID, County: county, Title: b.Title, Body: b.Body, Source: b.Source, URL: b.URL,
		ValidUntil: date(b.ValidUntil)}
}

// NoticeHead is a published notice in a list.
type NoticeHead struct {
	ID          string `json:"id"`
	SiteID      string `json:"site_id" doc:"Empty: not one site's"`
	County      string `json:"county" doc:"Empty: the city's"`
	Title       string `json:"title"`
	Source      string `json:"source"`
	URL         string `json:"url"`
	ValidUntil  string `json:"valid_until" doc:"Empty: no end"`
	PublishedAt string `json:"published_at"`
}

// Notice is a published notice.
type Notice struct {
	NoticeHead
	Body string `json:"body"`
}

// ManagedNotice is a notice as those see it who publish.
type ManagedNotice struct {
	Notice
	State          string      `json:"state" enum:"draft,held,published,withdrawn" doc:"held: something was found in it; a supervisor publishes it, or it is edited"`
	StateText      string      `json:"state_text" doc:"Chinese, for the screen"`
	Findings       []Finding   `json:"findings" doc:"In what was to be published"`
	CreatedBy      string      `json:"created_by"`
	CreatedAt      string      `json:"created_at"`
	PublishedBy    string      `json:"published_by" doc:"Or wanted to"`
	ReviewedBy     string      `json:"reviewed_by" doc:"The supervisor who published what was held"`
	WithdrawnBy    string      `json:"withdrawn_by"`
	WithdrawnAt    string      `json:"withdrawn_at"`
	WithdrawReason string      `json:"withdraw_reason"`
	May            MayOfNotice `json:"may"`
}

// MayOfNotice says which steps a screen may offer.
type MayOfNotice struct {
	Edit     bool `json:"edit"`
	Publish  bool `json:"publish"`
	Withdraw bool `json:"withdraw"`
	Push     bool `json:"push" doc:"To all whom it is for; staff may push a county's or the city's notice to their own site's people"`
}

// NoticesQuery asks for published notices.
type NoticesQuery struct {
	PageQuery
	SiteID string `query:"site_id" maxLength:"64" doc:"Its own, its county's and the city's"`
	County string `query:"county" maxLength:"16" doc:"Its own and the city's"`
}

// ManagedNoticesQuery asks for the notices of one place; with neither, the city's.
type ManagedNoticesQuery struct {
	PageQuery
	SiteID string `query:"site_id" maxLength:"64"`
	County string `query:"county" maxLength:"16"`
	State  string `query:"state" enum:"draft,held,published,withdrawn" doc:"held, of a county or the city: those of its sites, too"`
}

func (a *API) noticeRoutes() {
	tags := []string{"notices"}
	route(a, huma.Operation{
		OperationID: "list-notices", Method: http.MethodGet, Path: noticesPath, Tags: tags,
		Summary: "Policies that are published and in force; anybody may read",
	}, func(ctx context.Context, in *NoticesQuery) (*Reply[List[NoticeHead]], error) {
		found, err := a.svc.PublishedNotices(ctx, in.SiteID, in.County, in.page())
		return &Reply[List[NoticeHead]]{http.StatusOK, list(found, in.Limit, func(n service.Notice) string { return n.ID }, newNoticeHead)}, err
	})
	route(a, huma.Operation{
		OperationID: "get-notice", Method: http.MethodGet, Path: noticePath, Summary: "One published policy; anybody may read", Tags: tags,
	}, func(ctx context.Context, in *RecordID) (*Reply[Notice], error) {
		n, err := a.svc.PublishedNotice(ctx, in.ID)
		return &Reply[Notice]{http.StatusOK, newNotice(n)}, err
	})
	route(a, huma.Operation{
		OperationID: "create-notice", Method: http.MethodPost, Path: noticesPath, DefaultStatus: http.StatusCreated,
		Summary: "Draft a policy notice", Tags: tags, Description: "Staff for their site, a county for itself, the city for any county or all.",
	}, func(ctx context.Context, in *struct {
		IdempotencyHeader
		Body NoticeBody
	}) (*Reply[ManagedNotice], error) {
		return managed(http.StatusCreated)(a.svc.CreateNotice(ctx, actorOf(ctx), in.Body.input(in.Body.SiteID, in.Body.County)))
	})
	route(a, huma.Operation{
		OperationID: "edit-notice", Method: http.MethodPut, Path: noticePath, Summary: "Replace what a draft says", Tags: tags,
	}, func(ctx context.Context, in *struct {
		RecordID
		Body NoticeText
	}) (*Reply[ManagedNotice], error) {
		return managed(http.StatusOK)(a.svc.EditNotice(ctx, actorOf(ctx), in.ID, in.Body.input("", "")))
	})
	route(a, huma.Operation{
		OperationID: "publish-notice", Method: http.MethodPost, Path: noticePath + "/publish", Tags: tags,
		Summary: "Show a draft to everybody", Description: "At a site the service ledger gets an entry for item 9 by itself. A text in which the wording check or WeChat's finds something is held; a supervisor who did not write it publishes it in the same way. While WeChat does not answer, nothing is published (503 text_unchecked).",
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
	}) (*Reply[ManagedNotice], error) {
		return managed(http.StatusOK)(a.svc.PublishNotice(ctx, actorOf(ctx), in.ID))
	})
	route(a, huma.Operation{
		OperationID: "withdraw-notice", Method: http.MethodPost, Path: noticePath + "/withdraw", Tags: tags,
		Summary:     "Take a notice from everybody's sight, for good",
		Description: "Its pushes stop. Within a day of its publication the entry in the service ledger becomes void, too.",
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
		Body Reason
	}) (*Reply[ManagedNotice], error) {
		return managed(http.StatusOK)(a.svc.WithdrawNotice(ctx, actorOf(ctx), in.ID, in.Body.Reason))
	})
	a.managedNoticeRoutes(tags)
}

func (a *API) managedNoticeRoutes(tags []string) {
	route(a, huma.Operation{
		OperationID: "list-managed-notices", Method: http.MethodGet, Path: "/v1/managed-notices", Tags: tags,
		Summary: "Notices of a site, a county or the city in any state, for those who publish or supervise there",
	}, func(ctx context.Context, in *ManagedNoticesQuery) (*Reply[List[ManagedNotice]], error) {
		views, err := a.svc.ManagedNotices(ctx, actorOf(ctx), in.SiteID, in.County,
			service.NoticeFilter{State: service.NoticeState(in.State), Page: in.page()})
		return &Reply[List[ManagedNotice]]{http.StatusOK,
			list(views, in.Limit, func(v service.NoticeView) string { return v.ID }, newManagedNotice)}, err
	})
	route(a, huma.Operation{
		OperationID: "get-managed-notice", Method: http.MethodGet, Path: "/v1/managed-notices/{id}", Tags: tags,
		Summary: "One notice in any state",
	}, func(ctx context.Context, in *RecordID) (*Reply[ManagedNotice], error) {
		return managed(http.StatusOK)(a.svc.ManagedNotice(ctx, actorOf(ctx), in.ID))
	})
}

func managed(status int) func(service.NoticeView, error) (*Reply[ManagedNotice], error) {
	return func(v service.NoticeView, err error) (*Reply[ManagedNotice], error) {
		return &Reply[ManagedNotice]{status, newManagedNotice(v)}, err
	}
}

func newNoticeHead(n service.Notice) NoticeHead {
	return NoticeHead{ID: n.ID, SiteID: n.SiteID, County: n.County, Title: n.Title, Source: n.Source, URL: n.URL,
		ValidUntil: n.ValidUntil.String(), PublishedAt: stamp(n.PublishedAt)}
}

func newNotice(n service.Notice) Notice { return Notice{newNoticeHead(n), n.Body} }

func newManagedNotice(v service.NoticeView) ManagedNotice {
	return ManagedNotice{
		Notice: newNotice(v.Notice), State: string(v.State), StateText: v.State.Text(), Findings: newFindings(v.Findings), ReviewedBy: v.ReviewedBy, CreatedBy: v.CreatedBy, CreatedAt: stamp(v.CreatedAt),
		PublishedBy: v.PublishedBy, WithdrawnBy: v.WithdrawnBy, WithdrawnAt: stamp(v.WithdrawnAt), WithdrawReason: v.WithdrawReason,
		May: MayOfNotice(v.May),
	}
}
