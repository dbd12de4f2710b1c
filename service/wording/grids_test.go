package wording_test

import "testing"

// TestViolationsInEveryFrame crosses all that may be asked for with all ways to ask for
// it: at most one sentence in two hundred gets through.
func TestViolationsInEveryFrame(t *testing.T) {
	total := 0
	var missed []string
	for _, g := range grids {
		m, n := g.misses()
		missed, total = append(missed, m...), total+n
	}
	few(t, "violations missed", missed, total)
}

// TestHonestInEveryFrame crosses the same people with wordings that ask for nobody in
// particular: at most one sentence in two hundred is stopped.
func TestHonestInEveryFrame(t *testing.T) {
	total := 0
	var stopped []string
	for _, g := range honestGrids {
		m, n := g.misses()
		stopped, total = append(stopped, m...), total+n
	}
	few(t, "honest sentences stopped", stopped, total)
}

// TestNumbers: limits of age are held however they are put, and no other number is
// taken for an age.
func TestNumbers(t *testing.T) {
	missed, stopped := numberMisses()
	few(t, "limits of age missed", missed, len(crossNumbers(ageShapes)))
	few(t, "other numbers stopped", stopped, len(crossNumbers(otherNumbers)))
}

func few(t *testing.T, what string, texts []string, total int) {
	t.Helper()
	t.Logf("%s: %d of %d", what, len(texts), total)
	if total < 1000 || len(texts)*200 > total {
		t.Errorf("%s: %d of %d, the first: %q", what, len(texts), total, texts[:min(len(texts), 20)])
	}
}
