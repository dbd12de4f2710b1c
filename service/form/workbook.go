package form

import (
	"io"
	"slices"
	"strings"
)

// Names of the form's sheets.
const (
	formSheet  = "考核表"
	annexSheet = "佐证清单"
)

// WriteWorkbook writes the form as form.xlsx: the sheet 考核表, ready for A4, and
// the sheet 佐证清单 if there is an annex.
func (f Form) WriteWorkbook(w io.Writer) error {
	b := newBook(title)
	f.writeForm(b)
	if len(f.Annex) > 0 {
		f.writeAnnex(b)
	}
	return b.write(w)
}

// formUnits are the sheet's columns. The wording has three, so that the line
// above the table can be divided into its three parts.
var formUnits = []float64{9, 5.5, 9, 19.6, 24, 9.5, 6.8, 6.8, 6.8}

// sheetCol is the sheet's first column of each column of the table, and where
// the next would begin.
var sheetCol = [columns + 1]int{1, 2, 3, 4, 7, 8, 9, 10}

const lowest = 24 // points: room for a score by hand

// Rows above the table.
const (
	annexRow = iota + 1
	titleRow
	unitRow
	tableRow
)

// Sizes of the table's type. The heads of the score columns break in the middle
// at this size and at no smaller one.
const (
	headSize = 12   // 小四
	bodySize = 10.5 // 五号
)

var (
	annexLook = look{font: hei, size: 14, across: "left", down: "center"}
	titleLook = look{font: song, size: 18, bold: true, across: "center", down: "center"}
	lineLook  = look{font: song, size: bodySize, across: "left", down: "center"}
	headLook  = look{font: song, size: headSize, bold: true, across: "center", down: "center", box: true}
	midLook   = look{font: song, size: bodySize, across: "center", down: "center", box: true}
	bodyLook  = look{font: song, size: bodySize, across: "left", down: "center", box: true}
	footLook  = look{font: song, size: 9, across: "left", down: "center"}
)

func (f Form) writeForm(b *book) {
	b.open(formSheet, formUnits, paper{margins: margins{1.6, 1.6, 1.5}, headRow: tableRow})
	last := len(formUnits)
	b.text(area{1, annexRow, last, annexRow}, annexNo, annexLook)
	b.height(annexRow, 20)
	b.text(area{1, titleRow, last, titleRow}, title, titleLook)
	b.height(titleRow, 32)
	f.writeUnit(b)
	rows := f.table()
	for i, h := range rowHeights(b, rows) {
		b.height(tableRow+i, h)
	}
	for i, row := range rows {
		for _, c := range row {
			put(b, tableRow+i, c, i == 0)
		}
	}
	row := tableRow + len(rows)
	for _, text := range f.foot() {
		row = b.paragraph(row, text, footLook)
	}
	b.close(row - 1)
}

// writeUnit is the line above the table, high enough for a stamp to be seen on.
func (f Form) writeUnit(b *book) {
	height := 36.0
	for _, p := range []struct {
		first, last int
		text        string
	}{
		{1, 4, unitLabel + clean(f.Unit)},
		{5, 5, countyLabel + clean(f.County)},
		{6, 9, dateLabel + dateText(f.Date)},
	} {
		l := lineLook
		l.indent = min(p.first-1, 1) // keeps the parts apart
		b.text(area{p.first, unitRow, p.last, unitRow}, p.text, l)
		width := b.width(p.first, p.last, bodySize) - 1
		height = max(height, heightOf(len(wrap(p.text, width)), bodySize))
	}
	b.height(unitRow, height)
}

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
