package rubric

import (
	"fmt"
	"strconv"

	"github.com/quanjiuye/backend/service/calendar"
)

// Why an item has no score. None of these is a 0.
func unknown(what string) string  { return what + "尚无数据，暂不计分（不是0分）。" }
func mistaken(what string) string { return what + "的数据有误，暂不计分。" }

const (
	unknownKind   = "站点类型未知，暂不计分（不是0分）。"
	unknownMonths = "计分月数不在1至12之间，暂不计分（不是0分）。"
	unknownDay    = "考核日期未知，暂不计分（不是0分）。"
)

// about is total/months for a reader: two places at most, rounded, but never up to a
// whole number, so that a figure just under a threshold never reads as reaching it.
func about(total, months int) string {
	text := ratio(near(int64(total)*100, int64(months), 100), 100).String()
	if int64(total)*100%int64(months) != 0 {
		return "约" + text
	}
	return text
}

// percent is part/whole with one place at most, rounded, but never up to 100.
func percent(part, whole int) string {
	return ratio(near(int64(part)*1000, int64(whole), 1000), 10).String() + "%"
}

// near is n/d to the nearest whole number, half up; one that this would lift to a
// multiple of bar stays below it.
func near(n, d, bar int64) int64 {
	whole := n / d
	if up := whole + 1; 2*(n%d) >= d && up%bar != 0 {
		return up
	}
	return whole
}

func day(d calendar.Date) string {
	return fmt.Sprintf("%d年%d月%d日", d.Year, int(d.Month), d.Day)
}

func square(area float64) string { return strconv.FormatFloat(area, 'f', -1, 64) + "㎡" }

// rise says what a step is worth.
func rise(what string, from, to Score) string {
	return what + "，得分" + fromTo(from, to)
}

func fromTo(from, to Score) string {
	verb := "升至"
	if to.Cmp(from) < 0 {
		verb = "降至"
	}
	return fmt.Sprintf("由 %s 分%s %s 分", from, verb, to)
}
