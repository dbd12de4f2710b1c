package service_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

func (s *faultyStore) InsertPolicy(ctx context.Context, p service.PolicyVersion) error {
	return s.run("InsertPolicy", func() error { return s.Store.InsertPolicy(ctx, p) })
}

func (s *faultyStore) Policies(ctx context.Context, after int64) (list []service.PolicyVersion, err error) {
	err = s.run("Policies", func() error {
		list, err = s.Store.Policies(ctx, after)
		return err
	})
	return list, err
}

var (
	belowInParts = map[string]string{"item7_below": "prorata"}
	inParts      = map[string]string{"item7_increment": "linear"}
)

// read adds a policy as the city and must succeed.
func (w *world) read(from calendar.Date, settings map[string]string) service.PolicyView {
	w.Helper()
	v, created, err := w.PutPolicy(context.Background(), w.city, service.PolicyInput{From: from, Settings: settings, Note: "按市局通知"})
	check(w, err)
	if !created {
		w.Fatalf("%v from %s is what %s reads already", settings, from, v.Version)
	}
	return v
}

// A policy of this year scores the whole of it at once, everywhere, and a year that
// is over keeps its own.
func TestAYearIsScoredByThePolicyOfItsEnd(t *testing.T) { onEachEngine(t, policyOfTheYear) }

func policyOfTheYear(t *testing.T, w *world) {
	tm := w.team(opened(day(2025, 1, 1)))
	w.register(tm.staff, tm.site, w.somebody())
	last := day(2025, 12, 31)
	before, over := w.progress(tm.site), w.progressOn(tm.site, last)
	v := w.read(day(2026, 11, 1), belowInParts) // by the calendar it is not in force yet
	if v.Version != "2026-11-01.1" || v.By != w.city.Account.ID || !v.At.Equal(noon) || v.InForce || !slices.Equal(v.Years, []int{2026}) || !v.Onwards {
		t.Errorf("made: %+v", v)
	}
	after := w.progress(tm.site)
	if after.Policy != v.Version || after.Version <= before.Version || after.Live.Recorded.Cmp(before.Live.Recorded) <= 0 {
		t.Errorf("%s by %s at %d, then %s by %s at %d", before.Live.Recorded, before.Policy, before.Version,
			after.Live.Recorded, after.Policy, after.Version)
	}
	if row := w.boardOf(w.city, service.BoardFilter{})[tm.site.Name]; row.Live != after.Live || row.Version != after.Version {
		t.Errorf("the board shows %+v at %d", row.Live, row.Version)
	}
	if got := w.Policy(); got.Version != v.Version {
		t.Errorf("the rubric is read by %s", got.Version)
	}
	sheet, err := w.Evaluate(rubric.Facts{Kind: rubric.Market, AsOf: day(2026, 1, 5)}, nil)
	if check(t, err); sheet.Policy != v.Version {
		t.Errorf("given facts are scored by %s", sheet.Policy)
	}
	w.read(day(2027, 1, 1), inParts)
	if got := w.progress(tm.site); got.Policy != v.Version || got.Live != after.Live {
		t.Errorf("next year's policy scores this one: %s by %s", got.Live.Recorded, got.Policy)
	}
	if got := w.progressOn(tm.site, last); got.Policy != over.Policy || got.Live != over.Live || got.Policy != thisPolicy.Version {
		t.Errorf("last year: %+v by %s, was %+v by %s", got.Live, got.Policy, over.Live, over.Policy)
	}
}

