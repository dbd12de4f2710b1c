package rubric_test

import (
	"maps"
	"testing"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service/rubric"
)

// Every score is between 0 and its maximum and within its range; the total is
// their sum.
func TestScoresStayWithinTheForm(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p, f := anyPolicy.Draw(rt, "policy"), anyFacts.Draw(rt, "facts")
		for _, s := range []rubric.Sheet{rubric.Evaluate(p, f), rubric.Forecast(p, f)} {
			var sum rubric.Score
			for _, no := range computedItems {
				it := item(t, s, no)
				sum = sum.Add(*it.Score)
				if it.Score.Cmp(rubric.Points(it.Max)) > 0 {
					rt.Fatalf("item %d: %s of %d", no, it.Score, it.Max)
				}
				if open := no == 4 || no == 7 || no == 8; open != (it.Range != nil) {
					rt.Fatalf("item %d: range %v", no, it.Range)
				}
				if r := it.Range; r != nil && (it.Score.Cmp(r[0]) < 0 || it.Score.Cmp(r[1]) > 0) {
					rt.Fatalf("item %d: %s is outside %v", no, it.Score, *r)
				}
			}
			if s.Total() != sum || s.Policy != p.Version {
				rt.Fatalf("%s: total %s, want %s", s.Policy, s.Total(), sum)
			}
		}
	})
}

// The range is exactly what evaluating under each open reading gives.
func TestRangeIsTheRangeOfOpenReadings(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p, f := anyPolicy.Draw(rt, "policy"), anyFacts.Draw(rt, "facts")
		for _, no := range []int{4, 7, 8} {
			lo, hi := rubric.Points(99), rubric.Points(0)
			for _, q := range readings(rt, p, no) {
				s := scoreOf(t, q, f, no)
				if s.Cmp(lo) < 0 {
					lo = s
				}
				if s.Cmp(hi) > 0 {
					hi = s
				}
			}
			if r := item(t, rubric.Evaluate(p, f), no).Range; *r != [2]rubric.Score{lo, hi} {
				rt.Fatalf("item %d: got %v, want %s to %s", no, *r, lo, hi)
			}
		}
	})
}

// readings are p under every combination of one item's open settings.
func readings(t *rapid.T, p rubric.Policy, no int) []rubric.Policy {
	list := []rubric.Policy{p}
	for _, s := range rubric.Settings() {
		if !s.Open || s.Items[0] != no {
			continue
		}
		var longer []rubric.Policy
		for _, q := range list {
			for _, v := range s.Allowed {
				r, err := q.With(map[string]string{s.Name: v})
				if err != nil {
					t.Fatal(err)
				}
				longer = append(longer, r)
			}
		}
		list = longer
	}
	return list
}

// more draws facts with some more work in them.
func more(t *rapid.T, f rubric.Facts) rubric.Facts {
	add := func(label string) int { return rapid.IntRange(0, 60).Draw(t, "more "+label) }
	pub, placed := *f.Publishing, *f.Placed
	pub.Enterprises += add("enterprises")
	pub.Postings += add("postings")
	pub.Vacancies += add("vacancies")
	placed.Casual += add("casual")
	placed.Stable += add("stable")
	f.Publishing, f.Placed = &pub, &placed
	f.Staff = ptr(*f.Staff + add("staff"))
	f.Registered = ptr(*f.Registered + add("registered"))
	f.Honours = ptr(append([]rubric.Honour{anyHonour.Draw(t, "more honour")}, *f.Honours...))
	return f
}

// The one exception is written beside item 8's rule: see TestPointsShareFlaw.
func TestMoreWorkNeverLowersAScore(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p, f := anyPolicy.Draw(rt, "policy"), anyFacts.Draw(rt, "facts")
		g := more(rt, f)
		if v := p.Settings(); v["item8_stable"] == "points_share" && v["item8_increment"] == "whole" {
			g.Placed.Casual = f.Placed.Casual
		}
		for _, no := range computedItems {
			if a, b := scoreOf(t, p, f, no), scoreOf(t, p, g, no); b.Cmp(a) < 0 {
				rt.Fatalf("item %d under %s fell from %s to %s", no, p.Version, a, b)
			}
		}
	})
}

