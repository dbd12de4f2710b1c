package form

import "io"

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
