package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/identity"
)

// PlacementBody is a person who started work. Give enterprise_id or
// employer_name.
type PlacementBody struct {
	SiteID       string   `json:"site_id"`
	PersonID     string   `json:"person_id" required:"false" doc:"Needed: whom a registration named"`
	EnterpriseID string   `json:"enterprise_id,omitempty"`
	EmployerName string   `json:"employer_name,omitempty"`
	PostingID    string   `json:"posting_id,omitempty" maxLength:"64"`
	Kind         string   `json:"kind" enum:"casual,stable" doc:"stable: a fixed post with stable employment; counts double"`
	StartedOn    string   `json:"started_on,omitempty" format:"date" doc:"Default today"`
	Title        string   `json:"title,omitempty" doc:"The work, in plain words"`
	EvidenceIDs  []string `json:"evidence_ids,omitempty" maxItems:"20"`
}

func (b PlacementBody) input() service.PlacementInput {
	return service.PlacementInput{
		SiteID: b.SiteID, PersonID: b.PersonID, EnterpriseID: b.EnterpriseID, EmployerName: b.EmployerName,
		PostingID: b.PostingID, Kind: service.PlacementKind(b.Kind), StartedOn: date(b.StartedOn),
		Title: b.Title, EvidenceIDs: b.EvidenceIDs,
	}
}

// Placement is a record as a screen shows it; personal data is masked.
type Placement struct {
	ID           string   `json:"id"`
	SiteID       string   `json:"site_id"`
	Month        string   `json:"month"`
	PersonID     string   `json:"person_id"`
	Name         string   `json:"name" doc:"Masked"`
	EnterpriseID string   `json:"enterprise_id"`
	Employer     string   `json:"employer"`
	PostingID    string   `json:"posting_id"`
	Kind         string   `json:"kind" enum:"casual,stable"`
	StartedOn    string   `json:"started_on"`
	Title        string   `json:"title"`
	EvidenceIDs  []string `json:"evidence_ids"`
	Proof        string   `json:"proof" doc:"What an imported ledger says of the evidence"`
	Status       string   `json:"status" enum:"recorded,confirmed,void"`
	Source       string   `json:"source" enum:"scan,staff,import"`
	Disputed     bool     `json:"disputed" doc:"Employer or seeker denies it; a supervisor confirms or voids it"`
	Words        []Word   `json:"words" doc:"What they said, oldest first"`
	Trail
	Adjustment bool        `json:"adjustment" doc:"Entered after its month was closed"`
	May        service.May `json:"may"`
}

// Word is what somebody concerned says of a placement.
type Word struct {
	By    string `json:"by" enum:"employer,seeker"`
	At    string `json:"at"`
	Hired bool   `json:"hired"`
	Note  string `json:"note"`
}

func words(list []service.Word) []Word {
	out := make([]Word, len(list))
	for i, w := range list {
		out[i] = Word{"seeker", stamp(w.At), w.Hired, w.Note}
		if w.OfEmployer() {
			out[i].By = "employer"
		}
	}
	return out
}

func newPlacement(v service.PlacementView) Placement {
	evidence := v.EvidenceIDs
	if evidence == nil {
		evidence = []string{}
	}
	return Placement{
		ID: v.ID, SiteID: v.SiteID, Month: v.Month.String(), PersonID: v.PersonID, Name: identity.MaskName(v.Person.Name),
		EnterpriseID: v.EnterpriseID, Employer: v.Enterprise.ShownName(), PostingID: v.PostingID, Kind: string(v.Kind),
		StartedOn: v.StartedOn.String(), Title: v.Title, EvidenceIDs: evidence, Proof: v.Proof,
		Status: string(v.Status), Source: string(v.Source), Disputed: v.Disputed, Words: words(v.Words),
		Trail: newTrail(v.Trail), Adjustment: v.Late, May: v.May,
	}
}

func (a *API) placementRoutes() {
	tags := []string{"placements"}
	route(a, huma.Operation{
		OperationID: "place", Method: http.MethodPost, Path: "/v1/placements", DefaultStatus: http.StatusCreated,
		Summary: "Record that somebody started work", Tags: tags, Responses: alsoOK(),
		Description: "One person, employer and start counts once in the whole city: the same site again answers 200 " +
			"with the first record, another site 409 placed_by_other_site.",
	}, func(ctx context.Context, in *struct {
		IdempotencyHeader
		Body PlacementBody
	}) (*Reply[Placement], error) {
		v, created, err := a.svc.Place(ctx, actorOf(ctx), in.Body.input())
		return &Reply[Placement]{stored(created), newPlacement(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-placements", Method: http.MethodGet, Path: "/v1/placements", Summary: "A site's placements", Tags: tags,
	}, func(ctx context.Context, in *RecordsQuery) (*Reply[List[Placement]], error) {
		views, err := a.svc.Placements(ctx, actorOf(ctx), in.filter())
		return &Reply[List[Placement]]{http.StatusOK,
			list(views, in.Limit, func(v service.PlacementView) string { return v.ID }, newPlacement)}, err
	})
	recordRoutes(a, "placement", "placements", a.svc.Placement, a.svc.ConfirmPlacement, a.svc.RestorePlacement, a.svc.VoidPlacement, newPlacement)
}
