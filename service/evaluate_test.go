package service_test

import (
	"reflect"
	"testing"

	"github.com/quanjiuye/backend/service/rubric"
)

// Given facts are scored as a site's own would be, under other readings on
// demand, and nothing is stored.
func TestEvaluateGivenFacts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if p := w.Policy(); p != thisPolicy {
		t.Errorf("the policy of the year is %s", p.Version)
	}
	registered := 7*7 - 1 // one short of seven a month
	f := rubric.Facts{Kind: rubric.Market, Registered: &registered}
	got, err := w.Evaluate(f, nil)
	check(t, err)
	f.AsOf, f.Months = day(2026, 7, 15), 7 // what was left out: today, since January
	if want := rubric.Evaluate(rubric.DefaultPolicy(), f); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	linear, err := w.Evaluate(f, map[string]string{"item7_increment": "linear"})
	check(t, err)
	if whole, parts := *got.Items[6].Score, *linear.Items[6].Score; parts.Cmp(whole) <= 0 || linear.Policy == got.Policy {
		t.Errorf("%s in whole steps under %s, %s in parts under %s", whole, got.Policy, parts, linear.Policy)
	}
	for _, changes := range []map[string]string{{"item7_increment": "cubic"}, {"item99": "x"}} {
		_, err := w.Evaluate(f, changes)
		refused(t, err, "invalid_input")
	}
}
