package wording

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/quanjiuye/backend/service/hanzi"
)

// letter is a character of the text in the one way of writing that is read.
type letter struct {
	r     rune
	at    int  // its first byte in the text
	width int  // bytes there
	gap   bool // something that does not count stood before it
	quote int  // the quotation that it stands in, from 1; 0 is none
}

// folds are pairs: an ornamental character, and how it is read.
const folds = "≦≤⩽≤﹤≤≧≥⩾≥♂男♀女👨男👩女🚹男🚺女👦男👧女🚫禁❌禁🈲禁⛔禁✖禁歳岁嵗岁"

var fold = func() map[rune]rune {
	m := map[rune]rune{}
	rs := []rune(folds)
	for i := 0; i+1 < len(rs); i += 2 {
		m[rs[i]] = rs[i+1]
	}
	return m
}()

const (
	hard  = ",。;!?\n\r、:…" // ends what hangs together
	shown = "()<>"         // what is set off
	dash  = '-'
)

// plain is how a character is read; 0 when it does not count.
func plain(r rune) rune {
	if unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) {
		return 0 // a letter that shows nothing
	}
	if r > 0xFF00 && r < 0xFF5F {
		r -= 0xFEE0
	}
	if to, ok := fold[r]; ok {
		return to
	}
	r = hanzi.Simplified(r)
	switch {
	case strings.ContainsRune("，｡", r):
		return ','
	case strings.ContainsRune("|┃│⏐", r):
		return ';'
	case strings.ContainsRune("（【[〔{「『《〈", r):
		return '('
	case strings.ContainsRune("）】]〕}」』》〉", r):
		return ')'
	case strings.ContainsRune("-–—~～−‐‑―﹣─", r):
		return dash
	case r == '\n' || r == '\r' || strings.ContainsRune(hard+shown+".", r):
		return r
	case r == '≤' || r == '≥':
		return r
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return unicode.ToLower(r)
	}
	return 0
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// letters folds a text. Spaces, ornaments and marks within a word do not count;
// a mark between two single characters does not end anything.
func letters(text string) []letter {
	var all []letter
	gap := false
	quotes, open := 0, false
	for i, r := range text {
		if strings.ContainsRune("“‘「『\"”’」』", r) {
			open = strings.ContainsRune("“‘「『", r) || r == '"' && !open
			if open {
				quotes++
			}
		}
		width := runeWidth(text[i:])
		forms, enclosed := enclosedNumber(text, i, width)
		if !enclosed {
			forms = unornamented(r)
		}
		counts := false
		for _, form := range forms {
			if p := plain(form); p != 0 {
				all = append(all, letter{r: p, at: i, width: width, gap: gap})
				if open {
					all[len(all)-1].quote = quotes
				}
				gap, counts = false, true
			}
		}
		gap = gap || !counts
	}
	return spliced(all)
}

// unornamented is what a character stands for that is another in an ornamental
// form: ⼥ and ㊛ are 女, 𝟷 is 1, á is a.
func unornamented(r rune) []rune {
	if _, own := fold[r]; own || r < 0x80 || !unicode.In(r, unicode.L, unicode.Nd, unicode.So) {
		return []rune{r}
	}
	return []rune(norm.NFKD.String(string(r)))
}

// enclosedNumber reads ㉟ and ③⑤. A ② alone, or right before a digit, numbers a list
// and is no number of it.
func enclosedNumber(text string, at, width int) (digits []rune, enclosed bool) {
	r, _ := utf8.DecodeRuneInString(text[at:])
	if digits = enclosedDigits(r); digits == nil {
		return nil, false
	}
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at+width:])
	if isDigit(plain(after)) || len(digits) == 1 && len(enclosedDigits(before)) != 1 && len(enclosedDigits(after)) != 1 {
		return nil, true
	}
	return digits, true
}

func enclosedDigits(r rune) []rune {
	if !unicode.Is(unicode.No, r) || r < 0x2460 { // a fraction, a footnote
		return nil
	}
	digits := []rune(norm.NFKD.String(string(r)))
	for _, d := range digits {
		if !isDigit(d) {
			return nil
		}
	}
	return digits
}

func runeWidth(s string) int {
	for i := range s {
		if i > 0 {
			return i
		}
	}
	return len(s)
}

// spliced drops dots and dashes that are not between digits, and hard marks
// between single characters.
func spliced(all []letter) []letter {
	out := all[:0:0]
	gap := false
	for i, l := range all {
		before, after := i > 0 && isDigit(all[i-1].r), i+1 < len(all) && isDigit(all[i+1].r)
		drop := false
		switch {
		case l.r == '.':
			drop = !before || !after
		case strings.ContainsRune("<>", l.r) && after:
			l.r = map[rune]rune{'<': '≤', '>': '≥'}[l.r] // <45岁
		case l.r == dash:
			drop = !after || i == 0 || !before && all[i-1].r != '岁'
		case strings.ContainsRune(hard, l.r):
			drop = alone(all, i-1, -1) && alone(all, i+1, 1)
		}
		if drop {
			gap = true
			continue
		}
		l.gap = l.gap || gap
		gap = false
		out = append(out, l)
	}
	return out
}

// alone reports whether the letter at i is a character between marks.
func alone(all []letter, i, step int) bool {
	if i < 0 || i >= len(all) || !unicode.Is(unicode.Han, all[i].r) {
		return false
	}
	n := i + step
	return n < 0 || n >= len(all) || strings.ContainsRune(hard, all[n].r)
}
