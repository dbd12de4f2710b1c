package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/rubric"
)

// SiteBody describes a new site.
type SiteBody struct {
	Name     string  `json:"name" doc:"1–60 characters"`
	Kind     string  `json:"kind" enum:"market,station"`
	County   string  `json:"county" doc:"GB/T 2260 code, or QZ-KFQ, QZ-TSTZQ for the two zones" example:"350503"`
	Address  string  `json:"address,omitempty"`
	Phone    string  `json:"phone,omitempty" doc:"Of the counter; it stands on the poster"`
	Hours    string  `json:"hours,omitempty" doc:"When it is open, in words; on the poster, too"`
	Agency   string  `json:"agency,omitempty" doc:"The supervising office by its own name"`
	Operator string  `json:"operator,omitempty"`
	AreaM2   float64 `json:"area_m2,omitempty" doc:"Floor area in square metres"`
	OpenedOn string  `json:"opened_on" format:"date"`
}

// Site is a market or station.
type Site struct {
	ID         string  `json:"id"`
	Name       string  `json:"name"`
	Kind       string  `json:"kind" enum:"market,station"`
	County     string  `json:"county"`
	CountyName string  `json:"county_name"`
	Address    string  `json:"address"`
	Phone      string  `json:"phone"`
	Hours      string  `json:"hours"`
	Agency     string  `json:"agency"`
	Operator   string  `json:"operator"`
	AreaM2     float64 `json:"area_m2"`
	OpenedOn   string  `json:"opened_on"`
	Example    bool    `json:"example" doc:"Invented for a demonstration"`
}

func newSite(s service.Site) Site {
	return Site{
		ID: s.ID, Name: s.Name, Kind: string(s.Kind), County: s.County, CountyName: service.Counties[s.County],
		Address: s.Address, Phone: s.Phone, Hours: s.Hours, Agency: s.Agency, Operator: s.Operator, AreaM2: s.AreaM2,
		OpenedOn: s.OpenedOn.String(), Example: s.Example,
	}
}

// SitesQuery narrows the list of sites.
type SitesQuery struct {
	PageQuery
	County string `query:"county" maxLength:"16"`
	Kind   string `query:"kind" enum:"market,station"`
}

func (a *API) siteRoutes() {
	tags := []string{"sites"}
	route(a, huma.Operation{
		OperationID: "create-site", Method: http.MethodPost, Path: "/v1/sites", DefaultStatus: http.StatusCreated,
		Summary: "Open a site", Tags: tags,
	}, func(ctx context.Context, in *struct {
		IdempotencyHeader
		Body SiteBody
	}) (*Reply[Site], error) {
		b := in.Body
		site, err := a.svc.CreateSite(ctx, actorOf(ctx), service.Site{
			Name: b.Name, Kind: rubric.SiteKind(b.Kind), County: b.County, Address: b.Address, Phone: b.Phone, Hours: b.Hours,
			Agency: b.Agency, Operator: b.Operator, AreaM2: b.AreaM2, OpenedOn: date(b.OpenedOn),
		})
		return &Reply[Site]{http.StatusCreated, newSite(site)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-sites", Method: http.MethodGet, Path: "/v1/sites", Summary: "Sites in my sight", Tags: tags,
	}, func(ctx context.Context, in *SitesQuery) (*Reply[List[Site]], error) {
		sites, err := a.svc.Sites(ctx, actorOf(ctx), service.SiteFilter{
			County: in.County, Kind: rubric.SiteKind(in.Kind), Page: in.page()})
		return &Reply[List[Site]]{http.StatusOK,
			list(sites, in.Limit, func(s service.Site) string { return s.ID }, newSite)}, err
	})
	route(a, huma.Operation{
		OperationID: "get-site", Method: http.MethodGet, Path: "/v1/sites/{id}", Summary: "One site", Tags: tags,
	}, func(ctx context.Context, in *SiteID) (*Reply[Site], error) {
		site, err := a.svc.Site(ctx, actorOf(ctx), in.ID)
		return &Reply[Site]{http.StatusOK, newSite(site)}, err
	})
}

// IdempotencyHeader describes the header that the middleware reads.
type IdempotencyHeader struct {
	IdempotencyKey string `header:"Idempotency-Key" doc:"8–64 visible ASCII characters. The same key and body get the first answer again; the same key with another body is refused with 422 idempotency_key_reused, one still under way with 409 in_progress."`
}
