package service_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/match"
)

// A site is corrected, item 1 follows at once, and the trail says what was before.
func TestASiteIsCorrected(t *testing.T) { onEachEngine(t, siteIsCorrected) }

func siteIsCorrected(t *testing.T, w *world) {
	tm, ctx := w.team(opened(day(2024, 5, 1)), func(s *service.Site) { s.AreaM2 = 80; station(s) }), t.Context()
	county := w.hold("fengze", service.County, "350503")
	area := func() any { return w.item(tm.site, 1, false).Facts["area_m2"] }
	if got := area(); fmt.Sprint(got) != "80" {
		t.Fatalf("before: %v", got)
	}
	_, err := w.ChangeSite(ctx, tm.manager, tm.site.ID, service.SiteInput{Phone: ptr("0595-22345678"), Hours: ptr("8:30-17:30")})
	check(t, err)
	at := match.Point{Lat: 24_900_000, Lng: 118_600_000}
	got, err := w.ChangeSite(ctx, county, tm.site.ID, service.SiteInput{Hours: ptr("9:00-17:00"), AreaM2: ptr(120.5), Address: ptr("丰泽街1号"), At: &at})
	check(t, err)
	if got.Phone != "0595-22345678" || got.Hours != "9:00-17:00" || got.AreaM2 != 120.5 || got.Address != "丰泽街1号" || got.At != at ||
		got.Name != tm.site.Name || got.OpenedOn != tm.site.OpenedOn {
		t.Errorf("%+v", got)
	}
	if got := area(); fmt.Sprint(got) != "120.5" {
		t.Errorf("item 1 says %v", got)
	}
	want := fmt.Sprint([]service.SiteChange{
		{By: tm.manager.Account.ID, At: noon.UTC(), Was: []service.FieldWas{{Field: "phone"}, {Field: "hours"}}},
		{By: county.Account.ID, At: noon.UTC(), Was: []service.FieldWas{{Field: "hours", Value: "8:30-17:30"}, {Field: "address", Value: tm.site.Address},
			{Field: "area_m2", Value: "80"}, {Field: "location"}}},
	})
	if site, err := w.Site(ctx, tm.staff, tm.site.ID); err != nil || fmt.Sprint(site.Changes) != want {
		t.Errorf("%v, %v, want %s", site.Changes, err, want)
	}
	same, err := w.ChangeSite(ctx, county, tm.site.ID, service.SiteInput{Phone: ptr(" 0595-22345678 "), AreaM2: ptr(120.5)})
	if err != nil || len(same.Changes) != 2 {
		t.Errorf("nothing new: %+v, %v", same.Changes, err)
	}
	w.rebuildChangesNothing(tm.site)
}

func TestWhatASiteCannotBecome(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	for name, c := range map[string]struct {
		actor service.Actor
		in    service.SiteInput
		want  string
	}{
		"hours too long":        {tm.manager, service.SiteInput{Hours: ptr(strings.Repeat("长", 61))}, "body.hours text_too_long"},
		"less than no area":     {w.city, service.SiteInput{AreaM2: ptr(-1.0)}, "body.area_m2 area"},
		"an area not a number":  {w.city, service.SiteInput{AreaM2: ptr(math.NaN())}, "body.area_m2 area"},
		"nowhere on earth":      {w.city, service.SiteInput{At: &match.Point{Lat: 91_000_000}}, "body.location position"},
		"a manager's area":      {tm.manager, service.SiteInput{AreaM2: ptr(500.0), Hours: ptr("8:30")}, "site_field"},
		"a manager's location":  {tm.manager, service.SiteInput{At: &match.Point{Lat: 1}}, "site_field"},
		"staff":                 {tm.staff, service.SiteInput{Hours: ptr("8:30")}, "forbidden"},
		"a site of nobody's":    {w.team().manager, service.SiteInput{Hours: ptr("8:30")}, "not_found"},
		"what it is, unchanged": {tm.manager, service.SiteInput{AreaM2: ptr(tm.site.AreaM2)}, ""},
	} {
		_, err := w.ChangeSite(t.Context(), c.actor, tm.site.ID, c.in)
		got := code(t, err)
		if got == "invalid_input" {
			got = firstField(t, err)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	if site, err := w.Site(t.Context(), w.city, tm.site.ID); err != nil || len(site.Changes) != 0 || site.Hours != tm.site.Hours {
		t.Errorf("%+v, %v", site, err)
	}
}

// Of several who correct it at once, each correction stays, with what it found.
func TestCorrectionsAtOnce(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	parallel(8, func(i int) {
		_, err := w.ChangeSite(t.Context(), w.city, tm.site.ID, service.SiteInput{AreaM2: ptr(float64(1000 + i))})
		check(t, err)
	})
	site, err := w.Site(t.Context(), w.city, tm.site.ID)
	check(t, err)
	if len(site.Changes) != 8 {
		t.Errorf("%d corrections", len(site.Changes))
	}
	w.sweep()
	if got := w.item(tm.site, 1, false).Facts["area_m2"]; fmt.Sprint(got) != fmt.Sprint(site.AreaM2) {
		t.Errorf("item 1 says %v of %v", got, site.AreaM2)
	}
}

// What was sealed stays as it was sealed.
func TestASealedYearKeepsItsArea(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team(opened(day(2026, 7, 1)), station)
	w.submitted(tm)
	sealed := w.sealed(tm)
	_, err := w.ChangeSite(t.Context(), w.city, tm.site.ID, service.SiteInput{AreaM2: ptr(7.0)})
	check(t, err)
	after, err := w.Assessment(t.Context(), w.city, tm.site.ID, 2026)
	check(t, err)
	if fmt.Sprint(after.Items[0]) != fmt.Sprint(sealed.Items[0]) {
		t.Errorf("item 1 was %+v, is %+v", sealed.Items[0], after.Items[0])
	}
}
