package form_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service/form"
)

// official is annex 6 as it was published: the paragraphs above the table, and
// the table's cells row by row.
func official(t *testing.T) (above []string, rows [][]string) {
	t.Helper()
	raw, err := os.ReadFile("../rubric/testdata/assessment-form.txt")
	if err != nil {
		t.Fatal(err)
	}
	top, table, _ := strings.Cut(string(raw), "\n\t")
	for _, row := range strings.Split(table, "\n\n\t") {
		var cells []string
		for _, cell := range strings.Split(row, "\n\t") {
			cells = append(cells, strings.TrimRight(cell, "\n "))
		}
		rows = append(rows, cells)
	}
	// A blank line lowers this one, which is set in the middle of its cell here.
	rows[11][2] = strings.TrimPrefix(rows[11][2], "\n")
	// The published table stops within 合计: its two blank cells are not there.
	last := &rows[len(rows)-1]
	*last = append(*last, "", "")
	if len(rows) != 18 || len((*last)) != 4 {
		t.Fatalf("read %d rows, the last of %d cells", len(rows), len(*last))
	}
	return strings.Split(top, "\n"), rows
}

// single has every run of blanks as one: those in the official line are layout.
func single(s string) string { return strings.Join(strings.Fields(s), " ") }

func sameTable(t *testing.T, got, want [][]string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) {
			t.Fatalf("%d rows, want %d", len(got), len(want))
		}
		if !slices.Equal(got[i], want[i]) {
			t.Errorf("row %d:\n got %q\nwant %q", i, got[i], want[i])
		}
	}
}

func TestWorkbookIsTheOfficialForm(t *testing.T) {
	above, want := official(t)
	f := opened(t, form.Form{}.WriteWorkbook)
	blocks := sheetBlocks(t, f, "考核表")
	top := reading(blocks, 1, 3)
	for i, texts := range top {
		if got := single(strings.Join(texts, " ")); got != single(above[i]) {
			t.Errorf("line %d: got %s, want %s", i, got, single(above[i]))
		}
	}
	sameTable(t, reading(blocks, 4, 4+len(want)-1), want)
	if got := f.GetSheetList(); !slices.Equal(got, []string{"考核表"}) {
		t.Errorf("without an annex: sheets %q", got)
	}
}

func TestPageIsTheOfficialForm(t *testing.T) {
	above, want := official(t)
	page := pageOf(t, form.Form{})
	sameTable(t, reading(pageBlocks(t, page), 1, len(want)), want)
	_, body, _ := strings.Cut(page, "<body>")
	head, _, _ := strings.Cut(body, "<table")
	text := tag.ReplaceAllString(head, " ")
	if got := single(text); got != single(strings.Join(above, " ")) {
		t.Errorf("above the table: got %s", got)
	}
	if strings.Contains(page, "佐证") && strings.Contains(page, `class="annex"`) {
		t.Error("an annex, though there is none")
	}
}
