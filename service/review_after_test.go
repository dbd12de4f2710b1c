package service_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/flag"
)

// flagged are the flags of a site's month, and the records of the first.
func (w *world) flagged(tm team, m service.QueueFilter) (codes []flag.Code, about []string) {
	w.Helper()
	for _, r := range w.queue(w.city, m) {
		if r.Site.ID == tm.site.ID && len(r.Flags) > 0 {
			return codesOf(r.Flags), r.Flags[0].Records
		}
	}
	return nil, nil
}

// A follow-up that finds that somebody left within a month is worth a look, and costs
// nothing; a later one, or one of a record that is settled, is not.
func TestLeavingEarlyIsAHint(t *testing.T) { onEachEngine(t, leavingEarly) }

func leavingEarly(t *testing.T, w *world) {
	tm, june := w.team(), service.QueueFilter{Month: day(2026, 6, 1).In()}
	keep := func(p service.PlacementView, at int, o service.FollowUpOutcome) {
		t.Helper()
		_, _, err := w.KeepFollowUp(t.Context(), tm.staff, p.ID, service.FollowUpInput{Day: at, Outcome: o})
		check(t, err)
	}
	left, stayed, late := w.startedOn(tm, day(2026, 6, 1)), w.startedOn(tm, day(2026, 6, 2)), w.startedOn(tm, day(2026, 4, 1))
	w.startedOn(tm, day(2026, 7, 15))
	before := w.figures(tm.site)
	keep(stayed, 7, service.StillWorking)
	keep(late, 90, service.HasLeft)
	if codes, _ := w.flagged(tm, june); codes != nil {
		t.Fatalf("quiet work is flagged %q", codes)
	}
	keep(left, 7, service.HasLeft)
	keep(left, 30, service.HasLeft)
	codes, about := w.flagged(tm, june)
	if !slices.Equal(codes, []flag.Code{flag.LeftEarly}) || !slices.Equal(about, []string{left.ID}) {
		t.Errorf("flagged %q, %q", codes, about)
	}
	l, err := w.Checklist(t.Context(), w.city, tm.site.ID, june.Month, 9, "")
	if err != nil || l.Items[0].ID != left.ID || !slices.Equal(l.Items[0].Flags, codes) || !strings.Contains(l.Flags[0].Text, "7天内回访时求职者已离岗") {
		t.Errorf("the list: %+v, %v", l.Items[0], err)
	}
	for _, m := range []service.QueueFilter{{}, {Month: day(2026, 4, 1).In()}} {
		if codes, _ := w.flagged(tm, m); codes != nil {
			t.Errorf("%+v is flagged %q", m, codes)
		}
	}
	if after := w.figures(tm.site); !reflect.DeepEqual(after, before) {
		t.Errorf("counted %+v, before %+v", after, before)
	}
	_, err = w.ConfirmPlacement(t.Context(), w.city, left.ID)
	check(t, err)
	if codes, _ := w.flagged(tm, june); codes != nil {
		t.Errorf("settled, and flagged %q", codes)
	}
}

// An employer who answers a referral with no, though work is said to have begun with
// him, is worth a look; one who answered so before that, or about another employer's
// work, is not.
func TestAnEmployersNoIsAHint(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		place func(g *agency, e string) service.PlacementInput // nil: none
		days  int                                              // between the record and the answer; negative: the answer came first
		want  []flag.Code
	}{
		"after the record": {func(g *agency, e string) service.PlacementInput { return service.PlacementInput{EnterpriseID: e} }, 1, []flag.Code{flag.NotHired}},
		"on the same day":  {func(g *agency, e string) service.PlacementInput { return service.PlacementInput{EnterpriseID: e} }, 0, []flag.Code{flag.NotHired}},
		"before the start": {func(g *agency, e string) service.PlacementInput { return service.PlacementInput{EnterpriseID: e} }, -1, nil},
		"with somebody else": {func(g *agency, e string) service.PlacementInput {
			return service.PlacementInput{EmployerName: "别家公司"}
		}, 1, nil},
		"from before the word": {func(g *agency, e string) service.PlacementInput {
			return service.PlacementInput{EnterpriseID: e, StartedOn: day(2026, 7, 1)}
		}, -1, []flag.Code{flag.NotHired}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			g := newAgency(w)
			code := g.link(g.refer().ID)
			record := func() {
				in := c.place(g, g.posting.EnterpriseID)
				in.SiteID, in.PersonID, in.Kind = g.site.ID, g.person.ID, service.Casual
				_, _, err := w.Place(t.Context(), g.mate, in)
				check(t, err)
			}
			if c.days >= 0 {
				record()
				w.clock.add(time.Duration(c.days) * 24 * time.Hour)
			}
			check(t, w.AnswerApplicationLink(t.Context(), code, service.OutcomeInput{Outcome: service.NotHired}))
			if c.days < 0 {
				w.clock.add(time.Duration(-c.days) * 24 * time.Hour)
				record()
			}
			if codes, _ := w.flagged(g.team, service.QueueFilter{}); !slices.Equal(codes, c.want) {
				t.Errorf("flagged %q, want %q", codes, c.want)
			}
		})
	}
}
