package identity

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/quanjiuye/backend/service/hanzi"
)

// CompanyKey is an employer's name as identity: two names with one key are one
// employer. It is the name's TextKey.
func CompanyKey(name string) string { return TextKey(name) }

// TextKey is a short text as identity, such as the title of a posting. Width, case,
// blanks, punctuation, signs, marks on a character, and whether characters are
// traditional or simplified do not distinguish; every other letter and number does.
// It is a key and never shown. It is empty when there is no letter or digit in the
// text.
func TextKey(text string) string {
	// Each step can undo another (a lower case that decomposes, a mark that goes
	// from between two that compose), so they repeat until nothing changes. Two
	// rounds are usual; the bound is for input made on purpose.
	key := fold(text)
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
	return strings.Map(func(r rune) rune {
		if (unicode.IsLetter(r) || unicode.IsNumber(r)) && !hidden(r) {
			return hanzi.Simplified(r)
		}
		return -1
	}, strings.ToLower(norm.NFKC.String(s)))
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
