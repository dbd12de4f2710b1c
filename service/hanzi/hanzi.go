// Package hanzi says which simplified character stands for a traditional one.
//
// The pairs, each a traditional character and the simplified one behind it, are those
// of one character each in OpenCC's TSCharacters (Apache-2.0; see NOTICE), with a few variants
// beside. What has no pair is its own simplified character; no pair leads to another.
// It may be called from many goroutines.
package hanzi

import (
	_ "embed"
	"strings"
)

//go:embed pairs.txt
var pairs string

var simplified = func() map[rune]rune {
	m := map[rune]rune{}
	rs := []rune(strings.ReplaceAll(pairs, "\n", ""))
	for i := 0; i+1 < len(rs); i += 2 {
		m[rs[i]] = rs[i+1]
	}
	return m
}()

// Simplified is the simplified character for r; r itself when it is no traditional one.
func Simplified(r rune) rune {
	if to, ok := simplified[r]; ok {
		return to
	}
	return r
}
