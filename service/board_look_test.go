package service_test

import (
	"slices"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/rubric"
)

// looked is a board that looks into the records, by the sites' names.
func (w *world) looked(a service.Actor) map[string]service.BoardRow {
	w.Helper()
	return w.boardOf(a, service.BoardFilter{Look: true})
}

func codesOfVisit(r service.BoardRow) (codes []string) {
	for _, n := range r.Visit.Reasons {
		codes = append(codes, n.Code)
	}
	return codes
}

// Who checks a site's records sees when the last came, what waits, and, within a
// minute, that somebody denies one; who works there sees only when the last came.
func TestABoardLooksIntoRecords(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team(named("busy", rubric.Market, "350503"))
	w.team(named("idle", rubric.Market, "350503"))
	if r := w.looked(w.city)["busy"]; !r.Look.Last.IsZero() || *r.Look.Waits != 0 {
		t.Errorf("nothing entered: %+v", r.Look)
	}
	seeker, p := w.hire(tm, "seeker")
	before := w.looked(w.city)["busy"]
	if !before.Look.Last.Equal(w.clock.Now()) || *before.Look.Waits == 0 || slices.Contains(codesOfVisit(before), "seeker_denied") {
		t.Errorf("entered at %s: %+v, %v", w.clock.Now(), before.Look, codesOfVisit(before))
	}
	_, err := w.DenyMyPlacement(t.Context(), seeker, p.ID, "没有去")
	check(t, err)
	w.clock.add(time.Minute)
	after := w.looked(w.city)
	if r := after["busy"]; r.Visit.Rank != 1 || r.Visit.Reasons[0].Code != "seeker_denied" || r.Visit.Reasons[0].Weight != 5 {
		t.Errorf("after a denial: %+v", r.Visit)
	}
	mine := w.looked(tm.manager)["busy"]
	if mine.Look.Waits != nil || slices.Contains(codesOfVisit(mine), "seeker_denied") || !mine.Look.Last.Equal(before.Look.Last) {
		t.Errorf("the manager sees %+v, %v", mine.Look, codesOfVisit(mine))
	}
	if r := w.boardOf(w.city, service.BoardFilter{})["busy"]; r.Look != nil {
		t.Errorf("not asked for: %+v", r.Look)
	}
}

// What most needs a visit comes first when that is asked for, and nothing else changes.
func TestABoardInTheOrderOfVisits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	fine := w.team(named("fine", rubric.Market, "350503"))
	w.register(fine.staff, fine.site, w.somebody())
	w.site(named("empty", rubric.Market, "350503"), func(s *service.Site) { s.AreaM2 = 50 })
	w.team(named("quiet", rubric.Market, "350503"))
	_, rows, err := w.Board(t.Context(), w.city, service.BoardFilter{Order: service.ByVisit})
	check(t, err)
	var names []string
	for _, r := range rows {
		names = append(names, r.Site.Name)
	}
	if want := []string{"empty", "quiet", "fine"}; !slices.Equal(names, want) {
		t.Errorf("%v, want %v", names, want)
	}
}
