package ledger_test

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/quanjiuye/backend/service/ledger"
)

func template(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := ledger.Template(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestTheTemplateIsAnEmptyLedger(t *testing.T) {
	if n, m := mustOpen(t, template(t)).Rows(); n != 0 || m != 0 {
		t.Errorf("%d and %d rows", n, m)
	}
}

func TestTheTemplateHelps(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(template(t)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for sheet, lists := range map[string]int{"求职登记": 2, "推荐就业": 2, "岗位信息登记": 1} {
		notes, err := f.GetComments(sheet)
		if err != nil || len(notes) < 5 {
			t.Errorf("%s: %d notes, %v", sheet, len(notes), err)
		}
		drops, err := f.GetDataValidations(sheet)
		if err != nil || len(drops) != lists {
			t.Errorf("%s: %d drop-downs, %v", sheet, len(drops), err)
		}
		panes, err := f.GetPanes(sheet)
		if err != nil || !panes.Freeze || panes.YSplit != 2 {
			t.Errorf("%s: panes %+v, %v", sheet, panes, err)
		}
		for column, want := range map[string]string{"B": "yyyy-mm-dd", "D": "@", "E": "@"} {
			id, err := f.GetColStyle(sheet, column)
			if err != nil {
				t.Fatal(err)
			}
			style, err := f.GetStyle(id)
			if err != nil || style.CustomNumFmt == nil || *style.CustomNumFmt != want {
				t.Errorf("%s column %s: %+v, %v", sheet, column, style, err)
			}
		}
	}
}

func TestTheTemplateFilledIn(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(template(t)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows := map[string][]any{
		"求职登记":   {1, 46033, "郭玲", goodID, goodPhone, "待业", "保洁、搬运", "丰泽区", ""},
		"推荐就业":   {1, 46033, "郭玲", goodID, goodPhone, "某某家政服务部", "月嫂", "固定", "劳动合同(12个月)", ""},
		"岗位信息登记": {1, 46033, "某某家政服务部", "", "月嫂", 2, "丰泽区", "5000-7000元/月", "临时", "有经验", "照顾母婴", 46063, "王", goodPhone, ""},
	}
	for sheet, row := range rows {
		if err := f.SetSheetRow(sheet, "A3", &row); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	book := mustOpen(t, out.Bytes())
	for r, refused := range book.Registrations(today) {
		if refused != nil || r.Date.String() != "2026-01-11" || r.ID.Number != goodID || r.Phone != goodPhone || len(r.Occupations) != 2 {
			t.Errorf("%+v %+v", r, refused)
		}
	}
	for p, refused := range book.Placements(today) {
		if refused != nil || p.Kind != ledger.Stable || p.Employer != "某某家政服务部" || p.Phone != goodPhone || p.Remark != "" {
			t.Errorf("%+v %+v", p, refused)
		}
	}
	for p, refused := range book.Postings(today) {
		if refused != nil || p.ValidUntil.String() != "2026-02-10" || p.Kind != "temporary" || p.Pay.Unit != "month" || p.Phone != goodPhone {
			t.Errorf("%+v %+v", p, refused)
		}
	}
	if n, m := book.Rows(); n != 1 || m != 1 || book.PostingRows() != 1 {
		t.Errorf("%d and %d rows", n, m)
	}
}
