// Package calendar holds the civil dates and months that every rule here is
// written in: days and months of Asia/Shanghai, without a time of day.
//
// Dates and months are comparable values whose text form ("2026-11-23",
// "2026-11") sorts in time order. The time zone is compiled in, so the host's
// TZ and tzdata never matter. Mainland China has had no daylight saving time
// since 1991; the zone's history is used all the same.
package calendar

import (
	"fmt"
	"time"
	_ "time/tzdata" // the zone must exist on a bare container too
)

// Shanghai is the zone in which every date and month is reckoned.
var Shanghai = mustLoad("Asia/Shanghai")

func mustLoad(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic(err) // cannot happen: tzdata is linked in
	}
	return loc
}

// Date is a day of the calendar. The zero Date means "not given".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the day in Shanghai on which t falls.
func DateOf(t time.Time) Date {
	y, m, d := t.In(Shanghai).Date()
	return Date{y, m, d}
}

// ParseDate reads "2006-01-02" and nothing else; the day must exist.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("not a date (YYYY-MM-DD)")
	}
	y, m, d := t.Date()
	return Date{y, m, d}, nil
}

// IsZero reports whether d was never set.
func (d Date) IsZero() bool { return d == Date{} }

// String is "2006-01-02", or "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// In is the month that contains d.
func (d Date) In() Month { return Month{d.Year, d.Month} }

// Start is midnight in Shanghai at which d begins.
func (d Date) Start() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, Shanghai)
}

// AddDays is the day n days later (earlier when n is negative).
func (d Date) AddDays(n int) Date {
	return utc(time.Date(d.Year, d.Month, d.Day+n, 0, 0, 0, 0, time.UTC))
}

// AddYears is the same day n years later; 29 February becomes the month's last
// day where the year has none (Civil Code art. 202).
func (d Date) AddYears(n int) Date {
	last := Month{d.Year + n, d.Month}.LastDay()
	if d.Day > last.Day {
		return last
	}
	return Date{d.Year + n, d.Month, d.Day}
}

// Before reports whether d is earlier than o.
func (d Date) Before(o Date) bool { return d.Compare(o) < 0 }

// After reports whether d is later than o.
func (d Date) After(o Date) bool { return d.Compare(o) > 0 }

// Compare is -1, 0 or +1 as d is before, the same as or after o.
func (d Date) Compare(o Date) int {
	return d.Start().Compare(o.Start())
}

// MarshalText writes String.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote, the empty text included.
func (d *Date) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	*d, err = ParseDate(string(b))
	return err
}

func utc(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}
