package form_test

import (
	"bytes"
	"html"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/quanjiuye/backend/service/form"
)

// block is a cell that may reach over others, rows and columns from 1.
type block struct {
	row, col, lastRow, lastCol int
	text                       string
}

// reading is the text of a table row by row, as Word tells it: a cell that goes
// on from the row above is an empty one.
func reading(blocks []block, first, last int) (rows [][]string) {
	at := map[[2]int]block{}
	width := 0
	for _, b := range blocks {
		for r := b.row; r <= b.lastRow; r++ {
			at[[2]int{r, b.col}] = b
		}
		width = max(width, b.lastCol)
	}
	for r := first; r <= last; r++ {
		var row []string
		for c := 1; c <= width; {
			b, ok := at[[2]int{r, c}]
			switch {
			case !ok:
				b.lastCol = c
				row = append(row, "")
			case b.row == r:
				row = append(row, b.text)
			default:
				row = append(row, "")
			}
			c = b.lastCol + 1
		}
		rows = append(rows, row)
	}
	return rows
}

// sheetBlocks are the cells of a sheet, merged ones as one.
func sheetBlocks(t testing.TB, f *excelize.File, sheet string) (blocks []block) {
	t.Helper()
	merged := map[[2]int]bool{}
	merges, err := f.GetMergeCells(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range merges {
		c1, r1, err1 := excelize.CellNameToCoordinates(m.GetStartAxis())
		c2, r2, err2 := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		for r := r1; r <= r2; r++ {
			for c := c1; c <= c2; c++ {
				if merged[[2]int{r, c}] {
					t.Fatalf("%s: merged cells overlap at %s", sheet, m.GetStartAxis())
				}
				merged[[2]int{r, c}] = true
			}
		}
		blocks = append(blocks, block{r1, c1, r2, c2, m.GetCellValue()})
	}
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for r, row := range rows {
		for c, text := range row {
			if !merged[[2]int{r + 1, c + 1}] {
				blocks = append(blocks, block{r + 1, c + 1, r + 1, c + 1, text})
			}
		}
	}
	return blocks
}

var (
	rowTag  = regexp.MustCompile(`(?s)<tr>(.*?)</tr>`)
	cellTag = regexp.MustCompile(`(?s)<t[hd]([^>]*)>(.*?)</t[hd]>`)
	spanTag = regexp.MustCompile(`(col|row)span="(\d+)"`)
)

// pageBlocks are the cells of a page's first table.
func pageBlocks(t testing.TB, page string) (blocks []block) {
	t.Helper()
	page, _, _ = strings.Cut(page, "</table>")
	taken := map[[2]int]bool{}
	for r, row := range rowTag.FindAllStringSubmatch(page, -1) {
		c := 1
		for _, cell := range cellTag.FindAllStringSubmatch(row[1], -1) {
			for taken[[2]int{r + 1, c}] {
				c++
			}
			span := map[string]int{"col": 1, "row": 1}
			for _, s := range spanTag.FindAllStringSubmatch(cell[1], -1) {
				n, err := strconv.Atoi(s[2])
				if err != nil {
					t.Fatal(err)
				}
				span[s[1]] = n
			}
			b := block{r + 1, c, r + span["row"], c + span["col"] - 1, html.UnescapeString(cell[2])}
			for i := b.row; i <= b.lastRow; i++ {
				for j := b.col; j <= b.lastCol; j++ {
					taken[[2]int{i, j}] = true
				}
			}
			blocks = append(blocks, b)
		}
	}
	return blocks
}

func pageOf(t testing.TB, f form.Form) string {
	t.Helper()
	var b bytes.Buffer
	if err := f.WritePage(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
