package form_test

import (
	"bytes"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// failer is a *testing.T or a *rapid.T.
type failer interface {
	Helper()
	Errorf(format string, args ...any)
	Fatal(args ...any)
}

// reader reads one sheet.
type reader struct {
	t     failer
	f     *excelize.File
	sheet string
}

func (r reader) is(cell, want string) {
	r.t.Helper()
	got, err := r.f.GetCellValue(r.sheet, cell)
	if err != nil || got != want {
		r.t.Errorf("%s %s is %q, want %q (%v)", r.sheet, cell, got, want, err)
	}
}

func (r reader) has(cell, want string) {
	r.t.Helper()
	got, err := r.f.GetCellValue(r.sheet, cell)
	if err != nil || !strings.Contains(got, want) {
		r.t.Errorf("%s %s is %q, which lacks %q (%v)", r.sheet, cell, got, want, err)
	}
}

// reopened is a workbook written and opened again.
func reopened(t failer, w interface{ WriteWorkbook(io.Writer) error }) *excelize.File {
	t.Helper()
	var b bytes.Buffer
	if err := w.WriteWorkbook(&b); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func itoa(n int) string { return strconv.Itoa(n) }
