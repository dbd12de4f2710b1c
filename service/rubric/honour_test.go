package rubric_test

import (
	"testing"

	"github.com/quanjiuye/backend/service/rubric"
)

func TestHonourWindow(t *testing.T) {
	for _, c := range []struct{ years, award, asOf, want string }{
		{"2", "2024-11-22", "2026-11-23", "0"},
		{"2", "2024-11-23", "2026-11-23", "3"}, // the day itself still counts
		{"2", "2024-02-29", "2026-02-28", "3"},
		{"2", "2024-02-29", "2026-03-01", "0"},
		{"2", "2022-02-28", "2024-02-29", "0"}, // no clipping upwards
		{"2", "2026-11-23", "2026-11-23", "3"},
		{"2", "2026-11-24", "2026-11-23", "0"},
		{"1", "2025-11-22", "2026-11-23", "0"},
		{"1", "2025-11-23", "2026-11-23", "3"},
		{"3", "2023-11-23", "2026-11-23", "3"},
	} {
		p := with(t, map[string]string{"item15_window_years": c.years})
		f := rubric.Facts{AsOf: date(t, c.asOf), Honours: &[]rubric.Honour{{Level: rubric.City, Date: date(t, c.award), Confirmed: true}}}
		if got := scoreOf(t, p, f, 15).String(); got != c.want {
			t.Errorf("%+v: got %s", c, got)
		}
	}
}

func TestHonourFacts(t *testing.T) {
	day := "2026-11-23"
	honour := func(l rubric.Level, d string, confirmed bool) rubric.Honour {
		return rubric.Honour{Level: l, Date: date(t, d), Confirmed: confirmed}
	}
	for name, c := range map[string]struct {
		list       []rubric.Honour
		counted    int
		pending    int
		level      any
		validUntil any
	}{
		"none":     {nil, 0, 0, nil, nil},
		"pending":  {[]rubric.Honour{honour("national", day, false)}, 0, 1, nil, nil},
		"expired":  {[]rubric.Honour{honour("national", "2020-01-01", true)}, 0, 0, nil, nil},
		"no level": {[]rubric.Honour{honour("world", day, true), {Level: "city", Confirmed: true}}, 0, 0, nil, nil},
		"the higher, not the later": {[]rubric.Honour{honour("county", day, true), honour("provincial", "2025-01-31", true)},
			2, 0, rubric.Provincial, "2027-01-31"},
		"of equals the one that lasts": {[]rubric.Honour{honour("municipal", "2025-06-01", true), honour("city", "2026-06-01", true), honour("city", "2025-01-01", true)},
			3, 0, rubric.City, "2028-06-01"},
	} {
		it := item(t, rubric.Evaluate(rubric.DefaultPolicy(), rubric.Facts{AsOf: date(t, day), Honours: &c.list}), 15)
		if it.Facts["counted"] != c.counted || it.Facts["pending"] != c.pending ||
			it.Facts["level"] != c.level || it.Facts["valid_until"] != c.validUntil {
			t.Errorf("%s: got %v", name, it.Facts)
		}
	}
}

func TestParseLevel(t *testing.T) {
	for in, want := range map[string]rubric.Level{
		"national": rubric.National, "provincial": rubric.Provincial, "city": rubric.City,
		"municipal": rubric.City, "county": rubric.County,
	} {
		if got, ok := rubric.ParseLevel(in); !ok || got != want {
			t.Errorf("%s: got %s, %v", in, got, ok)
		}
	}
	for _, bad := range []string{"", "City", "world"} {
		if got, ok := rubric.ParseLevel(bad); ok {
			t.Errorf("%q was read as %s", bad, got)
		}
	}
}
