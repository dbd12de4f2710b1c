package service_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/rubric"
)

// boardOf is a board by the sites' names.
func (w *world) boardOf(a service.Actor, f service.BoardFilter) map[string]service.BoardRow {
	w.Helper()
	_, rows, err := w.Board(w.Context(), a, f)
	check(w, err)
	byName := map[string]service.BoardRow{}
	for _, r := range rows {
		byName[r.Site.Name] = r
	}
	return byName
}

func named(name string, kind rubric.SiteKind, county string) func(*service.Site) {
	return func(s *service.Site) { s.Name, s.Kind, s.County = name, kind, county }
}

// Ranks are within a kind, shared by equals, and no filter changes them.
func TestBoardRanks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	best := w.team(named("best", rubric.Market, "350503")) // three at work: 5 points
	for range 35 {                                         // five a month since January: 5 more
		w.register(best.staff, best.site, w.somebody())
	}
	for _, name := range []string{"good", "also good"} {
		w.team(named(name, rubric.Market, "350504"))
	}
	w.site(named("last", rubric.Market, "350503"))
	w.team(named("station", rubric.Station, "350503"))

	all := w.boardOf(w.city, service.BoardFilter{})
	want := map[string][2]int{"best": {1, 4}, "good": {2, 4}, "also good": {2, 4}, "last": {4, 4}, "station": {1, 1}}
	for name, rank := range want {
		if r := all[name]; [2]int{r.Rank, r.Of} != rank {
			t.Errorf("%s: rank %d of %d with %s, want %v", name, r.Rank, r.Of, r.Live.Recorded, rank)
		}
		if !reflect.DeepEqual(all[name].Progress, w.progress(all[name].Site)) {
			t.Errorf("%s: board and progress differ", name)
		}
	}
	for name, f := range map[string]service.BoardFilter{
		"best last station": {County: "350503"}, "station": {Kind: rubric.Station}, "good also good": {County: "350504", Kind: rubric.Market}, "": {County: "350581"},
	} {
		got := w.boardOf(w.city, f)
		for n, r := range got {
			if !reflect.DeepEqual(r, all[n]) {
				t.Errorf("%+v changes %s to rank %d of %d", f, n, r.Rank, r.Of)
			}
		}
		if n := len(got); n != map[string]int{"best last station": 3, "station": 1, "good also good": 2, "": 0}[name] {
			t.Errorf("%+v: %d sites", f, n)
		}
	}
}

// A site that opens later is shown, not ranked.
func TestBoardBeforeOpening(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.site(named("open", rubric.Market, "350503"))
	w.team(named("later", rubric.Market, "350503"), opened(day(2026, 9, 1)))
	rows := w.boardOf(w.city, service.BoardFilter{})
	if r := rows["later"]; r.Rank != 0 || r.Change != nil || !slices.Equal(r.Flags, []service.Flag{service.NotOpen}) {
		t.Errorf("later: rank %d, change %v, flags %v", r.Rank, r.Change, r.Flags)
	}
	if r := rows["open"]; r.Rank != 1 || r.Of != 1 {
		t.Errorf("open: rank %d of %d", r.Rank, r.Of)
	}
}

// A board shows what its reader may see, ranked among just that.
func TestBoardScope(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.team(named("a", rubric.Market, "350503"))
	w.team(named("b", rubric.Market, "350503"))
	w.team(named("c", rubric.Market, "350504"))
	county := w.hold("fengze", service.County, "350503")
	for name, c := range map[string]struct {
		actor service.Actor
		sites int
	}{
		"staff": {a.staff, 1}, "manager": {a.manager, 1}, "county": {county, 2}, "city": {w.city, 3},
		"admin": {w.hold("admin", service.Admin, service.All), 3},
	} {
		rows := w.boardOf(c.actor, service.BoardFilter{})
		if len(rows) != c.sites || rows["a"].Of != c.sites {
			t.Errorf("%s sees %d sites, a among %d", name, len(rows), rows["a"].Of)
		}
	}
	if got := w.boardOf(county, service.BoardFilter{County: "350504"}); len(got) != 0 {
		t.Errorf("a filter widens the scope: %v", got)
	}
	_, _, err := w.Board(t.Context(), w.login("seeker").Actor, service.BoardFilter{})
	refused(t, err, "forbidden")
}

func TestBoardFlagsAndChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	flagsOf := func(s service.Site) []service.Flag {
		t.Helper()
		return w.boardOf(w.city, service.BoardFilter{})[s.Name].Flags
	}
	wants := func(s service.Site, want ...service.Flag) {
		t.Helper()
		if got := flagsOf(s); !slices.Equal(got, want) {
			t.Fatalf("flags of %s: %v, want %v", s.Name, got, want)
		}
	}
	empty := w.site(named("empty", rubric.Market, "350503"), func(s *service.Site) { s.AreaM2 = 99.5 })
	wants(empty, service.NothingThisMonth, service.AreaShort, service.NoStaff)

	tm := w.team(named("busy", rubric.Market, "350503"), func(s *service.Site) { s.AreaM2 = 100 })
	wants(tm.site, service.NothingThisMonth)
	one := w.register(tm.staff, tm.site, w.somebody())
	wants(tm.site, service.Unverified)
	w.register(tm.staff, tm.site, w.somebody())
	_, err := w.ConfirmRegistration(t.Context(), tm.mate, one.ID)
	check(t, err)
	wants(tm.site) // half is not "most"
	_, err = w.VoidRegistration(t.Context(), tm.mate, one.ID, "录入有误")
	check(t, err)
	wants(tm.site, service.Unverified)

	row := w.boardOf(w.city, service.BoardFilter{})["busy"]
	if row.Change == nil || row.Change.From != row.Settled.Recorded || row.Change.To != row.Live.Recorded {
		t.Errorf("change: %v, settled %v, live %v", row.Change, row.Settled, row.Live)
	}
	w.clock.set(day(2026, 8, 7).Start())
	wants(tm.site, service.Unverified)
	w.clock.set(day(2026, 8, 8).Start()) // a week of the month has gone by
	wants(tm.site, service.NothingThisMonth, service.Unverified)
	w.clock.set(noon)
	young := w.team(named("young", rubric.Market, "350503"), opened(day(2026, 7, 1)))
	if row := w.boardOf(w.city, service.BoardFilter{})[young.site.Name]; row.Change != nil {
		t.Errorf("a change in the first month: %v", row.Change)
	}
}
