package form_test

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// What a workbook says and how it is set, without the bytes of a zip.
func TestGoldenWorkbooks(t *testing.T) {
	golden(t, "testdata/form.golden.txt", filled(t).WriteWorkbook)
	golden(t, "testdata/summary.golden.txt", county(t).WriteWorkbook)
}

func golden(t *testing.T, file string, write func(io.Writer) error) {
	t.Helper()
	got := digest(t, opened(t, write))
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs (run with -update after reading the change); got:\n%s", file, got)
	}
}

func digest(t *testing.T, f *excelize.File) []byte {
	t.Helper()
	var b bytes.Buffer
	for _, sheet := range f.GetSheetList() {
		fmt.Fprintf(&b, "== %s\n", sheet)
		digestPage(t, &b, f, sheet)
		blocks := sheetBlocks(t, f, sheet)
		slices.SortFunc(blocks, func(x, y block) int { return cmp.Or(cmp.Compare(x.row, y.row), cmp.Compare(x.col, y.col)) })
		row := 0
		for _, x := range blocks {
			if x.row != row {
				row = x.row
				height, _ := f.GetRowHeight(sheet, row)
				fmt.Fprintf(&b, "row %d: %g points\n", row, height)
			}
			digestCell(t, &b, f, sheet, x)
		}
	}
	for _, n := range f.GetDefinedName() {
		fmt.Fprintf(&b, "name %s %s %s\n", n.Scope, n.Name, n.RefersTo)
	}
	return b.Bytes()
}

func digestPage(t *testing.T, b *bytes.Buffer, f *excelize.File, sheet string) {
	t.Helper()
	layout, err := f.GetPageLayout(sheet)
	if err != nil {
		t.Fatal(err)
	}
	props, err := f.GetSheetProps(sheet)
	if err != nil {
		t.Fatal(err)
	}
	panes, _ := f.GetPanes(sheet)
	dimension, _ := f.GetSheetDimension(sheet)
	fmt.Fprintf(b, "%s, paper %d %s, fit %v: %d wide, frozen %d rows\n", dimension,
		*layout.Size, *layout.Orientation, *props.FitToPage, *layout.FitToWidth, panes.YSplit)
	_, last, _ := strings.Cut(dimension, ":")
	columns, _, _ := excelize.CellNameToCoordinates(last)
	for c := 1; c <= columns; c++ {
		name, _ := excelize.ColumnNumberToName(c)
		width, _ := f.GetColWidth(sheet, name)
		fmt.Fprintf(b, "%s %g  ", name, width)
	}
	b.WriteByte('\n')
}

func digestCell(t *testing.T, b *bytes.Buffer, f *excelize.File, sheet string, x block) {
	t.Helper()
	cell, _ := excelize.CoordinatesToCellName(x.col, x.row)
	id, _ := f.GetCellStyle(sheet, cell)
	s, err := f.GetStyle(id)
	if err != nil {
		t.Fatal(err)
	}
	where, kind := cell, "number"
	if x.row != x.lastRow || x.col != x.lastCol {
		last, _ := excelize.CoordinatesToCellName(x.lastCol, x.lastRow)
		where += ":" + last
	}
	if k, _ := f.GetCellType(sheet, cell); k == excelize.CellTypeSharedString {
		kind = "text"
	}
	fmt.Fprintf(b, "%s %s %q %s %g bold=%v %s/%s indent=%d wrap=%v borders=%d shade=%q format=%d\n", where, kind, x.text,
		s.Font.Family, s.Font.Size, s.Font.Bold, s.Alignment.Horizontal, s.Alignment.Vertical, s.Alignment.Indent,
		s.Alignment.WrapText, len(s.Border), s.Fill.Color, s.NumFmt)
}
