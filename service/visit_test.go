package service_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// The heaviest reason decides which site comes first, not how many there are: a denial,
// then what looks invented, then what has stopped, then what is lacking, then hints.
func TestTheHeaviestReasonDecides(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	at := func(name string) team { return w.team(named(name, rubric.Market, "350503")) }
	night, fine := at("night"), at("fine")
	small := w.team(named("small", rubric.Market, "350503"), func(s *service.Site) { s.AreaM2 = 50 })
	w.site(named("stopped", rubric.Market, "350503"), func(s *service.Site) { s.AreaM2 = 50 })
	shared, denied := at("shared"), at("denied")
	for _, in := range w.onePhone(3) {
		w.register(shared.staff, shared.site, in)
	}
	seeker, p := w.hire(denied, "seeker")
	_, err := w.DenyMyPlacement(t.Context(), seeker, p.ID, "没有去")
	check(t, err)
	for _, tm := range []team{fine, small} {
		r := w.register(tm.staff, tm.site, w.somebody())
		_, err := w.ConfirmRegistration(t.Context(), tm.mate, r.ID)
		check(t, err)
	}
	w.clock.add(11 * time.Hour)
	for range 6 {
		w.register(night.staff, night.site, w.somebody())
	}
	_, rows, err := w.Board(t.Context(), w.city, service.BoardFilter{Look: true, Order: service.ByVisit})
	check(t, err)
	var names []string
	for _, r := range rows {
		names = append(names, r.Site.Name)
		if got, want := r.Visit.Needed(), r.Site.Name != "night" && r.Site.Name != "fine"; got != want {
			t.Errorf("%s needs a visit: %t, for %v", r.Site.Name, got, codesOfVisit(r))
		}
	}
	if want := []string{"denied", "shared", "stopped", "small", "night", "fine"}; !slices.Equal(names, want) {
		t.Errorf("%v, want %v", names, want)
	}
	if first, hinted := rows[0].Visit, rows[4].Visit; first.Reasons[0].Weight != 5 || hinted.Rank != 5 || !slices.Equal(codesOfVisit(rows[4]), []string{"unverified", "odd_hours"}) {
		t.Errorf("first %+v, hinted %+v", first, hinted)
	}
}

// A score below that of last month names the items that lost points; in a month's first
// days, when every average falls, it is a hint.
func TestALostScoreIsAReason(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.clock.set(day(2026, 6, 1).Start()) // who works there since then
	tm := w.team(named("falls", rubric.Station, "350503"), opened(day(2026, 6, 1)))
	w.clock.set(noon)
	for _, on := range []calendar.Date{day(2026, 6, 1), day(2026, 6, 2), day(2026, 7, 1)} {
		w.registerOn(tm.staff, tm.site, on)
	}
	fall := func() (found service.Reason) {
		t.Helper()
		for _, n := range w.looked(w.city)["falls"].Visit.Reasons {
			if n.Code == "falling" {
				found = n
			}
		}
		return found
	}
	if n := fall(); n.Weight != 3 || !slices.Equal(n.Items, []int{7}) || n.Advice == "" ||
		!strings.HasPrefix(n.Text, "得分由上月末的 10 分降至 5 分：第7项") {
		t.Errorf("%+v", n)
	}
	w.clock.set(day(2026, 7, 10).Start())
	if n := fall(); n.Weight != 1 {
		t.Errorf("on the tenth: %+v", n)
	}
	w.clock.set(noon)
	w.register(tm.staff, tm.site, w.somebody())
	if n := fall(); n.Code != "" {
		t.Errorf("made up for: %+v", n)
	}
}

// One site's reasons are those that the board gives, with what to do about them for
// those who supervise it; the site itself is not told what its records look like.
func TestWhyOneSiteNeedsAVisit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team(named("one", rubric.Market, "350503"))
	for _, in := range w.onePhone(3) {
		w.register(tm.staff, tm.site, in)
	}
	asOf, v, err := w.Visit(t.Context(), w.supervisor(), tm.site.ID, calendar.Date{})
	check(t, err)
	if asOf != noonDay || !reflect.DeepEqual(v.Reasons, w.looked(w.city)["one"].Visit.Reasons) {
		t.Errorf("on %s: %+v", asOf, v)
	}
	if n := v.Reasons[0]; n.Code != "shared_phone" || n.Month != noonDay.In() || n.Advice == "" {
		t.Errorf("%+v", n)
	}
	last := v.Reasons[len(v.Reasons)-1]
	if want := "2026年1月至7月的3人次中，经过核实的只有0人次"; last.Text != want || last.Month != noonDay.In() {
		t.Errorf("%+v, want %s", last, want)
	}
	_, v, err = w.Visit(t.Context(), tm.manager, tm.site.ID, calendar.Date{})
	check(t, err)
	if len(v.Reasons) != 1 || v.Reasons[0].Code != "unverified" || v.Reasons[0].Advice != "" {
		t.Errorf("the manager is told %+v", v)
	}
	_, _, err = w.Visit(t.Context(), w.hold("elsewhere", service.County, "350504"), tm.site.ID, calendar.Date{})
	refused(t, err, "not_found")
	idle := w.team(named("idle", rubric.Market, "350503"))
	if n := w.looked(w.city)[idle.site.Name].Visit.Reasons[0]; n.Text != "7月到第15天，还没有任何记录" {
		t.Errorf("%+v", n)
	}
}

var noonDay = day(2026, 7, 15)
