package rubric_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service/rubric"
)

// A target is the least monthly average that earns what it says, whatever the reading.
func TestTargetsAreTheLeastAverages(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p, f := anyPolicy.Draw(rt, "policy"), anyFacts.Draw(rt, "facts")
		for _, no := range []int{7, 8} {
			targets := item(t, rubric.Evaluate(p, f), no).Targets
			if len(targets) != 2 || targets[1].Score.Cmp(rubric.Points(item(t, rubric.Evaluate(p, f), no).Max)) != 0 {
				rt.Fatalf("item %d under %s: %+v", no, p.Version, targets)
			}
			for _, g := range targets {
				persons := int(math.Ceil(g.Average.Float64()*float64(f.Months) - 1e-9))
				f.Registered, f.Placed = &persons, &rubric.Placed{Casual: persons}
				if got := scoreOf(t, p, f, no); got.Cmp(g.Score) < 0 {
					rt.Fatalf("item %d under %s: %d in %d months give %s, not %s", no, p.Version, persons, f.Months, got, g.Score)
				}
				f.Registered, f.Placed = ptr(persons-1), &rubric.Placed{Casual: persons - 1}
				if got := scoreOf(t, p, f, no); got.Cmp(g.Score) >= 0 {
					rt.Fatalf("item %d under %s: %s are reached with one less than %d", no, p.Version, g.Score, persons)
				}
			}
		}
	})
}

func TestTargetsAsTheFormSaysThem(t *testing.T) {
	t.Parallel()
	for kind, want := range map[rubric.SiteKind][4]string{
		rubric.Market:  {"月均5人次得5分", "月均10人次得满分10分", "月均10人得5分", "月均20人得满分15分"},
		rubric.Station: {"月均2人次得5分", "月均5人次得满分10分", "月均5人得5分", "月均12人得满分15分"},
	} {
		s := rubric.Evaluate(rubric.DefaultPolicy(), rubric.Facts{Kind: kind})
		seven, eight := item(t, s, 7).Targets, item(t, s, 8).Targets
		if got := [4]string{seven[0].Text, seven[1].Text, eight[0].Text, eight[1].Text}; got != want {
			t.Errorf("%s: %q, want %q", kind, got, want)
		}
		if len(item(t, s, 4).Targets) != 0 {
			t.Error("item 4 has a monthly target")
		}
	}
}
