package service_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/rubric"
)

// trial asks what the settings would change this year.
func (w *world) trial(a service.Actor, in service.TrialInput) service.Trial {
	w.Helper()
	in.Year = 2026
	t, err := w.TryPolicy(w.Context(), a, in)
	check(w, err)
	return t
}

// What a trial foretells is what the policy then does, and the trial itself
// changes nothing and reads no site from the store.
func TestATrialForetellsThePolicy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	many := w.team(named("many", rubric.Market, "350503"))
	for range 20 {
		w.register(many.staff, many.site, w.somebody())
	}
	few := w.team(named("few", rubric.Market, "350504"))
	r := w.register(few.staff, few.site, w.somebody())
	_, err := w.ConfirmRegistration(t.Context(), few.mate, r.ID)
	check(t, err)
	w.team(named("none", rubric.Market, "350503"))
	w.team(named("later", rubric.Station, "350503"), opened(day(2026, 9, 1)))
	before := w.boardOf(w.city, service.BoardFilter{})

	w.store.count("MonthFacts")
	got := w.trial(w.city, service.TrialInput{Settings: belowInParts})
	if n := w.store.count("MonthFacts"); n != 0 {
		t.Errorf("%d months were read from the store", n)
	}
	if got.Policy != thisPolicy.Version || got.Tried != thisPolicy.Version+"+item7_below=prorata" || got.AsOf != day(2026, 7, 15) {
		t.Errorf("%s against %s on %s", got.Tried, got.Policy, got.AsOf)
	}
	if got.Recorded != (service.Moves{Rise: 2, Stay: 2}) || got.Verified != (service.Moves{Rise: 1, Stay: 3}) {
		t.Errorf("moves: %+v, %+v", got.Recorded, got.Verified)
	}
	if names := siteNames(got); !slices.Equal(names[:2], []string{"many", "few"}) || len(names) != 4 {
		t.Errorf("order: %v", names)
	}
	if w.progress(many.site).Policy != thisPolicy.Version {
		t.Error("the trial was kept")
	}
	w.read(day(2026, 1, 1), belowInParts)
	after := w.boardOf(w.city, service.BoardFilter{})
	for _, s := range got.Sites {
		b, a := before[s.Site.Name], after[s.Site.Name]
		if s.Recorded != (service.Delta{From: b.Live.Recorded, To: a.Live.Recorded}) ||
			s.Verified != (service.Delta{From: b.Live.Verified, To: a.Live.Verified}) {
			t.Errorf("%s: %v and %v, then %+v became %+v", s.Site.Name, s.Recorded, s.Verified, b.Live, a.Live)
		}
		if s.RankBefore != b.Rank || s.Rank != a.Rank || s.Of != a.Of {
			t.Errorf("%s: from rank %d to %d of %d, then from %d to %d of %d", s.Site.Name, s.RankBefore, s.Rank, s.Of, b.Rank, a.Rank, a.Of)
		}
		if changes := len(s.Items) > 0; changes != (b.Live != a.Live) || changes && (len(s.Items) != 1 || s.Items[0].No != 7) {
			t.Errorf("%s: items %+v", s.Site.Name, s.Items)
		}
	}
	back := w.trial(w.city, service.TrialInput{Settings: map[string]string{"item7_below": "zero"}})
	if back.Recorded != (service.Moves{Fall: 2, Stay: 2}) || back.Policy != "2026-01-01.1" {
		t.Errorf("back: %+v against %s", back.Recorded, back.Policy)
	}
	if same := w.trial(w.city, service.TrialInput{}); same.Recorded != (service.Moves{Stay: 4}) || same.Tried != same.Policy {
		t.Errorf("without a change: %+v, %s", same.Recorded, same.Tried)
	}
}

func siteNames(t service.Trial) (names []string) {
	for _, s := range t.Sites {
		names = append(names, s.Site.Name)
	}
	return names
}

