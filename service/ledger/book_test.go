package ledger_test

import (
	"archive/zip"
	"bytes"
	"io"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/quanjiuye/backend/service/ledger"
)

// sheet is a sheet to be: rows of text, numbers and nil for a blank cell.
type sheet struct {
	name   string
	rows   [][]any
	merges []string // "A3:A5"
	hidden bool
}

// pack makes a workbook of the sheets.
func pack(t testing.TB, sheets ...sheet) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	must := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	for i, s := range sheets {
		if i == 0 {
			must(f.SetSheetName("Sheet1", s.name))
		} else {
			_, err := f.NewSheet(s.name)
			must(err)
		}
		for row, cells := range s.rows {
			name, err := excelize.CoordinatesToCellName(1, row+1)
			must(err)
			must(f.SetSheetRow(s.name, name, &cells))
		}
		for _, m := range s.merges {
			ends := bytes.Split([]byte(m), []byte(":"))
			must(f.MergeCell(s.name, string(ends[0]), string(ends[1])))
		}
		if s.hidden {
			must(f.SetSheetVisible(s.name, false))
		}
	}
	var out bytes.Buffer
	must(f.Write(&out))
	return out.Bytes()
}

// open opens sheets that must be readable.
func open(t testing.TB, sheets ...sheet) *ledger.Workbook {
	t.Helper()
	book, err := ledger.Open(bytes.NewReader(pack(t, sheets...)), ledger.DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// repack changes a workbook's parts: change gets each part's name and contents
// and answers the new contents; extra parts are added.
func repack(t testing.TB, data []byte, change func(name, body string) string, extra map[string]string) []byte {
	t.Helper()
	old, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	write := func(name, body string) {
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(part, body); err != nil {
			t.Fatal(err)
		}
	}
	for _, part := range old.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		write(part.Name, change(part.Name, string(body)))
	}
	for name, body := range extra {
		write(name, body)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Rows that have nothing wrong with them.
var (
	registrationHead = []any{"序号", "登记日期", "姓名", "身份证号码", "联系电话", "就业状态", "求职意向", "意向区域", "备注"}
	placementHead    = []any{"序号", "上岗日期", "姓名", "身份证号码", "用人单位", "岗位", "岗位类型", "佐证材料", "备注"}
)

const (
	goodID    = "990000199105201715"
	goodPhone = "13220358452"
)

// registered is a good row but for the given cells (by column, from 0).
func registered(change map[int]any) []any {
	row := []any{1, "2026-01-26", "郭玲", goodID, goodPhone, "待业", "保洁", "丰泽区", nil}
	for column, value := range change {
		row[column] = value
	}
	return row
}

func placed(change map[int]any) []any {
	row := []any{1, "2026-01-26", "郭玲", goodID, "某某家政服务部", "月嫂", "零工", "企业回执", nil}
	for column, value := range change {
		row[column] = value
	}
	return row
}
