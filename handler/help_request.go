package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/identity"
)

// HelpBody asks a site for one of its services.
type HelpBody struct {
	SiteID   string `json:"site_id" required:"false" doc:"Needed"`
	PersonID string `json:"person_id,omitempty" maxLength:"64" doc:"Default: the one person whom I registered as myself; staff name anybody who is registered"`
	Type     string `json:"type" required:"false" maxLength:"40" doc:"Needed: one of list-help-types"`
	Text     string `json:"text" required:"false" doc:"Needed; 2–1000 characters"`
}

func (b HelpBody) input() service.HelpInput {
	return service.HelpInput{SiteID: b.SiteID, PersonID: b.PersonID, Type: service.ActivityType(b.Type), Text: b.Text}
}

// HelpRequest is a request as those see it who work at the site.
type HelpRequest struct {
	ID        string          `json:"id"`
	SiteID    string          `json:"site_id"`
	PersonID  string          `json:"person_id"`
	Name      string          `json:"name" doc:"Masked"`
	Phone     string          `json:"phone" doc:"Masked"`
	Type      string          `json:"type"`
	TypeName  string          `json:"type_name"`
	Text      string          `json:"text"`
	State     string          `json:"state" enum:"open,taken,closed"`
	StateText string          `json:"state_text" doc:"Chinese, for the screen"`
	TakenBy   string          `json:"taken_by"`
	Self      bool            `json:"self" doc:"Asked by the seeker"`
	Steps     []CaseStep      `json:"steps"`
	May       service.HelpMay `json:"may"`
}

func newHelpRequest(v service.HelpRequestView) HelpRequest {
	kind, _ := v.Type.Kind()
	return HelpRequest{
		ID: v.ID, SiteID: v.SiteID, PersonID: v.PersonID, Name: identity.MaskName(v.Person.Name), Phone: identity.MaskPhone(v.Person.Phone),
		Type: string(v.Type), TypeName: kind.Name, Text: v.Text, State: string(v.State), StateText: v.State.Text(), TakenBy: v.TakenBy, Self: v.Self,
		Steps: caseSteps(v.Steps, true), May: v.May,
	}
}

// MyHelpRequest is a request as the seeker sees it.
type MyHelpRequest struct {
	ID        string      `json:"id"`
	SiteID    string      `json:"site_id"`
	Site      string      `json:"site" doc:"Its name"`
	PersonID  string      `json:"person_id"`
	Type      string      `json:"type"`
	TypeName  string      `json:"type_name"`
	Text      string      `json:"text"`
	State     string      `json:"state" enum:"open,taken,closed"`
	StateText string      `json:"state_text" doc:"Chinese, for the screen"`
	Steps     []CaseStep  `json:"steps"`
	May       MayWithdraw `json:"may"`
}

func newMyHelpRequest(v service.MyHelpRequest) MyHelpRequest {
	kind, _ := v.Type.Kind()
	return MyHelpRequest{ID: v.ID, SiteID: v.SiteID, Site: v.Site.Name, PersonID: v.PersonID, Type: string(v.Type), TypeName: kind.Name,
		Text: v.Text, State: string(v.State), StateText: v.State.Text(), Steps: caseSteps(v.Steps, false), May: MayWithdraw{v.MayWithdraw}}
}

// CloseHelpBody ends a request.
type CloseHelpBody struct {
	Result string `json:"result" enum:"done,declined"`
	Text   string `json:"text" doc:"2–1000 characters, which the seeker reads"`
}

