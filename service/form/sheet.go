package form

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

const a4 = 9

// paper is how a sheet is printed: A4, as wide as the page.
type paper struct {
	landscape bool
	margins   margins
	headRow   int  // repeated on every page
	frozen    bool // head rows stay in view
}

// margins are in centimetres.
type margins struct{ top, bottom, side float64 }

// open begins a sheet; units are the widths of its columns. The first takes
// the one that a new file comes with.
func (b *book) open(name string, units []float64, p paper) {
	if b.sheet == "" {
		b.do(b.f.SetSheetName(b.f.GetSheetName(0), name))
	} else {
		_, err := b.f.NewSheet(name)
		b.do(err)
	}
	b.sheet, b.units = name, units
	for i, u := range units {
		col, err := excelize.ColumnNumberToName(i + 1)
		b.do(err)
		b.do(b.f.SetColWidth(name, col, col, u))
	}
	b.page(p)
}

func (b *book) page(p paper) {
	yes, no, no0, one, size := true, false, 0, 1, a4
	orientation := "portrait"
	if p.landscape {
		orientation = "landscape"
	}
	b.do(b.f.SetSheetProps(b.sheet, &excelize.SheetPropsOptions{FitToPage: &yes}))
	b.do(b.f.SetPageLayout(b.sheet, &excelize.PageLayoutOptions{
		Size: &size, Orientation: &orientation, FitToWidth: &one, FitToHeight: &no0,
	}))
	top, bottom, side, foot := inches(p.margins.top), inches(p.margins.bottom), inches(p.margins.side), inches(0.8)
	b.do(b.f.SetPageMargins(b.sheet, &excelize.PageLayoutMarginsOptions{
		Top: &top, Bottom: &bottom, Left: &side, Right: &side, Header: &foot, Footer: &foot, Horizontally: &yes,
	}))
	b.do(b.f.SetHeaderFooter(b.sheet, &excelize.HeaderFooterOptions{OddFooter: "&C&9第 &P 页，共 &N 页"}))
	b.do(b.f.SetSheetView(b.sheet, -1, &excelize.ViewOptions{ShowGridLines: &no}))
	b.name("_xlnm.Print_Titles", fmt.Sprintf("$%d:$%d", p.headRow, p.headRow))
	if p.frozen {
		b.do(b.f.SetPanes(b.sheet, &excelize.Panes{
			Freeze: true, YSplit: p.headRow, ActivePane: "bottomLeft", TopLeftCell: ref(1, p.headRow+1),
		}))
	}
}

// close says how far the sheet reaches.
func (b *book) close(lastRow int) {
	b.do(b.f.SetSheetDimension(b.sheet, "A1:"+ref(len(b.units), lastRow)))
	last, err := excelize.CoordinatesToCellName(len(b.units), lastRow, true)
	b.do(err)
	b.name("_xlnm.Print_Area", "$A$1:"+last)
}

func (b *book) name(name, where string) {
	b.do(b.f.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: "'" + b.sheet + "'!" + where, Scope: b.sheet}))
}

func inches(cm float64) float64 { return cm / 2.54 }
