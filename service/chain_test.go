package service_test

import (
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

// short is a chain in short: "seeker registered" and so on.
func short(c service.Chain) string {
	var list []string
	for _, st := range c.Steps {
		list = append(list, strings.TrimRight(string(st.Party)+" "+string(st.Kind)+" "+st.Outcome, " "))
	}
	return strings.Join(list, ", ")
}

// A year's way of one person, read back from the placement.
func TestAPlacementsChain(t *testing.T) { onEachEngine(t, placementsChain) }

func placementsChain(t *testing.T, w *world) {
	g, ctx := newAgency(w), t.Context()
	tick := func() { w.clock.add(time.Minute) }
	tick()
	n := g.apply()
	_, _, err := w.PlaceApplicant(ctx, g.staff, n.ID, service.PlaceInput{Kind: service.Casual})
	refused(t, err, "not_referred")
	tick()
	g.refer()
	tick()
	code := g.link(n.ID)
	tick()
	check(t, w.AnswerApplicationLink(ctx, code, service.OutcomeInput{Outcome: service.Hired, StartedOn: w.Today()}))
	tick()
	p, created, err := w.PlaceApplicant(ctx, g.mate, n.ID, service.PlaceInput{Kind: service.Casual})
	check(t, err)
	if !created || p.StartedOn != w.Today() || p.PostingID != g.posting.ID || p.EnterpriseID != g.posting.EnterpriseID || p.ApplicationID != n.ID ||
		p.Status != service.Recorded || p.Title != "保洁员" || p.May.Confirm {
		t.Errorf("placed: %v %+v", created, p)
	}
	w.counts(g.site, service.Tallied{Registered: 1, Complete: 1, Casual: 1}, none)
	again, created, err := w.PlaceApplicant(ctx, g.mate, n.ID, service.PlaceInput{Kind: service.Casual})
	if err != nil || created || again.ID != p.ID {
		t.Errorf("again: %v %v %v", created, again.ID, err)
	}
	// Who recorded may not confirm, nor who referred; nor did the employer's answer.
	for _, a := range []service.Actor{g.mate, g.staff} {
		_, err = w.ConfirmPlacement(ctx, a, p.ID)
		refused(t, err, "own_record")
		_, _, err = w.MakeEmployerLink(ctx, a, p.ID)
		refused(t, err, "own_record")
	}
	tick()
	_, err = w.ConfirmPlacement(ctx, g.manager, p.ID)
	check(t, err)
	w.clock.add(7 * 24 * time.Hour)
	_, _, err = w.KeepFollowUp(ctx, g.staff, p.ID, service.FollowUpInput{Day: 7, Outcome: service.HasLeft, Note: "回老家"})
	check(t, err)
	c, err := w.PlacementChain(ctx, g.staff, p.ID)
	check(t, err)
	want := "seeker registered, seeker applied, staff referred, staff linked, employer answered hired, staff placed, staff confirmed, " +
		"staff outcome left, staff follow_up left"
	if got := short(c); got != want {
		t.Errorf("chain\n%s, want\n%s", got, want)
	}
	if len(c.Hints) != 1 || c.Hints[0].Code != "left_early" || c.Steps[4].Through != g.staff.Account.ID || c.Steps[2].Account != g.staff.Account.ID || c.Steps[1].Account != "" {
		t.Errorf("%+v", c)
	}
	w.counts(g.site, service.Tallied{Registered: 1, Complete: 1, Casual: 1}, service.Tallied{Casual: 1}) // leaving uncounts nothing
	_, err = w.PlacementChain(ctx, w.team().manager, p.ID)
	refused(t, err, "not_found")
	w.rebuildChangesNothing(g.site)
}

// What an employer denied is not placed, until he is asked or the person is sent anew.
func TestADenialKeepsAPlacementOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g, ctx := newAgency(w), t.Context()
	n := g.refer()
	check(t, w.AnswerApplicationLink(ctx, g.link(n.ID), service.OutcomeInput{Outcome: service.NotHired}))
	_, _, err := w.PlaceApplicant(ctx, g.staff, n.ID, service.PlaceInput{Kind: service.Casual})
	refused(t, err, "employer_denied")
	g.refer()
	p, _, err := w.PlaceApplicant(ctx, g.staff, n.ID, service.PlaceInput{Kind: service.Casual})
	check(t, err)
	_, err = w.VoidPlacement(ctx, g.manager, p.ID, "未上岗")
	check(t, err)
	_, _, err = w.PlaceApplicant(ctx, g.staff, n.ID, service.PlaceInput{Kind: service.Casual})
	refused(t, err, "record_void")
}

