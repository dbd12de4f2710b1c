package form

import (
	"strings"
	"unicode"
)

// A spreadsheet does not fit the height of merged rows to their text, so the
// lines are counted here, on the safe side: fonts differ, and a blank strip is
// better than a line cut off.
const (
	unitPixels = 7    // one unit of column width, with the file's default font
	cellInset  = 6    // pixels of a cell's width that no text may use
	leading    = 1.42 // line height over font size; 宋体 needs 1.3, its stand-ins up to 1.45
	rowInset   = 7    // points above and below the text together
	tallest    = 409  // points; no row may be higher
)

// widthOf is how many full-width characters of a font size fit side by side in
// columns of so many units.
func widthOf(units, size float64) float64 {
	return (units*unitPixels - cellInset) * 0.75 / size
}

// heightOf is the points that a row needs for so many lines.
func heightOf(lines int, size float64) float64 {
	return min(float64(lines)*size*leading+rowInset, tallest)
}

// mostLines is how many lines the tallest row holds.
func mostLines(size float64) int { return int((tallest - rowInset) / (size * leading)) }

// wrap cuts text into the lines that it takes when width full-width characters
// fit on one. Together they are the text; a line keeps its line end.
func wrap(text string, width float64) []string {
	var lines []string
	var line []string // words of the line under way
	used := 0.0
	flush := func() {
		lines = append(lines, strings.Join(line, ""))
		line, used = nil, 0
	}
	for _, w := range words(text, width) {
		if used > 0 && used+extent(w) > width {
			var carry []string
			if n := len(line); n > 1 && closing(w) { // may not begin a line
				carry, line = []string{line[n-1]}, line[:n-1]
			}
			flush()
			for _, c := range carry {
				line, used = append(line, c), used+extent(c)
			}
		}
		line, used = append(line, w), used+extent(w)
		if w == "\n" {
			flush()
		}
	}
	flush()
	return lines
}

// words are what a line may be broken between: runs of Latin letters and
// digits, cut where one is wider than a line, and every other character.
func words(text string, width float64) []string {
	var list []string
	run, used := "", 0.0
	end := func() {
		if run != "" {
			list = append(list, run)
		}
		run, used = "", 0
	}
	for _, r := range text {
		if !latin(r) {
			end()
			list = append(list, string(r))
			continue
		}
		if used+advance(r) > width {
			end()
		}
		run, used = run+string(r), used+advance(r)
	}
	end()
	return list
}

func latin(r rune) bool {
	return r > ' ' && r < 0x2E80 && !strings.ContainsRune("“”‘’…—", r)
}

func closing(w string) bool {
	return strings.Contains("，。、；：？！）》」』】”’％%", w)
}

func extent(w string) (sum float64) {
	for _, r := range w {
		sum += advance(r)
	}
	return sum
}

// advance is a character's width in full-width characters.
func advance(r rune) float64 {
	switch {
	case r == '\n', unicode.Is(unicode.Mn, r):
		return 0
	case r == ' ':
		return 0.5
	case r < 0x80:
		return 0.56 // 宋体: 0.5; its stand-ins are wider
	case r < 0x2000:
		return 0.65
	}
	return 1
}
