package service_test

import (
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// A sealed form names the postings that it counts. What a step changes of them
// later is no forgery, and what nobody did in the open is found by the posting's
// name.
func TestASealNamesItsPostings(t *testing.T) {
	t.Parallel()
	type scene struct {
		*world
		team
		counted, second, held service.PostingView
		employer              string
	}
	forged := func(change func(*service.Posting)) func(s scene) error {
		return func(s scene) error {
			_, err := s.store.UpdatePosting(s.Context(), s.counted.ID, func(p *service.Posting) error { change(p); return nil })
			return err
		}
	}
	for name, row := range map[string]struct {
		later func(s scene) error
		found string // in what is wrong; empty: nothing is
	}{
		"nothing": {func(s scene) error { return nil }, ""},
		"void": {func(s scene) error {
			_, err := s.VoidPosting(s.Context(), s.manager, s.counted.ID, "不属实")
			return err
		}, ""},
		"confirmed": {func(s scene) error { _, err := s.ConfirmPosting(s.Context(), s.manager, s.second.ID); return err }, ""},
		"revised": {func(s scene) error {
			_, err := s.RevisePosting(s.Context(), s.mate, s.counted.ID, func(in *service.PostingInput) { in.Title, in.Headcount = "保洁员！", 9 })
			return err
		}, ""},
		"taken down": {func(s scene) error {
			_, err := s.TakeDownPosting(s.Context(), s.mate, s.counted.ID, "岗位不实")
			return err
		}, ""},
		"released": {func(s scene) error { _, err := s.ReleasePosting(s.Context(), s.supervisor(), s.held.ID); return err }, ""},
		"posted":   {func(s scene) error { s.post(s.staff, posting(s.team.site, s.employer, titled("电工"))); return nil }, ""},
		"closed": {func(s scene) error {
			s.clock.set(time.Date(2026, 8, 2, 9, 0, 0, 0, calendar.Shanghai))
			_, err := s.CloseMonth(s.Context(), s.city, "350503", calendar.Month{Year: 2026, Month: time.July})
			return err
		}, ""},
		"headcount forged": {forged(func(p *service.Posting) { p.Headcount = 99 }), "保洁员"},
		"status forged":    {forged(func(p *service.Posting) { p.Status = service.Recorded }), "保洁员"},
		"title forged":     {forged(func(p *service.Posting) { p.Title, p.ChangedAt = "经理", p.ChangedAt.AddDate(1, 0, 0) }), "保洁员"},
		"taken away":       {forged(func(p *service.Posting) { p.SiteID = "another" }), "保洁员"},
		"slipped in": {func(s scene) error {
			n := s.counted.Posting
			n.ID, n.ClientID, n.Title = "slipped in", "slipped in", "假岗位"
			_, _, err := s.store.InsertPosting(s.Context(), n)
			return err
		}, "假岗位"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			s := scene{world: w, team: w.team(opened(day(2026, 6, 1)), station)}
			e, _ := w.enterprise("泉州某某物业有限公司", "")
			s.employer = e.ID
			s.counted = w.post(s.staff, posting(s.team.site, e.ID))
			s.second = w.post(s.staff, posting(s.team.site, e.ID, titled("保安")))
			w.post(s.staff, posting(s.team.site, e.ID)) // a repeat
			s.held = w.post(s.staff, posting(s.team.site, e.ID, titled("主管"), func(in *service.PostingInput) { in.Pay = fakePay }))
			_, err := w.ConfirmPosting(t.Context(), s.mate, s.counted.ID)
			check(t, err)
			if v := w.submitted(s.team); v.Items[3].Self.Score == nil || v.Facts.Recorded.Items[3].Facts["postings"] != 2 || v.Facts.Verified.Items[3].Facts["postings"] != 1 {
				t.Fatalf("submitted with %+v", v.Facts.Recorded.Items[3])
			}
			w.clock.add(time.Hour)
			v := w.sealed(s.team)
			if !strings.Contains(v.Seal.Sheet, s.counted.ID) || strings.Contains(v.Seal.Sheet, s.held.ID) {
				t.Error("the seal does not name what it counts")
			}
			w.clock.add(time.Hour)
			check(t, row.later(s))
			r, err := w.VerifyAssessment(t.Context(), s.team.site.ID, 2026)
			check(t, err)
			for _, c := range r.Checks {
				if wrong := c.Name == "records" && row.found != ""; c.OK == wrong || wrong && !strings.Contains(c.Detail, row.found) {
					t.Errorf("%+v", c)
				}
			}
		})
	}
}

