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

// SiteChangeBody corrects a site; a field that is left out stays.
type SiteChangeBody struct {
	Phone    *string   `json:"phone,omitempty"`
	Hours    *string   `json:"hours,omitempty"`
	Address  *string   `json:"address,omitempty"`
	AreaM2   *float64  `json:"area_m2,omitempty"`
	Location *Location `json:"location,omitempty"`
}

func (b SiteChangeBody) input() service.SiteInput {
	in := service.SiteInput{Phone: b.Phone, Hours: b.Hours, Address: b.Address, AreaM2: b.AreaM2}
	if b.Location != nil {
		in.At = ptr(b.Location.point())
	}
	return in
}

// SiteChange is a correction of a site.
type SiteChange struct {
	By     string            `json:"by" doc:"Account"`
	At     string            `json:"at"`
	Fields []string          `json:"fields"`
	Before map[string]string `json:"before" doc:"The fields as they were; a location as lat,lng"`
}

// Site is a market or station.
type Site struct {
	ID         string          `json:"id"`
	Name       string          `json:"name"`
	Kind       string          `json:"kind" enum:"market,station"`
	County     string          `json:"county"`
	CountyName string          `json:"county_name"`
	Address    string          `json:"address"`
	Phone      string          `json:"phone"`
	Hours      string          `json:"hours"`
	Agency     string          `json:"agency"`
	Operator   string          `json:"operator"`
	AreaM2     float64         `json:"area_m2"`
	OpenedOn   string          `json:"opened_on"`
	Example    bool            `json:"example" doc:"Invented for a demonstration"`
	Location   *Location       `json:"location,omitempty" doc:"Absent: not said"`
	May        service.SiteMay `json:"may"`
}

// WholeSite is a site with what was changed of it.
type WholeSite struct {
	Site
	Changes []SiteChange `json:"changes" doc:"Oldest first"`
	Last    *LastRecord  `json:"last_record,omitempty" doc:"The newest record, to those who may read it; absent: none"`
}

// LastRecord says when a site was last heard of, and from whom.
type LastRecord struct {
	At     string `json:"at" format:"date-time"`
	Source string `json:"source" enum:"scan,staff,import"`
	ByName string `json:"by_name" doc:"The colleague who entered it; empty of a seeker, and of who has not said a name"`
}

func newWholeSite(a service.Actor, s service.Site, last *service.LastRecord) WholeSite {
	w := WholeSite{Site: newSite(a)(s), Changes: make([]SiteChange, len(s.Changes))}
	if last != nil {
		w.Last = &LastRecord{stamp(last.At), string(last.Source), last.By}
	}
	for i, c := range s.Changes {
		change := SiteChange{By: c.By, At: stamp(c.At), Fields: []string{}, Before: map[string]string{}}
		for _, f := range c.Was {
			change.Fields = append(change.Fields, f.Field)
			change.Before[f.Field] = f.Value
		}
		w.Changes[i] = change
	}
	return w
}

func newSite(a service.Actor) func(service.Site) Site {
	return func(s service.Site) Site { return siteFor(a, s) }
}

func siteFor(a service.Actor, s service.Site) Site {
	return Site{
		ID: s.ID, Name: s.Name, Kind: string(s.Kind), County: s.County, CountyName: service.Counties[s.County],
		Address: s.Address, Phone: s.Phone, Hours: s.Hours, Agency: s.Agency, Operator: s.Operator, AreaM2: s.AreaM2,
		OpenedOn: s.OpenedOn.String(), Example: s.Example, Location: newLocation(s.At), May: a.MayOfSite(s),
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
		return &Reply[Site]{http.StatusCreated, newSite(actorOf(ctx))(site)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-sites", Method: http.MethodGet, Path: "/v1/sites", Summary: "Sites in my sight", Tags: tags,
	}, func(ctx context.Context, in *SitesQuery) (*Reply[List[Site]], error) {
		sites, err := a.svc.Sites(ctx, actorOf(ctx), service.SiteFilter{
			County: in.County, Kind: rubric.SiteKind(in.Kind), Page: in.page()})
		return &Reply[List[Site]]{http.StatusOK,
			list(sites, in.Limit, func(s service.Site) string { return s.ID }, newSite(actorOf(ctx)))}, err
	})
	route(a, huma.Operation{
		OperationID: "get-site", Method: http.MethodGet, Path: "/v1/sites/{id}", Summary: "One site", Tags: tags,
	}, func(ctx context.Context, in *SiteID) (*Reply[WholeSite], error) {
		site, err := a.svc.Site(ctx, actorOf(ctx), in.ID)
		if err != nil {
			return nil, err
		}
		last, err := a.svc.LastRecord(ctx, actorOf(ctx), site)
		return &Reply[WholeSite]{http.StatusOK, newWholeSite(actorOf(ctx), site, last)}, err
	})
	route(a, huma.Operation{
		OperationID: "change-site", Method: http.MethodPatch, Path: "/v1/sites/{id}", Summary: "Correct a site", Tags: tags,
		Description: "Its manager changes phone and hours; the county or the city address, area_m2 and location, too (else 403 site_field). " +
			"What a field was before is kept. Item 1 follows area_m2; an assessment that is sealed keeps what was sealed.",
	}, func(ctx context.Context, in *struct {
		SiteID
		Body SiteChangeBody
	}) (*Reply[WholeSite], error) {
		site, err := a.svc.ChangeSite(ctx, actorOf(ctx), in.ID, in.Body.input())
		return &Reply[WholeSite]{http.StatusOK, newWholeSite(actorOf(ctx), site, nil)}, err
	})
}

// IdempotencyHeader describes the header that the middleware reads.
type IdempotencyHeader struct {
	IdempotencyKey string `header:"Idempotency-Key" doc:"8–64 visible ASCII characters. The same key and body get the first answer again; the same key with another body is refused with 422 idempotency_key_reused, one still under way with 409 in_progress."`
}
