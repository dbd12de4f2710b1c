package ledger_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/identity"
	"github.com/quanjiuye/backend/service/ledger"
)

var postingHead = []any{"序号", "登记日期", "单位名称", "统一社会信用代码", "岗位名称", "招聘人数", "工作地点", "薪资/工资待遇", "岗位要求", "工作内容", "有效期/截止日期", "联系人", "联系电话"}

// offered is a row of 岗位信息登记.
func offered(change map[int]any) []any {
	row := []any{1, "2026-01-26", "泉州某某劳务有限公司", "91350211M0000XUF46", "保洁员", 3, "丰泽街100号", "200元/天", "身体健康", "打扫", "2026-03-31", "王经理", goodPhone}
	for i, v := range change {
		row[i] = v
	}
	return row
}

func TestAPostingIsReadInFull(t *testing.T) {
	book := open(t, sheet{name: "岗位信息登记", rows: [][]any{{"2026年岗位信息登记表"}, postingHead, offered(nil), {"合计", nil, nil, nil, nil, 3}}})
	want := ledger.Posting{
		Sheet: "岗位信息登记", Row: 3, Date: calendar.Date{Year: 2026, Month: time.January, Day: 26},
		Employer: "泉州某某劳务有限公司", USCC: "91350211M0000XUF46", Title: "保洁员", Headcount: 3, Place: "丰泽街100号",
		Pay: ledger.Pay{Min: 20_000, Max: 20_000, Unit: "day"}, Conditions: "身体健康", Description: "打扫",
		ValidUntil: calendar.Date{Year: 2026, Month: time.March, Day: 31}, Contact: "王经理", Phone: goodPhone,
	}
	n := 0
	for got, refused := range book.Postings(today) {
		if n++; refused != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v\n%+v", got, refused)
		}
	}
	if seekers, placed := book.Rows(); n != 1 || book.PostingRows() != 1 || seekers+placed != 0 {
		t.Errorf("%d postings, %d and %d others", n, seekers, placed)
	}
}

// Without a telling name a sheet is known by its columns, and a month column or
// heading dates it.
func TestPostingsAreKnownByTheirColumns(t *testing.T) {
	head := []any{"日期", "企业名称", "招聘岗位", "需求人数", "月薪", "用工形式"}
	book := open(t, sheet{name: "Sheet1", rows: [][]any{{"2026年"}, head, {"1月5日", "某某鞋业", "针车工", "约5人", "5千-7千", "长期"}}},
		sheet{name: "求职登记", rows: [][]any{registrationHead, registered(nil)}})
	for p, refused := range book.Postings(today) {
		if refused != nil || p.Headcount != 5 || p.Kind != "fixed" || p.Date.String() != "2026-01-05" || p.Pay != (ledger.Pay{Min: 500_000, Max: 700_000, Unit: "month"}) {
			t.Errorf("%+v %+v", p, refused)
		}
	}
	if n, m := book.Rows(); n != 1 || m != 0 || book.PostingRows() != 1 {
		t.Errorf("%d, %d and %d rows", n, m, book.PostingRows())
	}
}

func TestPayAsOfficesWriteIt(t *testing.T) {
	yuan := func(low, high float64, unit string) string {
		return fmt.Sprint(ledger.Pay{Min: int64(low * 100), Max: int64(high * 100), Unit: unit})
	}
	for text, want := range map[string]string{
		"面议": yuan(0, 0, "negotiable"), "薪资面议": yuan(0, 0, "negotiable"), "": yuan(0, 0, "negotiable"),
		"计件": yuan(0, 0, "piece"), "按件计件": yuan(0, 0, "piece"), "0.35元/件": yuan(0.35, 0.35, "piece"),
		"200元/天": yuan(200, 200, "day"), "200/天": yuan(200, 200, "day"), "日薪180-220元": yuan(180, 220, "day"), "每天200元": yuan(200, 200, "day"),
		"５０００—７０００元／月": yuan(5000, 7000, "month"), "5000-7000元/月": yuan(5000, 7000, "month"), "月薪5000至7000": yuan(5000, 7000, "month"),
		"5-7千/月": yuan(5000, 7000, "month"), "0.6万/月": yuan(6000, 6000, "month"), "4500元/月左右，包吃住": yuan(4500, 4500, "month"), "5000-6000元/月+提成": yuan(5000, 6000, "month"),
		"25-35元/小时": yuan(25, 35, "hour"), "25.5元/小时": yuan(25.5, 25.5, "hour"), "时薪22元": yuan(22, 22, "hour"),
		// What is not said is not guessed.
		"5000": "refused", "高薪": "refused", "7000-5000元/月": "refused", "200元/天，6000元/月": "refused", "年薪10万": "refused", "0元/天": "refused", "元/天": "refused",
	} {
		got := "none"
		for p, refused := range open(t, sheet{name: "岗位信息登记", rows: [][]any{postingHead, offered(map[int]any{7: text})}}).Postings(today) {
			if got = fmt.Sprint(p.Pay); refused != nil {
				checkRefusal(t, text, refused, ledger.CodePay, 2)
				got = "refused"
			}
		}
		if got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestRefusedPostings(t *testing.T) {
	for _, c := range []struct {
		name   string
		change map[int]any
		code   string
	}{
		{"good", nil, ""},
		{"the least", map[int]any{3: nil, 6: nil, 7: nil, 8: nil, 9: nil, 10: nil, 11: nil, 12: nil}, ""},
		{"open end", map[int]any{10: "长期有效"}, ""},
		{"no employer", map[int]any{2: nil}, ledger.CodeEmployerMissing},
		{"no title", map[int]any{4: nil}, ledger.CodeTitleMissing},
		{"no headcount", map[int]any{5: nil}, ledger.CodeHeadcount},
		{"many", map[int]any{5: "若干"}, ledger.CodeHeadcount},
		{"none", map[int]any{5: 0}, ledger.CodeHeadcount},
		{"a bad code", map[int]any{3: "12345"}, identity.CodeUSCC},
		{"a bad phone", map[int]any{12: "123"}, identity.CodePhone},
		{"an end that is none", map[int]any{10: "2026-02-30"}, ledger.CodeValid},
		{"tomorrow", map[int]any{1: "2099-01-01"}, ledger.CodeDateFuture},
	} {
		for p, refused := range open(t, sheet{name: "岗位信息登记", rows: [][]any{postingHead, offered(c.change)}}).Postings(today) {
			checkRefusal(t, c.name, refused, c.code, 2)
			if refused != nil && p != (ledger.Posting{}) {
				t.Errorf("%s: a refused row was read", c.name)
			}
		}
	}
}
