package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
)

// ActivityBody is an entry of the service ledger: site and type are enough.
type ActivityBody struct {
	SiteID       string   `json:"site_id"`
	ClientID     string   `json:"client_id,omitempty" maxLength:"64" doc:"The phone's own name for the entry; the same again is the same entry"`
	Type         string   `json:"type" maxLength:"40" doc:"One of list-activity-types"`
	HeldOn       string   `json:"held_on,omitempty" format:"date" doc:"Default today"`
	Place        string   `json:"place,omitempty"`
	Participants int      `json:"participants,omitempty" doc:"0: not said"`
	Note         string   `json:"note,omitempty"`
	EvidenceIDs  []string `json:"evidence_ids,omitempty" maxItems:"20"`
}

func (b ActivityBody) input() service.ActivityInput {
	return service.ActivityInput{
		SiteID: b.SiteID, ClientID: b.ClientID, Type: service.ActivityType(b.Type), HeldOn: date(b.HeldOn),
		Place: b.Place, Participants: b.Participants, Note: b.Note, EvidenceIDs: b.EvidenceIDs,
	}
}

// Activity is an entry as a screen shows it.
type Activity struct {
	ID           string   `json:"id"`
	SiteID       string   `json:"site_id"`
	Month        string   `json:"month"`
	ClientID     string   `json:"client_id"`
	Type         string   `json:"type"`
	TypeName     string   `json:"type_name"`
	Item         int      `json:"item" doc:"The form's item that it is evidence for"`
	HeldOn       string   `json:"held_on"`
	Place        string   `json:"place"`
	Participants int      `json:"participants"`
	Note         string   `json:"note"`
	EvidenceIDs  []string `json:"evidence_ids"`
	Status       string   `json:"status" enum:"recorded,confirmed,void"`
	Source       string   `json:"source" enum:"scan,staff,import"`
	Trail
	Adjustment bool        `json:"adjustment" doc:"Entered after its month was closed"`
	May        service.May `json:"may"`
}

func newActivity(v service.ActivityView) Activity {
	kind, _ := v.Type.Kind()
	evidence := v.EvidenceIDs
	if evidence == nil {
		evidence = []string{}
	}
	return Activity{
		ID: v.ID, SiteID: v.SiteID, Month: v.Month.String(), ClientID: v.ClientID,
		Type: string(v.Type), TypeName: kind.Name, Item: kind.Item,
		HeldOn: v.HeldOn.String(), Place: v.Place, Participants: v.Participants, Note: v.Note, EvidenceIDs: evidence,
		Status: string(v.Status), Source: string(v.Source), Trail: newTrail(v.Trail), Adjustment: v.Late, May: v.May,
	}
}

// ActivityType is one of the types that there are.
type ActivityType struct {
	Type string `json:"type"`
	Item int    `json:"item"`
	Name string `json:"name"`
}

func newActivityType(k service.ActivityKind) ActivityType {
	return ActivityType{string(k.Type), k.Item, k.Name}
}

func (a *API) activityRoutes() {
	tags := []string{"activities"}
	route(a, huma.Operation{
		OperationID: "record-activity", Method: http.MethodPost, Path: "/v1/activities", DefaultStatus: http.StatusCreated,
		Summary: "Enter what was done in the service ledger", Tags: tags, Responses: alsoOK(),
		Description: "Evidence for the judged items: counted and shown, never scored. The same client_id at the same site " +
			"again answers 200 with the first entry, or 409 client_id_reused if that is of another type.",
	}, func(ctx context.Context, in *struct {
		IdempotencyHeader
		Body ActivityBody
	}) (*Reply[Activity], error) {
		v, created, err := a.svc.RecordActivity(ctx, actorOf(ctx), in.Body.input())
		return &Reply[Activity]{stored(created), newActivity(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-activities", Method: http.MethodGet, Path: "/v1/activities", Summary: "A site's service ledger", Tags: tags,
	}, func(ctx context.Context, in *RecordsQuery) (*Reply[List[Activity]], error) {
		views, err := a.svc.Activities(ctx, actorOf(ctx), in.filter())
		return &Reply[List[Activity]]{http.StatusOK,
			list(views, in.Limit, func(v service.ActivityView) string { return v.ID }, newActivity)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-activity-types", Method: http.MethodGet, Path: "/v1/activity-types",
		Summary: "The types of activity, in the order of the form", Tags: tags,
	}, func(context.Context, *struct{}) (*Reply[List[ActivityType]], error) {
		all := list(service.ActivityKinds(), 0, func(service.ActivityKind) string { return "" }, newActivityType)
		return &Reply[List[ActivityType]]{http.StatusOK, all}, nil
	})
	recordRoutes(a, "activity", "activities", a.svc.Activity, a.svc.ConfirmActivity, a.svc.RestoreActivity, a.svc.VoidActivity, newActivity)
}
