package service

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/quanjiuye/backend/service/identity"
)

var (
	// digit is one of a number, however it is written: ASCII, full-width, circled, in words.
	digit = `[0-9０-９①-⑨⓪零〇○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]`
	// longNumber is a phone or document number that somebody wrote into a text, with up to
	// three marks or spaces between any two digits.
	longNumber = regexp.MustCompile(digit + `(?:[ \-\t.·•_/~—–－\x{3000}]{0,3}` + digit + `){10,17}[Xx]?`)
	// span is a day or two and nothing else, which a long run of figures may also be.
	span = regexp.MustCompile(`^20[0-9]{2}([./-][0-9]{1,2}){2}([ ~—–－-]{1,3}(20[0-9]{2}[./-])?[0-9]{1,2}[./-][0-9]{1,2})?$`)
	// contactID is the name of an account somewhere else, where the conversation would go on.
	contactID = regexp.MustCompile(`(?i)(微信|薇信|威信|vx|wx|weixin|v信|加v|qq|企鹅)(号|同号|群)?\s*[:：]?\s*[a-z0-9][a-z0-9_-]{4,19}`)
)

// asDigits is what digits that are no ASCII stand for.
var asDigits = strings.NewReplacer("零", "0", "〇", "0", "○", "0", "⓪", "0", "一", "1", "二", "2", "三", "3", "四", "4", "五", "5", "六", "6", "七", "7",
	"八", "8", "九", "9", "幺", "1", "壹", "1", "贰", "2", "叁", "3", "肆", "4", "伍", "5", "陆", "6", "柒", "7", "捌", "8", "玖", "9",
	"①", "1", "②", "2", "③", "3", "④", "4", "⑤", "5", "⑥", "6", "⑦", "7", "⑧", "8", "⑨", "9")

// hideNumbers masks phone and document numbers, and accounts of WeChat or QQ, in a text
// that becomes public: the number that the posting names is for those who apply.
func hideNumbers(text string) string {
	text = longNumber.ReplaceAllStringFunc(text, func(n string) string {
		plain := strings.Map(func(r rune) rune {
			switch {
			case r >= '０' && r <= '９':
				return r - '０' + '0'
			case unicode.IsDigit(r) || r == 'X' || r == 'x':
				return r
			}
			return -1
		}, asDigits.Replace(n))
		if phone, err := identity.CanonicalPhone(plain); err == nil {
			return identity.MaskPhone(phone)
		}
		if span.MatchString(n) {
			return n
		}
		return "****"
	})
	return contactID.ReplaceAllString(text, "$1$2****")
}
