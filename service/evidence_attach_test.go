package service_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// The proof that makes stable work count double in the verified column comes days
// after the work, from a colleague, and is vouched for by a third.
func TestEvidenceProvesStableWork(t *testing.T) { onEachEngine(t, evidenceProvesStableWork) }

func evidenceProvesStableWork(t *testing.T, w *world) {
	tm := w.team()
	p, err := w.placeStable(tm)
	check(t, err)
	count := func(casual, stable int) service.Tallied {
		return service.Tallied{Registered: 1, Complete: 1, Casual: casual, Stable: stable}
	}
	verified := func(casual, stable int) service.Tallied { return service.Tallied{Casual: casual, Stable: stable} }
	w.counts(tm.site, count(0, 1), none)
	_, err = w.ConfirmPlacement(t.Context(), tm.mate, p.ID)
	check(t, err)
	w.counts(tm.site, count(0, 1), verified(1, 0)) // unproven

	contract := w.upload(tm.mate, tm.site, onePage)
	p, err = w.AttachToPlacement(t.Context(), tm.mate, p.ID, []string{contract, contract})
	check(t, err)
	if p.Status != service.Recorded || p.ConfirmedBy != "" || !p.ConfirmedAt.IsZero() || !slices.Equal(p.EvidenceIDs, []string{contract}) ||
		!slices.Equal(p.EvidenceBy, []string{tm.mate.Account.ID}) || p.May.Confirm || !p.May.Attach {
		t.Fatalf("attached: %+v", p)
	}
	w.counts(tm.site, count(0, 1), none) // to be confirmed anew
	for name, author := range map[string]service.Actor{"recorded it": tm.staff, "attached": tm.mate} {
		if _, err := w.ConfirmPlacement(t.Context(), author, p.ID); code(t, err) != "own_record" {
			t.Errorf("whoever %s confirms: %v", name, err)
		}
	}
	p, err = w.ConfirmPlacement(t.Context(), tm.manager, p.ID)
	check(t, err)
	w.counts(tm.site, count(0, 1), verified(0, 1))

	again, err := w.AttachToPlacement(t.Context(), tm.staff, p.ID, []string{contract})
	check(t, err)
	if again.Status != service.Confirmed || len(again.EvidenceBy) != 1 {
		t.Errorf("the same again: %+v", again)
	}
	w.counts(tm.site, count(0, 1), verified(0, 1))
	w.rebuildChangesNothing(tm.site)
}

// A void takes nothing, and taking it back forgets nobody who attached.
func TestEvidenceAndVoids(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	file := w.upload(tm.staff, tm.site, onePage)
	act := w.enter(tm.staff, tm.site, "job_fair", calendar.Date{})
	_, err := w.AttachToActivity(t.Context(), tm.mate, act.ID, []string{file})
	check(t, err)
	_, err = w.VoidActivity(t.Context(), tm.manager, act.ID, "录入有误")
	check(t, err)
	_, err = w.AttachToActivity(t.Context(), tm.mate, act.ID, []string{w.upload(tm.staff, tm.site, page(1))})
	refused(t, err, "record_void")
	if v, err := w.Activity(t.Context(), tm.mate, act.ID); err != nil || v.May.Attach {
		t.Errorf("offered: %+v, %v", v.May, err)
	}
	_, err = w.RestoreActivity(t.Context(), tm.manager, act.ID)
	check(t, err)
	_, err = w.ConfirmActivity(t.Context(), tm.mate, act.ID)
	refused(t, err, "own_record")
}

func TestWhichEvidenceARecordMayName(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	own, foreign := w.upload(tm.staff, tm.site, onePage), w.upload(w.city, w.site(), onePage)
	if own == foreign {
		t.Fatal("one piece of evidence of two sites")
	}
	many := make([]string, 21)
	for i := range many {
		many[i] = w.upload(tm.staff, tm.site, page(i+1))
	}
	for name, c := range map[string]struct {
		ids  []string
		want string
	}{
		"its site's":          {[]string{own}, ""},
		"another site's":      {[]string{own, foreign}, "body.evidence_ids unknown_evidence"},
		"nobody's":            {[]string{"x"}, "body.evidence_ids unknown_evidence"},
		"one without a name":  {[]string{own, ""}, "body.evidence_ids unknown_evidence"},
		"as many as there go": {many[:20], ""},
		"too many":            {many, "body.evidence_ids too_many"},
	} {
		p, err := w.placeStable(tm, c.ids...)
		if got := firstField(t, err); got != c.want {
			t.Errorf("place with %s: %q, want %q", name, got, c.want)
		}
		if c.want == "" && !slices.Equal(p.EvidenceIDs, c.ids) {
			t.Errorf("place with %s: %v", name, p.EvidenceIDs)
		}
		_, _, err = w.RecordActivity(t.Context(), tm.staff, service.ActivityInput{SiteID: tm.site.ID, Type: "job_fair", EvidenceIDs: c.ids})
		if got := firstField(t, err); got != c.want {
			t.Errorf("an activity with %s: %q, want %q", name, got, c.want)
		}
		bare := w.enter(tm.staff, tm.site, "job_fair", calendar.Date{})
		_, err = w.AttachToActivity(t.Context(), tm.mate, bare.ID, c.ids)
		if got := firstField(t, err); got != c.want {
			t.Errorf("attach %s: %q, want %q", name, got, c.want)
		}
	}
	act := w.enter(tm.staff, tm.site, "job_fair", calendar.Date{})
	_, err := w.AttachToActivity(t.Context(), tm.mate, act.ID, many[:19])
	check(t, err)
	_, err = w.AttachToActivity(t.Context(), tm.mate, act.ID, many[18:])
	if got := firstField(t, err); got != "body.evidence_ids too_many" {
		t.Errorf("the 21st: %q", got)
	}
	_, err = w.AttachToActivity(t.Context(), tm.mate, act.ID, nil)
	if got := firstField(t, err); got != "body.evidence_ids required" {
		t.Errorf("none: %q", got)
	}
}