// An employer who denies while the placement is being recorded disputes it.
func TestADenialMeetsAPlacement(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g, ctx := newAgency(w), t.Context()
	n := g.refer()
	code := g.link(n.ID)
	asked := false
	w.store.before("UpdateApplication", func() error {
		if asked {
			return nil
		}
		asked = true
		return w.AnswerApplicationLink(ctx, code, service.OutcomeInput{Outcome: service.NotHired, Note: "没有来过"})
	})
	p, _, err := w.PlaceApplicant(ctx, g.staff, n.ID, service.PlaceInput{Kind: service.Casual})
	check(t, err)
	got, err := w.Placement(ctx, g.manager, p.ID)
	if err != nil || !got.Disputed || len(got.Words) != 1 || got.Words[0].Through != g.staff.Account.ID {
		t.Errorf("%+v, %v", got.Placement, err)
	}
	_, err = w.ConfirmPlacement(ctx, g.manager, p.ID)
	refused(t, err, "disputed")
}

// What broke off between placement and application is completed by a repeat.
func TestAPlacementThatBrokeOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g, ctx := newAgency(w), t.Context()
	n := g.refer()
	for _, when := range []string{"before UpdateApplication", "after UpdateApplication"} {
		w.store.hook(when, func() error { return errStore })
		if _, _, err := w.PlaceApplicant(ctx, g.staff, n.ID, service.PlaceInput{Kind: service.Casual}); err == nil {
			t.Fatal("no fault")
		}
		w.store.hook(when, nil)
	}
	p, created, err := w.PlaceApplicant(ctx, g.staff, n.ID, service.PlaceInput{Kind: service.Casual})
	check(t, err)
	v, err := w.Application(ctx, g.staff, n.ID)
	if err != nil || created || v.PlacementID != p.ID || told(v.Application) != "referred placed" {
		t.Errorf("%v %+v, %v", created, v.Application, err)
	}
	w.counts(g.site, service.Tallied{Registered: 1, Complete: 1, Casual: 1}, none)
}

// A start of work that was recorded by itself is joined, but not when whoever referred
// has vouched for it.
func TestAPlacementThatWasThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g, ctx := newAgency(w), t.Context()
	record := func(person string) service.PlacementView {
		p, _, err := w.Place(ctx, g.mate, service.PlacementInput{SiteID: g.site.ID, PersonID: person, EnterpriseID: g.posting.EnterpriseID, Kind: service.Casual})
		check(t, err)
		return p
	}
	n, there := g.refer(), record(g.person.ID)
	p, created, err := w.PlaceApplicant(ctx, g.staff, n.ID, service.PlaceInput{Kind: service.Casual})
	if err != nil || created || p.ID != there.ID || p.ApplicationID != n.ID {
		t.Errorf("%v %+v, %v", created, p.Placement, err)
	}
	_, err = w.ConfirmPlacement(ctx, g.staff, p.ID)
	refused(t, err, "own_record")

	_, g.person = w.registeredHimself("another", g.site)
	n, there = g.refer(), record(g.person.ID)
	_, err = w.ConfirmPlacement(ctx, g.staff, there.ID)
	check(t, err)
	_, _, err = w.PlaceApplicant(ctx, g.manager, n.ID, service.PlaceInput{Kind: service.Casual})
	refused(t, err, "confirmed_by_referrer")
}
