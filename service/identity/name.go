package identity

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxNameRunes = 50
	middleDot    = '·'
)

// CanonicalName reads a personal name of 1 to 50 characters. It trims, composes
// (NFC), writes every middle dot as "·", narrows full-width Latin, and drops the
// blanks that ledgers put between Chinese characters to align them. Characters
// themselves are kept exactly, rare ones (U+20000 and up) included. Control,
// bidi and zero-width characters are refused; what a name is made of otherwise
// is not ours to say.
func CanonicalName(s string) (string, error) {
	if !utf8.ValidString(s) || strings.ContainsFunc(s, hiddenInName) {
		return "", errNameRunes
	}
	runes := []rune(compose(strings.Map(narrowASCII, s)))
	name := string(joinHan(unifyDots(collapseBlanks(runes))))
	switch {
	case name == "":
		return "", refuse(CodeNameMissing, "没有填写姓名")
	case strayVariation(name):
		return "", errNameRunes
	case utf8.RuneCountInString(name) > maxNameRunes:
		return "", refuse(CodeNameTooLong, "姓名过长，不能超过 50 个字")
	}
	return name, nil
}

var errNameRunes = refuse(CodeNameRunes, "姓名里有不可见字符或控制字符，请重新输入")

// hiddenInName lets a tab pass: it is a blank, and blanks are trimmed or joined.
func hiddenInName(r rune) bool { return r != '\t' && hidden(r) }

// strayVariation reports a variation selector that selects nothing. After an
// ideograph it picks a glyph and belongs to the name; elsewhere it is invisible.
func strayVariation(name string) bool {
	previous := rune(0)
	for _, r := range name {
		if unicode.Is(unicode.Variation_Selector, r) && !unicode.Is(unicode.Han, previous) {
			return true
		}
		previous = r
	}
	return false
}

// collapseBlanks trims and makes every run of blanks one space.
func collapseBlanks(runes []rune) []rune {
	return []rune(strings.Join(strings.Fields(string(runes)), " "))
}

// unifyDots writes the dots of transcribed names as "·", with no blanks around.
// A full stop counts as one only between Chinese characters: "J. Smith" keeps his.
func unifyDots(runes []rune) []rune {
	out := make([]rune, 0, len(runes))
	for i, r := range runes {
		switch r {
		case middleDot, '•', '‧', '・', '･', '∙', '⋅':
			r = middleDot
		case '.':
			if i > 0 && i+1 < len(runes) && han(runes[i-1]) && han(runes[i+1]) {
				r = middleDot
			}
		}
		if r == middleDot && len(out) > 0 && out[len(out)-1] == ' ' {
			out = out[:len(out)-1]
		}
		if r == ' ' && len(out) > 0 && out[len(out)-1] == middleDot {
			continue
		}
		out = append(out, r)
	}
	return out
}

// joinHan drops a blank between two Chinese characters.
func joinHan(runes []rune) []rune {
	out := make([]rune, 0, len(runes))
	for i, r := range runes {
		if r == ' ' && i > 0 && i+1 < len(runes) && han(runes[i-1]) && han(runes[i+1]) {
			continue
		}
		out = append(out, r)
	}
	return out
}

func han(r rune) bool { return unicode.Is(unicode.Han, r) || unicode.Is(unicode.Variation_Selector, r) }

// MaskName shows the first character and a star for each other one, three stars
// at most: "王**". A name of one character is hidden altogether.
func MaskName(name string) string {
	first, size := utf8.DecodeRuneInString(name)
	rest := utf8.RuneCountInString(name[size:])
	if rest == 0 {
		return strings.Repeat("*", min(size, 1))
	}
	return string(first) + strings.Repeat("*", min(rest, 3))
}
