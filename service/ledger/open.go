package ledger

import (
	"bytes"
	"io"
	"iter"

	"github.com/xuri/excelize/v2"

	"github.com/quanjiuye/backend/service/calendar"
)

// Workbook is a ledger that has been opened. It holds the contents of the
// rows and nothing that needs closing; it never changes, so that any number of
// goroutines may read it.
type Workbook struct {
	date1904 bool
	records  [nouns][]record
}

// Open reads a workbook. What is no plain xlsx, is too big, or has no sheet
// that is a ledger, is refused with an *Error; any other error is the reader's.
func Open(r io.Reader, lim Limits) (*Workbook, error) {
	data, err := readAll(r, lim.FileBytes)
	if err != nil {
		return nil, err
	}
	if err := inspect(data, lim); err != nil {
		return nil, err
	}
	// With both limits alike the library unpacks in memory and leaves no
	// temporary files behind.
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: lim.UnpackedBytes, UnzipXMLSizeLimit: lim.UnpackedBytes,
	})
	if err != nil {
		return nil, errDamaged
	}
	defer f.Close()
	return readWorkbook(f, lim)
}

func readWorkbook(f *excelize.File, lim Limits) (*Workbook, error) {
	w := &Workbook{}
	if props, err := f.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		w.date1904 = *props.Date1904
	}
	found, budget := false, lim.UnpackedBytes
	for _, sheet := range f.GetSheetList() {
		if visible, err := f.GetSheetVisible(sheet); err == nil && !visible {
			continue
		}
		all, err := lines(f, sheet, &budget)
		if err != nil {
			return nil, err
		}
		t, ok, err := tableOf(sheet, all)
		if err != nil {
			return nil, err
		}
		found = found || ok || len(all) == 0 && len(formsNamed(sheet)) == 1
		w.records[t.form.of] = append(w.records[t.form.of], t.records...)
	}
	if !found {
		return nil, refuse(CodeNoSheets, "文件里没有“求职登记”“推荐就业”或“岗位信息登记”工作表")
	}
	return w, nil
}

// Rows is how many records of people the workbook has, refused ones included.
func (w *Workbook) Rows() (registered, placed int) {
	return len(w.records[registrations]), len(w.records[placements])
}

// PostingRows is how many rows of 岗位信息登记 it has.
func (w *Workbook) PostingRows() int { return len(w.records[postings]) }

// Registrations yields the rows of 求职登记 in sheet order. A row that cannot be
// imported comes as a Refusal, with a zero Registration; otherwise the Refusal
// is nil. Nothing may be dated later than today.
func (w *Workbook) Registrations(today calendar.Date) iter.Seq2[Registration, *Refusal] {
	return func(yield func(Registration, *Refusal) bool) {
		for _, r := range w.records[registrations] {
			if !yield(w.registration(r, today)) {
				return
			}
		}
	}
}

// Placements yields the rows of 推荐就业, as Registrations does.
func (w *Workbook) Placements(today calendar.Date) iter.Seq2[Placement, *Refusal] {
	return func(yield func(Placement, *Refusal) bool) {
		for _, r := range w.records[placements] {
			if !yield(w.placement(r, today)) {
				return
			}
		}
	}
}

// Postings yields the rows of 岗位信息登记, as Registrations does.
func (w *Workbook) Postings(today calendar.Date) iter.Seq2[Posting, *Refusal] {
	return func(yield func(Posting, *Refusal) bool) {
		for _, r := range w.records[postings] {
			if !yield(w.posting(r, today)) {
				return
			}
		}
	}
}
