package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/identity"
)

// GuidanceBody is a talk of one-to-one career guidance.
type GuidanceBody struct {
	SiteID   string   `json:"site_id"`
	PersonID string   `json:"person_id"`
	HeldOn   string   `json:"held_on,omitempty" format:"date" doc:"Default today"`
	Minutes  int      `json:"minutes,omitempty" doc:"0: not said"`
	Topics   []string `json:"topics" doc:"1–10"`
	Advice   string   `json:"advice" doc:"1–1000 characters; the seeker reads it too"`
	NextStep string   `json:"next_step,omitempty" doc:"Up to 300 characters"`
}

func (b GuidanceBody) input() service.GuidanceInput {
	return service.GuidanceInput{SiteID: b.SiteID, PersonID: b.PersonID, HeldOn: date(b.HeldOn), Minutes: b.Minutes,
		Topics: b.Topics, Advice: b.Advice, NextStep: b.NextStep}
}

// Guidance is a talk as those see it who work at the site.
type Guidance struct {
	ID         string   `json:"id"`
	SiteID     string   `json:"site_id"`
	PersonID   string   `json:"person_id"`
	Name       string   `json:"name" doc:"Masked"`
	HeldOn     string   `json:"held_on"`
	Minutes    int      `json:"minutes"`
	Topics     []string `json:"topics"`
	Advice     string   `json:"advice"`
	NextStep   string   `json:"next_step"`
	RecordedBy string   `json:"recorded_by"`
	RecordedAt string   `json:"recorded_at"`
	Void       bool     `json:"void"`
	VoidReason string   `json:"void_reason"`
	May        MayVoid  `json:"may"`
}

// MayVoid says whether a screen may offer to take something back.
type MayVoid struct {
	Void bool `json:"void"`
}

// MyGuidance is a talk as the seeker sees it.
type MyGuidance struct {
	ID       string   `json:"id"`
	SiteID   string   `json:"site_id"`
	Site     string   `json:"site" doc:"Its name"`
	HeldOn   string   `json:"held_on"`
	Minutes  int      `json:"minutes"`
	Topics   []string `json:"topics"`
	Advice   string   `json:"advice"`
	NextStep string   `json:"next_step"`
	Void     bool     `json:"void"`
}

func newGuidance(v service.GuidanceView) Guidance {
	return Guidance{
		ID: v.ID, SiteID: v.SiteID, PersonID: v.PersonID, Name: identity.MaskName(v.Person.Name), HeldOn: v.HeldOn.String(),
		Minutes: v.Minutes, Topics: filledList(v.Topics), Advice: v.Advice, NextStep: v.NextStep,
		RecordedBy: v.By, RecordedAt: stamp(v.At), Void: v.VoidedBy != "", VoidReason: v.VoidReason, May: MayVoid{v.MayVoid},
	}
}

func newMyGuidance(v service.MyGuidance) MyGuidance {
	return MyGuidance{ID: v.ID, SiteID: v.SiteID, Site: v.Site.Name, HeldOn: v.HeldOn.String(), Minutes: v.Minutes,
		Topics: filledList(v.Topics), Advice: v.Advice, NextStep: v.NextStep, Void: v.VoidedBy != ""}
}

func (a *API) guidanceRoutes() {
	tags := []string{"guidance"}
	route(a, huma.Operation{
		OperationID: "guide", Method: http.MethodPost, Path: "/v1/guidance", DefaultStatus: http.StatusCreated,
		Summary: "Record a talk of one-to-one career guidance", Tags: tags,
		Description: "Enters a career_guidance (item 5) in the service ledger by itself. What was said is read by those who work " +
			"at the site, and by the seeker.",
	}, func(ctx context.Context, in *struct {
		IdempotencyHeader
		Body GuidanceBody
	}) (*Reply[Guidance], error) {
		v, err := a.svc.Guide(ctx, actorOf(ctx), in.Body.input())
		return &Reply[Guidance]{http.StatusCreated, newGuidance(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-guidance", Method: http.MethodGet, Path: "/v1/guidance", Summary: "A site's guidance", Tags: tags,
	}, func(ctx context.Context, in *struct {
		PageQuery
		SiteID   string `query:"site_id" required:"true" maxLength:"64"`
		PersonID string `query:"person_id" maxLength:"64"`
	}) (*Reply[List[Guidance]], error) {
		views, err := a.svc.GuidanceOf(ctx, actorOf(ctx), service.GuidanceFilter{SiteID: in.SiteID, PersonID: in.PersonID, Page: in.page()})
		return &Reply[List[Guidance]]{http.StatusOK,
			list(views, in.Limit, func(v service.GuidanceView) string { return v.ID }, newGuidance)}, err
	})
	route(a, huma.Operation{
		OperationID: "get-guidance", Method: http.MethodGet, Path: "/v1/guidance/{id}", Summary: "One talk", Tags: tags,
	}, func(ctx context.Context, in *RecordID) (*Reply[Guidance], error) {
		v, err := a.svc.GuidanceByID(ctx, actorOf(ctx), in.ID)
		return &Reply[Guidance]{http.StatusOK, newGuidance(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "void-guidance", Method: http.MethodPost, Path: "/v1/guidance/{id}/void",
		Summary: "Take a talk back that was recorded by mistake", Tags: tags,
		Description: "Its entry in the service ledger becomes void with it, unless its month is closed.",
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
		Body Reason
	}) (*Reply[Guidance], error) {
		v, err := a.svc.VoidGuidance(ctx, actorOf(ctx), in.ID, in.Body.Reason)
		return &Reply[Guidance]{http.StatusOK, newGuidance(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-my-guidance", Method: http.MethodGet, Path: "/v1/me/guidance", Summary: "What I was advised", Tags: tags,
	}, func(ctx context.Context, in *PageQuery) (*Reply[List[MyGuidance]], error) {
		mine, err := a.svc.MyGuidance(ctx, actorOf(ctx), in.page())
		return &Reply[List[MyGuidance]]{http.StatusOK,
			list(mine, in.Limit, func(v service.MyGuidance) string { return v.ID }, newMyGuidance)}, err
	})
}
