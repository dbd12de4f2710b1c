package match

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// plain is a text in the form in which words are compared: narrow, lower case,
// letters and digits only.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		if r == unicode.ReplacementChar || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, text)
}

// longestFirst is the words of some lists, so that a word is looked for before
// those within it.
func longestFirst[V any](lists ...map[string]V) []string {
	var words []string
	for _, l := range lists {
		words = slices.AppendSeq(words, maps.Keys(l))
	}
	slices.SortFunc(words, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	return words
}
