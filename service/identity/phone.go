package identity

import (
	"regexp"
	"strings"
)

var (
	phonePunctuation = strings.NewReplacer("(", "", ")", "", ".", "")
	phonePrefix      = regexp.MustCompile(`^(?:\+86|0086|86)(1\d{10}|0?595\d{8})$`)
	mobile           = regexp.MustCompile(`^1[3-9]\d{9}$`)
	landline         = regexp.MustCompile(`^0595[2-8]\d{7}$`)
)

// CanonicalPhone reads a mainland mobile number, or a landline of Quanzhou
// (0595 and eight digits). Full-width digits, blanks, hyphens, brackets, dots
// and the country code are spelling. The result is digits only, without the
// country code. Landlines of other cities are refused: a site could not reach
// a seeker there, and a missing mobile digit would pass for one.
func CanonicalPhone(s string) (string, error) {
	n := phonePunctuation.Replace(compact(s))
	if m := phonePrefix.FindStringSubmatch(n); m != nil {
		n = m[1]
		if n[0] == '5' { // abroad, 0595 is dialled without its zero
			n = "0" + n
		}
	}
	if mobile.MatchString(n) || landline.MatchString(n) {
		return n, nil
	}
	if n == "" {
		return "", refuse(CodePhone, "请填写联系电话：11 位手机号码，或 0595 加 8 位座机号码")
	}
	return "", refuse(CodePhone, "联系电话不对，应为 11 位手机号码，或 0595 加 8 位座机号码")
}

// MaskPhone is a canonical number as screens and exports show it:
// "138****1234", "0595****5678". Anything else is hidden altogether.
func MaskPhone(phone string) string {
	switch {
	case mobile.MatchString(phone):
		return phone[:3] + "****" + phone[7:]
	case landline.MatchString(phone):
		return phone[:4] + "****" + phone[8:]
	default:
		return strings.Repeat("*", len(phone))
	}
}
