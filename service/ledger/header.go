package ledger

import (
	"slices"
	"strings"
)

// header says which columns of a sheet hold which field.
type header struct {
	columns [fields][]int  // leftmost first; several only for evidence
	words   map[int]string // what stands above the columns of evidence and pay
}

// enough is how many columns must be known for a row to be taken as a header.
const enough = 3

// readHeader reads a row as a header of a form. ok is false when it is none: it must
// name the form's anchor column and enough others.
func readHeader(of form, l line) (h header, ok bool) {
	// Most rows are data: the one column that all headers have is asked first.
	if !slices.ContainsFunc(l.cells, func(c cell) bool { return of.anchor.rank(word(c.text)) >= 0 }) {
		return h, false
	}
	h.words = map[int]string{}
	best := [fields]int{}
	for column, c := range l.cells {
		f, rank := classify(of.headings, word(c.text))
		switch {
		case f == fieldNone:
			continue
		case f == fieldEvidence:
			h.columns[f] = append(h.columns[f], column)
			h.words[column] = word(c.text)
		case h.columns[f] == nil || rank < best[f]:
			h.columns[f], best[f] = []int{column}, rank
			if f == fieldPay {
				h.words[column] = plain(c.text) // which may say per what
			}
		}
	}
	return h, h.has(of.anchor.field) && h.known() >= enough
}

// classify finds the field that a column's heading fits best.
func classify(headings []heading, word string) (field, int) {
	found, best := fieldNone, 0
	for _, h := range headings {
		if rank := h.rank(word); rank >= 0 && (found == fieldNone || rank < best) {
			found, best = h.field, rank
		}
	}
	return found, best
}

func (h header) has(f field) bool { return len(h.columns[f]) > 0 }

// fieldOf is the field of a column, fieldNone when the header does not say.
func (h header) fieldOf(column int) field {
	for f, columns := range h.columns {
		if slices.Contains(columns, column) {
			return field(f)
		}
	}
	return fieldNone
}

func (h header) known() int {
	n := 0
	for f := range h.columns {
		if h.has(field(f)) {
			n++
		}
	}
	return n
}

// subheader reads the second row of a header in two storeys: nothing but
// headings, below a row that is a header already. Its columns are named more
// closely than those above them.
func (h header) subheader(headings []heading, l line) (header, bool) {
	found := false
	for column, c := range l.cells {
		if c.text == "" {
			continue
		}
		f, _ := classify(headings, word(c.text))
		if f == fieldNone {
			return h, false
		}
		if f != fieldEvidence {
			h.columns[f] = []int{column}
		}
		found = true
	}
	return h, found
}

// missing names the columns without which no row of the sheet can be read.
func (h header) missing(required ...[]field) string {
	var out []string
	for _, anyOf := range required {
		titles, found := []string{}, false
		for _, f := range anyOf {
			titles = append(titles, fieldTitles[f])
			found = found || h.has(f)
		}
		if !found {
			out = append(out, strings.Join(titles, "或"))
		}
	}
	return strings.Join(out, "、")
}

// get is what a row holds for a field. Evidence kept in several columns is
// joined, each under its heading where that says more than the cell.
func (h header) get(l line, f field) cell {
	columns := h.columns[f]
	if len(columns) == 0 {
		return cell{}
	}
	if f != fieldEvidence {
		return l.at(columns[0])
	}
	var parts []string
	for _, column := range columns {
		text := l.at(column).text
		if text == "" {
			continue
		}
		if above := h.words[column]; aboutTerm.MatchString(above) && !aboutTerm.MatchString(text) {
			text = above + ":" + text
		}
		parts = append(parts, text)
	}
	return cell{text: strings.Join(parts, "；")}
}
