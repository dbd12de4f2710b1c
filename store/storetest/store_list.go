package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// listing is how a site's records of one kind are listed.
type listing[N any] struct {
	kind kind[N]
	list func(service.Store, context.Context, service.RecordFilter) ([]N, error)
	// record is one of a site's month, of a person of its own.
	record func(id, site string, m calendar.Month, status service.Status) N
}

var (
	november2026 = calendar.Month{Year: 2026, Month: 11}
	december2026 = calendar.Month{Year: 2026, Month: 12}
)

func (l listing[N]) tests() []storeTest {
	return []storeTest{
		{"listed by site, month and status", l.filters},
		{"listed come whole", l.whole},
		{"listed in pages", l.pages},
	}
}

func (l listing[N]) filters(t *testing.T, s service.Store) {
	for _, n := range []N{
		l.record("1", "s", november2026, service.Recorded), l.record("2", "s", november2026, service.Void),
		l.record("3", "s", december2026, service.Recorded), l.record("4", "s", november2026, service.Confirmed),
		l.record("5", "other", november2026, service.Recorded), l.record("6", "s", november2026, service.Recorded),
	} {
		check(t, l.kind.insert(s, deadline(t), n))
	}
	for _, row := range []struct {
		filter service.RecordFilter
		want   []string
	}{
		{service.RecordFilter{}, nil},
		{service.RecordFilter{SiteID: "none"}, nil},
		{service.RecordFilter{SiteID: "s"}, []string{"6", "4", "3", "2", "1"}},
		{service.RecordFilter{SiteID: "other"}, []string{"5"}},
		{service.RecordFilter{SiteID: "s", Month: november2026}, []string{"6", "4", "2", "1"}},
		{service.RecordFilter{SiteID: "s", Month: calendar.Month{Year: 2026, Month: 1}}, nil},
		{service.RecordFilter{SiteID: "s", Status: service.Recorded}, []string{"6", "3", "1"}},
		{service.RecordFilter{SiteID: "s", Month: november2026, Status: service.Recorded}, []string{"6", "1"}},
		{service.RecordFilter{SiteID: "s", Month: november2026, Status: service.Void}, []string{"2"}},
		{service.RecordFilter{SiteID: "s", Month: november2026, Page: service.Page{Limit: 2}}, []string{"6", "4"}},
		{service.RecordFilter{SiteID: "s", Status: service.Recorded, Page: service.Page{Limit: 2, Before: "6"}}, []string{"3", "1"}},
	} {
		if got := idsOf(must(l.list(s, deadline(t), row.filter))(t)); !slices.Equal(got, row.want) {
			t.Errorf("%+v: got %q, want %q", row.filter, got, row.want)
		}
	}
}

func (l listing[N]) whole(t *testing.T, s service.Store) {
	n := l.record("x", "s", november2026, service.Confirmed)
	*l.kind.note(&n) = "某" + rare
	check(t, l.kind.insert(s, deadline(t), n))
	wantSame(t, must(l.list(s, deadline(t), service.RecordFilter{SiteID: "s"}))(t), []N{n})
}

func (l listing[N]) pages(t *testing.T, s service.Store) {
	add := func(i int) {
		for site, id := range map[string]string{"s": "%03d", "other": "%03d elsewhere"} {
			n := l.record(fmt.Sprintf(id, i), site, november2026, service.Recorded)
			check(t, l.kind.insert(s, deadline(t), n))
		}
	}
	wantPages(t, add, func(p service.Page) []string {
		return idsOf(must(l.list(s, deadline(t), service.RecordFilter{SiteID: "s", Month: november2026, Page: p}))(t))
	})
}
