package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/rubric"
)

// HonourBody is an honour or a press report.
type HonourBody struct {
	SiteID      string   `json:"site_id"`
	Level       string   `json:"level" enum:"county,city,provincial,national"`
	Title       string   `json:"title"`
	Issuer      string   `json:"issuer,omitempty" doc:"Who awarded or published it"`
	AwardedOn   string   `json:"awarded_on" format:"date"`
	EvidenceIDs []string `json:"evidence_ids,omitempty" maxItems:"20" doc:"Needed before anybody can confirm it"`
}

func (b HonourBody) input() service.HonourInput {
	return service.HonourInput{SiteID: b.SiteID, Level: rubric.Level(b.Level), Title: b.Title, Issuer: b.Issuer,
		Awarded: date(b.AwardedOn), EvidenceIDs: b.EvidenceIDs}
}

// SiteHonour is an honour as a screen shows it.
type SiteHonour struct {
	ID          string   `json:"id"`
	SiteID      string   `json:"site_id"`
	Level       string   `json:"level" enum:"county,city,provincial,national"`
	Title       string   `json:"title"`
	Issuer      string   `json:"issuer"`
	AwardedOn   string   `json:"awarded_on"`
	EvidenceIDs []string `json:"evidence_ids"`
	Status      string   `json:"status" enum:"recorded,confirmed,void"`
	Source      string   `json:"source" enum:"scan,staff,import"`
	Trail
	May service.May `json:"may"`
}

func newSiteHonour(v service.HonourView) SiteHonour {
	evidence := v.EvidenceIDs
	if evidence == nil {
		evidence = []string{}
	}
	return SiteHonour{
		ID: v.ID, SiteID: v.SiteID, Level: string(v.Level), Title: v.Title, Issuer: v.Issuer, AwardedOn: v.Awarded.String(),
		EvidenceIDs: evidence, Status: string(v.Status), Source: string(v.Source), Trail: newTrail(v.Trail), May: v.May,
	}
}

// HonoursQuery narrows a site's list.
type HonoursQuery struct {
	PageQuery
	SiteID string `query:"site_id" required:"true" maxLength:"64"`
	Status string `query:"status" enum:"recorded,confirmed,void"`
}

func (a *API) honourRoutes() {
	tags := []string{"honours"}
	route(a, huma.Operation{
		OperationID: "record-honour", Method: http.MethodPost, Path: "/v1/honours", DefaultStatus: http.StatusCreated,
		Summary: "Enter an honour or a press report", Tags: tags, Responses: alsoOK(),
		Description: "For item 15: only the highest counts, for two years from its day, and in the verified column only " +
			"once a supervisor has confirmed it. The same level, title and day at the same site again answers 200 with the first.",
	}, func(ctx context.Context, in *struct {
		IdempotencyHeader
		Body HonourBody
	}) (*Reply[SiteHonour], error) {
		v, created, err := a.svc.RecordHonour(ctx, actorOf(ctx), in.Body.input())
		return &Reply[SiteHonour]{stored(created), newSiteHonour(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-honours", Method: http.MethodGet, Path: "/v1/honours", Summary: "A site's honours", Tags: tags,
	}, func(ctx context.Context, in *HonoursQuery) (*Reply[List[SiteHonour]], error) {
		views, err := a.svc.Honours(ctx, actorOf(ctx), service.RecordFilter{
			SiteID: in.SiteID, Status: service.Status(in.Status), Page: in.page()})
		return &Reply[List[SiteHonour]]{http.StatusOK,
			list(views, in.Limit, func(v service.HonourView) string { return v.ID }, newSiteHonour)}, err
	})
	recordRoutes(a, "honour", "honours", a.svc.Honour, a.svc.ConfirmHonour, a.svc.RestoreHonour, a.svc.VoidHonour, newSiteHonour)
}
