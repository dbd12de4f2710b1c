package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// SearchBody says what is looked for, and where. It is a body, because a name or a
// number has no place in an address, which proxies keep.
type SearchBody struct {
	SiteID string `json:"site_id" maxLength:"64"`
	Q      string `json:"q" doc:"1–50 characters"`
}

func (a *API) searchRoutes() {
	route(a, huma.Operation{
		OperationID: "search-registrations", Method: http.MethodPost, Path: "/v1/registrations/search",
		Summary: "Find a site's registrations", Tags: []string{"registrations"},
		Description: "By the whole name or the surname, or the last four digits of a phone or document (of more, the last four); newest first, 50 at the most, " +
			"out of the site's newest 3,000.",
	}, func(ctx context.Context, in *struct{ Body SearchBody }) (*Reply[List[Registration]], error) {
		return registrations(0)(a.svc.SearchRegistrations(ctx, actorOf(ctx), in.Body.SiteID, in.Body.Q))
	})
	route(a, huma.Operation{
		OperationID: "search-postings", Method: http.MethodPost, Path: "/v1/postings/search",
		Summary: "Find a site's postings", Tags: []string{"postings"},
		Description: "By a part of the title or of the employer's name; newest first, 50 at the most, out of the site's newest 3,000.",
	}, func(ctx context.Context, in *struct{ Body SearchBody }) (*Reply[List[Posting]], error) {
		views, err := a.svc.SearchPostings(ctx, actorOf(ctx), in.Body.SiteID, in.Body.Q)
		return &Reply[List[Posting]]{http.StatusOK, postingList(views, 0)}, err
	})
}
