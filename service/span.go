package service

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// Span is a time in force.
type Span struct {
	Since calendar.Date `json:"since"`
	Until calendar.Date `json:"until,omitzero"` // first day that is not in it; zero: open
}

// Covers reports whether the end of day is within the span.
func (s Span) Covers(day calendar.Date) bool {
	return !s.Since.After(day) && (s.Until.IsZero() || s.Until.After(day))
}

// within is the part of the span that lies in a year; ok is false when none does.
func (s Span) within(year int) (part Span, ok bool) {
	first := calendar.Date{Year: year, Month: time.January, Day: 1}
	next := calendar.Date{Year: year + 1, Month: time.January, Day: 1}
	if s.Since.Before(first) {
		s.Since = first
	}
	if !s.Until.IsZero() && !s.Until.Before(next) {
		s.Until = calendar.Date{}
	}
	return s, s.Since.Before(next) && (s.Until.IsZero() || s.Since.Before(s.Until))
}

func (s Span) compare(o Span) int {
	return cmp.Or(cmp.Compare(s.Since.String(), o.Since.String()), cmp.Compare(s.Until.String(), o.Until.String()))
}

// members are the times in a year at which each account had a role at the site
// that grants are over, in an order that depends on nothing else. Somebody who is
// manager and staff at once is one person at work. What happens to a grant in one
// year leaves the members of every other as they were.
func members(grants []Grant, year int) [][]Span {
	byAccount := map[string][]Span{}
	for _, g := range grants {
		if g.Role != Staff && g.Role != Manager {
			continue
		}
		for _, term := range append(slices.Clone(g.Earlier), Span{g.Since, g.Until}) {
			if part, ok := term.within(year); ok {
				byAccount[g.AccountID] = append(byAccount[g.AccountID], part)
			}
		}
	}
	for _, spans := range byAccount {
		slices.SortFunc(spans, Span.compare)
	}
	list := slices.Collect(maps.Values(byAccount))
	slices.SortFunc(list, func(x, y []Span) int { return slices.CompareFunc(x, y, Span.compare) })
	return list
}
