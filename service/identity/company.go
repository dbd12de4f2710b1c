package identity

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

var brackets = strings.NewReplacer(
	"[", "(", "]", ")", "{", "(", "}", ")",
	"【", "(", "】", ")", "〔", "(", "〕", ")", "〈", "(", "〉", ")", "《", "(", "》", ")",
	"•", "·", "‧", "·", "・", "·", "∙", "·", "⋅", "·",
)

// CompanyKey is an employer's name as identity: two names with one key are one
// employer. Width, case, blanks, the kind of brackets and of middle dots do not
// distinguish; every other character does. It is a key and never shown. It is
// empty when the name has nothing but blanks.
func CompanyKey(name string) string {
	// Each step can undo another (a lower case that decomposes, a cedilla whose
	// blank goes and whose mark then moves), so they repeat until nothing
	// changes. Two rounds are usual; the bound is for input made on purpose.
	key := fold(name)
	for range 8 {
		next := fold(key)
		if next == key {
			break
		}
		key = next
	}
	return key
}

func fold(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || hidden(r) {
			return -1
		}
		return r
	}, strings.ToLower(norm.NFKC.String(s)))
	return brackets.Replace(s)
}
