package form

import (
	"strconv"
	"strings"

	"github.com/quanjiuye/backend/service/rubric"
)

// cell is a cell of the official table, where it begins.
type cell struct {
	col, cols, rows int
	text            string
	number          bool // text is a plain decimal, or empty: blank
}

// words reports whether c is of an item's wording, which is set from the left.
func (c cell) words() bool { return c.col > colSection && c.col+c.cols-1 == colClause }

// tall reports whether the end of a page may fall within c.
func (c cell) tall() bool { return c.rows > rowsOnAPage }

// table is the official table in reading order: the head row, the body, 合计.
// A cell is in the row in which it begins.
func (f Form) table() [][]cell {
	rows := [][]cell{headRow()}
	catalogue, spans := rubric.Catalogue(), sectionRows()
	section := ""
	for _, r := range layout {
		e := catalogue[r.item-1]
		var row []cell
		if e.Section != section {
			section = e.Section
			row = append(row, sectionCell(section, spans[section]))
		}
		row = append(row, f.itemCells(e, r.part, r.group, r.groupRows)...)
		rows = append(rows, row)
	}
	return append(rows, f.totalRow())
}

func headRow() []cell {
	return []cell{
		{colSection, 1, 1, "考核\n内容", false},
		{colNo, 1, 1, "序号", false},
		{colGroup, 2, 1, "考核项目", false},
		{colMax, 1, 1, "基本分值", false},
		{colSelf, 1, 1, "自评分值", false},
		{colAssessed, 1, 1, "考核分值", false},
	}
}

func (f Form) itemCells(e rubric.Entry, part int, group string, groupRows int) []cell {
	rows := itemRows(e.No)
	clause := e.Clause
	if rows > 1 {
		clause = strings.Split(clause, "\n")[part]
	}
	var row []cell
	if part == 0 {
		row = append(row, number(colNo, rows, strconv.Itoa(e.No)))
	}
	switch groupRows {
	case wide:
		row = append(row, cell{colGroup, 2, 1, clause, false})
	case within:
		row = append(row, cell{colClause, 1, 1, clause, false})
	default:
		row = append(row, cell{colGroup, 1, groupRows, group, false}, cell{colClause, 1, 1, clause, false})
	}
	if part == 0 {
		s := f.Items[e.No-1]
		row = append(row, number(colMax, rows, strconv.Itoa(e.Max)),
			number(colSelf, rows, points(s.Self)), number(colAssessed, rows, points(s.Assessed)))
	}
	return row
}

func (f Form) totalRow() []cell {
	self, assessed := f.Totals()
	return []cell{
		{colSection, 4, 1, "合    计", false},
		number(colMax, 1, strconv.Itoa(rubric.Total)),
		number(colSelf, 1, points(self)),
		number(colAssessed, 1, points(assessed)),
	}
}

func number(col, rows int, text string) cell { return cell{col, 1, rows, text, true} }

// points is a score as it is printed; nothing for none.
func points(s *rubric.Score) string {
	if s == nil {
		return ""
	}
	return s.String()
}
