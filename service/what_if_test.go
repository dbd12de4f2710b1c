package service_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

func (w *world) whatIf(a service.Actor, s service.Site, in service.WhatIfInput) service.WhatIf {
	w.Helper()
	out, err := w.WhatIf(w.Context(), a, s.ID, in)
	check(w, err)
	return out
}

// What a thought experiment promises is what the same work earns, and asking
// writes nothing.
func TestWhatIfKeepsItsWord(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team(station, opened(day(2026, 7, 1)))
	w.register(tm.staff, tm.site, w.somebody())
	before := w.progress(tm.site)
	got := w.whatIf(tm.manager, tm.site, service.WhatIfInput{Added: rubric.Added{Registered: 2}, Target: points(12)})
	if after := w.progress(tm.site); !reflect.DeepEqual(after, before) {
		t.Fatalf("asking changed %+v to %+v", before, after)
	}
	if !reflect.DeepEqual(got.Now, service.Standing{Recorded: before.Recorded, Verified: before.Verified}) ||
		got.Version != before.Version || got.Policy != before.Policy || got.AsOf != w.Today() {
		t.Errorf("now is %+v, not %+v", got.Now, before)
	}
	if len(got.Changes) != 1 || got.Changes[0].Text != "第7项（一对一指导和精准匹配）得分由 0 分升至 7 分" || !got.Reached {
		t.Errorf("changes %+v, reached %v", got.Changes, got.Reached)
	}
	for range 2 {
		v := w.register(tm.staff, tm.site, w.somebody())
		_, err := w.ConfirmRegistration(t.Context(), tm.mate, v.ID)
		check(t, err)
	}
	done := w.progress(tm.site)
	for _, c := range []struct{ promised, earned rubric.Sheet }{{got.Then.Recorded, done.Recorded}, {got.Then.Verified, done.Verified}} {
		if a, b := c.promised.Items[6], c.earned.Items[6]; *a.Score != *b.Score || a.Explanation != b.Explanation {
			t.Errorf("promised %s %s, earned %s %s", a.Score, a.Explanation, b.Score, b.Explanation)
		}
	}
	if again := w.whatIf(tm.manager, tm.site, service.WhatIfInput{Target: points(13)}); again.Reached || again.Changes != nil {
		t.Errorf("with nothing added: %+v", again.Changes)
	}
}

// The day decides, within a past month too.
func TestWhatIfAsOf(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm, _ := history(t, w)
	for _, asOf := range []calendar.Date{day(2026, 7, 15), day(2026, 6, 10), day(2026, 5, 31), day(2025, 12, 30), day(2025, 11, 19)} {
		p := w.progressOn(tm.site, asOf)
		got := w.whatIf(w.city, tm.site, service.WhatIfInput{AsOf: asOf, Added: rubric.Added{Casual: 1}})
		if !reflect.DeepEqual(got.Now.Recorded, p.Recorded) || !reflect.DeepEqual(got.Now.Verified, p.Verified) || got.AsOf != asOf {
			t.Errorf("as of %s: %+v, want %+v", asOf, got.Now, p.Recorded)
		}
	}
}

// Postings are not recorded by anybody here: they are not known until some are
// added, and then they count from nothing and the answer says so.
func TestWhatIfOfWhatIsNotKnown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.site()
	got := w.whatIf(w.city, s, service.WhatIfInput{Added: rubric.Added{Enterprises: 100, Postings: 900, Honours: []rubric.Level{rubric.City}}})
	for _, no := range []int{4, 15} {
		if was, is := got.Now.Recorded.Items[no-1].Score, got.Then.Recorded.Items[no-1].Score; is == nil || was != nil && *was == *is {
			t.Errorf("item %d: from %v to %v", no, was, is)
		}
	}
	for _, c := range got.Changes {
		if (c.From == nil) != strings.Contains(c.Text, "从0起算") {
			t.Errorf("%+v", c)
		}
	}
}

func TestWhatIfIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.site()
	for name, in := range map[string]service.WhatIfInput{
		"less than nothing": {Added: rubric.Added{Registered: -1}},
		"too much":          {Added: rubric.Added{Vacancies: 1_000_001}},
		"a level":           {Added: rubric.Added{Honours: []rubric.Level{"world"}}},
		"honours":           {Added: rubric.Added{Honours: make([]rubric.Level, 21)}},
		"a target":          {Target: points(111)},
		"a day":             {AsOf: day(2027, 1, 1)},
	} {
		_, err := w.WhatIf(t.Context(), w.city, s.ID, in)
		if got := code(t, err); got != "invalid_input" {
			t.Errorf("%s: %q", name, got)
		}
	}
	w.whatIf(w.city, s, service.WhatIfInput{Added: rubric.Added{Registered: 1_000_000, Honours: []rubric.Level{"municipal"}}, Target: points(110)})
}
