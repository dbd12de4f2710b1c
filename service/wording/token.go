package wording

import (
	"cmp"
	"slices"
)

// token is a word of the text and what it may mean.
type token struct {
	is    kind
	does  role
	n     int // the value of a number
	runes int // its length
	from  int // bytes of the text
	to    int
	soft  bool // a gap before it that may be the end of a clause
	quote int  // the quotation that it stands in, from 1
}

// reading is a text cut into tokens and clauses.
type reading struct {
	text   string
	tokens []token
	clause []int  // of each token
	has    []kind // of each clause, all kinds in it
	bounds [][2]int
	quotes [][2]int // first and last token of each quotation
}

// readBy cuts a text's letters by a lexicon.
func readBy(lexicon *node, text string, ls []letter) *reading {
	t := &reading{text: text}
	soft := softGaps(ls)
	for i := 0; i < len(ls); {
		m, n, value := word(lexicon, ls, i)
		last := ls[i+n-1]
		t.tokens = append(t.tokens, token{m.is, m.does, value, n, ls[i].at, last.at + last.width, soft[i], ls[i].quote})
		i += n
	}
	t.merge()
	t.cut()
	return t
}

// softGaps marks the letters before which a gap stands between two runs of three
// letters or more. Shorter runs are one word written apart.
func softGaps(ls []letter) []bool {
	marks := make([]bool, len(ls)+1)
	start, run := 0, 0 // of the run before
	for i := 0; i <= len(ls); i++ {
		if i < len(ls) && !ls[i].gap && punctuation(ls[i].r) == 0 {
			continue
		}
		if i > start && start > 0 && ls[start].gap {
			marks[start] = run >= 3 && i-start >= 3
		}
		run, start = i-start, i
		if i < len(ls) && punctuation(ls[i].r) != 0 {
			run, start = 0, i+1
		}
	}
	return marks
}

func (t *reading) cut() {
	t.clause = make([]int, len(t.tokens))
	for i, tok := range t.tokens {
		if i == 0 || t.tokens[i-1].is&isBreak != 0 {
			t.has = append(t.has, 0)
			t.bounds = append(t.bounds, [2]int{i, i})
		}
		c := len(t.has) - 1
		t.clause[i] = c
		t.has[c] |= tok.is
		t.bounds[c][1] = i
		if q := tok.quote; q > 0 {
			for len(t.quotes) <= q {
				t.quotes = append(t.quotes, [2]int{i, i})
			}
			t.quotes[q][1] = i
		}
	}
}

// original is what stands in the text from one token to another.
func (t *reading) original(first, last int) string {
	return t.text[t.tokens[first].from:t.tokens[last].to]
}

// at is the token in which a byte of the text stands, or the one before.
func (t *reading) at(from int) int {
	i, found := slices.BinarySearchFunc(t.tokens, from, func(tok token, from int) int { return cmp.Compare(tok.from, from) })
	if found {
		return i
	}
	return max(i-1, 0)
}

// is reports whether there is a token i, and of one of the kinds.
func (t *reading) is(i int, k kind) bool {
	return i >= 0 && i < len(t.tokens) && t.tokens[i].is&k != 0
}

// in reports whether a clause has one of the kinds.
func (t *reading) in(i int, k kind) bool { return t.has[t.clause[i]]&k != 0 }

func punctuation(r rune) kind {
	switch r {
	case ',', '。', ';', '!', '?', '\n', '\r', '…':
		return isBreak
	case '、', dash:
		return isList
	case ':':
		return isColon
	case '(', ')', '<', '>':
		return isOpen
	}
	return 0
}

// word takes the longest word that begins at a letter: what it is, its length, its
// value.
func word(lexicon *node, ls []letter, at int) (meaning, int, int) {
	if k := punctuation(ls[at].r); k != 0 {
		return meaning{is: k}, 1, 0
	}
	numeral, digits, value := number(ls[at:])
	best, size := meaning{}, 0
	for i, n := at, lexicon; i < len(ls) && !withinLatin(ls, at); i++ {
		if n = n.next[ls[i].r]; n == nil {
			break
		}
		if n.word && !withinLatin(ls, i+1) {
			best, size = meaning{n.is, n.does}, i+1-at
		}
	}
	switch {
	case size > 0 && size >= digits:
		return best, size, value
	case digits > 0:
		return meaning{is: numeral}, digits, value
	}
	return meaning{}, 1, 0
}

// withinLatin reports whether a word of Latin letters goes on at i: there is no "men"
// in "department".
func withinLatin(ls []letter, i int) bool {
	return i > 0 && i < len(ls) && !ls[i].gap && isLatin(ls[i-1].r) && isLatin(ls[i].r)
}

func isLatin(r rune) bool { return r >= 'a' && r <= 'z' }

// number reads 45, 2.5 or 四十五.
func number(ls []letter) (kind, int, int) {
	n, value := 0, 0
	for n < len(ls) && n < 12 && (isDigit(ls[n].r) || n > 0 && ls[n].r == '.') {
		if isDigit(ls[n].r) {
			value = value*10 + int(ls[n].r-'0')
		} else {
			value *= 1000 // a fraction is no age
		}
		value = min(value, 1e6)
		n++
	}
	if n > 0 {
		return isNumber, n, value
	}
	return numeral(ls)
}

var numerals = map[rune]int{'一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9, '十': 10, '廿': 20, '卅': 30, '卌': 40, '百': 100}

func numeral(ls []letter) (kind, int, int) {
	n, value, digit, hundred := 0, 0, 0, false
	for n < len(ls) && n < 5 {
		v, ok := numerals[ls[n].r]
		if !ok {
			break
		}
		switch {
		case v == 100:
			value, digit = max(digit, 1)*100, 0
		case v == 10:
			value, digit = value+max(digit, 1)*10, 0
		case v > 10:
			value, digit = value+v, 0 // 卅五
		default:
			digit = v
		}
		hundred = v == 100 || hundred && v < 10 && n > 0 && ls[n-1].r == '百'
		n++
	}
	if n == 0 {
		return 0, 0, 0
	}
	if hundred {
		digit *= 10 // 两百八
	}
	return isNumber, n, value + digit
}
