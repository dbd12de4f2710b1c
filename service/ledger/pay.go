package ledger

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/width"
)

// Pay is basic pay in fen, as the rest of the system spells it.
type Pay struct {
	Min, Max int64
	Unit     string // hour, day, month, piece or negotiable
}

var (
	negotiablePay = regexp.MustCompile(`^(薪资|工资|待遇)?(面议|面谈|电议|详谈|协商|可谈|另议)$`)
	pieceOnly     = regexp.MustCompile(`^(按件|计件|计件工资|计件制|多劳多得)+$`)
	amounts       = regexp.MustCompile(`^(\d{1,7}(?:\.\d{1,2})?)(千|万|k|w)?元?(?:-|~|至|到|—)(\d{1,7}(?:\.\d{1,2})?)(千|万|k|w)?元?$`)
	amount        = regexp.MustCompile(`^(\d{1,7}(?:\.\d{1,2})?)(千|万|k|w)?元?$`)
	payWords      = regexp.MustCompile(`人民币|rmb|￥|¥|税前|税后|底薪|基本工资|综合|左右|以上|起|约|包吃住|包吃包住|包吃|包住|\+(提成|奖金|绩效|加班费|补贴)|[,;，；。]`)
	payUnits      = []struct {
		unit string
		as   *regexp.Regexp
	}{
		{"hour", regexp.MustCompile(`(/|每|一|1)?(个)?(小时|钟头)|/(时|h)|时薪|小时工资`)},
		{"day", regexp.MustCompile(`(/|每|一|1)(天|日)|元(天|日)|日薪|日工资|日结`)},
		{"month", regexp.MustCompile(`(/|每|一|1)(个)?月|元月|月薪|月工资|月结`)},
		{"piece", regexp.MustCompile(`(/|每|一|1)(个)?(件|个|双|只|单|套|条|斤|吨|平方米|平米|平方)|计件`)},
	}
)

// readPay reads what a ledger says of pay: 面议, 200元/天, 5000-7000元/月, 25-35元/小时,
// 计件, 0.5元/件, 月薪5千到6千. above is the heading, which may say per what. What says
// neither how much nor per what is not guessed.
func readPay(text, above string) (p Pay, ok bool) {
	s := strings.ToLower(dashes.Replace(plain(text)))
	s = payWords.ReplaceAllString(width.Narrow.String(s), "")
	switch {
	case s == "", negotiablePay.MatchString(s):
		return Pay{Unit: "negotiable"}, true
	case pieceOnly.MatchString(s):
		return Pay{Unit: "piece"}, true
	}
	unit, rest := unitOf(s)
	if unit == "" {
		if unit, _ = unitOf(strings.ToLower(above)); unit == "" {
			return Pay{}, false
		}
	}
	rest = strings.Trim(rest, "()/:")
	if m := amounts.FindStringSubmatch(rest); m != nil {
		if m[2] == "" && m[4] != "" {
			m[2] = m[4] // 5-6千
		}
		p = Pay{fen(m[1], m[2]), fen(m[3], m[4]), unit}
	} else if m := amount.FindStringSubmatch(rest); m != nil {
		p = Pay{fen(m[1], m[2]), fen(m[1], m[2]), unit}
	}
	return p, p.Min > 0 && p.Max >= p.Min
}

// unitOf is the one unit that a text names, and the text without it; empty for none
// and for several.
func unitOf(s string) (unit, rest string) {
	rest = s
	for _, u := range payUnits {
		if !u.as.MatchString(rest) {
			continue
		}
		if unit != "" {
			return "", s
		}
		unit, rest = u.unit, u.as.ReplaceAllString(rest, "")
	}
	return unit, rest
}

// fen reads an amount in yuan.
func fen(number, times string) int64 {
	n, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return 0
	}
	switch times {
	case "千", "k":
		n *= 1_000
	case "万", "w":
		n *= 10_000
	}
	return int64(math.Round(n * 100))
}
