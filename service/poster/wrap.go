package poster

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// pitch is from line to line, at a size of 1.
	pitch = 1.3
	// tall is how high a line's own box is: with the tails of Latin letters.
	tall = 1.14
	// above is how much of that is above the baseline.
	above = 0.9
	// step is by how much a text that does not fit shrinks, in millimetres.
	step = 0.25
)

// fit breaks text into lines within a box of w by h, in the largest size from most
// down to least in which it fits. What is too long for the least is cut.
func (s *scribe) fit(text string, w, h, most, least float64) (lines []string, size float64) {
	text = strings.Join(strings.Fields(text), " ")
	for size = most; ; size = max(size-step, least) {
		lines = s.wrap(text, w/size)
		room := max(int((h-tall*size)/(pitch*size)+1e-9)+1, 1)
		if len(lines) <= room {
			return s.balanced(text, w/size, lines), size
		}
		if size <= least {
			return s.cut(lines, room, w/size), size
		}
	}
}

// wrap breaks text into lines of at most width.
func (s *scribe) wrap(text string, width float64) (lines []string) {
	line := ""
	for _, p := range pieces(text) {
		for s.width(line+strings.TrimRight(p, " ")) > width {
			if trimmed := strings.TrimSpace(line); trimmed != "" {
				lines, line = append(lines, trimmed), ""
				continue
			}
			head := s.head(p, width) // a word wider than a line
			lines, p = append(lines, head), p[len(head):]
		}
		line += p
	}
	if line = strings.TrimSpace(line); line != "" {
		lines = append(lines, line)
	}
	return lines
}

// head is as much of a word as a line holds, one character at least.
func (s *scribe) head(word string, width float64) string {
	_, end := utf8.DecodeRuneInString(word)
	for end < len(word) {
		_, n := utf8.DecodeRuneInString(word[end:])
		if s.width(word[:end+n]) > width {
			break
		}
		end += n
	}
	return word[:end]
}

// balanced makes the lines alike in length: a last line of one character looks
// like a mistake.
func (s *scribe) balanced(text string, width float64, lines []string) []string {
	low, high := width/2, width
	for range 12 {
		middle := (low + high) / 2
		if narrower := s.wrap(text, middle); len(narrower) <= len(lines) {
			lines, high = narrower, middle
		} else {
			low = middle
		}
	}
	return lines
}

// cut leaves as many lines as there is room for; the last says that there was more.
func (s *scribe) cut(lines []string, room int, width float64) []string {
	lines = lines[:room]
	last := []rune(lines[room-1])
	for len(last) > 0 && s.width(string(last)+"…") > width {
		last = last[:len(last)-1]
	}
	lines[room-1] = string(last) + "…"
	return lines
}

// pieces are what stays together on a line: a word of Latin letters or digits, a
// Han character with the marks behind it that may not begin a line.
func pieces(text string) (list []string) {
	start := 0
	var before rune
	for i, r := range text {
		if i > start && mayBreak(before, r) {
			list, start = append(list, text[start:i]), i
		}
		before = r
	}
	return append(list, text[start:])
}

func mayBreak(before, after rune) bool {
	switch {
	case strings.ContainsRune("，。、；：！？）》」』”’·…—", after), unicode.IsSpace(after):
		return false
	case strings.ContainsRune("（《「『“‘", before):
		return false
	}
	return unicode.IsSpace(before) || wide(before) || wide(after)
}

// wide are the characters that are written without spaces between them.
func wide(r rune) bool { return r >= 0x2E80 || r == missing }
