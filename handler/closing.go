package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
)

// CountyMonth is a month of all sites of a county.
type CountyMonth struct {
	County      string           `json:"county"`
	Month       string           `json:"month"`
	Closed      bool             `json:"closed"`
	State       string           `json:"state" enum:"open,closed,running,ahead" doc:"open: it has ended and is not closed; ahead: it has not begun"`
	ClosedAt    string           `json:"closed_at"`
	Unconfirmed *int             `json:"unconfirmed" nullable:"true" doc:"Records that await a check, as in a site's queue; once closed they cannot be confirmed. null for those who cannot close, and for a month that has not begun"`
	Steps       []ClosingStep    `json:"steps" doc:"Oldest first; empty for those who cannot take any"`
	May         service.MonthMay `json:"may"`
}

// ClosingStep is one close or reopening.
type ClosingStep struct {
	Step   string `json:"step" enum:"close,reopen"`
	By     string `json:"by"`
	ByName string `json:"by_name" doc:"What colleagues call it now; empty: it has not said"`
	At     string `json:"at"`
	Reason string `json:"reason"`
}

func newCountyMonth(v service.MonthView) CountyMonth {
	out := CountyMonth{County: v.County, Month: v.Month.String(), Closed: !v.ClosedAt.IsZero(), State: string(v.State), ClosedAt: stamp(v.ClosedAt), Unconfirmed: v.Unconfirmed,
		Steps: make([]ClosingStep, len(v.Steps)), May: v.May}
	for i, s := range v.Steps {
		out.Steps[i] = ClosingStep{"reopen", s.By, v.Names[s.By], stamp(s.At), s.Reason}
		if s.Close {
			out.Steps[i].Step = "close"
		}
	}
	return out
}

// Adjustment is an entry made into a month after it was closed.
type Adjustment struct {
	Noun   string `json:"noun" enum:"registration,placement,activity,posting"`
	ID     string `json:"id"`
	Month  string `json:"month" doc:"The closed month that it belongs to"`
	Day    string `json:"day"`
	Status string `json:"status" enum:"recorded,confirmed,void"`
	Source string `json:"source" enum:"scan,staff,import"`
	Trail
}

func newAdjustment(n service.Adjustment) Adjustment {
	return Adjustment{n.Noun, n.ID, n.Month.String(), n.Day.String(), string(n.Status), string(n.Source), newTrail(n.Trail)}
}

// CountyMonthPath names a month of a county.
type CountyMonthPath struct {
	County string `path:"county" maxLength:"16"`
	Month  string `path:"month" pattern:"^[0-9]{4}-(0[1-9]|1[0-2])$" patternDescription:"2026-11 格式的月份"`
}

// YearQuery names an assessment year.
type YearQuery struct {
	Year int `query:"year" required:"true" minimum:"2000" maximum:"2100"`
}

func (a *API) closingRoutes() {
	tags := []string{"months"}
	route(a, huma.Operation{
		OperationID: "close-month", Method: http.MethodPost, Path: "/v1/counties/{county}/months/{month}/close",
		Summary: "Close an ended month of all sites of a county", Tags: tags,
		Description: "From then on its records cannot be changed, and what is entered into it is an adjustment: shown apart, " +
			"counted as the policy's late_entries says.",
	}, func(ctx context.Context, in *struct {
		IdempotencyHeader
		CountyMonthPath
	}) (*Reply[CountyMonth], error) {
		v, err := a.svc.CloseMonth(ctx, actorOf(ctx), in.County, month(in.Month))
		return &Reply[CountyMonth]{http.StatusOK, newCountyMonth(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "reopen-month", Method: http.MethodPost, Path: "/v1/counties/{county}/months/{month}/reopen",
		Summary: "Open a closed month again, for a reason", Tags: tags,
	}, func(ctx context.Context, in *struct {
		IdempotencyHeader
		CountyMonthPath
		Body Reason
	}) (*Reply[CountyMonth], error) {
		v, err := a.svc.ReopenMonth(ctx, actorOf(ctx), in.County, month(in.Month), in.Body.Reason)
		return &Reply[CountyMonth]{http.StatusOK, newCountyMonth(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-months", Method: http.MethodGet, Path: "/v1/counties/{county}/months",
		Summary: "Which months of a year are closed", Tags: tags,
	}, func(ctx context.Context, in *struct {
		County string `path:"county" maxLength:"16"`
		YearQuery
	}) (*Reply[List[CountyMonth]], error) {
		views, err := a.svc.Months(ctx, actorOf(ctx), in.County, in.Year)
		return &Reply[List[CountyMonth]]{http.StatusOK, list(views, 0, nil, newCountyMonth)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-adjustments", Method: http.MethodGet, Path: "/v1/sites/{id}/adjustments",
		Summary: "What was entered into closed months after they were closed", Tags: tags,
	}, func(ctx context.Context, in *struct {
		SiteID
		YearQuery
	}) (*Reply[List[Adjustment]], error) {
		found, err := a.svc.Adjustments(ctx, actorOf(ctx), in.ID, in.Year)
		return &Reply[List[Adjustment]]{http.StatusOK, list(found, 0, nil, newAdjustment)}, err
	})
}
