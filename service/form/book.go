package form

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// Fonts that every office in the country has.
const (
	song = "宋体"
	hei  = "黑体"
)

// made is the time in every file's properties: equal input, equal bytes.
const made = "2020-01-01T00:00:00Z"

// look is how a cell is set.
type look struct {
	font   string
	size   float64
	bold   bool
	across string // left, center, right
	down   string // top, center, bottom
	box    bool   // borders all round
	shade  bool
	indent int
	quote  bool // stays text when somebody types it again
}

// area is a block of cells, first and last included, counted from 1.
type area struct{ col, row, lastCol, lastRow int }

// book writes a workbook. The first error stays and makes the rest no-ops.
type book struct {
	f      *excelize.File
	sheet  string
	units  []float64 // widths of the sheet's columns
	styles map[look]int
	err    error
}

func newBook(title string) *book {
	b := &book{f: excelize.NewFile(), styles: map[look]int{}}
	b.do(b.f.SetDocProps(&excelize.DocProperties{
		Creator: "泉就业", LastModifiedBy: "泉就业", Title: clean(title), Language: "zh-CN", Created: made, Modified: made,
	}))
	return b
}

func (b *book) do(err error) {
	if b.err == nil {
		b.err = err
	}
}

// write ends the workbook.
func (b *book) write(w io.Writer) error {
	defer b.f.Close()
	if b.err != nil {
		return fmt.Errorf("lay out workbook: %w", b.err)
	}
	if err := b.f.Write(w); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

// text puts s into the area, merged if it is more than a cell. It stays text.
func (b *book) text(a area, s string, l look) {
	s = clean(s)
	l.quote = risky(s)
	b.set(a, l, func(first string) error {
		if e := literal(s); e != s {
			return b.f.SetCellDefault(b.sheet, first, e) // within the cell: no number
		}
		return b.f.SetCellStr(b.sheet, first, s)
	})
}

// number puts a plain decimal into the area; "" leaves it blank.
func (b *book) number(a area, s string, l look) {
	b.set(a, l, func(first string) error {
		if s == "" {
			return nil
		}
		return b.f.SetCellDefault(b.sheet, first, s) // keeps every digit: no float between
	})
}

func (b *book) set(a area, l look, fill func(first string) error) {
	if b.err != nil {
		return
	}
	first, last := ref(a.col, a.row), ref(a.lastCol, a.lastRow)
	b.do(fill(first))
	if first != last {
		b.do(b.f.MergeCell(b.sheet, first, last))
	}
	b.do(b.f.SetCellStyle(b.sheet, first, last, b.style(l)))
}

func (b *book) height(row int, points float64) { b.do(b.f.SetRowHeight(b.sheet, row, points)) }

// need is the points of height that s takes across the columns from first to last.
func (b *book) need(first, last int, s string, size float64) float64 {
	return heightOf(len(wrap(s, b.width(first, last, size))), size)
}

func (b *book) width(first, last int, size float64) float64 {
	sum := 0.0
	for _, u := range b.units[first-1 : last] {
		sum += u
	}
	return widthOf(sum, size)
}

func ref(col, row int) string {
	name, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		panic(err) // columns and rows are counted here, from 1
	}
	return name
}
