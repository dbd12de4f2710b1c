package service_test

import (
	"slices"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/flag"
)

// What was tapped by mistake is taken back: asked, placed and referred anew, with the
// trail kept.
func TestAnOutcomeIsTakenBack(t *testing.T) { onEachEngine(t, outcomeTakenBack) }

func outcomeTakenBack(t *testing.T, w *world) {
	g, ctx := newAgency(w), t.Context()
	reopen := func(a service.Actor, id string) (service.ApplicationView, error) {
		return w.ReopenApplication(ctx, a, id, "用人单位点错了")
	}
	n := g.refer()
	_, err := reopen(g.staff, n.ID)
	refused(t, err, "no_outcome")
	for _, outcome := range []service.ApplicationState{service.NotHired, service.NotContacted, service.Hired, service.Declined} {
		first := g.link(n.ID)
		check(t, w.AnswerApplicationLink(ctx, first, service.OutcomeInput{Outcome: outcome}))
		_, err := w.ReopenApplication(ctx, g.staff, n.ID, " ")
		refused(t, err, "invalid_input")
		_, err = reopen(w.team().staff, n.ID)
		refused(t, err, "not_found")
		v, err := reopen(g.mate, n.ID)
		check(t, err)
		last := v.Steps[len(v.Steps)-1]
		if v.State != service.Referred || v.Shared || !v.StartedOn.IsZero() || !v.May.Ask || !v.May.Place || v.May.Reopen || last.Kind != service.StepReopened ||
			last.By != g.mate.Account.ID || last.Note != "用人单位点错了" || v.Steps[len(v.Steps)-2].Outcome != outcome {
			t.Errorf("%s: %+v, may %+v", outcome, v.Application, v.May)
		}
		_, err = w.OpenApplicationLink(ctx, first)
		refused(t, err, "link_invalid")
	}
	check(t, w.AnswerApplicationLink(ctx, g.link(n.ID), service.OutcomeInput{Outcome: service.NotHired}))
	_, _, err = w.PlaceApplicant(ctx, g.staff, n.ID, service.PlaceInput{Kind: service.Casual})
	refused(t, err, "employer_denied")
	_, err = reopen(g.staff, n.ID)
	check(t, err)
	w.clock.add(2 * 24 * time.Hour)
	p, _, err := w.PlaceApplicant(ctx, g.staff, n.ID, service.PlaceInput{Kind: service.Casual, StartedOn: day(2026, 7, 15)})
	check(t, err)
	w.counts(g.site, service.Tallied{Registered: 1, Complete: 1, Casual: 1}, none)
	v, err := w.Application(ctx, g.staff, n.ID)
	if err != nil || v.May.Reopen || v.PlacementID != p.ID {
		t.Errorf("%+v, %v", v.May, err)
	}
	_, err = reopen(g.staff, n.ID)
	refused(t, err, "already_placed")
	_, err = w.VoidPlacement(ctx, g.manager, p.ID, "未上岗")
	check(t, err)
	w.counts(g.site, service.Tallied{Registered: 1, Complete: 1}, none)
	if v, err = reopen(g.staff, n.ID); err != nil || v.PlacementID != "" {
		t.Errorf("%+v, %v", v.Application, err)
	}
	if _, _, err = w.PlaceApplicant(ctx, g.staff, n.ID, service.PlaceInput{Kind: service.Casual}); err != nil { // on another day
		t.Error(err)
	}
	w.counts(g.site, service.Tallied{Registered: 1, Complete: 1, Casual: 1}, none)
	w.rebuildChangesNothing(g.site)
}

// An outcome that is taken back shows nobody the number by itself: only through a new
// link, while the seeker's own wish stands, on record, and he can withdraw it.
func TestTakingBackOpensNoNumber(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g, ctx := newAgency(w), t.Context()
	n := g.apply()
	g.refer()
	outcome := func(o service.ApplicationState) service.OutcomeInput { return service.OutcomeInput{Outcome: o} }
	old := g.link(n.ID)
	_, err := w.Conclude(ctx, g.staff, n.ID, outcome(service.Hired)) // which leaves the link to run out
	check(t, err)
	_, err = w.ReopenApplication(ctx, g.staff, n.ID, "点错了")
	check(t, err)
	_, err = w.PhoneByLink(ctx, old)
	refused(t, err, "link_invalid")
	fresh := g.link(n.ID)
	if phone, err := w.PhoneByLink(ctx, fresh); err != nil || phone != g.person.Phone {
		t.Errorf("%q, %v", phone, err)
	}
	if views, err := w.MyViews(ctx, g.seeker, service.Page{Limit: 9}); err != nil || len(views) != 1 {
		t.Errorf("views: %+v, %v", views, err)
	}
	mine, err := w.MyApplications(ctx, g.seeker, service.Page{Limit: 9})
	check(t, err)
	if len(mine) != 1 || !mine[0].Shared || !mine[0].MayWithdraw {
		t.Errorf("mine: %+v", mine)
	}
	_, err = w.WithdrawApplication(ctx, g.seeker, n.ID)
	check(t, err)
	_, err = w.PhoneByLink(ctx, fresh)
	refused(t, err, "link_invalid")
	_, err = w.ReopenApplication(ctx, g.staff, n.ID, "点错了")
	refused(t, err, "application_withdrawn")

	// Who had given up is shown no more until he applies again himself.
	g.apply()
	g.refer()
	check(t, w.AnswerApplicationLink(ctx, g.link(n.ID), outcome(service.Declined)))
	_, err = w.ReopenApplication(ctx, g.staff, n.ID, "点错了")
	check(t, err)
	fresh = g.link(n.ID)
	_, err = w.PhoneByLink(ctx, fresh)
	refused(t, err, "phone_not_shared")
	g.apply()
	_, err = w.PhoneByLink(ctx, fresh)
	check(t, err)
}

// The site's word does not hide from who checks that the employer said no.
func TestADenialThatWasTakenBackIsStillSeen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g, ctx := newAgency(w), t.Context()
	n := g.refer()
	check(t, w.AnswerApplicationLink(ctx, g.link(n.ID), service.OutcomeInput{Outcome: service.NotHired}))
	_, err := w.ReopenApplication(ctx, g.staff, n.ID, "点错了")
	check(t, err)
	_, _, err = w.PlaceApplicant(ctx, g.staff, n.ID, service.PlaceInput{Kind: service.Casual})
	check(t, err)
	if codes, _ := w.flagged(g.team, service.QueueFilter{}); !slices.Equal(codes, []flag.Code{flag.NotHired}) {
		t.Errorf("flagged %q", codes)
	}
}
