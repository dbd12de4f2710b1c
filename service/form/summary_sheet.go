package form

const listSize = 10

var (
	listTitle = look{font: song, size: 16, bold: true, across: "center", down: "center"}
	listAbout = look{font: song, size: listSize, across: "center", down: "center"}
	listHead  = look{font: song, size: listSize, bold: true, across: "center", down: "center", box: true, shade: true}
	listBody  = look{font: song, size: listSize, across: "left", down: "center", box: true}
	listMid   = look{font: song, size: listSize, across: "center", down: "center", box: true}
)

// list writes one summary sheet: title, what it speaks of, heads, a row for
// each line. Only what is above the heads is merged.
func (s Summary) list(b *book, name string, heads []head, lines []line) {
	units := make([]float64, len(heads))
	for i, h := range heads {
		units[i] = h.units
	}
	const headRow = 3
	b.open(name, units, paper{landscape: true, margins: margins{1.6, 1.6, 1.2}, headRow: headRow, frozen: true})
	b.text(area{1, 1, len(units), 1}, s.Title+"（"+name+"）", listTitle)
	b.height(1, b.need(1, len(units), s.Title, listTitle.size)+6)
	b.text(area{1, 2, len(units), 2}, s.about(), listAbout)
	b.height(2, heightOf(1, listSize))
	names := make([]string, len(heads))
	for i, h := range heads {
		names[i] = h.name
	}
	b.line(headRow, names, func(int) (look, bool) { return listHead, false })
	for i, l := range lines {
		b.line(headRow+1+i, l.cells, func(col int) (look, bool) { return l.look(heads[col]), heads[col].number })
	}
	b.close(headRow + len(lines))
}

func (l line) look(h head) look {
	k := listBody
	if h.number || h.units <= 10 {
		k = listMid
	}
	k.bold = l.sum
	return k
}

// line writes one row of single cells, as high as its text needs.
func (b *book) line(row int, cells []string, how func(col int) (l look, number bool)) {
	height := 0.0
	for i, s := range cells {
		l, number := how(i)
		a := area{i + 1, row, i + 1, row}
		if number {
			b.number(a, s, l)
			continue // never wrapped
		}
		b.text(a, s, l)
		height = max(height, b.need(i+1, i+1, s, l.size))
	}
	b.height(row, height)
}
