package form

import "strconv"

const annexSize = 9

// annexColumns are the evidence lists' columns.
var annexColumns = []struct {
	name  string
	units float64
}{
	{"序号", 5}, {"佐证内容", 18}, {"日期", 11}, {"地点", 12}, {"说明", 11}, {"状态", 8}, {"佐证文件", 32},
}

var (
	annexTitle = look{font: song, size: 16, bold: true, across: "center", down: "center"}
	annexHead  = look{font: song, size: annexSize, bold: true, across: "center", down: "center", box: true}
	annexItem  = look{font: song, size: 10.5, bold: true, across: "left", down: "center", box: true, shade: true}
	annexBody  = look{font: song, size: annexSize, across: "left", down: "center", box: true}
	annexMid   = look{font: song, size: annexSize, across: "center", down: "center", box: true}
)

const noEvidence = "（没有佐证材料）"

func (f Form) writeAnnex(b *book) {
	units := make([]float64, len(annexColumns))
	for i, c := range annexColumns {
		units[i] = c.units
	}
	const headRow = 2
	b.open(annexSheet, units, paper{margins: margins{1.6, 1.6, 1.5}, headRow: headRow, frozen: true})
	b.text(area{1, 1, len(units), 1}, annexSheet, annexTitle)
	b.height(1, 30)
	for i, c := range annexColumns {
		b.text(area{i + 1, headRow, i + 1, headRow}, c.name, annexHead)
	}
	b.height(headRow, heightOf(1, annexSize)+4)
	row := headRow + 1
	for _, it := range f.Annex {
		row = writeItem(b, row, it)
	}
	b.close(row - 1)
}

func writeItem(b *book, row int, it AnnexItem) int {
	row = b.paragraph(row, it.heading(), annexItem)
	for _, text := range it.remarks() {
		row = b.paragraph(row, text, annexBody)
	}
	if len(it.Evidence) == 0 {
		return b.paragraph(row, noEvidence, annexBody)
	}
	for i, e := range it.Evidence {
		row = writeEvidence(b, row, i+1, e)
	}
	return row
}

// writeEvidence goes on in rows below for further files and for what is too
// long for one row, with the other cells blank: a row is only so high.
func writeEvidence(b *book, row, n int, e AnnexEvidence) int {
	var parts [][]string // of each column
	for i, s := range e.texts(n) {
		parts = append(parts, b.chunks(i+1, i+1, s, annexSize))
	}
	files := len(parts) - 1
	for i, f := range e.Files {
		parts[files] = append(parts[files][:i], fileText(f))
	}
	for more := true; more; row++ {
		more = false
		height := 0.0
		for i := range parts {
			s, rest := parts[i][0], parts[i][1:]
			more = more || len(rest) > 0
			b.annexCell(row, i, s)
			height = max(height, b.need(i+1, i+1, s, annexSize))
			if parts[i] = rest; len(rest) == 0 {
				parts[i] = []string{""}
			}
		}
		b.height(row, height)
	}
	return row
}

func (b *book) annexCell(row, i int, s string) {
	a := area{i + 1, row, i + 1, row}
	switch annexColumns[i].name {
	case "序号":
		b.number(a, s, annexMid)
	case "日期", "状态":
		b.text(a, s, annexMid)
	default:
		b.text(a, s, annexBody)
	}
}

// texts are the cells of evidence number n, without its files.
func (e AnnexEvidence) texts(n int) []string {
	return []string{strconv.Itoa(n), clean(e.What), e.Day.String(), clean(e.Where), clean(e.Note), clean(e.Status), ""}
}
