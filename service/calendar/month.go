package calendar

import (
	"fmt"
	"time"
)

// Month is a calendar month. The zero Month means "not given".
type Month struct {
	Year  int
	Month time.Month
}

// MonthOf is the month in Shanghai in which t falls.
func MonthOf(t time.Time) Month { return DateOf(t).In() }

// ParseMonth reads "2006-01" and nothing else.
func ParseMonth(s string) (Month, error) {
	t, err := time.Parse("2006-01", s)
	if err != nil {
		return Month{}, fmt.Errorf("not a month (YYYY-MM)")
	}
	return Month{t.Year(), t.Month()}, nil
}

// IsZero reports whether m was never set.
func (m Month) IsZero() bool { return m == Month{} }

// String is "2006-01", or "" for the zero Month.
func (m Month) String() string {
	if m.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d", m.Year, m.Month)
}

// Chinese is "2006年1月".
func (m Month) Chinese() string { return fmt.Sprintf("%d年%d月", m.Year, m.Month) }

// FirstDay is the month's first day.
func (m Month) FirstDay() Date { return Date{m.Year, m.Month, 1} }

// LastDay is the month's last day.
func (m Month) LastDay() Date {
	return utc(time.Date(m.Year, m.Month+1, 0, 0, 0, 0, 0, time.UTC))
}

// Add is the month n months later (earlier when n is negative).
func (m Month) Add(n int) Month {
	return utc(time.Date(m.Year, m.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)).In()
}

// Sub is the number of months from o to m; 0 when they are the same.
func (m Month) Sub(o Month) int {
	return (m.Year-o.Year)*12 + int(m.Month) - int(o.Month)
}

// Before reports whether m is earlier than o.
func (m Month) Before(o Month) bool { return m.Sub(o) < 0 }

// After reports whether m is later than o.
func (m Month) After(o Month) bool { return m.Sub(o) > 0 }

// MarshalText writes String.
func (m Month) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads what MarshalText wrote, the empty text included.
func (m *Month) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*m = Month{}
		return nil
	}
	*m, err = ParseMonth(string(b))
	return err
}
