package service_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// honoured is an honour with evidence, put straight into the store.
func (w *world) honoured(s service.Site, by service.Actor, level rubric.Level, on calendar.Date) service.Honour {
	w.Helper()
	title := w.somebody().Name
	h, _, err := w.store.InsertHonour(context.Background(), service.Honour{
		ID: title, Rev: 1, SiteID: s.ID, County: s.County, Level: level, Title: title, TitleKey: title, Awarded: on,
		EvidenceIDs: []string{"a photo"},
		Trail:       service.Trail{Status: service.Recorded, Source: service.FromStaff, RecordedBy: by.Account.ID, RecordedAt: w.clock.Now()},
	})
	check(w, err)
	return h
}

// supervisor is the county's.
func (w *world) supervisor() service.Actor { return w.hold("supervisor", service.County, "350503") }

func TestOnlyASupervisorMakesAnHonourCount(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	scores := func(recorded, verified string) {
		t.Helper()
		r, v := w.item(tm.site, 15, false), w.item(tm.site, 15, true)
		if r.Score == nil || v.Score == nil || r.Score.String() != recorded || v.Score.String() != verified {
			t.Fatalf("scores %v and %v, want %s and %s", r.Score, v.Score, recorded, verified)
		}
	}
	scores("0", "0") // nothing is known to be there, which is a score
	in := service.HonourInput{SiteID: tm.site.ID, Level: "provincial", Title: "省级 优秀零工市场", Issuer: "省人社厅", Awarded: day(2026, 5, 1)}
	v, created, err := w.RecordHonour(t.Context(), tm.staff, in)
	check(t, err)
	in.Title = "省级优秀零工市场"
	again, fresh, err := w.RecordHonour(t.Context(), tm.mate, in)
	check(t, err)
	if !created || fresh || again.ID != v.ID {
		t.Errorf("one honour was entered as %s and %s", v.ID, again.ID)
	}
	scores("5", "0")
	if why := w.item(tm.site, 15, false).Explanation; !strings.Contains(why, "荣誉、宣传报道1项，取最高的省级，得5分（有效至2028年5月1日）；其中1项待确认") {
		t.Error(why)
	}
	_, err = w.ConfirmHonour(t.Context(), w.supervisor(), v.ID)
	refused(t, err, "evidence_missing")
	_, err = w.store.UpdateHonour(t.Context(), v.ID, func(h *service.Honour) error { h.EvidenceIDs = []string{"a photo"}; return nil })
	check(t, err)
	_, err = w.ConfirmHonour(t.Context(), tm.manager, v.ID)
	refused(t, err, "forbidden")
	w.hold("both", service.Staff, tm.site.ID)
	both := w.hold("both", service.County, "350503")
	_, err = w.ConfirmHonour(t.Context(), both, v.ID) // who works there supervises nothing there
	refused(t, err, "own_site")
	if v, err := w.Honour(t.Context(), both, v.ID); err != nil || v.May.Confirm {
		t.Errorf("offered: %+v, %v", v.May, err)
	}
	c, err := w.ConfirmHonour(t.Context(), w.supervisor(), v.ID)
	check(t, err)
	if c.Status != service.Confirmed || c.May.Confirm || !c.May.Void {
		t.Errorf("confirmed: %+v", c)
	}
	scores("5", "5")
	_, err = w.VoidHonour(t.Context(), tm.manager, v.ID, "不是本站的荣誉")
	check(t, err)
	scores("0", "0")
	w.rebuildChangesNothing(tm.site)
}

// The highest alone counts, through the day that ends its second year, in every
// year that it reaches into.
func TestHonoursReachIntoLaterYears(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team(opened(day(2024, 1, 1)))
	boss := w.supervisor()
	for level, on := range map[rubric.Level]calendar.Date{"national": day(2023, 7, 16), "city": day(2024, 9, 1), "county": day(2026, 1, 5)} {
		h := w.honoured(tm.site, tm.staff, level, on)
		_, err := w.ConfirmHonour(t.Context(), boss, h.ID)
		check(t, err)
	}
	for on, want := range map[calendar.Date]string{
		day(2024, 3, 1): "10", day(2025, 7, 16): "10", day(2025, 7, 17): "3", day(2026, 7, 15): "3",
	} {
		if got := w.progressOn(tm.site, on).Verified.Items[14].Score; got == nil || got.String() != want {
			t.Errorf("on %v: %v, want %s", on, got, want)
		}
	}
	w.clock.set(time.Date(2026, 9, 2, 12, 0, 0, 0, calendar.Shanghai))
	if got := w.progress(tm.site).Verified.Items[14].Score.String(); got != "2" {
		t.Errorf("the day after the city's ran out: %s", got)
	}
}

func TestWhatAnHonourNeeds(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	for want, change := range map[string]func(*service.HonourInput){
		"body.level honour_level":            func(in *service.HonourInput) { in.Level = "world" },
		"body.title required":                func(in *service.HonourInput) { in.Title = "" },
		"body.awarded_on required":           func(in *service.HonourInput) { in.Awarded = calendar.Date{} },
		"body.awarded_on date_future":        func(in *service.HonourInput) { in.Awarded = day(2026, 7, 16) },
		"body.awarded_on date_too_old":       func(in *service.HonourInput) { in.Awarded = day(2023, 7, 14) },
		"body.evidence_ids unknown_evidence": func(in *service.HonourInput) { in.EvidenceIDs = []string{"x"} },
	} {
		in := service.HonourInput{SiteID: tm.site.ID, Level: "city", Title: "先进集体", Awarded: day(2026, 7, 1)}
		change(&in)
		_, _, err := w.RecordHonour(t.Context(), tm.staff, in)
		if got := firstField(t, err); got != want {
			t.Errorf("refused with %q, want %q", got, want)
		}
	}
}
