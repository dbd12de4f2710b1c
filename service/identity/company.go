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
		if unicode.IsSpace(r) || hidden(r) || unicode.Is(unicode.Variation_Selector, r) {
			return -1
		}
		return r
	}, strings.ToLower(norm.NFKC.String(s)))
	return brackets.Replace(s)
}

// places are the names of places with which employers' names begin, outermost first.
var places = [...][]string{
	{"福建省", "福建"},
	{"泉州市", "泉州"},
	{"鲤城区", "丰泽区", "洛江区", "泉港区", "惠安县", "安溪县", "永春县", "德化县", "金门县", "石狮市", "晋江市", "南安市",
		"经济技术开发区", "台商投资区", "鲤城", "丰泽", "洛江", "泉港", "惠安", "安溪", "永春", "德化", "石狮", "晋江", "南安"},
}

// CompanyCore is a CompanyKey without the names of places that it begins with, by
// which people look for an employer. A name of nothing else is left whole.
func CompanyCore(key string) string {
	core := key
	for _, level := range places {
		for _, name := range level {
			if rest, ok := strings.CutPrefix(core, name); ok {
				core = rest
				break
			}
		}
	}
	if core == "" {
		return key
	}
	return core
}

// TextKey is a short text as identity, such as the title of a posting: like a
// CompanyKey, and punctuation, signs and marks on a character do not distinguish
// either. It is empty when there is no letter or digit in the text.
func TextKey(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return r
		}
		return -1
	}, CompanyKey(text))
}
