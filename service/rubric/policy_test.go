package rubric_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

func TestDefaultPolicyIsAnnexSixAsWeReadIt(t *testing.T) {
	want := map[string]string{
		"item4_combination": "sum", "item4_part_step": "ceil", "item4_unit": "postings",
		"item4_duplicates": "city_year_first",
		"item7_unit":       "person_month", "item7_below": "zero", "item7_increment": "whole",
		"months_counted": "from_opening",
		"item8_unit":     "person_month", "item8_below": "zero", "item8_increment": "whole",
		"item8_stable": "person_twice", "item8_stable_means": "contract_6m_or_insurance_3m",
		"item8_stable_ledger": "contract_named",
		"item15_window_years": "2",
		"late_entries":        "counted",
	}
	p := rubric.DefaultPolicy()
	if got := p.Settings(); !maps.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	if p.Version == "" || p.From.IsZero() {
		t.Error("the policy has no name or no date")
	}
}

func TestSettingsExplainThemselves(t *testing.T) {
	for _, s := range rubric.Settings() {
		if s.Allowed[0] != s.Default || len(s.Items) == 0 || s.Open && len(s.Allowed) < 2 {
			t.Errorf("%s: %+v", s.Name, s)
		}
		said := []string{s.Title, s.Reason}
		for i, c := range s.Choices {
			said = append(said, c.Text)
			if c.Value != s.Allowed[i] {
				t.Errorf("%s: choice %d is %s, allowed is %s", s.Name, i, c.Value, s.Allowed[i])
			}
		}
		for _, text := range said {
			if !strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) || strings.ContainsFunc(text, latin) {
				t.Errorf("%s: not plain Chinese: %q", s.Name, text)
			}
		}
		if len(s.Choices) != len(s.Allowed) {
			t.Errorf("%s: %d choices, %d values", s.Name, len(s.Choices), len(s.Allowed))
		}
	}
}

func TestWithRefusesWhatItDoesNotKnow(t *testing.T) {
	p := rubric.DefaultPolicy()
	for name, changes := range map[string]map[string]string{
		"unknown name":     {"item4_unit": "vacancies", "<b>nonsense": "sum"},
		"unknown value":    {"item4_unit": "vacancies", "item4_combination": "<b>nonsense"},
		"only one value":   {"item4_duplicates": "<b>nonsense"},
		"value in capital": {"item7_below": "ZERO<b>nonsense"},
	} {
		got, err := p.With(changes)
		var refused *rubric.SettingError
		if !errors.As(err, &refused) || got != p {
			t.Errorf("%s: got %v, %v", name, got.Version, err)
			continue
		}
		if strings.Contains(err.Error(), "nonsense") || !strings.Contains(err.Error(), strings.Join(refused.Allowed, "、")) {
			t.Errorf("%s: %s", name, err)
		}
	}
	_, err := p.With(map[string]string{"item4_combination": "min"})
	if want := "评分口径 item4_combination 的取值不对，可以选：sum、max"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestVersionNamesTheReading(t *testing.T) {
	p := rubric.DefaultPolicy()
	q := with(t, map[string]string{"item8_below": "prorata", "item4_combination": "max", "item7_below": "zero"})
	if want := p.Version + "+item4_combination=max,item8_below=prorata"; q.Version != want {
		t.Errorf("got %s, want %s", q.Version, want)
	}
	back, err := q.With(map[string]string{"item8_below": "zero", "item4_combination": "sum"})
	if err != nil || back != p {
		t.Errorf("changing back gives %s, %v", back.Version, err)
	}
	for _, s := range rubric.Settings() {
		for _, v := range s.Allowed[1:] {
			if got := with(t, map[string]string{s.Name: v}).Version; got != p.Version+"+"+s.Name+"="+v {
				t.Errorf("%s=%s makes %s", s.Name, v, got)
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyPolicy.Draw(t, "a"), anyPolicy.Draw(t, "b")
		if same := maps.Equal(a.Settings(), b.Settings()); same != (a.Version == b.Version) || same != (a == b) {
			t.Fatalf("%s and %s", a.Version, b.Version)
		}
		if again, err := b.With(a.Settings()); err != nil || again != a {
			t.Fatalf("settings of %s give %s, %v", a.Version, again.Version, err)
		}
	})
}

// What is kept of a policy makes it again, and what came later has its default.
func TestNewPolicyIsTheOneThatWasKept(t *testing.T) {
	if p, err := rubric.NewPolicy(rubric.DefaultPolicy().Version, rubric.DefaultPolicy().From, nil); err != nil || p != rubric.DefaultPolicy() {
		t.Errorf("without any setting: %+v, %v", p, err)
	}
	rapid.Check(t, func(t *rapid.T) {
		kept := anyPolicy.Draw(t, "kept").Settings()
		from := calendar.Date{Year: 2027, Month: 3, Day: 1}
		p, err := rubric.NewPolicy("2027-03-01.1", from, kept)
		if err != nil || p.Version != "2027-03-01.1" || p.From != from || !maps.Equal(p.Settings(), kept) {
			t.Fatalf("%v makes %s from %s with %v, %v", kept, p.Version, p.From, p.Settings(), err)
		}
		again, err := rubric.NewPolicy(p.Version, p.From, p.Settings())
		if err != nil || again != p {
			t.Fatalf("again: %+v, %v", again, err)
		}
		for name := range kept {
			fewer := maps.Clone(kept)
			delete(fewer, name)
			if q, err := rubric.NewPolicy(p.Version, from, fewer); err != nil || (q == p) != (kept[name] == rubric.DefaultPolicy().Settings()[name]) {
				t.Fatalf("without %s: %v, %v", name, q.Settings(), err)
			}
		}
		other, err := p.With(map[string]string{"item7_below": "prorata"})
		if want := map[bool]string{true: p.Version, false: p.Version + "+item7_below=prorata"}[other == p]; err != nil || other.Version != want {
			t.Fatalf("changed it is %s, %v, want %s", other.Version, err, want)
		}
	})
}

func TestNewPolicyRefuses(t *testing.T) {
	from := rubric.DefaultPolicy().From
	for name, c := range map[string]struct {
		version  string
		from     calendar.Date
		settings map[string]string
	}{
		"no name":         {"", from, nil},
		"a changed name":  {"2027-01-01.1+item7_below=prorata", from, nil},
		"no day":          {"2027-01-01.1", calendar.Date{}, nil},
		"unknown setting": {"2027-01-01.1", from, map[string]string{"item99": "x"}},
		"unknown value":   {"2027-01-01.1", from, map[string]string{"item7_below": "x"}},
	} {
		if p, err := rubric.NewPolicy(c.version, c.from, c.settings); err == nil || p != (rubric.Policy{}) {
			t.Errorf("%s: %+v, %v", name, p, err)
		}
	}
}

func TestSettingsAreCopies(t *testing.T) {
	list := rubric.Settings()
	list[0].Allowed[0], list[0].Items[0] = "changed", 99
	if got := rubric.Settings()[0]; slices.Contains(got.Allowed, "changed") || got.Items[0] == 99 {
		t.Error("a caller changed the table")
	}
}

func latin(r rune) bool { return unicode.Is(unicode.Latin, r) }
