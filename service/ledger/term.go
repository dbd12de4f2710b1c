package ledger

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/width"

	"github.com/quanjiuye/backend/service/calendar"
)

// What makes a fixed post stable (rubric item 8).
const (
	contractMonths  = 6
	insuranceMonths = 3
)

const (
	contractWord  = `合同`
	insuranceWord = `社保|社会保险|养老保险|五险|职工医保`
	deniedWord    = `×` // stands where the evidence says that there is none
	dateOfTerm    = `(20\d\d)[-./年](\d{1,2})(?:[-./月](\d{1,2}))?[月日号]?`
	numeral       = `半|\d{1,3}(?:\.\d)?|[一二两三四五六七八九十]{1,3}`
)

var (
	aboutTerm = regexp.MustCompile(contractWord + `|` + insuranceWord)
	clauses   = regexp.MustCompile(`[,;；、。\n+及和与]`)
	openEnded = regexp.MustCompile(`无固定期限`)
	probation = regexp.MustCompile(`试用期?[^0-9一二两三四五六七八九十半]{0,2}(` + numeral + `)(个半月|个月|年半|年|天|周)`)
	ended     = regexp.MustCompile(`终止|解除|作废|失效`)
	denied    = regexp.MustCompile(`(未|无|没|待|拟|暂|不|缺)[^合社养五职]{0,4}(` + contractWord + `|` + insuranceWord + `)|(` +
		contractWord + `|` + insuranceWord + `)[^0-9一二两三四五六七八九十半]{0,3}(未|无|没|待|缺)`)
	atLeast = regexp.MustCompile(`不(少于|低于|短于)`)
	span    = regexp.MustCompile(dateOfTerm + `(?:起)?(?:-|~|至|到)+` + dateOfTerm)
	dated   = regexp.MustCompile(dateOfTerm + `|20\d\d年`)
	lasting = regexp.MustCompile(`(` + contractWord + `|` + insuranceWord + `|` + deniedWord + `)|(不满|不足|未满|少于|低于|不到|第)?(` + numeral +
		`)(?:(?:-|~|至|到)(?:` + numeral + `))?(个半月|个月|年半|年)(以下|以内|内|后|前)?`)
)

// proven reports whether the evidence that a ledger names makes a fixed post
// stable: a contract of six months or more, or social insurance of three. It
// must say so in months, years or two dates; a contract of unknown term, one
// that is still to be signed, and a month that might be a date do not.
func proven(evidence string) bool {
	s := strings.Join(strings.Fields(dashes.Replace(width.Fold.String(evidence))), "")
	s = atLeast.ReplaceAllString(s, "")
	subject := ""
	for _, clause := range clauses.Split(s, -1) {
		if ended.MatchString(clause) {
			continue
		}
		if strings.Contains(clause, contractWord) {
			clause = openEnded.ReplaceAllString(clause, strconv.Itoa(contractMonths)+"个月")
		}
		var enough bool
		if subject, enough = clauseProves(denied.ReplaceAllString(clause, deniedWord), subject); enough {
			return true
		}
	}
	return false
}

// clauseProves reads one clause. A term belongs to the word before it, in the
// clause or before, and else to the one after it ("两年劳动合同").
func clauseProves(clause, subject string) (string, bool) {
	clause = probation.ReplaceAllString(clause, "")
	clause = span.ReplaceAllStringFunc(clause, func(s string) string {
		return " " + strconv.Itoa(monthsBetween(span.FindStringSubmatch(s))) + "个月"
	})
	waiting := 0
	for _, m := range lasting.FindAllStringSubmatch(dated.ReplaceAllString(clause, ""), -1) {
		switch word, months := m[1], termMonths(m); {
		case word != "":
			subject = word
			if suffices(subject, waiting) {
				return subject, true
			}
			waiting = 0
		case subject == "":
			waiting = months
		case suffices(subject, months):
			return subject, true
		}
	}
	return subject, false
}

func suffices(subject string, months int) bool {
	switch subject {
	case "", deniedWord:
		return false
	case contractWord:
		return months >= contractMonths
	default:
		return months >= insuranceMonths
	}
}

// termMonths is a duration in whole months; 0 where the words around it say
// that it is a bound from above, an ordinal, or a time until something.
func termMonths(m []string) int {
	before, amount, unit, after := m[2], m[3], m[4], m[5]
	if before != "" || after != "" {
		return 0
	}
	halves := 0 // of the unit
	if amount == "半" {
		halves = 1
	} else if f, err := strconv.ParseFloat(amount, 64); err == nil {
		halves = int(2 * f)
	} else if n, ok := chineseNumber(amount); ok {
		halves = 2 * n
	}
	switch unit {
	case "年":
		return halves * 6
	case "年半":
		return (halves + 1) * 6
	default:
		return halves / 2
	}
}

// monthsBetween counts the whole months of a term from its two dates, the last
// day included. Two months without days count as from first to first.
func monthsBetween(m []string) int {
	from, fromOK := termDate(m[1:4], 1)
	until, untilOK := termDate(m[4:7], 0)
	if !fromOK || !untilOK || until.Before(from) {
		return 0
	}
	end := until.AddDays(1)
	months := end.In().Sub(from.In())
	if end.Day < from.Day {
		months--
	}
	return months
}

// termDate builds a date; offset places a month without a day: 1 on its first
// day, 0 on the day before.
func termDate(parts []string, offset int) (calendar.Date, bool) {
	year, month := number(parts[0]), number(parts[1])
	if parts[2] != "" {
		return exists(year, month, number(parts[2]), period{})
	}
	d, ok := exists(year, month, 1, period{})
	if !ok || offset == 1 {
		return d, ok
	}
	return calendar.Month{Year: year, Month: time.Month(month)}.FirstDay().AddDays(-1), true
}
