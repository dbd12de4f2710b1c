package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
)

// SceneBody carries what a scanned code said.
type SceneBody struct {
	Scene string `json:"scene"`
}

// ScanReply is a scan that counts.
type ScanReply struct {
	Site      ScannedSite `json:"site"`
	ScannedOn string      `json:"scanned_on"`
}

// SiteScans is how often a site's code was scanned in a month.
type SiteScans struct {
	SiteID string     `json:"site_id"`
	Month  string     `json:"month"`
	Scans  int        `json:"scans" doc:"The sum of the days"`
	Days   []DayScans `json:"days" doc:"Those with a scan, oldest first"`
}

// DayScans is one day's.
type DayScans struct {
	Day      string         `json:"day"`
	Scans    int            `json:"scans" doc:"Accounts, each once"`
	ByMedium map[string]int `json:"by_medium" doc:"Where each was met first that day: code or poster"`
}

func newSiteScans(siteID, month string, days []service.DayScans) SiteScans {
	out := SiteScans{SiteID: siteID, Month: month, Days: make([]DayScans, len(days))}
	for i, d := range days {
		by := map[string]int{}
		for m, n := range d.ByMedium {
			by[string(m)] = n
		}
		out.Days[i] = DayScans{d.Day.String(), d.Scans, by}
		out.Scans += d.Scans
	}
	return out
}

func (a *API) scanRoutes() {
	tags := []string{"scans"}
	route(a, huma.Operation{
		OperationID: "scan", Method: http.MethodPost, Path: "/v1/me/scans", DefaultStatus: http.StatusCreated,
		Summary: "Say that I have scanned a site's code", Tags: tags, Responses: alsoOK(),
		Description: "For who is logged in already; a login takes the scene itself. The same site on the same day again " +
			"answers 200 and counts once. 404 scene_unknown when it is not one of ours.",
	}, func(ctx context.Context, in *struct {
		IdempotencyHeader
		Body SceneBody
	}) (*Reply[ScanReply], error) {
		site, n, created, err := a.svc.Scan(ctx, actorOf(ctx), in.Body.Scene)
		return &Reply[ScanReply]{stored(created), ScanReply{newScannedSite(site), n.Day.String()}}, err
	})
	route(a, huma.Operation{
		OperationID: "list-scans", Method: http.MethodGet, Path: "/v1/sites/{id}/scans",
		Summary: "How often a site's code was scanned, day by day", Tags: tags,
		Description: "Each account counts once a day at a site. It is not kept who it was.",
	}, func(ctx context.Context, in *struct {
		SiteID
		Month string `query:"month" pattern:"^[0-9]{4}-(0[1-9]|1[0-2])$" patternDescription:"2026-11 格式的月份" doc:"Default this month"`
	}) (*Reply[SiteScans], error) {
		m, days, err := a.svc.Scans(ctx, actorOf(ctx), in.ID, month(in.Month))
		return &Reply[SiteScans]{http.StatusOK, newSiteScans(in.ID, m.String(), days)}, err
	})
}