func (a *API) helpRequestRoutes() {
	tags := []string{"service requests"}
	route(a, huma.Operation{
		OperationID: "list-help-types", Method: http.MethodGet, Path: "/v1/help-types", Summary: "What can be asked for", Tags: tags,
	}, func(context.Context, *struct{}) (*Reply[List[ActivityType]], error) {
		all := list(service.HelpTypes(), 0, func(service.ActivityKind) string { return "" }, newActivityType)
		return &Reply[List[ActivityType]]{http.StatusOK, all}, nil
	})
	route(a, huma.Operation{
		OperationID: "ask-help", Method: http.MethodPost, Path: "/v1/help-requests", DefaultStatus: http.StatusCreated,
		Summary: "Ask a site for one of its services", Tags: tags,
		Description: "A seeker for himself, or staff for somebody at the counter. Closed as done, it enters an activity of its type in the service ledger.",
	}, func(ctx context.Context, in *struct {
		IdempotencyHeader
		Body HelpBody
	}) (*Reply[MyHelpRequest], error) {
		v, err := a.svc.AskHelp(ctx, actorOf(ctx), in.Body.input())
		return &Reply[MyHelpRequest]{http.StatusCreated, newMyHelpRequest(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-help-requests", Method: http.MethodGet, Path: "/v1/help-requests", Summary: "Service requests of a site", Tags: tags,
	}, func(ctx context.Context, in *struct {
		PageQuery
		SiteID string `query:"site_id" required:"true" maxLength:"64"`
		State  string `query:"state" enum:"open,taken,closed"`
	}) (*Reply[List[HelpRequest]], error) {
		views, err := a.svc.HelpRequests(ctx, actorOf(ctx), service.HelpFilter{SiteID: in.SiteID, State: service.HelpState(in.State), Page: in.page()})
		return &Reply[List[HelpRequest]]{http.StatusOK,
			list(views, in.Limit, func(v service.HelpRequestView) string { return v.ID }, newHelpRequest)}, err
	})
	route(a, huma.Operation{
		OperationID: "get-help-request", Method: http.MethodGet, Path: "/v1/help-requests/{id}", Summary: "One service request", Tags: tags,
	}, func(ctx context.Context, in *RecordID) (*Reply[HelpRequest], error) {
		v, err := a.svc.HelpRequest(ctx, actorOf(ctx), in.ID)
		return &Reply[HelpRequest]{http.StatusOK, newHelpRequest(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "take-help-request", Method: http.MethodPost, Path: "/v1/help-requests/{id}/take", Summary: "I look after it", Tags: tags,
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
	}) (*Reply[HelpRequest], error) {
		v, err := a.svc.TakeHelp(ctx, actorOf(ctx), in.ID)
		return &Reply[HelpRequest]{http.StatusOK, newHelpRequest(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "answer-help-request", Method: http.MethodPost, Path: "/v1/help-requests/{id}/answer",
		Summary: "Tell the seeker how it goes", Tags: tags, Description: "Any colleague may.",
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
		Body AnswerBody
	}) (*Reply[HelpRequest], error) {
		v, err := a.svc.AnswerHelp(ctx, actorOf(ctx), in.ID, in.Body.Text)
		return &Reply[HelpRequest]{http.StatusOK, newHelpRequest(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "close-help-request", Method: http.MethodPost, Path: "/v1/help-requests/{id}/close", Summary: "It is done, or declined", Tags: tags,
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
		Body CloseHelpBody
	}) (*Reply[HelpRequest], error) {
		v, err := a.svc.CloseHelp(ctx, actorOf(ctx), in.ID, in.Body.Result, in.Body.Text)
		return &Reply[HelpRequest]{http.StatusOK, newHelpRequest(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-my-help-requests", Method: http.MethodGet, Path: "/v1/me/help-requests", Summary: "What I asked for, with each step", Tags: tags,
	}, func(ctx context.Context, in *PageQuery) (*Reply[List[MyHelpRequest]], error) {
		mine, err := a.svc.MyHelpRequests(ctx, actorOf(ctx), in.page())
		return &Reply[List[MyHelpRequest]]{http.StatusOK,
			list(mine, in.Limit, func(v service.MyHelpRequest) string { return v.ID }, newMyHelpRequest)}, err
	})
	route(a, huma.Operation{
		OperationID: "withdraw-my-help-request", Method: http.MethodPost, Path: "/v1/me/help-requests/{id}/withdraw",
		Summary: "I need it no more", Tags: tags,
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
	}) (*Reply[MyHelpRequest], error) {
		v, err := a.svc.WithdrawHelp(ctx, actorOf(ctx), in.ID)
		return &Reply[MyHelpRequest]{http.StatusOK, newMyHelpRequest(v)}, err
	})
}
