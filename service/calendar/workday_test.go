package calendar_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service/calendar"
)

func TestAddWorkdays(t *testing.T) {
	for _, row := range []struct {
		from, want string
		n          int
	}{
		{"2026-07-15", "2026-07-15", 0}, // a Wednesday
		{"2026-07-15", "2026-07-16", 1},
		{"2026-07-15", "2026-07-20", 3}, // over the weekend
		{"2026-07-17", "2026-07-20", 1}, // Friday
		{"2026-07-18", "2026-07-20", 1}, // Saturday
		{"2026-07-15", "2026-08-05", 15},
		{"2026-12-31", "2027-01-01", 1}, // a holiday is not known
	} {
		from, err := calendar.ParseDate(row.from)
		if err != nil {
			t.Fatal(err)
		}
		if got := from.AddWorkdays(row.n).String(); got != row.want {
			t.Errorf("%s + %d: %s, want %s", row.from, row.n, got, row.want)
		}
	}
}

// Whatever the day: the nth workday is one, and n of them lie between.
func TestAddWorkdaysCountsThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := date(2026, 1, 1).AddDays(rapid.IntRange(0, 3000).Draw(t, "day"))
		n := rapid.IntRange(1, 40).Draw(t, "n")
		to, found := from.AddWorkdays(n), 0
		for d := from.AddDays(1); !d.After(to); d = d.AddDays(1) {
			if w := d.Start().Weekday(); w != time.Saturday && w != time.Sunday {
				found++
			}
		}
		if w := to.Start().Weekday(); found != n || w == time.Saturday || w == time.Sunday {
			t.Fatalf("%s + %d: %s, a %s after %d workdays", from, n, to, w, found)
		}
	})
}