// Each version changes the one in force on its first day, and of two with the same
// first day the later one rules.
func TestPoliciesFollowOneAnother(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, step := range []struct {
		from     calendar.Date
		settings map[string]string
		want     string
		created  bool
	}{
		{day(2026, 1, 1), nil, "quanzhou-2025.1", false},
		{day(2026, 1, 1), map[string]string{"item7_below": "zero"}, "quanzhou-2025.1", false},
		{day(2027, 1, 1), belowInParts, "2027-01-01.1", true},
		{day(2027, 1, 1), belowInParts, "2027-01-01.1", false},
		{day(2027, 6, 1), map[string]string{}, "2027-01-01.1", false},
		{day(2027, 6, 1), inParts, "2027-06-01.1", true},                                        // and keeps item7_below
		{day(2027, 1, 1), map[string]string{"item7_below": "zero"}, "2027-01-01.2", true},       // takes it back
		{day(2027, 3, 1), map[string]string{"item8_increment": "linear"}, "2027-03-01.1", true}, // for three months
	} {
		v, created, err := w.PutPolicy(t.Context(), w.city, service.PolicyInput{From: step.from, Settings: step.settings, Note: "说明"})
		if check(t, err); v.Version != step.want || created != step.created {
			t.Fatalf("%v from %s: %s, created %t, want %s, %t", step.settings, step.from, v.Version, created, step.want, step.created)
		}
	}
	views, _ := w.Policies(w.city)
	var got []string
	for _, v := range views {
		got = append(got, fmt.Sprintf("%s %t %v %t", v.Version, v.InForce, v.Years, v.Onwards))
		if one, err := w.PolicyVersion(v.Version); err != nil || one.Note != v.Note || !maps.Equal(one.Settings, v.Settings) {
			t.Errorf("%s alone: %+v, %v", v.Version, one, err)
		}
	}
	want := []string{"2027-03-01.1 false [] false", "2027-01-01.2 false [] false", "2027-06-01.1 false [2027] true",
		"2027-01-01.1 false [] false", "quanzhou-2025.1 true [2025 2026] false"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	if s := views[2].Settings; s["item7_below"] != "prorata" || s["item7_increment"] != "linear" {
		t.Errorf("2027-06-01.1 reads %v", s)
	}
	_, err := w.PolicyVersion("2027-01-01.3")
	refused(t, err, "not_found")
}

func TestPoliciesThatAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	good := service.PolicyInput{From: day(2026, 1, 1), Settings: belowInParts, Note: "说明"}
	for want, change := range map[string]func(*service.PolicyInput){
		"policy_year_past": func(in *service.PolicyInput) { in.From = day(2025, 12, 31) },
		"date_too_far":     func(in *service.PolicyInput) { in.From = day(2032, 1, 1) },
		"required":         func(in *service.PolicyInput) { in.From = calendar.Date{} },
		"too_short":        func(in *service.PolicyInput) { in.Note = " 好 " },
		"text_too_long":    func(in *service.PolicyInput) { in.Note = strings.Repeat("长", 501) },
		"policy_setting":   func(in *service.PolicyInput) { in.Settings = map[string]string{"item7_below": "<b>"} },
	} {
		in := good
		change(&in)
		_, _, err := w.PutPolicy(t.Context(), w.city, in)
		var e *service.Error
		if !errors.As(err, &e) {
			t.Errorf("%s: %v", want, err)
		} else if got := append(e.Fields, service.Field{Code: e.Code})[0]; got.Code != want || strings.Contains(e.Message, "<b>") {
			t.Errorf("%s: %+v", want, e)
		}
	}
	if views, _ := w.Policies(w.city); len(views) != 1 {
		t.Errorf("kept: %+v", views)
	}
	w.clock.set(day(2027, 1, 1).Start()) // the year is over now
	_, _, err := w.PutPolicy(t.Context(), w.city, service.PolicyInput{From: day(2026, 12, 31), Settings: inParts, Note: "说明"})
	refused(t, err, "policy_year_past")
}

func TestWhoMayReadTryAndWritePolicies(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	for who, c := range v.callers() {
		list, may := v.Policies(c.actor)
		tries := slices.Contains(managers, c.role)
		if len(list) == 0 || may != (service.PolicyMay{Put: c.role == service.City, Try: tries}) {
			t.Errorf("%s reads %d and may %+v", who, len(list), may)
		}
		_, _, err := v.PutPolicy(t.Context(), c.actor, service.PolicyInput{From: day(2027, 1, 1), Settings: belowInParts, Note: "说明"})
		if got := code(t, err); got != map[bool]string{true: "", false: "forbidden"}[c.role == service.City] {
			t.Errorf("%s writes: %q", who, got)
		}
		trial, err := v.TryPolicy(t.Context(), c.actor, service.TrialInput{Year: 2026, Settings: belowInParts})
		if got := code(t, err); (got == "") != tries || !tries && got != "forbidden" {
			t.Errorf("%s tries: %q", who, got)
		} else if tries && len(trial.Sites) != len(c.reach) {
			t.Errorf("%s is shown %d sites of %v", who, len(trial.Sites), c.reach)
		}
	}
}

