package ledger

import (
	"fmt"
	"regexp"
)

// record is a row that is meant as a record, with the contents of its columns.
type record struct {
	sheet  string
	row    int
	cells  [fields]cell
	period period // what its date leans on
}

// table turns the lines of one sheet into records.
type table struct {
	sheet    string
	form     form
	header   header
	period   period
	previous *record
	records  []record
}

// Marks that stand for the cell above, and for nothing.
var (
	ditto   = regexp.MustCompile(`^(〃|″|"|''|“|”|〞|々|同上)$`)
	nothing = regexp.MustCompile(`^([-—–/\\]+|无|暂无|没有)$`)
)

// read goes through the lines below the header, which starts at all[top].
func (t *table) read(all []line, top int) {
	for i := top; i < len(all); i++ {
		if h, ok := readHeader(t.form, all[i]); ok {
			t.header = h // the first, or one repeated on the next page
			if i+1 < len(all) {
				if closer, ok := h.subheader(t.form.headings, all[i+1]); ok {
					t.header = closer
					i++
				}
			}
			continue
		}
		if p, ok := monthHeading(all[i], t.period); ok {
			t.period = p
		} else if !t.header.aside(all[i]) {
			t.add(all[i])
		}
	}
}

// add takes a line as a record. A ditto mark stands for what the record above
// has there; a month column holds until it says another.
func (t *table) add(l line) {
	r := record{sheet: t.sheet, row: l.no}
	if p, ok := monthNamed(t.header.get(l, fieldMonth).text, t.period); ok {
		t.period = p
	}
	r.period = t.period
	for f := range r.cells {
		c := t.header.get(l, field(f))
		switch {
		case ditto.MatchString(c.text) && t.previous != nil:
			c = t.previous.cells[f]
			if field(f) == fieldDate {
				r.period = t.previous.period
			}
		case ditto.MatchString(c.text), nothing.MatchString(c.text):
			c = cell{}
		}
		if field(f) == fieldPay && t.header.has(fieldPay) {
			c.above = t.header.words[t.header.columns[fieldPay][0]]
		}
		r.cells[f] = c
	}
	t.records = append(t.records, r)
	t.previous = &r
}

// missing is the refusal of a sheet that lacks columns, or nil.
func (t *table) missing() error {
	columns := t.header.missing(t.form.required...)
	if columns == "" {
		return nil
	}
	return refuse(CodeNoColumns, fmt.Sprintf("工作表“%s”缺少列：%s", t.sheet, columns))
}
