package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/rubric"
)

// Exhibits are the records that support a site's form, item by item.
type Exhibits struct {
	SiteID string        `json:"site_id"`
	Year   int           `json:"year"`
	AsOf   string        `json:"as_of" format:"date"`
	Sealed bool          `json:"sealed" doc:"As they were when the form was sealed"`
	Items  []ExhibitItem `json:"items" doc:"The form's 15 items"`
}

// ExhibitItem is what supports one item.
type ExhibitItem struct {
	No       int       `json:"no"`
	Title    string    `json:"title"`
	Records  int       `json:"records" doc:"How many there are; more than are listed, if limit is less"`
	Files    int       `json:"files" doc:"How many different files they name"`
	Exhibits []Exhibit `json:"exhibits" doc:"Those with files first, then the newest"`
}

// Exhibit is one record that supports an item.
type Exhibit struct {
	Kind   string        `json:"kind" enum:"activity,placement,honour"`
	ID     string        `json:"id"`
	Name   string        `json:"name" doc:"What was done, in Chinese"`
	Day    string        `json:"day" format:"date"`
	Where  string        `json:"where"`
	Note   string        `json:"note"`
	Status string        `json:"status" enum:"recorded,confirmed"`
	Files  []ExhibitFile `json:"files"`
}

// ExhibitFile is a photo or PDF of a record; its bytes are at /v1/evidence/{id}.
type ExhibitFile struct {
	ID    string `json:"id"`
	Media string `json:"media" enum:"image/jpeg,application/pdf"`
}

func newExhibits(siteID string, day string, year int, list []service.Exhibit, most int) Exhibits {
	out := Exhibits{SiteID: siteID, Year: year, AsOf: day, Items: make([]ExhibitItem, len(rubric.Catalogue()))}
	shown := service.ShownByItem(list, most)
	for i, e := range rubric.Catalogue() {
		it := ExhibitItem{No: e.No, Title: e.Title, Records: shown[i].Records, Files: shown[i].Files, Exhibits: []Exhibit{}}
		for _, x := range shown[i].Exhibits {
			it.Exhibits = append(it.Exhibits, newExhibit(x))
		}
		out.Items[i] = it
	}
	return out
}

func newExhibit(e service.Exhibit) Exhibit {
	out := Exhibit{Kind: e.Noun, ID: e.ID, Name: e.What, Day: e.Day.String(), Where: e.Where, Note: e.Note, Status: string(e.Status), Files: []ExhibitFile{}}
	for _, f := range e.Files {
		out.Files = append(out.Files, ExhibitFile{f.ID, f.Media})
	}
	return out
}

func (a *API) exhibitRoutes() {
	route(a, huma.Operation{
		OperationID: "list-exhibits", Method: http.MethodGet, Path: "/v1/sites/{id}/exhibits", Tags: []string{"assessments"},
		Summary: "The records that support a site's form, item by item",
		Description: "With year: those of that year's form, as its printed annex lists them; once it is sealed, as they were sealed. " +
			"Else those of as_of's year through that day, as they are now. Voided records are none.",
	}, func(ctx context.Context, in *struct {
		SiteID
		AsOfQuery
		Year  int `query:"year" minimum:"2000" maximum:"2100" doc:"Of a form; as_of is then the form's own"`
		Limit int `query:"limit" minimum:"1" maximum:"100" default:"20" doc:"Records of each item"`
	}) (*Reply[Exhibits], error) {
		if in.Year != 0 {
			v, list, err := a.svc.Exhibited(ctx, actorOf(ctx), in.ID, in.Year)
			if err != nil {
				return nil, err
			}
			out := newExhibits(in.ID, v.Facts.AsOf.String(), in.Year, list, in.Limit)
			out.Sealed = v.Seal != nil
			return &Reply[Exhibits]{http.StatusOK, out}, nil
		}
		day, list, err := a.svc.Exhibits(ctx, actorOf(ctx), in.ID, date(in.AsOf))
		return &Reply[Exhibits]{http.StatusOK, newExhibits(in.ID, day.String(), day.Year, list, in.Limit)}, err
	})
}
