package form

import "strconv"

const annexSize = 9

// annexColumns are the evidence lists' columns.
var annexColumns = []struct {
	name  string
	units float64
}{
	{"序号", 5}, {"佐证内容", 23}, {"日期", 11}, {"地点", 14}, {"说明", 16}, {"状态", 8}, {"佐证文件", 20},
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

// writeEvidence gives each further file a row of its own, with the other cells
// blank: a row is only so high.
func writeEvidence(b *book, row, n int, e AnnexEvidence) int {
	texts := e.texts(n)
	for _, file := range e.fileTexts() {
		texts[len(texts)-1] = file
		height := 0.0
		for i, s := range texts {
			l := annexBody
			if name := annexColumns[i].name; name == "序号" || name == "日期" || name == "状态" {
				l = annexMid
			}
			a := area{i + 1, row, i + 1, row}
			if i == 0 {
				b.number(a, s, l)
			} else {
				b.text(a, s, l)
			}
			height = max(height, b.need(i+1, i+1, s, annexSize))
		}
		b.height(row, height)
		texts, row = make([]string, len(texts)), row+1
	}
	return row
}

// texts are the cells of evidence number n, without its files.
func (e AnnexEvidence) texts(n int) []string {
	return []string{strconv.Itoa(n), clean(e.What), e.Day.String(), clean(e.Where), clean(e.Note), clean(e.Status), ""}
}

// fileTexts are never none: evidence without a file has an empty one.
func (e AnnexEvidence) fileTexts() []string {
	if len(e.Files) == 0 {
		return []string{""}
	}
	texts := make([]string, len(e.Files))
	for i, f := range e.Files {
		texts[i] = fileText(f)
	}
	return texts
}
