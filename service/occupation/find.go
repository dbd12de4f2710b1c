package occupation

import (
	"slices"
	"strings"
	"unicode"
)

// Match is an occupation that a text names.
type Match struct {
	ID    ID
	Words string // as the text says it
}

// Find lists the occupations that a free text names, in the order in which it names
// them, each once. Longer words win over those inside them, and a word that follows a
// denial (非, 不做 …) or names an employer (保安公司) says nothing. A text that names
// none answers none.
func Find(text string) []Match {
	n := read(text)
	var found []Match
	for i := 0; i < len(n.marks); {
		ids, runes := n.at(i)
		if runes == 0 {
			i++
			continue
		}
		if !n.denied(i) && !n.employer(i+runes) {
			for _, id := range ids {
				if !slices.ContainsFunc(found, func(m Match) bool { return m.ID == id }) {
					found = append(found, Match{id, text[n.marks[i].from:n.end(i+runes, len(text))]})
				}
			}
		}
		i += runes
	}
	return found
}

// separator stands for everything that is neither a letter nor a digit.
const separator = " "

// reading is a text in the form in which words are compared: narrow, lower case.
type reading struct {
	text  string
	marks []mark // one for each rune of text
}

type mark struct{ at, from int } // byte offsets in the reading and in the text

func read(text string) reading {
	var n reading
	var b strings.Builder
	for from, r := range text {
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		n.marks = append(n.marks, mark{b.Len(), from})
		if r == unicode.ReplacementChar || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			b.WriteString(separator)
		} else {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	n.text = b.String()
	return n
}

// at answers the longest word that begins at rune i, and how many runes it has.
func (n reading) at(i int) (ids []ID, runes int) {
	rest := n.text[n.marks[i].at:]
	for _, head := range rest {
		rest = rest[:min(len(rest), table.longest[head])]
		break
	}
	for j := len(rest); j > 0; j-- {
		if ids, ok := table.words[rest[:j]]; ok && n.whole(n.marks[i].at, n.marks[i].at+j) {
			return ids, len([]rune(rest[:j]))
		}
	}
	return nil, 0
}

// whole reports whether Latin words are not cut: hr is not in chrome.
func (n reading) whole(from, to int) bool {
	latin := func(at int) bool {
		return at >= 0 && at < len(n.text) && (n.text[at] >= 'a' && n.text[at] <= 'z' || n.text[at] >= '0' && n.text[at] <= '9')
	}
	return !(latin(from-1) && latin(from)) && !(latin(to-1) && latin(to))
}

func (n reading) end(i, most int) int {
	if i >= len(n.marks) {
		return most
	}
	return n.marks[i].from
}

var denials = []string{"非", "不是", "不做", "不当", "不招", "不要", "不含", "不用", "不想做", "不想当", "不需要", "无需", "拒绝", "除了"}

func (n reading) denied(i int) bool {
	before := n.text[:n.marks[i].at]
	return slices.ContainsFunc(denials, func(d string) bool { return strings.HasSuffix(before, d) })
}

func (n reading) employer(i int) bool {
	return i < len(n.marks) && strings.HasPrefix(n.text[n.marks[i].at:], "公司")
}
