package rubric_test

import (
	"encoding/json"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service/rubric"
)

func TestScoreText(t *testing.T) {
	for in, want := range map[string]string{
		"0": "0", "10": "10", "6.5": "6.5", "6.50": "6.5", "8.9": "8.9", "0.0001": "0.0001",
		"007": "7", "999999999.9999": "999999999.9999",
	} {
		s, err := rubric.ParseScore(in)
		if err != nil || s.String() != want {
			t.Errorf("%q: got %q, %v; want %q", in, s, err, want)
		}
	}
	for _, in := range []string{"", ".", "5.", ".5", "-1", "+1", "1e1", "1.23456", "1234567890", "1 ", "５", "null", "1.2.3"} {
		if s, err := rubric.ParseScore(in); err == nil {
			t.Errorf("%q was read as %s", in, s)
		}
	}
}

func TestScoreRoundsHalfUpToFourPlaces(t *testing.T) {
	station := rubric.Facts{Kind: rubric.Station, Months: 12}
	p := with(t, map[string]string{"item8_below": "prorata", "item8_increment": "linear"})
	for casual, want := range map[int]string{59: "4.9167", 1: "0.0833", 61: "5.125", 85: "8.125", 62: "5.25"} {
		station.Placed = &rubric.Placed{Casual: casual}
		if got := scoreOf(t, p, station, 8).String(); got != want {
			t.Errorf("%d casual: got %s, want %s", casual, got, want)
		}
	}
}

func TestScoreJSON(t *testing.T) {
	got, err := json.Marshal(map[string]any{"known": rubric.Points(10), "none": (*rubric.Score)(nil)})
	if err != nil || string(got) != `{"known":10,"none":null}` {
		t.Errorf("got %s, %v", got, err)
	}
	var s rubric.Score
	if err := json.Unmarshal([]byte("6.5"), &s); err != nil || s.Float64() != 6.5 {
		t.Errorf("got %s, %v", s, err)
	}
	for _, bad := range []string{"null", `"6.5"`, "-1", "1e9"} {
		if err := json.Unmarshal([]byte(bad), &s); err == nil {
			t.Errorf("%s was read as %s", bad, s)
		}
	}
}

func TestScoreArithmetic(t *testing.T) {
	if rubric.Points(-3) != (rubric.Score{}) || (rubric.Score{}).String() != "0" {
		t.Error("nothing is below 0, and the zero Score is 0")
	}
	any := rapid.Custom(func(t *rapid.T) *big.Rat { return big.NewRat(rapid.Int64Range(0, 1_500_000).Draw(t, "units"), 10000) })
	score := func(t *rapid.T, r *big.Rat) rubric.Score {
		s, err := rubric.ParseScore(r.FloatString(4))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	rapid.Check(t, func(t *rapid.T) {
		x, y := any.Draw(t, "x"), any.Draw(t, "y")
		a, b := score(t, x), score(t, y)
		if a.Cmp(b) != x.Cmp(y) || (a == b) != (x.Cmp(y) == 0) {
			t.Fatalf("%s and %s compare as %d", a, b, a.Cmp(b))
		}
		if sum := a.Add(b); sum != score(t, new(big.Rat).Add(x, y)) {
			t.Fatalf("%s + %s = %s", a, b, sum)
		}
	})
}

func TestDistance(t *testing.T) {
	sixth := with(t, map[string]string{"item7_below": "prorata"})
	n := 1
	f := rubric.Facts{Kind: rubric.Market, AsOf: date(t, "2026-06-30"), Months: 6, Registered: &n}
	third := scoreOf(t, sixth, f, 7) // 5 points × 1/6 of 5
	for _, c := range []struct {
		a, b rubric.Score
		want string
	}{
		{rubric.Points(7), rubric.Points(3), "4"}, {rubric.Points(3), rubric.Points(3), "0"},
		{third, rubric.Points(0), third.String()}, {rubric.Points(1), third, "0.8333"},
	} {
		if d, back := c.a.Distance(c.b), c.b.Distance(c.a); d != back || d.String() != c.want {
			t.Errorf("from %s to %s: %s and back %s, want %s", c.a, c.b, d, back, c.want)
		}
	}
	if far := rubric.Points(math.MaxInt).Distance(third); far.Cmp(rubric.Points(1<<61)) <= 0 {
		t.Errorf("far is %s", far)
	}
}

func TestHugeScoresNeverWrapAround(t *testing.T) {
	huge := rubric.Points(math.MaxInt)
	if sum := huge.Add(huge); sum.Cmp(huge) != 0 {
		t.Errorf("got %s", sum)
	}
	small, err := rubric.ParseScore("0.0001")
	if err != nil || rubric.Points(1<<62).Cmp(small) != 1 || small.Cmp(rubric.Points(1<<62)) != -1 {
		t.Error("a huge score compares as small")
	}
}

// Sums over many sites whose fractions have nothing in common stay right.
func TestSumOfManyFractions(t *testing.T) {
	p := with(t, map[string]string{"item8_stable": "points_share", "item8_increment": "linear"})
	var sum rubric.Score
	exact := new(big.Rat)
	for casual := 60; casual < 160; casual++ {
		f := rubric.Facts{Kind: rubric.Station, Months: 12, Placed: &rubric.Placed{Casual: casual, Stable: 1}}
		sum = sum.Add(scoreOf(t, p, f, 8))
		persons := int64(casual + 1) // (5 + 3/2 × (persons/12 − 5)) × (persons + 1)/persons
		one := new(big.Rat).Sub(big.NewRat(persons, 8), big.NewRat(5, 2))
		one.Mul(one, big.NewRat(persons+1, persons))
		if one.Cmp(big.NewRat(15, 1)) > 0 {
			one.SetInt64(15)
		}
		exact.Add(exact, one)
	}
	want, _ := exact.Float64()
	if diff := sum.Float64() - want; diff > 0.01 || diff < -0.01 {
		t.Errorf("got %s, want %s", sum, exact.FloatString(4))
	}
}

func FuzzParseScore(f *testing.F) {
	for _, seed := range []string{"6.5", "10", "0.0001", "-1", "1e9", "999999999.9999", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		s, err := rubric.ParseScore(in)
		if err != nil {
			return
		}
		want, ok := new(big.Rat).SetString(in)
		got, _ := new(big.Rat).SetString(s.String())
		if !ok || want.Cmp(got) != 0 {
			t.Fatalf("%q became %s", in, s)
		}
		if again, err := rubric.ParseScore(s.String()); err != nil || again != s {
			t.Fatalf("%s was read back as %s, %v", s, again, err)
		}
	})
}