// Filters narrow what is shown and counted, never the ranks or the scope.
func TestATrialIsNarrowed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.team(named("a", rubric.Market, "350503"))
	w.team(named("b", rubric.Station, "350503"))
	w.team(named("c", rubric.Market, "350504"))
	county := w.hold("fengze", service.County, "350503")
	for name, c := range map[string]struct {
		actor service.Actor
		in    service.TrialInput
		want  []string
		of    int // among how many markets a is ranked
	}{
		"city":             {w.city, service.TrialInput{}, []string{"a", "b", "c"}, 2},
		"one county":       {w.city, service.TrialInput{County: "350503"}, []string{"a", "b"}, 2},
		"one kind":         {w.city, service.TrialInput{Kind: rubric.Market}, []string{"a", "c"}, 2},
		"both":             {w.city, service.TrialInput{County: "350503", Kind: rubric.Market}, []string{"a"}, 2},
		"county":           {county, service.TrialInput{}, []string{"a", "b"}, 1},
		"county elsewhere": {county, service.TrialInput{County: "350504"}, nil, 0},
		"manager":          {a.manager, service.TrialInput{}, []string{"a"}, 1},
	} {
		got := w.trial(c.actor, c.in)
		if names := slices.Sorted(slices.Values(siteNames(got))); !slices.Equal(names, c.want) || got.Recorded.Stay != len(c.want) {
			t.Errorf("%s: %v, %+v", name, names, got.Recorded)
		}
		for _, s := range got.Sites {
			if s.Site.Name == "a" && s.Of != c.of {
				t.Errorf("%s: a is ranked among %d", name, s.Of)
			}
		}
	}
}

// A year that is over is read to its end, under its own policy.
func TestATrialOfAYearThatIsOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team(opened(day(2025, 1, 1)))
	in := registration(tm.site, w.somebody())
	in.RegisteredOn = day(2025, 12, 31)
	_, _, err := w.Register(t.Context(), tm.staff, in)
	check(t, err)
	w.read(day(2026, 1, 1), inParts)
	got, err := w.TryPolicy(t.Context(), w.city, service.TrialInput{Year: 2025, Settings: belowInParts})
	check(t, err)
	if got.AsOf != day(2025, 12, 31) || got.Policy != thisPolicy.Version || got.Recorded.Rise != 1 {
		t.Errorf("%+v against %s on %s", got.Recorded, got.Policy, got.AsOf)
	}
	for year, settings := range map[int]map[string]string{2027: nil, 1999: nil, 2026: {"item7_below": "cubic"}} {
		_, err := w.TryPolicy(t.Context(), w.city, service.TrialInput{Year: year, Settings: maps.Clone(settings)})
		refused(t, err, "invalid_input")
	}
}

// How late entries are read is a setting like any other: a trial foretells it, and a
// policy changes it without a recount.
func TestAPolicyThatSetsLateEntriesApart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm, boss := w.team(), w.supervisor()
	for range 34 { // with a late one: five a month since January
		w.registerOn(tm.staff, tm.site, day(2026, 6, 3))
	}
	w.closeMonth(boss, june)
	w.registerOn(tm.staff, tm.site, day(2026, 6, 20))
	before, apart := w.progress(tm.site), map[string]string{"late_entries": "apart"}
	if got := w.trial(boss, service.TrialInput{Settings: apart}); got.Recorded != (service.Moves{Fall: 1}) || got.Sites[0].Items[0].No != 7 {
		t.Errorf("tried: %+v, %+v", got.Recorded, got.Sites)
	}
	w.store.count("MonthFacts")
	w.read(day(2026, 1, 1), apart)
	after := w.progress(tm.site)
	if a, b := after.Recorded.Items[6].Score, before.Recorded.Items[6].Score; a.Cmp(*b) >= 0 || after.Version <= before.Version {
		t.Errorf("%s at %d, then %s at %d", b, before.Version, a, after.Version)
	}
	if n := w.store.count("MonthFacts"); n != 0 {
		t.Errorf("%d months were counted again", n)
	}
}
