package service_test

import (
	"reflect"
	"time"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// book is a site's year as a patient clerk keeps it on paper, who looks through
// all lines again for every figure.
type book struct {
	site  service.Site
	staff int           // who have worked at the site
	since calendar.Date // this day
	lines []*line
}

// line is one record.
type line struct {
	id, person string
	employer   string // empty: a registration
	day        calendar.Date
	complete   bool
	stable     bool
	by         string
	restoredBy string
	status     service.Status
}

// column is what a month's records up to a day count as.
func (b *book) column(m calendar.Month, upTo calendar.Date, verified bool) (t service.Tallied) {
	people := map[string]bool{}
	for _, l := range b.lines {
		people[l.person] = true
	}
	for who := range people {
		var registered, complete, placed, stable bool
		for _, l := range b.lines {
			switch {
			case l.person != who, l.day.In() != m, l.day.After(upTo), l.status == service.Void:
			case verified && l.status != service.Confirmed:
			case l.employer == "":
				registered, complete = true, complete || l.complete
			default:
				placed, stable = true, stable || l.stable && !verified // there is no evidence yet
			}
		}
		t.Registered += one(registered)
		t.Complete += one(complete)
		t.Casual += one(placed && !stable)
		t.Stable += one(stable)
	}
	return t
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// months lists what counts as of a day: the year's months since the site opened.
func (b *book) months(asOf calendar.Date) []service.MonthRow {
	var rows []service.MonthRow
	for m := time.January; m <= asOf.Month && !b.site.OpenedOn.After(asOf); m++ {
		month := calendar.Month{Year: asOf.Year, Month: m}
		if month.LastDay().Before(b.site.OpenedOn) {
			continue
		}
		recorded := b.column(month, asOf, false)
		twice := recorded
		twice.Stable += recorded.Stable
		rows = append(rows, service.MonthRow{Month: month, MonthCount: service.MonthCount{
			Recorded: recorded, Verified: b.column(month, asOf, true),
		}, Counted: twice})
	}
	return rows
}

// facts is what the form is told of one of its columns.
func (b *book) facts(asOf calendar.Date, verified bool) rubric.Facts {
	var sum service.Tallied
	rows := b.months(asOf)
	for _, r := range rows {
		column := r.Recorded
		if verified {
			column = r.Verified
		}
		sum.Registered += column.Registered
		sum.Casual += column.Casual
		sum.Stable += column.Stable
	}
	staff := 0
	if !b.since.After(asOf) {
		staff = b.staff
	}
	return rubric.Facts{
		Kind: b.site.Kind, AsOf: asOf, Months: len(rows), MonthsLeft: 12 - int(asOf.Month), Staff: &staff,
		Registered: &sum.Registered, Placed: &rubric.Placed{Casual: sum.Casual, Stable: sum.Stable},
	}
}

var thisPolicy = rubric.DefaultPolicy()

func (b *book) columns(asOf calendar.Date) service.Columns {
	return service.Columns{
		Through:  asOf,
		Recorded: rubric.Evaluate(thisPolicy, b.facts(asOf, false)).Total(),
		Verified: rubric.Evaluate(thisPolicy, b.facts(asOf, true)).Total(),
	}
}

// settled looks for the last month's end that has passed.
func (b *book) settled(asOf, today calendar.Date) *service.Columns {
	for d := asOf; d.Year == asOf.Year; d = d.AddDays(-1) {
		if d != d.In().LastDay() || !d.Before(today) {
			continue
		}
		if d.Before(b.site.OpenedOn) {
			return nil
		}
		c := b.columns(d)
		return &c
	}
	return nil
}

// compare holds a progress against the book.
func (b *book) compare(t rapid.TB, p service.Progress, asOf, today calendar.Date) {
	t.Helper()
	if p.AsOf != asOf || p.Site.ID != b.site.ID || p.Version <= 0 {
		t.Fatalf("progress of %s on %s at version %d", p.Site.ID, p.AsOf, p.Version)
	}
	if want := b.months(asOf); !reflect.DeepEqual(p.ByMonth, want) || p.Months != len(want) {
		t.Fatalf("as of %s: %d months\n%+v\nwant\n%+v", asOf, p.Months, p.ByMonth, want)
	}
	for _, c := range []struct {
		got      rubric.Sheet
		verified bool
	}{{p.Recorded, false}, {p.Verified, true}} {
		want := rubric.Evaluate(thisPolicy, b.facts(asOf, c.verified))
		for _, i := range []int{2 - 1, 7 - 1, 8 - 1} {
			if got, want := c.got.Items[i], want.Items[i]; !reflect.DeepEqual(got, want) {
				t.Fatalf("as of %s, verified %v: item %d is\n%+v\nwant\n%+v", asOf, c.verified, want.No, got, want)
			}
		}
	}
	if want := b.columns(asOf); p.Live != want {
		t.Fatalf("live: %v, want %v", p.Live, want)
	}
	if want := b.settled(asOf, today); !reflect.DeepEqual(p.Settled, want) {
		t.Fatalf("as of %s, settled: %v, want %v", asOf, p.Settled, want)
	}
	b.compareForecast(t, p)
}

func (b *book) compareForecast(t rapid.TB, p service.Progress) {
	t.Helper()
	if p.Months == 0 {
		if p.Forecast != nil || p.Outlook != nil {
			t.Fatalf("a forecast before opening: %v, %v", p.Forecast, p.Outlook)
		}
		return
	}
	want := service.Columns{
		Through:  day(p.AsOf.Year, time.December, 31),
		Recorded: rubric.Forecast(thisPolicy, b.facts(p.AsOf, false)).Total(),
		Verified: rubric.Forecast(thisPolicy, b.facts(p.AsOf, true)).Total(),
	}
	if p.Forecast == nil || *p.Forecast != want {
		t.Fatalf("forecast: %v, want %v", p.Forecast, want)
	}
	if got, want := p.Outlook.Assumption, rubric.Assumption(b.facts(p.AsOf, false)); got != want || got == "" {
		t.Fatalf("forecast assumes %q, want %q", got, want)
	}
}
