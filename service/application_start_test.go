package service_test

import (
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// Work that a referral led to did not begin before it: neither the employer, nor staff,
// nor whoever records it dates a start back into a month that is over, open or closed.
func TestAStartBeforeTheReferral(t *testing.T) { onEachEngine(t, startBeforeReferral) }

func startBeforeReferral(t *testing.T, w *world) {
	g, ctx := newAgency(w), t.Context()
	w.closeMonth(w.city, calendar.Month{Year: 2026, Month: time.May})
	n := g.refer()
	code := g.link(n.ID)
	for _, on := range []calendar.Date{w.Today().AddDays(-1), day(2026, 6, 30), day(2026, 5, 20), day(2025, 8, 1)} {
		hired := service.OutcomeInput{Outcome: service.Hired, StartedOn: on}
		refused(t, w.AnswerApplicationLink(ctx, code, hired), "start_before_referral")
		_, err := w.Conclude(ctx, g.staff, n.ID, hired)
		refused(t, err, "start_before_referral")
		_, _, err = w.PlaceApplicant(ctx, g.staff, n.ID, service.PlaceInput{Kind: service.Casual, StartedOn: on})
		refused(t, err, "start_before_referral")
		var r *service.Error
		if !asError(err, &r) || !strings.Contains(r.Message, "2026-07-15") || len(r.Fields) != 1 || r.Fields[0].Location != "body.started_on" {
			t.Errorf("does not say the earliest day: %+v", r)
		}
	}
	if q, err := w.OpenApplicationLink(ctx, code); err != nil || q.Application.EarliestStart() != w.Today() {
		t.Errorf("the employer is not told the earliest day: %v, %v", q.Application.EarliestStart(), err)
	}
	for _, m := range []calendar.Month{{Year: 2026, Month: time.May}, {Year: 2026, Month: time.June}} {
		facts, err := w.store.MonthFacts(ctx, g.site.ID, m)
		if err != nil || len(facts.Placements) > 0 {
			t.Errorf("%v was topped up: %+v, %v", m, facts.Placements, err)
		}
	}
	check(t, w.AnswerApplicationLink(ctx, code, service.OutcomeInput{Outcome: service.Hired, StartedOn: w.Today()}))
	_, _, err := w.PlaceApplicant(ctx, g.mate, n.ID, service.PlaceInput{Kind: service.Casual})
	check(t, err)
	w.counts(g.site, service.Tallied{Registered: 1, Complete: 1, Casual: 1}, none)
}

// The seeker's own application is a beginning, too; one that has ended is none of the
// next.
func TestFromWhenAStartCounts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g, ctx := newAgency(w), t.Context()
	applied := w.Today()
	n := g.apply()
	w.clock.add(3 * 24 * time.Hour)
	g.refer()
	if got, err := w.Application(ctx, g.staff, n.ID); err != nil || got.EarliestStart() != applied {
		t.Errorf("applied %v: %v, %v", applied, got.EarliestStart(), err)
	}
	check(t, w.AnswerApplicationLink(ctx, g.link(n.ID), service.OutcomeInput{Outcome: service.NotHired}))
	w.clock.add(20 * 24 * time.Hour)
	g.refer()
	_, err := w.Conclude(ctx, g.staff, n.ID, service.OutcomeInput{Outcome: service.Hired, StartedOn: applied.AddDays(4)})
	refused(t, err, "start_before_referral")
	_, err = w.Conclude(ctx, g.staff, n.ID, service.OutcomeInput{Outcome: service.Hired, StartedOn: w.Today()})
	check(t, err)
}
