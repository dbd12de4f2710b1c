package form

import (
	"slices"
	"strings"
)

const lowest = 24 // points: room for a score by hand

func put(b *book, row int, c cell, head bool) {
	a := area{sheetCol[c.col], row, sheetCol[c.col+c.cols] - 1, row + c.rows - 1}
	l := midLook
	switch {
	case head:
		l = headLook
	case c.words():
		l = bodyLook
	}
	if c.tall() {
		l.down = "top"
	}
	if c.number {
		b.number(a, c.text, l)
		return
	}
	b.text(a, c.text, l)
}

// rowHeights are such that every cell shows all its text; one that reaches over
// several rows gets what it lacks in its last.
func rowHeights(b *book, rows [][]cell) []float64 {
	heights := slices.Repeat([]float64{lowest}, len(rows))
	for span := 1; span <= len(rows); span++ {
		for i, row := range rows {
			for _, c := range row {
				if c.rows == span {
					size := bodySize
					if i == 0 {
						size = headSize
					}
					raise(heights[i:i+span], b.need(sheetCol[c.col], sheetCol[c.col+c.cols]-1, c.text, size))
				}
			}
		}
	}
	return heights
}

func raise(heights []float64, need float64) {
	for _, h := range heights {
		need -= h
	}
	if need > 0 {
		heights[len(heights)-1] += need
	}
}

// paragraph writes text across the sheet, in as many rows as it takes to show
// all of it, and answers the row after it.
func (b *book) paragraph(row int, text string, l look) int {
	last := len(b.units)
	for _, part := range b.chunks(1, last, text, l.size) {
		b.text(area{1, row, last, row}, part, l)
		b.height(row, b.need(1, last, part, l.size))
		row++
	}
	return row
}

// chunks cuts text into what fits in one row each, across the columns from
// first to last. Text of any length is at least one chunk.
func (b *book) chunks(first, last int, text string, size float64) (parts []string) {
	lines := wrap(text, b.width(first, last, size))
	for chunk := range slices.Chunk(lines, mostLines(size)) {
		parts = append(parts, strings.Join(chunk, ""))
	}
	return parts
}
