package calendar_test

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service/calendar"
)

func date(y int, m time.Month, d int) calendar.Date { return calendar.Date{Year: y, Month: m, Day: d} }

// anyDate is a day that exists, of the years that a text form can hold.
var anyDate = rapid.Custom(func(t *rapid.T) calendar.Date {
	month := calendar.Month{Year: rapid.IntRange(1, 9999).Draw(t, "year"), Month: time.Month(rapid.IntRange(1, 12).Draw(t, "month"))}
	return calendar.Date{Year: month.Year, Month: month.Month, Day: rapid.IntRange(1, month.LastDay().Day).Draw(t, "day")}
})

func TestDateOfIsTheDayInShanghai(t *testing.T) {
	for _, c := range []struct {
		at    string
		date  string
		month string
	}{
		{"2026-06-30T15:59:59.999Z", "2026-06-30", "2026-06"},
		{"2026-06-30T16:00:00Z", "2026-07-01", "2026-07"},
		{"2025-12-31T15:59:59.999999999Z", "2025-12-31", "2025-12"},
		{"2025-12-31T16:00:00Z", "2026-01-01", "2026-01"},
		{"2026-01-01T00:00:00+08:00", "2026-01-01", "2026-01"},
		{"2026-01-01T00:00:00-11:00", "2026-01-01", "2026-01"},
		{"2024-02-28T16:00:00Z", "2024-02-29", "2024-02"},
		{"1988-07-01T15:30:00Z", "1988-07-02", "1988-07"}, // summer time was an hour ahead
		{"0001-01-01T00:00:00Z", "0001-01-01", "0001-01"},
	} {
		at, err := time.Parse(time.RFC3339Nano, c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := calendar.DateOf(at).String(); got != c.date {
			t.Errorf("%s is on %s, want %s", c.at, got, c.date)
		}
		if got := calendar.MonthOf(at).String(); got != c.month {
			t.Errorf("%s is in %s, want %s", c.at, got, c.month)
		}
	}
}

func TestStartBeginsTheDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDate.Draw(t, "date")
		if got := calendar.DateOf(d.Start()); got != d {
			t.Fatalf("%s starts at %s, which is on %s", d, d.Start(), got)
		}
		if got := calendar.DateOf(d.Start().Add(-time.Nanosecond)); got != d.AddDays(-1) {
			t.Fatalf("just before %s is on %s", d, got)
		}
	})
}

func TestParseDate(t *testing.T) {
	for text, want := range map[string]calendar.Date{
		"2026-11-23": date(2026, time.November, 23),
		"2024-02-29": date(2024, time.February, 29),
		"0001-01-01": date(1, time.January, 1),
		"9999-12-31": date(9999, time.December, 31),
	} {
		if got, err := calendar.ParseDate(text); err != nil || got != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{
		"", "2026-11", "2026-11-23 ", " 2026-11-23", "2026-11-23T00:00:00Z", "2026/11/23", "20261123", "26-11-23",
		"2026-1-23", "2026-11-3", "2026-00-10", "2026-13-01", "2026-11-00", "2026-11-31", "2025-02-29", "2100-02-29",
		"-2026-11-23", "02026-11-23", "２０２６-11-23", "2026-11-23\n", "2026-11-2x",
	} {
		if got, err := calendar.ParseDate(text); err == nil || !got.IsZero() {
			t.Errorf("%q: %v, %v, want a refusal", text, got, err)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"2026-11-23", "2024-02-29", "2025-02-29", "0000-00-00", "2026-1-1", "９９９９-12-31", "2026-11-23.5"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := calendar.ParseDate(text)
		if err != nil {
			if !d.IsZero() {
				t.Fatalf("%q is refused and yet %v", text, d)
			}
			return
		}
		if d.String() != text {
			t.Fatalf("%q reads as %s", text, d)
		}
		if d.IsZero() || d.Day > d.In().LastDay().Day {
			t.Fatalf("%q reads as %+v, which does not exist", text, d)
		}
	})
}

// Text, time and arithmetic agree on which day is earlier.
func TestDateOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyDate.Draw(t, "a"), anyDate.Draw(t, "b")
		want := 0
		if a.String() < b.String() {
			want = -1
		} else if a.String() > b.String() {
			want = 1
		}
		if got := a.Compare(b); got != want || b.Compare(a) != -want {
			t.Fatalf("%s against %s: %d, want %d", a, b, got, want)
		}
		if a.Before(b) != (want < 0) || a.After(b) != (want > 0) || (a == b) != (want == 0) {
			t.Fatalf("%s and %s: before, after and equal disagree", a, b)
		}
	})
}

