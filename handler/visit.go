package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// Visit is how much a site needs to be looked at. It is a help and no part of the
// form.
type Visit struct {
	Rank    int           `json:"rank" doc:"Among the sites in sight, hints counted: 1: look here first; 0: there is no reason"`
	Needed  bool          `json:"needed" doc:"false with reasons: they are hints only"`
	Reasons []VisitReason `json:"reasons" doc:"Heaviest first"`
}

// VisitReason says why, in words.
type VisitReason struct {
	Code   string `json:"code" enum:"nothing_this_month,unverified,area_short,no_staff,falling,slowing,no_points,employer_denied,seeker_denied,shared_phone,one_employer,burst_month,repeated_entry,odd_hours,one_recorder,stable_unproven,not_hired,left_early"`
	Text   string `json:"text"`
	Weight int    `json:"weight" enum:"1,2,3,4,5" doc:"5: somebody concerned denies a record; 4: a picture that invented records make; 3: nobody there, nothing done, or many points lost; 2: points lost, or less than the form asks for; 1: a hint"`
	Advice string `json:"advice,omitempty" doc:"What to do about it, in Chinese, to those who supervise the site"`
	Month  string `json:"month,omitempty" doc:"Whose records it is about: GET /v1/sites/{id}/verification?month="`
	Items  []int  `json:"items,omitempty" doc:"Items of the form that it is about"`
}

// SiteVisit says why one site needs to be looked at.
type SiteVisit struct {
	AsOf    string        `json:"as_of" format:"date"`
	Needed  bool          `json:"needed" doc:"false with reasons: they are hints only"`
	Reasons []VisitReason `json:"reasons" doc:"Heaviest first"`
}

func (a *API) visitRoutes() {
	route(a, huma.Operation{
		OperationID: "get-visit", Method: http.MethodGet, Path: "/v1/sites/{id}/visit",
		Summary: "Why a site needs to be looked at, and what to do about it", Tags: []string{"progress"},
		Description: "The reasons that the board gives with records=true. What the records show may be a minute old, and is told to those who check them.",
	}, func(ctx context.Context, in *struct {
		SiteID
		AsOfQuery
	}) (*Reply[SiteVisit], error) {
		asOf, v, err := a.svc.Visit(ctx, actorOf(ctx), in.ID, date(in.AsOf))
		return &Reply[SiteVisit]{http.StatusOK, SiteVisit{asOf.String(), v.Needed(), newVisit(v).Reasons}}, err
	})
}

func newVisit(v service.Visit) Visit {
	out := Visit{v.Rank, v.Needed(), make([]VisitReason, len(v.Reasons))}
	for i, n := range v.Reasons {
		out.Reasons[i] = VisitReason{n.Code, n.Text, n.Weight, n.Advice, "", n.Items}
		if n.Month != (calendar.Month{}) {
			out.Reasons[i].Month = n.Month.String()
		}
	}
	return out
}
