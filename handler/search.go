package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
)

// SearchBody is what staff look for among a site's records. It is a body, and no query:
// names and numbers stand in no URL, which proxies keep in their logs.
type SearchBody struct {
	SiteID string `json:"site_id" maxLength:"64"`
	Q      string `json:"q" maxLength:"200"`
	Month  string `json:"month,omitempty" pattern:"^[0-9]{4}-(0[1-9]|1[0-2])$" patternDescription:"2026-11 格式的月份"`
	Status string `json:"status,omitempty" enum:"recorded,confirmed,void"`
	Limit  int    `json:"limit,omitempty" minimum:"1" maximum:"200" default:"50"`
	Cursor string `json:"cursor,omitempty" maxLength:"64" doc:"next_cursor of the page before"`
}

func (b SearchBody) filter() service.RecordFilter {
	return service.RecordFilter{SiteID: b.SiteID, Month: month(b.Month), Status: service.Status(b.Status),
		Page: service.Page{Limit: b.Limit, Before: b.Cursor}}
}

// PostingSearchBody is what staff look for among a site's postings.
type PostingSearchBody struct {
	SearchBody
	Review string `json:"review,omitempty" enum:"passed,held,blocked,rejected"`
}

const searchPages = " A page may hold fewer than limit, or nothing, and still have a next_cursor: one call looks at 5000 records at the most."

func (a *API) searchRoutes() {
	route(a, huma.Operation{
		OperationID: "search-registrations", Method: http.MethodPost, Path: "/v1/registrations/search", Tags: []string{"registrations"},
		Summary: "Find people among a site's registrations",
		Description: "q is the whole name, the surname alone, or a number of phone or document, of which only the last four digits are " +
			"compared: a search tells no more than the masked answers show." + searchPages,
	}, func(ctx context.Context, in *struct{ Body SearchBody }) (*Reply[List[Registration]], error) {
		views, next, err := a.svc.SearchRegistrations(ctx, actorOf(ctx), in.Body.filter(), in.Body.Q)
		return found(views, next, newRegistration), err
	})
	route(a, huma.Operation{
		OperationID: "search-postings", Method: http.MethodPost, Path: "/v1/postings/search", Tags: []string{"postings"},
		Summary:     "Find a site's postings by words of title or employer",
		Description: "Every word of q, in any spelling, stands in title or employer." + searchPages,
	}, func(ctx context.Context, in *struct{ Body PostingSearchBody }) (*Reply[List[Posting]], error) {
		b := in.Body
		views, next, err := a.svc.SearchPostings(ctx, actorOf(ctx), service.PostingFilter{RecordFilter: b.filter(), State: service.ReviewState(b.Review)}, b.Q)
		return found(views, next, newPosting), err
	})
}

func found[N, T any](views []N, next string, view func(N) T) *Reply[List[T]] {
	out := list(views, 0, nil, view)
	out.NextCursor = next
	return &Reply[List[T]]{http.StatusOK, out}
}
