package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/rubric"
)

// WhatIfBody asks what some more work would be worth.
type WhatIfBody struct {
	Added  Added  `json:"added"`
	AsOf   string `json:"as_of,omitempty" format:"date" doc:"Default today in Shanghai"`
	Target *Score `json:"target,omitempty" minimum:"0" maximum:"110" doc:"A total of the computed items to compare with"`
}

// Added is work added to what a site has; what is left out adds nothing.
type Added struct {
	Registered   int      `json:"registered,omitempty" minimum:"0" maximum:"1000000" doc:"Person-months"`
	PlacedCasual int      `json:"placed_casual,omitempty" minimum:"0" maximum:"1000000" doc:"Person-months"`
	PlacedStable int      `json:"placed_stable,omitempty" minimum:"0" maximum:"1000000" doc:"Person-months; counted with their evidence"`
	Staff        int      `json:"staff,omitempty" minimum:"0" maximum:"1000000"`
	Enterprises  int      `json:"enterprises,omitempty" minimum:"0" maximum:"1000000" doc:"Employers without a counted posting so far"`
	Postings     int      `json:"postings,omitempty" minimum:"0" maximum:"1000000"`
	Vacancies    int      `json:"vacancies,omitempty" minimum:"0" maximum:"1000000" doc:"At least as many as postings"`
	Honours      []string `json:"honours,omitempty" maxItems:"20" enum:"national,provincial,city,municipal,county" doc:"Levels of new honours, confirmed"`
}

// WhatIf compares a site with itself after some more work.
type WhatIf struct {
	Site    ProgressSite  `json:"site"`
	Year    int           `json:"year"`
	AsOf    string        `json:"as_of" format:"date"`
	Policy  string        `json:"policy" doc:"The reading of the form that made the scores"`
	Version int64         `json:"version" doc:"Of the progress that now is"`
	Now     WhatIfSheet   `json:"now"`
	Then    WhatIfSheet   `json:"then" doc:"With what is added, taken for recorded and confirmed. An item whose facts are not known stays so unless something is added to it, which is then counted from 0"`
	Changes []ItemChange  `json:"changes" doc:"The items whose recorded score changes"`
	Target  *WhatIfTarget `json:"target,omitempty" doc:"Absent when none was asked for"`
}

// WhatIfSheet is a scored sheet in both columns.
type WhatIfSheet struct {
	Recorded Score        `json:"recorded" doc:"Computed items, from every valid record"`
	Verified Score        `json:"verified" doc:"Computed items, from records that somebody else has confirmed"`
	Max      int          `json:"max"`
	Items    []WhatIfItem `json:"items" doc:"The form's 15 items"`
}

// WhatIfItem is one item of it.
type WhatIfItem struct {
	No          int    `json:"no"`
	Title       string `json:"title"`
	Max         int    `json:"max"`
	Mode        string `json:"mode" enum:"computed,judged"`
	Recorded    *Score `json:"recorded" nullable:"true" doc:"null: not known, which is not 0"`
	Verified    *Score `json:"verified" nullable:"true"`
	Explanation string `json:"explanation"`
}

// ItemChange is an item whose score changes.
type ItemChange struct {
	No    int    `json:"no"`
	Title string `json:"title"`
	From  *Score `json:"from" nullable:"true" doc:"null: was not known"`
	To    *Score `json:"to" nullable:"true"`
	Text  string `json:"text"`
}

// WhatIfTarget tells whether a target is met.
type WhatIfTarget struct {
	Score   Score `json:"score"`
	Reached bool  `json:"reached" doc:"By then.recorded"`
}

func (a *API) whatIfRoutes() {
	route(a, huma.Operation{
		OperationID: "what-if", Method: http.MethodPost, Path: "/v1/sites/{id}/progress/what-if",
		Summary: "What some more work would be worth; nothing is stored", Tags: []string{"progress"},
	}, func(ctx context.Context, in *struct {
		SiteID
		Body WhatIfBody
	}) (*Reply[WhatIf], error) {
		w, err := a.svc.WhatIf(ctx, actorOf(ctx), in.ID, in.Body.input())
		if err != nil {
			return nil, err
		}
		return &Reply[WhatIf]{http.StatusOK, newWhatIf(w)}, nil
	})
}

func (b WhatIfBody) input() service.WhatIfInput {
	in := service.WhatIfInput{AsOf: date(b.AsOf), Added: rubric.Added{
		Registered: b.Added.Registered, Casual: b.Added.PlacedCasual, Stable: b.Added.PlacedStable, Staff: b.Added.Staff,
		Enterprises: b.Added.Enterprises, Postings: b.Added.Postings, Vacancies: b.Added.Vacancies,
	}}
	for _, l := range b.Added.Honours {
		in.Added.Honours = append(in.Added.Honours, rubric.Level(l))
	}
	if b.Target != nil {
		in.Target = &b.Target.Score
	}
	return in
}

func newWhatIf(w service.WhatIf) WhatIf {
	out := WhatIf{
		Site: newProgressSite(w.Site), Year: w.AsOf.Year, AsOf: w.AsOf.String(), Policy: w.Policy, Version: w.Version,
		Now: newWhatIfSheet(w.Now), Then: newWhatIfSheet(w.Then), Changes: newItemChanges(w.Changes),
	}
	if w.Target != nil {
		out.Target = &WhatIfTarget{Score{*w.Target}, w.Reached}
	}
	return out
}

func newItemChanges(list []rubric.Change) []ItemChange {
	out := make([]ItemChange, len(list))
	for i, c := range list {
		out[i] = ItemChange{c.No, c.Title, score(c.From), score(c.To), c.Text}
	}
	return out
}

func newWhatIfSheet(s service.Standing) WhatIfSheet {
	out := WhatIfSheet{Recorded: Score{s.Recorded.Total()}, Verified: Score{s.Verified.Total()}, Max: rubric.Total,
		Items: make([]WhatIfItem, len(s.Recorded.Items))}
	for i, it := range s.Recorded.Items {
		out.Items[i] = WhatIfItem{it.No, it.Title, it.Max, string(it.Mode), score(it.Score), score(s.Verified.Items[i].Score), it.Explanation}
	}
	return out
}
