package ledger_test

import (
	"testing"

	"github.com/quanjiuye/backend/service/ledger"
)

func TestWhatMakesAFixedPostStable(t *testing.T) {
	wants := map[string]ledger.Kind{
		"劳动合同(12个月)":                ledger.Stable,
		"劳动合同（１２个月）":                ledger.Stable,
		"劳动合同(6个月)":                 ledger.Stable,
		"劳动合同 6 个月":                 ledger.Stable,
		"劳动合同一年":                    ledger.Stable,
		"劳动合同：半年":                   ledger.Stable,
		"一年期劳动合同":                   ledger.Stable,
		"签订两年劳动合同":                  ledger.Stable,
		"合同一年半":                     ledger.Stable,
		"合同1.5年":                    ledger.Stable,
		"劳动合同六个月":                   ledger.Stable,
		"劳动合同十二个月":                  ledger.Stable,
		"劳动合同三十六个月":                 ledger.Stable,
		"劳动合同6个月以上":                 ledger.Stable,
		"劳动合同不少于6个月":                ledger.Stable,
		"无固定期限劳动合同":                 ledger.Stable,
		"劳动合同，12个月":                 ledger.Stable,
		"企业回执、劳动合同(12个月)":           ledger.Stable,
		"劳动合同2026.1.1-2026.12.31":   ledger.Stable,
		"劳动合同2026年1月1日至2026年6月30日":  ledger.Stable,
		"劳动合同2026-01-01—2026-07-01": ledger.Stable,
		"劳动合同2026年1月至2026年7月":       ledger.Stable,
		"2026年3月签订劳动合同1年":           ledger.Stable,
		"劳动合同1年(试用期2个月)":            ledger.Stable,
		"社保3个月":                     ledger.Stable,
		"社保（三个月）":                   ledger.Stable,
		"已缴社会保险满3个月":                ledger.Stable,
		"缴纳社保3个月以上":                 ledger.Stable,
		"劳动合同(3个月)，社保3个月":           ledger.Stable,
		"劳动合同3个月社保6个月":              ledger.Stable,
		"未签劳动合同，社保4个月":              ledger.Stable,
		"劳动合同一年无社保":                 ledger.Stable,
		"":                          ledger.Casual,
		"企业回执":                      ledger.Casual,
		"劳动合同":                      ledger.Casual,
		"劳动合同(5个月)":                 ledger.Casual,
		"劳动合同(3个月)":                 ledger.Casual,
		"劳动合同3-6个月":                 ledger.Casual,
		"劳动合同(12月)":                 ledger.Casual, // December?
		"劳动合同2026年":                 ledger.Casual,
		"劳动合同2026.1.1-2026.6.29":    ledger.Casual,
		"劳动合同2026.12.31-2026.1.1":   ledger.Casual,
		"劳动合同6个月以内":                 ledger.Casual,
		"劳动合同不满6个月":                 ledger.Casual,
		"未签劳动合同":                    ledger.Casual,
		"无劳动合同，干满12个月":              ledger.Casual,
		"未签劳动合同1年":                  ledger.Casual,
		"劳动合同待签，1年":                 ledger.Casual,
		"劳动合同12个月已终止":               ledger.Casual,
		"合同试用期6个月":                  ledger.Casual,
		"劳动合同第6个月":                  ledger.Casual,
		"社保2个月":                     ledger.Casual,
		"3个月后缴社保":                   ledger.Casual,
		"社保未缴，工作12个月":               ledger.Casual,
		"工资单12个月":                   ledger.Casual,
		"=HYPERLINK(\"x\",\"合同\")":  ledger.Casual,
		"劳动合同(3个月)、工资单":             ledger.Casual,
		"个半月个月年半合同半半半一一一一一年二二二二二-~至到至到年个": ledger.Casual,
	}
	rows := [][]any{placementHead}
	for evidence := range wants {
		rows = append(rows, placed(map[int]any{6: "固定", 7: evidence}))
	}
	read := 0
	for p, refused := range open(t, sheet{name: "推荐就业", rows: rows}).Placements(today) {
		if read++; refused != nil {
			t.Errorf("%+v", refused)
			continue
		}
		if want := wants[p.Contract]; p.Kind != want {
			t.Errorf("%s: %s, want %s", p.Contract, p.Kind, want)
		}
		if (p.Remark == "") != (p.Kind == ledger.Stable) {
			t.Errorf("%s: %s with remark %q", p.Contract, p.Kind, p.Remark)
		}
	}
	if read != len(wants) {
		t.Errorf("%d rows, want %d", read, len(wants))
	}
}

func TestEvidenceInSeveralColumns(t *testing.T) {
	head := []any{"上岗时间", "姓名", "手机", "用工单位", "用工形式", "合同期限", "社保缴纳", "佐证材料"}
	row := func(term, insurance, papers any) []any {
		return []any{"2026-01-26", "郭玲", goodPhone, "某某家政服务部", "固定", term, insurance, papers}
	}
	book := open(t, sheet{name: "推荐就业", rows: [][]any{
		head, row("12个月", nil, "回执"), row("3个月", "3个月", nil), row("3个月", nil, "合同一年"), row("3个月", "无", "回执"),
	}})
	want := []ledger.Kind{ledger.Stable, ledger.Stable, ledger.Stable, ledger.Casual}
	i := 0
	for p, refused := range book.Placements(today) {
		if refused != nil || p.Kind != want[i] {
			t.Errorf("row %d: %s %+v, want %s", p.Row, p.Kind, refused, want[i])
		}
		i++
	}
	if i != len(want) {
		t.Errorf("%d rows", i)
	}
}

func TestKinds(t *testing.T) {
	wants := map[string]string{
		"零工": "casual", " 零 工 ": "casual", "临时": "casual", "临时工": "casual", "日结": "casual", "非全日制": "casual", "灵活就业": "casual",
		"固定": "stable", "固定岗位": "stable", "长期": "stable", "全日制": "stable", "稳定就业": "stable",
		"": ledger.CodeKind, "兼职?": ledger.CodeKind, "兼职": ledger.CodeKind, "零工/固定": ledger.CodeKind, "不固定": ledger.CodeKind, "非固定": ledger.CodeKind,
	}
	rows := [][]any{placementHead}
	for kind := range wants {
		rows = append(rows, placed(map[int]any{6: kind, 7: "劳动合同一年"}))
	}
	read := 0
	for p, refused := range open(t, sheet{name: "推荐就业", rows: rows}).Placements(today) {
		got, row := string(p.Kind), p.Row
		if read++; refused != nil {
			got, row = refused.Code, refused.Row
		}
		if kind := rows[row-1][6].(string); got != wants[kind] {
			t.Errorf("%q: %s, want %s", kind, got, wants[kind])
		}
	}
	if read != len(wants) {
		t.Errorf("%d rows, want %d", read, len(wants))
	}
}