func TestNotGivenIsBeforeAll(t *testing.T) {
	none := calendar.Date{}
	if !none.IsZero() || none.String() != "" || !none.In().IsZero() || !none.Before(date(1, time.January, 1)) {
		t.Errorf("the zero Date: %q, in %q", none, none.In())
	}
	if d := date(1, time.January, 1); d.IsZero() {
		t.Error("the first day there is passes for not given")
	}
}

func TestAddDays(t *testing.T) {
	for _, c := range []struct {
		from calendar.Date
		n    int
		want string
	}{
		{date(2026, time.June, 30), 1, "2026-07-01"},
		{date(2026, time.July, 1), -1, "2026-06-30"},
		{date(2026, time.December, 31), 1, "2027-01-01"},
		{date(2024, time.February, 28), 1, "2024-02-29"},
		{date(2025, time.February, 28), 1, "2025-03-01"},
		{date(2026, time.January, 1), 365, "2027-01-01"},
		{date(2026, time.July, 15), 0, "2026-07-15"},
	} {
		if got := c.from.AddDays(c.n).String(); got != c.want {
			t.Errorf("%s and %d days: %s, want %s", c.from, c.n, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		d, n := anyDate.Draw(t, "date"), rapid.IntRange(-4000, 4000).Draw(t, "n")
		later := d.AddDays(n)
		if later.AddDays(-n) != d {
			t.Fatalf("%s, %d days later and as many back: %s", d, n, later.AddDays(-n))
		}
		if n > 0 && !later.After(d) {
			t.Fatalf("%d days after %s: %s", n, d, later)
		}
	})
}

func TestAddYearsEndsWithTheMonth(t *testing.T) {
	for _, c := range []struct {
		from calendar.Date
		n    int
		want string
	}{
		{date(2024, time.February, 29), 1, "2025-02-28"},
		{date(2024, time.February, 29), 2, "2026-02-28"},
		{date(2024, time.February, 29), 4, "2028-02-29"},
		{date(2024, time.February, 29), -1, "2023-02-28"},
		{date(2096, time.February, 29), 4, "2100-02-28"}, // a century without a leap day
		{date(2023, time.February, 28), 1, "2024-02-28"},
		{date(2024, time.January, 31), 1, "2025-01-31"},
		{date(2024, time.December, 31), 2, "2026-12-31"},
		{date(2026, time.July, 15), 0, "2026-07-15"},
	} {
		if got := c.from.AddYears(c.n).String(); got != c.want {
			t.Errorf("%s and %d years: %s, want %s", c.from, c.n, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		d := anyDate.Filter(func(d calendar.Date) bool { return d.Year > 100 && d.Year < 9900 }).Draw(t, "date")
		n := rapid.IntRange(-99, 99).Draw(t, "n")
		got := d.AddYears(n)
		if got.Year != d.Year+n || got.Month != d.Month || got.Day > d.Day || d.Day-got.Day > 1 {
			t.Fatalf("%s and %d years: %s", d, n, got)
		}
		if got.Day != d.Day && (d.Month != time.February || d.Day != 29) {
			t.Fatalf("%s and %d years: %s is clipped without need", d, n, got)
		}
	})
}

// A date travels in JSON as its text, and "not given" as the empty one.
func TestDateInJSON(t *testing.T) {
	type span struct {
		Since calendar.Date  `json:"since"`
		Until calendar.Date  `json:"until,omitzero"`
		Month calendar.Month `json:"month"`
		Other calendar.Month `json:"other"`
	}
	in := span{Since: date(2026, time.July, 1), Month: calendar.Month{Year: 2026, Month: time.July}}
	const text = `{"since":"2026-07-01","month":"2026-07","other":""}`
	if got, err := json.Marshal(in); err != nil || string(got) != text {
		t.Fatalf("%s, %v, want %s", got, err, text)
	}
	out := span{Until: date(2020, time.May, 5), Other: calendar.Month{Year: 1, Month: 1}}
	err := json.Unmarshal([]byte(`{"since":"2026-07-01","until":"","month":"2026-07","other":""}`), &out)
	if err != nil || out != in {
		t.Fatalf("%+v, %v, want %+v", out, err, in)
	}
	for _, bad := range []string{`{"since":"2026-02-30"}`, `{"since":20260701}`, `{"month":"2026-13"}`, `{"month":"2026-07-01"}`} {
		if err := json.Unmarshal([]byte(bad), new(span)); err == nil {
			t.Errorf("%s was taken", bad)
		}
	}
}
