package ledger

import (
	"strings"

	"github.com/xuri/excelize/v2"
)

// cell is what a sheet holds at one place, as text. Nothing is formatted: a date
// cell is its serial number.
type cell struct {
	text   string // trimmed; a formula's saved value
	number bool   // Excel holds it as a number rather than as text
	merged bool   // it belongs to the cell above by a merged range
	above  string // of pay: what stands above the column
}

// line is a row that has something in it.
type line struct {
	no    int // as Excel numbers it, from 1
	cells []cell
}

func (l line) at(column int) cell {
	if column < 0 || column >= len(l.cells) {
		return cell{}
	}
	return l.cells[column]
}

// fill puts c where the line has nothing.
func (l *line) fill(column int, c cell) {
	if missing := column + 1 - len(l.cells); missing > 0 {
		l.cells = append(l.cells, make([]cell, missing)...)
	}
	if l.cells[column].text == "" {
		l.cells[column] = c
	}
}

// lines reads the rows of a sheet that are not blank. A shared text can be long
// and stand in every cell, so what is kept counts against budget.
func lines(f *excelize.File, sheet string, budget *int64) ([]line, error) {
	rows, err := f.Rows(sheet)
	if err != nil {
		return nil, errDamaged
	}
	defer rows.Close()
	var out []line
	for no := 1; rows.Next(); no++ {
		texts, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, errDamaged
		}
		l := line{no: no, cells: make([]cell, len(texts))}
		blank := true
		for i, text := range texts {
			if *budget -= int64(len(text)); *budget < 0 {
				return nil, errUnpacked
			}
			l.cells[i] = readCell(f, sheet, i+1, no, text)
			blank = blank && l.cells[i].text == ""
		}
		if !blank {
			out = append(out, l)
		}
	}
	if rows.Error() != nil {
		return nil, errDamaged
	}
	return out, fillMerged(f, sheet, out)
}

// readCell asks for the cell's type only where the text might be a number's.
func readCell(f *excelize.File, sheet string, column, row int, text string) cell {
	c := cell{text: strings.TrimSpace(text)}
	if c.text == "" || strings.Trim(c.text, "0123456789.eE+-") != "" {
		return c
	}
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return c
	}
	kind, err := f.GetCellType(sheet, name)
	c.number = err == nil && (kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber)
	return c
}

// fillMerged repeats a value that is merged over several rows in each of them:
// one date for all who came that day. Ranges across columns are headings and
// stay as they are.
func fillMerged(f *excelize.File, sheet string, all []line) error {
	index := make(map[int]int, len(all))
	for i, l := range all {
		index[l.no] = i
	}
	ranges, err := f.GetMergeCells(sheet, true)
	if err != nil {
		return errDamaged
	}
	for _, m := range ranges {
		column, top, err := excelize.CellNameToCoordinates(m.GetStartAxis())
		if err != nil {
			return errDamaged
		}
		_, bottom, err := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err != nil {
			return errDamaged
		}
		first, ok := index[top]
		if !ok || len(all[first].cells) < column {
			continue
		}
		value := all[first].at(column - 1)
		value.merged = true
		for i := first + 1; i < len(all) && all[i].no <= bottom; i++ {
			all[i].fill(column-1, value)
		}
	}
	return nil
}
