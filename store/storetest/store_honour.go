package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

var honourKind = kind[service.Honour]{
	bare: func(id string) service.Honour {
		return service.Honour{ID: id, Rev: 1, SiteID: "s", Level: rubric.City, TitleKey: "title of " + id,
			Awarded: november2026.FirstDay()}
	},
	insert: func(s service.Store, ctx context.Context, n service.Honour) error {
		_, _, err := s.InsertHonour(ctx, n)
		return err
	},
	read:        service.Store.Honour,
	update:      service.Store.UpdateHonour,
	note:        func(n *service.Honour) *string { return &n.Issuer },
	answersKept: true,
}

var honours = []storeTest{
	{"of the same site, level, title and day is the first", func(t *testing.T, s service.Store) {
		first := filled[service.Honour]("first", 0)
		_, created, err := s.InsertHonour(deadline(t), first)
		check(t, err)
		wantSame(t, created, true)
		same := func(id string) service.Honour {
			n := filled[service.Honour](id, 1)
			n.SiteID, n.Level, n.TitleKey, n.Awarded = first.SiteID, first.Level, first.TitleKey, first.Awarded
			return n
		}
		kept, created, err := s.InsertHonour(deadline(t), same("again"))
		check(t, err)
		wantSame(t, kept, first)
		wantSame(t, created, false)
		for i, change := range []func(*service.Honour){
			func(n *service.Honour) { n.SiteID = "another" }, func(n *service.Honour) { n.Level = "another" },
			func(n *service.Honour) { n.TitleKey = "another" }, func(n *service.Honour) { n.Awarded = first.Awarded.AddDays(1) },
		} {
			other := same(fmt.Sprint("other", i))
			change(&other)
			kept, created, err = s.InsertHonour(deadline(t), other)
			check(t, err)
			wantSame(t, kept, other)
			wantSame(t, created, true)
		}
	}},
	{"listed by site and status, newest first", func(t *testing.T, s service.Store) {
		for id, change := range map[string]func(*service.Honour){
			"1": func(n *service.Honour) { n.Status = service.Recorded }, "2": func(n *service.Honour) { n.Status = service.Void },
			"3": func(n *service.Honour) { n.Status = service.Recorded }, "4": func(n *service.Honour) { n.SiteID = "other" },
		} {
			n := honourKind.bare(id)
			change(&n)
			check(t, honourKind.insert(s, deadline(t), n))
		}
		for _, row := range []struct {
			filter service.RecordFilter
			want   []string
		}{
			{service.RecordFilter{SiteID: "s"}, []string{"3", "2", "1"}},
			{service.RecordFilter{SiteID: "s", Month: december2026, Status: service.Recorded}, []string{"3", "1"}},
			{service.RecordFilter{SiteID: "s", Page: service.Page{Limit: 1, Before: "3"}}, []string{"2"}},
			{service.RecordFilter{SiteID: "none"}, nil},
		} {
			if got := idsOf(must(s.Honours(deadline(t), row.filter))(t)); !slices.Equal(got, row.want) {
				t.Errorf("%+v: got %q, want %q", row.filter, got, row.want)
			}
		}
	}},
	{"are facts of their days but the void ones", func(t *testing.T, s service.Store) {
		day := func(year, after int) calendar.Date {
			return calendar.Month{Year: year, Month: november2026.Month}.FirstDay().AddDays(after)
		}
		for i, on := range []calendar.Date{day(2024, -1), day(2026, 5), day(2024, 0), day(2026, 6), day(2025, 0)} {
			n := honourKind.bare(fmt.Sprint(i))
			n.Awarded, n.Status = on, service.Recorded
			if i == 2 {
				n.Status, n.Level = service.Confirmed, rubric.National
			}
			if i == 4 {
				n.Status = service.Void
			}
			check(t, honourKind.insert(s, deadline(t), n))
		}
		got := must(s.HonourFacts(deadline(t), "s", day(2024, 0), day(2026, 5)))(t)
		wantSame(t, got, []service.HonourFact{
			{Level: rubric.National, Day: day(2024, 0), Confirmed: true}, {Level: rubric.City, Day: day(2026, 5)}})
		wantSame(t, len(must(s.HonourFacts(deadline(t), "other", day(2024, 0), day(2026, 5)))(t)), 0)
	}},
}
