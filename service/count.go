package service

import (
	"context"

	"github.com/quanjiuye/backend/service/calendar"
)

// RegistrationFact is what a recount needs of one registration; voided ones are
// left out by the store.
type RegistrationFact struct {
	PersonID  string
	Day       calendar.Date
	Confirmed bool
	Complete  bool
}

// PlacementFact is what a recount needs of one placement; voided ones are left
// out by the store.
type PlacementFact struct {
	PersonID  string
	Day       calendar.Date
	Kind      PlacementKind
	Confirmed bool
	Proven    bool
}

// MonthFacts are the records that count in one site's month.
type MonthFacts struct {
	Registrations []RegistrationFact
	Placements    []PlacementFact
}

// FactStore reads what counts follow from, by index alone where it can.
type FactStore interface {
	MonthFacts(ctx context.Context, siteID string, month calendar.Month) (MonthFacts, error)
}

// Tallied is one column of a month: persons, each counted once.
type Tallied struct {
	Registered int `json:"r"`
	Complete   int `json:"f"` // of Registered: with every minimum field
	Casual     int `json:"c"` // placed, but not stably
	Stable     int `json:"s"`
}

// MonthCount is the counter of one site's month. Recorded counts every valid
// record, Verified those that somebody other than the recorder has confirmed.
type MonthCount struct {
	Recorded Tallied `json:"rec"`
	Verified Tallied `json:"ver"`
}

// Add is the sum of two columns.
func (t Tallied) Add(o Tallied) Tallied {
	return Tallied{t.Registered + o.Registered, t.Complete + o.Complete, t.Casual + o.Casual, t.Stable + o.Stable}
}

// Count applies the policy's reading of "person" to a month's records up to and
// including a day: one person counts once a month, and whoever was placed both
// casually and stably counts as stable. A stable placement without attached
// evidence is verified as casual only. The order of the facts does not matter.
func (f MonthFacts) Count(upTo calendar.Date) MonthCount {
	return MonthCount{
		Recorded: f.column(upTo, false),
		Verified: f.column(upTo, true),
	}
}

func (f MonthFacts) column(upTo calendar.Date, verified bool) Tallied {
	registered := map[string]bool{} // value: complete
	for _, r := range f.Registrations {
		if r.Day.After(upTo) || verified && !r.Confirmed {
			continue
		}
		registered[r.PersonID] = registered[r.PersonID] || r.Complete
	}
	placed := map[string]bool{} // value: stable
	for _, p := range f.Placements {
		if p.Day.After(upTo) || verified && !p.Confirmed {
			continue
		}
		stable := p.Kind == Stable && (p.Proven || !verified)
		placed[p.PersonID] = placed[p.PersonID] || stable
	}
	t := Tallied{Registered: len(registered), Complete: trues(registered), Stable: trues(placed)}
	t.Casual = len(placed) - t.Stable
	return t
}

func trues(m map[string]bool) int {
	n := 0
	for _, v := range m {
		if v {
			n++
		}
	}
	return n
}

// YearCount is what is counted once for a site's year. It carries the site too,
// so that reading progress needs no store.
type YearCount struct {
	Site    Site   `json:"site"`
	Members []Span `json:"members"` // one per account with a role at the site
}

// Span is a time in force, for Grant's Since and Until.
type Span struct {
	Since calendar.Date `json:"since"`
	Until calendar.Date `json:"until,omitzero"`
}

// Staff is how many people work at the site at the end of day (form item 2).
func (y YearCount) Staff(day calendar.Date) int {
	n := 0
	for _, m := range y.Members {
		if (Grant{Since: m.Since, Until: m.Until}).Active(day) {
			n++
		}
	}
	return n
}

// members joins the grants of each account at the site into one span. Somebody
// who is manager and staff at once is one person at work.
func members(grants []Grant) []Span {
	byAccount := map[string]Span{}
	var order []string
	for _, g := range grants {
		if g.Role != Staff && g.Role != Manager {
			continue
		}
		span, known := byAccount[g.AccountID]
		if !known {
			order = append(order, g.AccountID)
			byAccount[g.AccountID] = Span{g.Since, g.Until}
			continue
		}
		if g.Since.Before(span.Since) {
			span.Since = g.Since
		}
		if g.Until.IsZero() || !span.Until.IsZero() && g.Until.After(span.Until) {
			span.Until = g.Until
		}
		byAccount[g.AccountID] = span
	}
	spans := make([]Span, len(order))
	for i, id := range order {
		spans[i] = byAccount[id]
	}
	return spans
}
