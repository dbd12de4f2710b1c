package form_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/quanjiuye/backend/service/form"
)

func bytesOf(t testing.TB, write func(io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestEqualInputGivesEqualBytes(t *testing.T) {
	for name, write := range map[string]func() func(io.Writer) error{
		"form":    func() func(io.Writer) error { return filled(t).WriteWorkbook },
		"page":    func() func(io.Writer) error { return filled(t).WritePage },
		"summary": func() func(io.Writer) error { return county(t).WriteWorkbook },
	} {
		first := bytesOf(t, write())
		for range 10 {
			if !bytes.Equal(first, bytesOf(t, write())) {
				t.Fatalf("%s: other bytes", name)
			}
		}
	}
}

// part is one file of a workbook.
func part(t testing.TB, book []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	r, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Nothing in a workbook is a formula, whatever its texts begin with, and what
// begins like one stays text when somebody types it again.
func TestTextsAreNoFormulas(t *testing.T) {
	for _, s := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", "＋1", "－1", "＠A1", "=HYPERLINK(\"http://a\")"} {
		f := form.Form{Annex: []form.AnnexItem{{No: 1, Evidence: []form.AnnexEvidence{{What: s, Where: "1e5", Note: "007"}}}}}
		b := opened(t, f.WriteWorkbook)
		for cell, want := range map[string]string{"B4": s, "D4": "1e5", "E4": "007"} {
			got, _ := b.GetCellValue("佐证清单", cell)
			formula, _ := b.GetCellFormula("佐证清单", cell)
			kind, _ := b.GetCellType("佐证清单", cell)
			if got != want || formula != "" || kind != excelize.CellTypeSharedString {
				t.Errorf("%q: %s is %q, formula %q, type %d", s, cell, got, formula, kind)
			}
			id, _ := b.GetCellStyle("佐证清单", cell)
			if quoted := b.Styles.CellXfs.Xf[id].QuotePrefix; (quoted != nil && *quoted) != (cell == "B4") {
				t.Errorf("%q: %s quoted: %v", s, cell, cell != "B4")
			}
		}
	}
	if xml := part(t, bytesOf(t, county(t).WriteWorkbook), "xl/worksheets/sheet1.xml"); strings.Contains(xml, "<f>") {
		t.Error("a formula in the summary")
	}
}

// Scores are numbers, exact and half points as 6.5; a blank is no 0, and a
// column with a blank has no total.
func TestScoresAreNumbersOrBlank(t *testing.T) {
	b := opened(t, filled(t).WriteWorkbook)
	for cell, want := range map[string]string{
		"H5": "9", "I5": "", "H10": "4.5", "H13": "6.5", "I13": "4.9167", "H20": "0", "I20": "0", "G21": "110", "H21": "85", "I21": "",
	} {
		got, _ := b.GetCellValue("考核表", cell)
		kind, _ := b.GetCellType("考核表", cell)
		if got != want || kind == excelize.CellTypeSharedString {
			t.Errorf("%s is %q of type %d, want %q", cell, got, kind, want)
		}
	}
	self, assessed := filled(t).Totals()
	if self == nil || self.String() != "85" || assessed != nil {
		t.Errorf("totals %v, %v", self, assessed)
	}
}

// The form takes two pages, and no sheet's columns are wider than the paper:
// what Excel prints is then the size that is set here.
func TestFormFitsTwoPages(t *testing.T) {
	const points, page = 72 / 2.54, 29.7 - 1.6 - 1.6
	b := opened(t, form.Form{}.WriteWorkbook)
	formRows, err := b.GetRows("考核表")
	if err != nil {
		t.Fatal(err)
	}
	sum := func(last int) (h float64) {
		for r := 1; r <= last; r++ {
			height, err := b.GetRowHeight("考核表", r)
			if err != nil {
				t.Fatal(err)
			}
			h += height
		}
		return h / points
	}
	if upTo7, rest := sum(12), sum(len(formRows))-sum(12); upTo7 > page || rest > page {
		t.Errorf("%.1f cm up to item 7 and %.1f cm more; a page has %.1f cm", upTo7, rest, page)
	}
	for name, c := range map[string]struct {
		write func(io.Writer) error
		cm    float64
	}{
		"考核表": {form.Form{}.WriteWorkbook, 21 - 3}, "佐证清单": {filled(t).WriteWorkbook, 21 - 3},
		"汇总": {county(t).WriteWorkbook, 29.7 - 2.4}, "逐项得分": {county(t).WriteWorkbook, 29.7 - 2.4}, "逐月业务": {county(t).WriteWorkbook, 29.7 - 2.4},
	} {
		f := opened(t, c.write)
		cols, err := f.GetCols(name)
		if err != nil {
			t.Fatal(err)
		}
		units := 0.0
		for i := range cols {
			col, _ := excelize.ColumnNumberToName(i + 1)
			w, _ := f.GetColWidth(name, col)
			units += w
		}
		if cm := units * 7 * 0.75 / points; cm > c.cm {
			t.Errorf("%s is %.1f cm wide, the paper %.1f", name, cm, c.cm)
		}
	}
}

// A long text goes on in the next row: no row can be higher than a page allows.
func TestLongTextsAreShownWhole(t *testing.T) {
	long := strings.Repeat("就业服务，Work-2026；", 900) + "完"
	f := form.Form{Annex: []form.AnnexItem{{No: 5, Title: "免费求职服务", SelfNote: long,
		Evidence: []form.AnnexEvidence{{What: "某", Note: long}}}}}
	b := opened(t, f.WriteWorkbook)
	var whole, note []string
	rows, err := b.GetRows("佐证清单")
	if err != nil {
		t.Fatal(err)
	}
	for r, row := range rows {
		if h, _ := b.GetRowHeight("佐证清单", r+1); h > 409 {
			t.Errorf("row %d is %g points high", r+1, h)
		}
		switch {
		case r < 3: // title, heads, the item
		case len(row) >= 5 && row[4] != row[0]:
			note = append(note, row[4])
		default:
			whole = append(whole, row[0])
		}
	}
	for _, c := range []struct {
		parts []string
		want  string
	}{{whole, "自评说明：" + long}, {note, long}} {
		if got := strings.Join(c.parts, ""); len(c.parts) < 5 || got != c.want {
			t.Errorf("%d rows, %d of %d bytes", len(c.parts), len(got), len(c.want))
		}
	}
}
