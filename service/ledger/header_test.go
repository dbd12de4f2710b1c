package ledger_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/quanjiuye/backend/service/ledger"
)

func mustOpen(t testing.TB, data []byte) *ledger.Workbook {
	t.Helper()
	book, err := ledger.Open(bytes.NewReader(data), ledger.DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

func TestColumnsAreFoundByTheirWords(t *testing.T) {
	for name, s := range map[string]sheet{
		"other words and order": {name: "求职登记", rows: [][]any{
			{"联系方式", "求职者姓名", "登记时间", "证件号码", "目前就业状况", "期望岗位", "期望工作地点"},
			{goodPhone, "郭玲", "2026-01-26", goodID, "待业", "保洁", "丰泽区"},
		}},
		"decorated": {name: "求职登记表", rows: [][]any{
			{}, {"某某驿站"}, {"填表说明：请如实填写"}, {},
			{"序号", "*登记日期\n(年/月/日)", "姓　名*", "身份证号码（18位）", "本人电话:", "就业失业状态", "意向工种", "意向地区"},
			{1, "2026-01-26", "郭玲", goodID, goodPhone, "待业", "保洁", "丰泽区"},
		}},
		"two storeys": {name: "求职登记", merges: []string{"A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:E2", "F1:G1"}, rows: [][]any{
			{"登记日期", "姓名", "身份证号", "电话", "就业状态", "求职意向"},
			{nil, nil, nil, nil, nil, "意向岗位", "意向区域"},
			{"2026-01-26", "郭玲", goodID, goodPhone, "待业", "保洁", "丰泽区"},
		}},
		"two storeys, not merged": {name: "求职登记", rows: [][]any{
			{"登记日期", "姓名", "身份证号", "电话", "就业状态", "求职意向"},
			{nil, nil, nil, nil, nil, "工种", "地区"},
			{"2026-01-26", "郭玲", goodID, goodPhone, "待业", "保洁", "丰泽区"},
		}},
		"other people's columns": {name: "求职登记", rows: [][]any{
			{"出生日期", "回访日期", "登记日期", "经办人姓名", "姓名", "身份证号码", "紧急联系人电话", "单位电话", "手机号码", "就业状态", "求职意向", "意向区域"},
			{"1991-05-20", "2026-02-01", "2026-01-26", "李某", "郭玲", goodID, "1", "2", goodPhone, "待业", "保洁", "丰泽区"},
		}},
		"sheet of no name": {name: "Sheet1", rows: [][]any{
			{"登记日期", "姓名", "身份证号码", "联系电话", "就业状态", "求职意向", "意向区域"},
			{"2026-01-26", "郭玲", goodID, goodPhone, "待业", "保洁", "丰泽区"},
		}},
	} {
		rows := 0
		for r, refused := range open(t, s).Registrations(today) {
			rows++
			if refused != nil {
				t.Errorf("%s: %+v", name, refused)
				continue
			}
			if r.Date.String() != "2026-01-26" || r.Name != "郭玲" || r.ID.Number != goodID || r.Phone != goodPhone ||
				r.Status != "待业" || len(r.Occupations) != 1 || r.Occupations[0] != "保洁" || r.Area != "丰泽区" {
				t.Errorf("%s: %+v", name, r)
			}
		}
		if rows != 1 {
			t.Errorf("%s: %d rows", name, rows)
		}
	}
}

func TestPlacementColumnsAreFoundByTheirWords(t *testing.T) {
	for _, head := range [][]any{
		{"入职日期", "人员姓名", "居民身份证号", "用工企业名称", "工种", "用工形式", "证明材料"},
		{"就业时间", "被推荐人姓名", "证件号码", "企业（单位）名称", "推荐岗位", "岗位性质", "合同期限"},
		{"上岗时间", "姓名", "身份证", "录用单位", "职位", "类型", "佐证"},
	} {
		book := open(t, sheet{name: "1月台账", rows: [][]any{head, {"2026-01-26", "郭玲", goodID, "某某家政服务部", "月嫂", "固定", "合同1年"}}})
		rows := 0
		for p, refused := range book.Placements(today) {
			rows++
			if refused != nil || p.Employer != "某某家政服务部" || p.Title != "月嫂" || p.Kind != ledger.Stable || p.Name != "郭玲" {
				t.Errorf("%v: %+v %+v", head, p, refused)
			}
		}
		if rows != 1 {
			t.Errorf("%v: %d rows", head, rows)
		}
	}
}

func TestSheets(t *testing.T) {
	good := [][]any{registrationHead, registered(nil)}
	places := [][]any{placementHead, placed(nil)}
	for _, c := range []struct {
		name   string
		sheets []sheet
		n, m   int
		code   string
	}{
		{"both", []sheet{{name: "求职登记", rows: good}, {name: "推荐就业", rows: places}}, 1, 1, ""},
		{"one", []sheet{{name: "推荐就业成功台账", rows: places}}, 0, 1, ""},
		{"a sheet a month", []sheet{{name: "1月求职登记", rows: good}, {name: "2月求职登记", rows: good}}, 2, 0, ""},
		{"others are passed over", []sheet{{name: "填写说明", rows: [][]any{{"姓名"}}}, {name: "培训签到", rows: [][]any{{"日期", "姓名", "电话"}, {"x", "y", "z"}}}, {name: "求职登记", rows: good}}, 1, 0, ""},
		{"hidden ones too", []sheet{{name: "求职登记", rows: good}, {name: "求职登记旧", rows: good, hidden: true}}, 1, 0, ""},
		{"empty", []sheet{{name: "求职登记"}}, 0, 0, ""},
		{"header only", []sheet{{name: "求职登记", rows: good[:1]}}, 0, 0, ""},
		{"none", []sheet{{name: "Sheet1", rows: [][]any{{"x"}}}}, 0, 0, ledger.CodeNoSheets},
		{"no header", []sheet{{name: "求职登记", rows: good[1:]}}, 0, 0, ledger.CodeNoHeader},
		{"no phone column", []sheet{{name: "求职登记", rows: [][]any{{"登记日期", "姓名", "身份证号码"}}}}, 0, 0, ledger.CodeNoColumns},
		{"no kind column", []sheet{{name: "推荐就业", rows: [][]any{{"上岗日期", "姓名", "身份证号码", "用人单位"}}}}, 0, 0, ledger.CodeNoColumns},
	} {
		book, err := ledger.Open(bytes.NewReader(pack(t, c.sheets...)), ledger.DefaultLimits)
		if code(err) != c.code {
			t.Errorf("%s: %v, want %q", c.name, err, c.code)
			continue
		}
		if err != nil {
			continue
		}
		if n, m := book.Rows(); n != c.n || m != c.m {
			t.Errorf("%s: %d and %d rows", c.name, n, m)
		}
	}
}

// code is the code of a refused file, "" for none.
func code(err error) string {
	var refused *ledger.Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &refused):
		return refused.Code
	default:
		return "not a refusal: " + err.Error()
	}
}
