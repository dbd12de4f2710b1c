package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service/rubric"
)

// Rubric is the official form and how it is read.
type Rubric struct {
	Title    string            `json:"title"`
	Max      int               `json:"max"`
	Items    []rubric.Entry    `json:"items"`
	Sections []rubric.Section  `json:"sections"`
	Note     string            `json:"note" doc:"Where the form's own headers are wrong"`
	Policy   string            `json:"policy" doc:"The reading in force"`
	From     string            `json:"policy_from" format:"date"`
	Values   map[string]string `json:"policy_values"`
	Settings []rubric.Setting  `json:"settings" doc:"Every named reading, its alternatives and why"`
}

// EvaluateBody asks for the score of given facts.
type EvaluateBody struct {
	Kind   string            `json:"kind" enum:"market,station"`
	AsOf   string            `json:"as_of,omitempty" format:"date" doc:"Default today"`
	Facts  EvaluateFacts     `json:"facts"`
	Policy map[string]string `json:"policy,omitempty" doc:"Settings that differ from the policy in force"`
}

// EvaluateFacts are the facts; what is left out is not known and not scored.
type EvaluateFacts struct {
	Staff        *int      `json:"staff,omitempty" minimum:"0" maximum:"1000000"`
	Enterprises  *int      `json:"enterprises,omitempty" minimum:"0" maximum:"1000000"`
	Postings     *int      `json:"postings,omitempty" minimum:"0" maximum:"1000000"`
	Vacancies    *int      `json:"vacancies,omitempty" minimum:"0" maximum:"1000000"`
	Months       int       `json:"months,omitempty" minimum:"1" maximum:"12" doc:"Counted months; default the months up to as_of"`
	Registered   *int      `json:"registered,omitempty" minimum:"0" maximum:"1000000" doc:"Person-months"`
	PlacedCasual *int      `json:"placed_casual,omitempty" minimum:"0" maximum:"1000000" doc:"Person-months"`
	PlacedStable *int      `json:"placed_stable,omitempty" minimum:"0" maximum:"1000000" doc:"Person-months"`
	Honours      *[]Honour `json:"honours,omitempty" maxItems:"100"`
}

// Honour is an honour or a press report.
type Honour struct {
	Level     string `json:"level" enum:"national,provincial,city,municipal,county"`
	Date      string `json:"date" format:"date"`
	Confirmed bool   `json:"confirmed"`
}

// Evaluation is a scored sheet.
type Evaluation struct {
	Kind   string         `json:"kind"`
	AsOf   string         `json:"as_of"`
	Policy string         `json:"policy"`
	Total  Score          `json:"total" doc:"Of the items that have a score"`
	Max    int            `json:"max"`
	Items  []ProgressItem `json:"items"`
}

func (a *API) rubricRoutes() {
	tags := []string{"rubric"}
	route(a, huma.Operation{
		OperationID: "get-rubric", Method: http.MethodGet, Path: "/v1/rubric",
		Summary: "The official form and how it is read", Tags: tags,
	}, func(context.Context, *struct{}) (*Reply[Rubric], error) {
		p := a.svc.Policy()
		return &Reply[Rubric]{http.StatusOK, Rubric{
			Title: "泉州市零工市场（驿站）工作考核表", Max: rubric.Total,
			Items: rubric.Catalogue(), Sections: rubric.Sections(), Note: rubric.Note,
			Policy: p.Version, From: p.From.String(), Values: p.Settings(), Settings: rubric.Settings(),
		}}, nil
	})
	route(a, huma.Operation{
		OperationID: "evaluate-rubric", Method: http.MethodPost, Path: "/v1/rubric/evaluate",
		Summary: "Score given facts; nothing is stored", Tags: tags,
	}, func(_ context.Context, in *struct{ Body EvaluateBody }) (*Reply[Evaluation], error) {
		sheet, err := a.svc.Evaluate(in.Body.facts(), in.Body.Policy)
		if err != nil {
			return nil, err
		}
		return &Reply[Evaluation]{http.StatusOK, newEvaluation(sheet)}, nil
	})
}

func (b EvaluateBody) facts() rubric.Facts {
	f := rubric.Facts{
		Kind: rubric.SiteKind(b.Kind), AsOf: date(b.AsOf), Months: b.Facts.Months,
		Staff: b.Facts.Staff, Registered: b.Facts.Registered,
	}
	if e := b.Facts; e.Enterprises != nil || e.Postings != nil || e.Vacancies != nil {
		f.Publishing = &rubric.Publishing{Enterprises: orZero(e.Enterprises), Postings: orZero(e.Postings)}
		f.Publishing.Vacancies = max(orZero(e.Vacancies), f.Publishing.Postings) // a posting offers one place at least
	}
	if e := b.Facts; e.PlacedCasual != nil || e.PlacedStable != nil {
		f.Placed = &rubric.Placed{Casual: orZero(e.PlacedCasual), Stable: orZero(e.PlacedStable)}
	}
	if b.Facts.Honours != nil {
		honours := []rubric.Honour{}
		for _, h := range *b.Facts.Honours {
			level, _ := rubric.ParseLevel(h.Level)
			honours = append(honours, rubric.Honour{Level: level, Date: date(h.Date), Confirmed: h.Confirmed})
		}
		f.Honours = &honours
	}
	return f
}

func newEvaluation(s rubric.Sheet) Evaluation {
	out := Evaluation{Kind: string(s.Kind), AsOf: s.AsOf.String(), Policy: s.Policy, Total: Score{s.Total()}, Max: rubric.Total}
	for _, item := range s.Items {
		out.Items = append(out.Items, newProgressItem(item, nil))
	}
	return out
}

func orZero(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}
