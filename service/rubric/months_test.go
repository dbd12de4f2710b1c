package rubric_test

import (
	"testing"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

func TestCountedMonths(t *testing.T) {
	for _, c := range []struct {
		opened, asOf string
		want         int
	}{
		{"2020-05-01", "2026-01-01", 1},
		{"2020-05-01", "2026-12-31", 12},
		{"2025-12-31", "2026-11-23", 11},
		{"2026-01-31", "2026-11-23", 11}, // part of a month counts as the month
		{"2026-05-31", "2026-11-01", 7},
		{"2026-11-23", "2026-11-23", 1}, // opens today
		{"2026-11-24", "2026-11-23", 0}, // opens tomorrow
		{"2027-01-01", "2026-11-23", 0},
		{"", "2026-03-15", 3}, // opening not given
		{"2026-01-01", "", 0},
		{"", "", 0},
	} {
		var opened, asOf calendar.Date
		if c.opened != "" {
			opened = date(t, c.opened)
		}
		if c.asOf != "" {
			asOf = date(t, c.asOf)
		}
		if got := rubric.CountedMonths(opened, asOf); got != c.want {
			t.Errorf("opened %q, as of %q: got %d, want %d", c.opened, c.asOf, got, c.want)
		}
	}
}
