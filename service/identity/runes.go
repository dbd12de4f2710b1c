package identity

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
)

// compact folds full-width forms and drops blanks and hyphens: the freedom
// people take with numbers. Other characters stay, for the caller to refuse;
// that includes digits of other scripts, which only look like ours.
func compact(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) {
			return -1
		}
		return r
	}, width.Fold.String(s))
}

// hidden reports whether r shows nothing or moves what is shown around it:
// control and format characters (bidi, zero width), line separators, fillers,
// noncharacters, and the mark of a broken decoding.
func hidden(r rune) bool {
	const brailleBlank = '\u2800'
	return r == utf8.RuneError || r == brailleBlank ||
		unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp,
			unicode.Other_Default_Ignorable_Code_Point, unicode.Noncharacter_Code_Point)
}

// compose is NFC, except that compatibility ideographs stay what they are: NFC
// would replace those of U+F900 and U+2F800 by a look-alike, and a person's
// name is spelt as the register spells it.
func compose(s string) string {
	if norm.NFC.IsNormalString(s) {
		return s
	}
	var out strings.Builder
	start := 0
	for i, r := range s {
		if compatibilityIdeograph(r) {
			out.WriteString(norm.NFC.String(s[start:i]))
			out.WriteRune(r)
			start = i + utf8.RuneLen(r)
		}
	}
	out.WriteString(norm.NFC.String(s[start:]))
	return out.String()
}

func compatibilityIdeograph(r rune) bool {
	return r >= 0xF900 && r <= 0xFAFF || r >= 0x2F800 && r <= 0x2FA1F
}

// narrowASCII turns full-width Latin letters, digits and signs into ASCII and
// leaves every other width alone.
func narrowASCII(r rune) rune {
	if r >= '！' && r <= '～' {
		return r - '！' + '!'
	}
	return r
}

func digits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return s != ""
}
