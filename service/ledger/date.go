package ledger

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/width"

	"github.com/quanjiuye/backend/service/calendar"
)

// period is what a date that is written short leans on. Zero is unknown.
type period struct {
	year  int
	month time.Month
}

// No ledger of this kind is older, and none is of the next century. Numbers
// outside are something else than dates.
const (
	firstYear = 2000
	lastYear  = 2099
)

var (
	fullDate  = regexp.MustCompile(`^(\d{4}|\d{2})[-/.。、年](\d{1,2})[-/.。、月](\d{1,2})[日号]?$`)
	monthDay  = regexp.MustCompile(`^(\d{1,2})[-/.。、月](\d{1,2})[日号]?$`)
	dayOnly   = regexp.MustCompile(`^(\d{1,2})[日号]?$`)
	digitDate = regexp.MustCompile(`^(20\d\d)(\d\d)(\d\d)$`)
	timeOfDay = regexp.MustCompile(`(t|上午|下午|\s)*\d{1,2}[:时]\d{1,2}分?([:.]?\d{1,2}(\.\d+)?秒?)?z?$`)
	weekday   = regexp.MustCompile(`\((星期|周|礼拜)[一二三四五六日天]\)|(星期|周|礼拜)[一二三四五六日天]$`)
	dashes    = strings.NewReplacer("—", "-", "–", "-", "−", "-", "‐", "-", "·", ".")
)

// day reads a date as ledgers write it: 2026/1/26, 2026.1.7, 2026-01-22,
// 2026年2月9日, 20260126 or a date cell. ok is false when the date does not
// exist or cannot be told for sure. A year of two digits must be the period's;
// without a year it is the period's, and without a month likewise.
func day(c cell, p period, date1904 bool) (d calendar.Date, ok bool) {
	if c.number {
		return numberDay(c.text, p, date1904)
	}
	s := plainDate(c.text)
	if m := fullDate.FindStringSubmatch(s); m != nil {
		return exists(number(m[1]), number(m[2]), number(m[3]), p)
	}
	if m := digitDate.FindStringSubmatch(s); m != nil {
		return exists(number(m[1]), number(m[2]), number(m[3]), p)
	}
	if m := monthDay.FindStringSubmatch(s); m != nil {
		return exists(p.year, number(m[1]), number(m[2]), p)
	}
	if m := dayOnly.FindStringSubmatch(s); m != nil {
		return exists(p.year, int(p.month), number(m[1]), p)
	}
	return calendar.Date{}, false
}

// plainDate drops width, blanks, the weekday and the time of day.
func plainDate(s string) string {
	s = strings.ToLower(strings.TrimSpace(dashes.Replace(width.Fold.String(s))))
	s = timeOfDay.ReplaceAllString(weekday.ReplaceAllString(s, ""), "")
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// numberDay reads a number cell: Excel's serial, 20260126, or the day alone in
// a ledger that is grouped by month. 2026.1 is January or October; nobody knows.
func numberDay(text string, p period, date1904 bool) (calendar.Date, bool) {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || n < 1 || n > lastYear*1_00_00+1231 {
		return calendar.Date{}, false
	}
	whole := int(n)
	if m := digitDate.FindStringSubmatch(strconv.Itoa(whole)); m != nil {
		return exists(number(m[1]), number(m[2]), number(m[3]), p)
	}
	if n == float64(whole) && whole >= 1 && whole <= 31 {
		return exists(p.year, int(p.month), whole, p)
	}
	t, err := excelize.ExcelDateToTime(n, date1904)
	if err != nil || t.Year() < firstYear {
		return calendar.Date{}, false
	}
	return exists(t.Year(), int(t.Month()), t.Day(), p)
}

func exists(year, month, dayOfMonth int, p period) (calendar.Date, bool) {
	if year > 0 && year < 100 {
		if p.year == 0 || p.year%100 != year {
			return calendar.Date{}, false
		}
		year = p.year
	}
	d := calendar.Date{Year: year, Month: time.Month(month), Day: dayOfMonth}
	if year < firstYear || year > lastYear || month < 1 || month > 12 ||
		dayOfMonth < 1 || dayOfMonth > d.In().LastDay().Day {
		return calendar.Date{}, false
	}
	return d, true
}

// number reads digits that a pattern has matched.
func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}
