package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
)

// MonthReport is a site's monthly report to its county.
type MonthReport struct {
	SiteID      string    `json:"site_id"`
	Month       string    `json:"month"`
	Figures     []Figure  `json:"figures" doc:"Those that the form's item 14 names, and more"`
	Submitted   bool      `json:"submitted" doc:"Then the figures stand; else they are those up to now"`
	SubmittedBy string    `json:"submitted_by"`
	SubmittedAt string    `json:"submitted_at"`
	Late        bool      `json:"late" doc:"Handed in after the 5th of the next month, which is this system's own day"`
	May         MaySubmit `json:"may"`
}

// Figure is one figure of a report.
type Figure struct {
	Key   string `json:"key"`
	Name  string `json:"name" doc:"Chinese, for the screen"`
	Value *int   `json:"value" doc:"null: it was not known when the report was handed in"`
	Why   string `json:"why" doc:"Why it is not known, Chinese"`
}

// MaySubmit says which step a screen may offer.
type MaySubmit struct {
	Submit bool `json:"submit"`
}

func newMonthReport(v service.MonthReportView) MonthReport {
	out := MonthReport{SiteID: v.SiteID, Month: v.Month.String(), Figures: make([]Figure, len(v.Figures)), Submitted: v.Submitted,
		SubmittedBy: v.By, SubmittedAt: stamp(v.At), Late: v.Late, May: MaySubmit{v.MaySubmit}}
	for i, f := range v.Figures {
		out.Figures[i] = Figure(f)
	}
	return out
}

// SiteMonthPath names a month of a site.
type SiteMonthPath struct {
	SiteID
	Month string `path:"month" pattern:"^[0-9]{4}-(0[1-9]|1[0-2])$" patternDescription:"2026-11 格式的月份"`
}

func (a *API) monthReportRoutes() {
	tags := []string{"monthly reports"}
	route(a, huma.Operation{
		OperationID: "get-monthly-report", Method: http.MethodGet, Path: "/v1/sites/{id}/monthly-reports/{month}",
		Summary: "A site's report of a month, or its figures up to now", Tags: tags,
	}, func(ctx context.Context, in *SiteMonthPath) (*Reply[MonthReport], error) {
		v, err := a.svc.MonthReport(ctx, actorOf(ctx), in.ID, month(in.Month))
		return &Reply[MonthReport]{http.StatusOK, newMonthReport(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "submit-monthly-report", Method: http.MethodPost, Path: "/v1/sites/{id}/monthly-reports/{month}",
		DefaultStatus: http.StatusCreated, Summary: "Hand in the report of an ended month", Tags: tags, Responses: alsoOK(),
		Description: "The figures stand from then on; again, it answers 200 with the first. A late one is taken and marked. " +
			"Enters a monthly_report (item 14) of that month in the service ledger.",
	}, func(ctx context.Context, in *struct {
		SiteMonthPath
		IdempotencyHeader
	}) (*Reply[MonthReport], error) {
		v, created, err := a.svc.SubmitMonthReport(ctx, actorOf(ctx), in.ID, month(in.Month))
		return &Reply[MonthReport]{stored(created), newMonthReport(v)}, err
	})
}
