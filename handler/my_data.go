package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
)

// MyData is a copy of everything that is held about the caller.
type MyData struct {
	Watermark string        `json:"watermark" doc:"Whose copy it is, and of when"`
	MadeAt    string        `json:"made_at"`
	AccountID string        `json:"account_id"`
	Full      bool          `json:"full"`
	Sections  []DataSection `json:"sections"`
}

// DataSection is what is held under one heading.
type DataSection struct {
	Name  string `json:"name" doc:"Stable: account, roles, sessions, people, registrations, placements, phone_views, applications, contact_views, follow_ups, guidance, help_requests, rights_reports, sign_ups, subscriptions, deliveries, scans; more may come" example:"registrations"`
	Title string `json:"title" doc:"Chinese, for the screen"`
	Items []any  `json:"items" doc:"Newest first; which fields there are follows from the name"`
	More  bool   `json:"more" doc:"There are more than the 1000 that are shown"`
	Note  string `json:"note" doc:"What to know of it, Chinese, for the screen; usually empty"`
}

func newMyData(d service.MyData) MyData {
	out := MyData{d.Watermark, stamp(d.MadeAt), d.AccountID, d.Full, make([]DataSection, len(d.Sections))}
	for i, s := range d.Sections {
		out.Sections[i] = DataSection{s.Name, s.Title, s.Items, s.More, s.Note}
		if s.Items == nil {
			out.Sections[i].Items = []any{}
		}
	}
	return out
}

func (a *API) myDataRoutes() {
	route(a, huma.Operation{
		OperationID: "copy-my-data", Method: http.MethodGet, Path: "/v1/me/data",
		Summary: "A copy of everything that is held about me", Tags: []string{"account"},
		Description: "Names, phones and document numbers are masked; full=1 shows them, where this account told them itself. Of " +
			"what staff recorded of a person it says that it is there (by_staff, at_site, phone_at_site, number_at_site, note_at_site): the person " +
			"gets it at the counter, with a document. Ten copies a minute.",
	}, func(ctx context.Context, in *struct {
		Full bool `query:"full" doc:"What this account told itself is not masked"`
	}) (*Reply[MyData], error) {
		d, err := a.svc.CopyMyData(ctx, actorOf(ctx), in.Full)
		return &Reply[MyData]{http.StatusOK, newMyData(d)}, err
	})
}