// A person who is found to be in stable work never lowers the score either.
func TestStableInsteadOfCasualNeverLowersItem8(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p, f := anyPolicy.Draw(rt, "policy"), anyFacts.Draw(rt, "facts")
		n := rapid.IntRange(0, f.Placed.Casual).Draw(rt, "turned stable")
		g := f
		g.Placed = &rubric.Placed{Casual: f.Placed.Casual - n, Stable: f.Placed.Stable + n}
		if a, b := scoreOf(t, p, f, 8), scoreOf(t, p, g, 8); b.Cmp(a) < 0 {
			rt.Fatalf("under %s from %s to %s", p.Version, a, b)
		}
	})
}

func TestPointsShareFlaw(t *testing.T) {
	p := with(t, map[string]string{"item8_stable": "points_share"})
	f := rubric.Facts{Kind: rubric.Station, Months: 12, Placed: &rubric.Placed{Stable: 70}}
	g := f
	g.Placed = &rubric.Placed{Stable: 70, Casual: 1}
	if a, b := scoreOf(t, p, f, 8), scoreOf(t, p, g, 8); a.String() != "10" || b.String() != "9.9296" {
		t.Errorf("got %s and %s: the reading changed, and with it what its comments say", a, b)
	}
	d := rubric.DefaultPolicy()
	if a, b := scoreOf(t, d, f, 8), scoreOf(t, d, g, 8); b.Cmp(a) < 0 {
		t.Errorf("the default reading has the flaw as well: %s, %s", a, b)
	}
}

// Of two readings that differ in one setting only, one is never stricter.
func TestAlternativesAreOrdered(t *testing.T) {
	for _, c := range []struct {
		no              int
		setting         string
		strict, lenient string
		given           map[string]string
	}{
		{4, "item4_combination", "sum", "max", nil},
		{4, "item4_part_step", "ceil", "prorata", nil},
		{4, "item4_part_step", "prorata", "floor", nil},
		{7, "item7_below", "zero", "prorata", nil},
		{7, "item7_increment", "whole", "linear", nil},
		{8, "item8_below", "zero", "prorata", nil},
		{8, "item8_increment", "whole", "linear", nil},
		{8, "item8_stable", "points_share", "person_twice", map[string]string{"item8_increment": "linear"}},
		{15, "item15_window_years", "1", "2", nil},
		{15, "item15_window_years", "2", "3", nil},
	} {
		rapid.Check(t, func(rt *rapid.T) {
			f, settings := anyFacts.Draw(rt, "facts"), anyPolicy.Draw(rt, "policy").Settings()
			maps.Copy(settings, c.given)
			settings[c.setting] = c.strict
			strict := scoreOf(t, with(t, settings), f, c.no)
			settings[c.setting] = c.lenient
			if lenient := scoreOf(t, with(t, settings), f, c.no); lenient.Cmp(strict) < 0 {
				rt.Fatalf("%s: %s gives %s, %s gives %s", c.setting, c.strict, strict, c.lenient, lenient)
			}
		})
	}
}

// Vacancies can only help where each posting has at least one.
func TestVacanciesNeverLowerItem4(t *testing.T) {
	byVacancies := with(t, map[string]string{"item4_unit": "vacancies"})
	rapid.Check(t, func(rt *rapid.T) {
		f := anyFacts.Draw(rt, "facts")
		pub := *f.Publishing
		pub.Vacancies = pub.Postings + rapid.IntRange(0, 500).Draw(rt, "more than one each")
		f.Publishing = &pub
		if a, b := scoreOf(t, rubric.DefaultPolicy(), f, 4), scoreOf(t, byVacancies, f, 4); b.Cmp(a) < 0 {
			rt.Fatalf("from %s to %s", a, b)
		}
	})
}