// A store that does not answer has not said that the evidence is unknown: a phone
// would throw away what it keeps.
func TestAFaultIsNoUnknownEvidence(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	file := w.upload(tm.staff, tm.site, onePage)
	w.store.before("EvidenceOf", func() error { return errStore })
	if _, err := w.placeStable(tm, file); !errors.Is(err, errStore) {
		t.Errorf("got %v", err)
	}
}

// Attaching and confirming at once: whoever wins, nobody has confirmed what came
// after him.
func TestAttachAgainstConfirm(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	for n := range 5 {
		p, err := w.placeStable(tm)
		check(t, err)
		file := w.upload(tm.staff, tm.site, page(n))
		parallel(2, func(i int) {
			if i == 0 {
				_, err := w.AttachToPlacement(t.Context(), tm.staff, p.ID, []string{file})
				check(t, err)
				return
			}
			_, err := w.ConfirmPlacement(t.Context(), tm.mate, p.ID)
			check(t, err)
		})
		if p, err = w.Placement(t.Context(), tm.mate, p.ID); err != nil || len(p.EvidenceIDs) != 1 || len(p.EvidenceBy) != 1 {
			t.Fatalf("%+v, %v", p, err)
		}
	}
	w.rebuildChangesNothing(tm.site)
}

// An honour that nobody has shown cannot be confirmed; once somebody has, somebody
// else may.
func TestEvidenceOfAnHonour(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	boss := w.supervisor()
	h, _, err := w.RecordHonour(t.Context(), tm.staff, service.HonourInput{SiteID: tm.site.ID, Level: "city", Title: "先进站点", Awarded: w.Today()})
	check(t, err)
	_, err = w.ConfirmHonour(t.Context(), boss, h.ID)
	refused(t, err, "evidence_missing")
	h, err = w.AttachToHonour(t.Context(), tm.staff, h.ID, []string{w.upload(tm.staff, tm.site, onePage)})
	if check(t, err); !h.May.Attach || len(h.EvidenceIDs) != 1 {
		t.Errorf("attached: %+v", h)
	}
	_, err = w.ConfirmHonour(t.Context(), boss, h.ID)
	check(t, err)
	if got := w.item(tm.site, 15, true).Score.String(); got != "3" {
		t.Errorf("verified: %s", got)
	}
	h, err = w.AttachToHonour(t.Context(), boss, h.ID, []string{w.upload(boss, tm.site, page(1))})
	if check(t, err); h.Status != service.Recorded || w.item(tm.site, 15, true).Score.String() != "0" {
		t.Errorf("attached to a confirmed one: %+v", h)
	}
	_, err = w.ConfirmHonour(t.Context(), boss, h.ID)
	refused(t, err, "own_record")
	w.rebuildChangesNothing(tm.site)
}

// A closed month keeps its records as they were reported; what was entered later
// may still be proven.
func TestEvidenceAndClosedMonths(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	file := w.upload(tm.staff, tm.site, onePage)
	june := day(2026, 6, 10)
	before := w.enter(tm.staff, tm.site, "job_fair", june)
	w.clock.add(time.Minute)
	_, err := w.CloseMonth(t.Context(), w.supervisor(), "350503", june.In())
	check(t, err)
	w.clock.add(time.Minute)
	after := w.enter(tm.staff, tm.site, "job_fair", june)
	_, err = w.AttachToActivity(t.Context(), tm.mate, before.ID, []string{file})
	refused(t, err, "month_closed")
	if v, err := w.Activity(t.Context(), tm.mate, before.ID); err != nil || v.May.Attach || len(v.EvidenceIDs) != 0 {
		t.Errorf("%+v, %v", v, err)
	}
	if v, err := w.AttachToActivity(t.Context(), tm.mate, after.ID, []string{file}); err != nil || !v.May.Attach || len(v.EvidenceIDs) != 1 {
		t.Errorf("%+v, %v", v, err)
	}
}
