package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/identity"
)

// TrainingBodyTerms are what may change of a training body.
type TrainingBodyTerms struct {
	Contact string `json:"contact,omitempty" doc:"Whom to ask there"`
	Phone   string `json:"phone,omitempty"`
	Courses string `json:"courses,omitempty" doc:"What it offers, up to 500 characters"`
	Since   string `json:"since,omitempty" format:"date" doc:"First day of the co-operation; default today"`
	Until   string `json:"until,omitempty" format:"date" doc:"Last day; empty: it goes on"`
}

// TrainingBodyBody is a training body with which a site works.
type TrainingBodyBody struct {
	SiteID string `json:"site_id"`
	Name   string `json:"name"`
	USCC   string `json:"uscc,omitempty"`
	TrainingBodyTerms
}

func (t TrainingBodyTerms) input() service.TrainingBodyInput {
	return service.TrainingBodyInput{Contact: t.Contact, Phone: t.Phone, Courses: t.Courses, Since: date(t.Since), Until: date(t.Until)}
}

func (b TrainingBodyBody) input() service.TrainingBodyInput {
	in := b.TrainingBodyTerms.input()
	in.SiteID, in.Name, in.USCC = b.SiteID, b.Name, b.USCC
	return in
}

// TrainingBody is a training body as a screen shows it.
type TrainingBody struct {
	ID       string          `json:"id"`
	SiteID   string          `json:"site_id"`
	Name     string          `json:"name"`
	USCC     string          `json:"uscc"`
	USCCOdd  bool            `json:"uscc_odd" doc:"The check digit does not fit"`
	Contact  string          `json:"contact" doc:"Masked for whoever does not work at the site"`
	Phone    string          `json:"phone" doc:"Masked for whoever does not work at the site"`
	Courses  string          `json:"courses"`
	Since    string          `json:"since"`
	Until    string          `json:"until"`
	Years    []int           `json:"years" doc:"In which the co-operation was entered, or said to go on"`
	Recorded string          `json:"recorded_at"`
	May      service.BodyMay `json:"may"`
}

func newTrainingBody(v service.TrainingBodyView) TrainingBody {
	b := TrainingBody{
		ID: v.ID, SiteID: v.SiteID, Name: v.Name, USCC: v.USCC, USCCOdd: v.USCCOdd, Contact: v.Contact, Phone: v.Phone,
		Courses: v.Courses, Since: v.Since.String(), Until: v.Until.String(), Years: v.Years, Recorded: stamp(v.At), May: v.May,
	}
	if b.Years == nil {
		b.Years = []int{}
	}
	if !v.May.Change {
		b.Contact, b.Phone = identity.MaskName(b.Contact), identity.MaskPhone(b.Phone)
	}
	return b
}

func (a *API) trainingBodyRoutes() {
	tags := []string{"training"}
	route(a, huma.Operation{
		OperationID: "enter-training-body", Method: http.MethodPost, Path: "/v1/training-bodies", DefaultStatus: http.StatusCreated,
		Summary: "Enter a training body with which my site works", Tags: tags, Responses: alsoOK(),
		Description: "Enters a training_body (item 11) in the service ledger, for this year. The same name at the same site again answers 200 with the first.",
	}, func(ctx context.Context, in *struct {
		IdempotencyHeader
		Body TrainingBodyBody
	}) (*Reply[TrainingBody], error) {
		v, created, err := a.svc.EnterTrainingBody(ctx, actorOf(ctx), in.Body.input())
		return &Reply[TrainingBody]{stored(created), newTrainingBody(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-training-bodies", Method: http.MethodGet, Path: "/v1/training-bodies", Summary: "A site's training bodies", Tags: tags,
	}, func(ctx context.Context, in *struct {
		PageQuery
		SiteID string `query:"site_id" required:"true" maxLength:"64"`
	}) (*Reply[List[TrainingBody]], error) {
		views, err := a.svc.TrainingBodies(ctx, actorOf(ctx), in.SiteID, in.page())
		return &Reply[List[TrainingBody]]{http.StatusOK,
			list(views, in.Limit, func(v service.TrainingBodyView) string { return v.ID }, newTrainingBody)}, err
	})
	route(a, huma.Operation{
		OperationID: "get-training-body", Method: http.MethodGet, Path: "/v1/training-bodies/{id}", Summary: "One training body", Tags: tags,
	}, func(ctx context.Context, in *RecordID) (*Reply[TrainingBody], error) {
		v, err := a.svc.TrainingBody(ctx, actorOf(ctx), in.ID)
		return &Reply[TrainingBody]{http.StatusOK, newTrainingBody(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "change-training-body", Method: http.MethodPut, Path: "/v1/training-bodies/{id}",
		Summary: "Change contact, courses and the time of the co-operation", Tags: tags,
	}, func(ctx context.Context, in *struct {
		RecordID
		Body TrainingBodyTerms
	}) (*Reply[TrainingBody], error) {
		v, err := a.svc.ChangeTrainingBody(ctx, actorOf(ctx), in.ID, in.Body.input())
		return &Reply[TrainingBody]{http.StatusOK, newTrainingBody(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "renew-training-body", Method: http.MethodPost, Path: "/v1/training-bodies/{id}/renew",
		Summary: "The co-operation goes on this year", Tags: tags, Description: "Enters a training_body (item 11) for this year, once.",
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
	}) (*Reply[TrainingBody], error) {
		v, err := a.svc.RenewTrainingBody(ctx, actorOf(ctx), in.ID)
		return &Reply[TrainingBody]{http.StatusOK, newTrainingBody(v)}, err
	})
}
