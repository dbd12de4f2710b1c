package ledger

import (
	"regexp"
	"strings"
	"time"

	"golang.org/x/text/width"
)

var (
	namedYear    = regexp.MustCompile(`\b20\d\d\b`)
	namedMonth   = regexp.MustCompile(`^(?:(20\d\d)[年./-])?(\d{1,2}|十[一二]?|[一二三四五六七八九])月?份?$`)
	monthInSheet = regexp.MustCompile(`(?:\d{1,2}|十[一二]?|[一二三四五六七八九])月`)
)

// periodNamed is what a sheet says of its dates by its name and by the lines
// above its header.
func periodNamed(sheet string, above []line) period {
	p, _ := monthNamed(monthInSheet.FindString(word(sheet)), period{})
	texts := []string{sheet}
	for _, l := range above {
		for _, c := range l.cells {
			texts = append(texts, c.text)
		}
	}
	p.year = yearNamed(texts)
	return p
}

// yearNamed is the one year that the texts name, or 0 when they name none or
// several: a ledger of two years must write its years.
func yearNamed(texts []string) int {
	year := 0
	for _, text := range texts {
		for _, named := range namedYear.FindAllString(width.Fold.String(text), -1) {
			if y := number(named); year == 0 {
				year = y
			} else if y != year {
				return 0
			}
		}
	}
	return year
}

// monthNamed reads the month of a month column or heading: 1月, 一月份,
// 2026年1月. The year stays p's when none is named.
func monthNamed(text string, p period) (period, bool) {
	m := namedMonth.FindStringSubmatch(word(text))
	if m == nil {
		return p, false
	}
	month, ok := chineseNumber(m[2])
	if !ok || month < 1 || month > 12 {
		return p, false
	}
	if m[1] != "" {
		p.year = number(m[1])
	}
	p.month = time.Month(month)
	return p, true
}

const chineseDigits = "一二三四五六七八九"

// chineseNumber reads 1 to 99 in digits or in Chinese: 12, 十二, 两, 三十六.
func chineseNumber(s string) (int, bool) {
	if strings.Trim(s, "0123456789") == "" {
		return number(s), s != ""
	}
	s = strings.ReplaceAll(s, "两", "二")
	tens, units, hasTen := strings.Cut(s, "十")
	if !hasTen {
		return chineseDigit(s)
	}
	n, ok := 1, true
	if tens != "" {
		n, ok = chineseDigit(tens)
	}
	if !ok || units == "" {
		return n * 10, ok
	}
	unit, ok := chineseDigit(units)
	return n*10 + unit, ok
}

func chineseDigit(s string) (int, bool) {
	at := strings.Index(chineseDigits, s)
	return at/len("一") + 1, at >= 0 && len(s) == len("一")
}