// What waits to be confirmed is in the queue and can be confirmed with others; a
// closed month takes no more of it.
func TestPostingsAreChecked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team(opened(day(2026, 6, 1)))
	e, _ := w.enterprise("泉州某某物业有限公司", "")
	july := calendar.Month{Year: 2026, Month: time.July}
	first, second := w.post(tm.staff, posting(tm.site, e.ID)), w.post(tm.staff, posting(tm.site, e.ID, titled("保安")))
	repeat := w.post(tm.mate, posting(tm.site, e.ID))
	boss := w.supervisor()
	l, err := w.Checklist(t.Context(), boss, tm.site.ID, july, 1, "")
	if check(t, err); l.Waits.Postings != 2 || l.Waits.All() != 2 || len(l.Items) != 1 || l.Items[0].Posting == nil || l.Items[0].Posting.ID != first.ID || !l.Items[0].Posting.May.Confirm {
		t.Errorf("waits %+v, first %+v", l.Waits, l.Items)
	}
	rest, err := w.Checklist(t.Context(), boss, tm.site.ID, july, 5, l.Next)
	if check(t, err); len(rest.Items) != 1 || rest.Items[0].ID != second.ID {
		t.Errorf("the rest: %+v", rest.Items)
	}
	for i, c := range w.ConfirmRecords(t.Context(), boss, []service.RecordRef{
		{Kind: service.PostingRecord, ID: first.ID}, {Kind: service.PostingRecord, ID: repeat.ID}, {Kind: service.PostingRecord, ID: "none"},
	}) {
		if got, want := code(t, c.Err), []string{"", "posting_not_counted", "not_found"}[i]; got != want {
			t.Errorf("%d: %q, want %q", i, got, want)
		}
	}
	if p := w.progress(tm.site); p.Verified.Items[3].Facts["postings"] != 1 || p.Recorded.Items[3].Facts["postings"] != 2 {
		t.Errorf("counted %+v", p.Verified.Items[3].Facts)
	}

	w.clock.set(time.Date(2026, 8, 2, 9, 0, 0, 0, calendar.Shanghai))
	v, err := w.CloseMonth(t.Context(), boss, "350503", july)
	if check(t, err); v.Unconfirmed == nil || *v.Unconfirmed != 1 {
		t.Errorf("closed with %d unconfirmed", v.Unconfirmed)
	}
	w.clock.add(time.Second)
	for name, step := range map[string]func() error{
		"confirm": func() error { _, err := w.ConfirmPosting(t.Context(), boss, second.ID); return err },
		"void":    func() error { _, err := w.VoidPosting(t.Context(), boss, second.ID, "不属实"); return err },
		"revise": func() error {
			_, err := w.RevisePosting(t.Context(), tm.staff, second.ID, titledChange("保安"))
			return err
		},
	} {
		if got := code(t, step()); got != "month_closed" {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got, err := w.TakeDownPosting(t.Context(), tm.staff, second.ID, "岗位不实"); err != nil || got.May.Void || got.Public {
		t.Errorf("taken down: %+v, %v", got.May, err)
	}
	late := w.post(tm.staff, posting(tm.site, e.ID, titled("电工"), func(in *service.PostingInput) { in.PostedOn = day(2026, 7, 20) }))
	if !late.Late || !late.May.Void {
		t.Errorf("entered late: %+v", late)
	}
	list, err := w.Adjustments(t.Context(), boss, tm.site.ID, 2026)
	if check(t, err); len(list) != 1 || list[0].Noun != "posting" || list[0].ID != late.ID || list[0].Day != day(2026, 7, 20) {
		t.Errorf("adjustments: %+v", list)
	}
	for how, want := range map[string]string{"counted": "0.03", "apart": "0.02"} { // 3 or 2 of 1000
		trial, err := w.TryPolicy(t.Context(), w.city, service.TrialInput{Year: 2026, Settings: map[string]string{
			"late_entries": how, "item4_combination": "max", "item4_part_step": "prorata"}})
		if check(t, err); len(trial.Sites) != 1 || len(trial.Sites[0].Items) != 1 || trial.Sites[0].Items[0].RecordedTo.String() != want {
			t.Errorf("late entries %s: %+v", how, trial.Sites)
		}
	}
}