// Those who write at once, on two instances, write one after the other, each
// knowing all before.
func TestPoliciesAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	instances := []*service.Service{w.Service, w.instance()}
	changes := []map[string]string{belowInParts, inParts, {"item8_below": "prorata"}, {"item8_increment": "linear"}, {"item4_unit": "vacancies"}, {"item15_window_years": "3"}}
	parallel(len(changes), func(i int) {
		_, created, err := instances[i%2].PutPolicy(context.Background(), w.city, service.PolicyInput{From: day(2026, 1, 1), Settings: changes[i], Note: "同时"})
		if err != nil || !created {
			t.Errorf("%v: created %t, %v", changes[i], created, err)
		}
	})
	check(t, w.LoadPolicies(t.Context()))
	views, _ := w.Policies(w.city)
	if len(views) != len(changes)+1 || views[0].No != int64(len(changes)) || views[0].Version != fmt.Sprint("2026-01-01.", len(changes)) {
		t.Fatalf("%d versions, the newest %s", len(views), views[0].Version)
	}
	for _, c := range changes {
		for name, value := range c {
			if views[0].Settings[name] != value {
				t.Errorf("%s was lost: %v", name, views[0].Settings)
			}
		}
	}
}

// A write whose answer was lost is found by its repetition.
func TestAPolicyWhoseAnswerWasLost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	in := service.PolicyInput{From: day(2026, 1, 1), Settings: belowInParts, Note: "说明"}
	w.store.after("InsertPolicy", func() error { return errStore })
	if _, _, err := w.PutPolicy(t.Context(), w.city, in); !errors.Is(err, errStore) {
		t.Fatal(err)
	}
	w.store.after("InsertPolicy", nil)
	v, created, err := w.PutPolicy(t.Context(), w.city, in)
	if check(t, err); created || v.Version != "2026-01-01.1" {
		t.Errorf("again: %s, created %t", v.Version, created)
	}
}

// The log says at every moment what a plain reading of it says: the latest first
// day rules, and of equal ones the later entry.
func TestTheLogOfPoliciesAgainstAPlainReading(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t)
		type entry struct {
			from     calendar.Date
			settings map[string]string
		}
		log := []entry{{thisPolicy.From, thisPolicy.Settings()}}
		on := func(d calendar.Date) (in entry) {
			for _, e := range log {
				if !d.Before(e.from) && !e.from.Before(in.from) {
					in = e
				}
			}
			return in
		}
		names := []string{"item7_below", "item8_below"}
		for range rapid.IntRange(1, 8).Draw(rt, "steps") {
			from := day(2026, 1, 1).AddDays(rapid.IntRange(0, 3).Draw(rt, "from") * 200)
			changes := map[string]string{}
			for _, n := range names {
				if v := rapid.SampledFrom([]string{"", "zero", "prorata"}).Draw(rt, n); v != "" {
					changes[n] = v
				}
			}
			want := maps.Clone(on(from).settings)
			maps.Copy(want, changes)
			_, created, err := w.PutPolicy(t.Context(), w.city, service.PolicyInput{From: from, Settings: changes, Note: "说明"})
			if check(t, err); created == maps.Equal(want, on(from).settings) {
				rt.Fatalf("%v from %s: created %t", changes, from, created)
			}
			if created {
				log = append(log, entry{from, want})
			}
			for _, s := range []*service.Service{w.Service, w.instance()} {
				views, _ := s.Policies(w.city)
				for year := 2025; year <= 2029; year++ {
					for _, v := range views {
						if scores := slices.Contains(v.Years, year) || v.Onwards && len(v.Years) > 0 && year > v.Years[len(v.Years)-1]; scores && !maps.Equal(v.Settings, on(day(year, 12, 31)).settings) {
							rt.Fatalf("%s scores %d with %v, want %v", v.Version, year, v.Settings, on(day(year, 12, 31)).settings)
						}
					}
				}
			}
		}
	})
}
