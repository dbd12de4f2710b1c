package form

import "github.com/xuri/excelize/v2"

var (
	thin   = []excelize.Border{edge("left"), edge("top"), edge("right"), edge("bottom")}
	shaded = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"F2F2F2"}}
)

func edge(side string) excelize.Border { return excelize.Border{Type: side, Color: "000000", Style: 1} }

const textFormat = 49 // "@"

// style is the workbook's number of a look.
func (b *book) style(l look) int {
	if id, ok := b.styles[l]; ok {
		return id
	}
	s := excelize.Style{
		Font: &excelize.Font{Family: l.font, Size: l.size, Bold: l.bold},
		Alignment: &excelize.Alignment{
			Horizontal: l.across, Vertical: l.down, WrapText: true, Indent: l.indent,
		},
	}
	if l.box {
		s.Border = thin
	}
	if l.shade {
		s.Fill = shaded
	}
	if l.quote {
		s.NumFmt = textFormat
	}
	id, err := b.f.NewStyle(&s)
	b.do(err)
	if l.quote && err == nil {
		// Excelize has no setting for it. No other look has this id: the number
		// format tells them apart.
		yes := true
		b.f.Styles.CellXfs.Xf[id].QuotePrefix = &yes
	}
	b.styles[l] = id
	return id
}
