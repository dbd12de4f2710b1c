package ledger

import (
	"regexp"
	"strings"
	"unicode"
)

// How lines begin or end that are no records.
var (
	totals    = regexp.MustCompile(`^(合计|总计|小计|累计|共计|总数|总人数)|(合计|小计|总计|累计):?\d*人?次?$`)
	signature = regexp.MustCompile(`^(制表|填表|填报|审核|审批|复核|负责人|单位负责人|站点负责人|经办人?|联系人|统计人|(备注|注|说明):|填写说明)`)
	example   = regexp.MustCompile(`^(例|示例|样例|举例|填写示例|范例)$`)
)

// aside reports whether a line is no record: a total, a signature, an example,
// or a line that says nothing about anybody. Contents that a merged range or
// a serial number lends it say nothing.
func (h header) aside(l line) bool {
	own, about, first := 0, false, ""
	for column, c := range l.cells {
		if c.text == "" || c.merged {
			continue
		}
		if first == "" {
			first = plain(c.text)
		}
		switch h.fieldOf(column) {
		case fieldNone, fieldSerial, fieldMonth:
		case fieldName, fieldID, fieldPhone, fieldEmployer, fieldUSCC:
			own, about = own+1, true
		default:
			own++
		}
	}
	switch {
	case example.MatchString(plain(h.get(l, fieldSerial).text)):
		return true
	case !numbered(h.get(l, fieldID).text) && h.closing(l, first):
		return true
	default:
		return own < 2 && !about
	}
}

// closing reports whether a line reads like one that closes a page.
func (h header) closing(l line, first string) bool {
	return totals.MatchString(first) || signature.MatchString(first) ||
		totals.MatchString(plain(h.get(l, fieldName).text)) ||
		totals.MatchString(plain(h.get(l, fieldDate).text))
}

// numbered reports whether a text has the digits of a document's number, rather
// than of a count or none.
func numbered(s string) bool {
	n := 0
	for _, r := range s {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n > 6
}

// monthHeading reads a line that holds a month and nothing else.
func monthHeading(l line, p period) (period, bool) {
	text := ""
	for _, c := range l.cells {
		switch {
		case c.text == "":
		case text != "":
			return p, false
		default:
			text = c.text
		}
	}
	if !strings.Contains(text, "月") {
		return p, false
	}
	return monthNamed(text, p)
}
