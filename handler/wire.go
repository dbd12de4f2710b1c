package handler

import (
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// stamp writes a time as RFC 3339 in Shanghai, "" for the zero time.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(calendar.Shanghai).Format("2006-01-02T15:04:05.000-07:00")
}

// date reads a date that huma has checked already; "" is the zero Date.
func date(s string) calendar.Date {
	d, _ := calendar.ParseDate(s)
	return d
}

func month(s string) calendar.Month {
	m, _ := calendar.ParseMonth(s)
	return m
}

// Score is a number of points: exact, at most four decimal places.
type Score struct{ rubric.Score }

// Schema implements huma.SchemaProvider.
func (Score) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeNumber, Description: "Points, exact to four decimal places"}
}

func score(s *rubric.Score) *Score {
	if s == nil {
		return nil
	}
	return &Score{*s}
}

// PageQuery asks for part of a list.
type PageQuery struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"64" doc:"next_cursor of the page before"`
}

func (q PageQuery) page() service.Page { return service.Page{Limit: q.Limit, Before: q.Cursor} }

// List is part of a list, newest first.
type List[T any] struct {
	Items      []T    `json:"items"`
	NextCursor string `json:"next_cursor" doc:"Empty on the last page"`
}

// list maps a page's elements; a full page has a successor, which may be empty.
func list[N, T any](in []N, limit int, id func(N) string, view func(N) T) List[T] {
	out := List[T]{Items: make([]T, len(in))}
	for i, n := range in {
		out.Items[i] = view(n)
	}
	if limit > 0 && len(in) == limit {
		out.NextCursor = id(in[len(in)-1])
	}
	return out
}

// filledList is a list that JSON shows as one even when it is empty.
func filledList(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// Reply is an answer with a body and, when it varies, a status.
type Reply[T any] struct {
	Status int
	Body   T
}

// stored is 201 for a new record and 200 for one that was there.
func stored(created bool) int {
	if created {
		return 201
	}
	return 200
}

// SiteID names a site in a path.
type SiteID struct {
	ID string `path:"id" maxLength:"64"`
}

// RecordID names a record in a path.
type RecordID struct {
	ID string `path:"id" maxLength:"64"`
}

// Reason is why a record is voided.
type Reason struct {
	Reason string `json:"reason" doc:"2–200 characters, kept with the record"`
}
