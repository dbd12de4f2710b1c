package calendar_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service/calendar"
)

func month(y int, m time.Month) calendar.Month { return calendar.Month{Year: y, Month: m} }

var anyMonth = rapid.Custom(func(t *rapid.T) calendar.Month {
	return month(rapid.IntRange(1, 9999).Draw(t, "year"), time.Month(rapid.IntRange(1, 12).Draw(t, "month")))
})

func TestParseMonth(t *testing.T) {
	for text, want := range map[string]calendar.Month{
		"2026-11": month(2026, time.November),
		"0001-01": month(1, time.January),
		"9999-12": month(9999, time.December),
	} {
		if got, err := calendar.ParseMonth(text); err != nil || got != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{
		"", "2026", "2026-1", "2026-00", "2026-13", "2026-11-01", "2026/11", "202611", "26-11", " 2026-11", "2026-11 ",
		"２０２６-11", "-026-11", "2026-+1", "2026-11\x00",
	} {
		if got, err := calendar.ParseMonth(text); err == nil || !got.IsZero() {
			t.Errorf("%q: %v, %v, want a refusal", text, got, err)
		}
	}
}

func FuzzParseMonth(f *testing.F) {
	for _, seed := range []string{"2026-11", "2026-1", "0000-00", "2026-13", "2026-11-23", "９９９９-12"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, err := calendar.ParseMonth(text)
		if err != nil {
			if !m.IsZero() {
				t.Fatalf("%q is refused and yet %v", text, m)
			}
			return
		}
		if m.String() != text || m.IsZero() {
			t.Fatalf("%q reads as %q", text, m)
		}
	})
}

func TestDaysOfAMonth(t *testing.T) {
	for _, c := range []struct {
		month calendar.Month
		last  int
	}{
		{month(2026, time.January), 31}, {month(2026, time.April), 30}, {month(2026, time.December), 31},
		{month(2024, time.February), 29}, {month(2026, time.February), 28},
		{month(2000, time.February), 29}, {month(2100, time.February), 28},
	} {
		if got := c.month.LastDay(); got != (calendar.Date{Year: c.month.Year, Month: c.month.Month, Day: c.last}) {
			t.Errorf("%s ends on %s", c.month, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		m := anyMonth.Draw(t, "month")
		if m.FirstDay().In() != m || m.LastDay().In() != m {
			t.Fatalf("%s runs from %s to %s", m, m.FirstDay(), m.LastDay())
		}
		if m.LastDay().AddDays(1) != m.Add(1).FirstDay() || m.FirstDay().AddDays(-1) != m.Add(-1).LastDay() {
			t.Fatalf("%s does not join its neighbours", m)
		}
	})
}

func TestMonthArithmetic(t *testing.T) {
	for _, c := range []struct {
		from calendar.Month
		n    int
		want string
	}{
		{month(2026, time.December), 1, "2027-01"}, {month(2026, time.January), -1, "2025-12"},
		{month(2026, time.March), -15, "2024-12"}, {month(2026, time.November), 14, "2028-01"}, {month(2026, time.May), 0, "2026-05"},
	} {
		if got := c.from.Add(c.n).String(); got != c.want {
			t.Errorf("%s and %d months: %s, want %s", c.from, c.n, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		m, n := anyMonth.Draw(t, "month"), rapid.IntRange(-600, 600).Draw(t, "n")
		later := m.Add(n)
		if later.Sub(m) != n || m.Sub(later) != -n || later.Add(-n) != m {
			t.Fatalf("%s and %d months: %s, which is %d later", m, n, later, later.Sub(m))
		}
	})
}

func TestMonthOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyMonth.Draw(t, "a"), anyMonth.Draw(t, "b")
		if a.Before(b) != (a.String() < b.String()) || a.After(b) != (a.String() > b.String()) {
			t.Fatalf("%s and %s", a, b)
		}
	})
	none := calendar.Month{}
	if !none.IsZero() || none.String() != "" || month(1, time.January).IsZero() {
		t.Errorf("the zero Month reads %q", none)
	}
}
