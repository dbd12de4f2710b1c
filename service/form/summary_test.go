package form_test

import (
	"slices"
	"testing"
)

// Markets come before stations, the best of each first; the caller's order
// stays what it was. Only what is above the heads is merged.
func TestSummary(t *testing.T) {
	s := county(t)
	b := opened(t, s.WriteWorkbook)
	if s.Sites[0].Name != "=新开驿站" {
		t.Error("the caller's sites were sorted")
	}
	if got := b.GetSheetList(); !slices.Equal(got, []string{"汇总", "逐项得分", "逐月业务"}) {
		t.Fatalf("sheets %q", got)
	}
	rows, _ := b.GetRows("汇总")
	for i, want := range [][]string{
		{"零工市场", "1", "1", "丰泽区", "丰泽区零工市场", "85", "", "已提交"},
		{"零工驿站", "1", "2", "丰泽区", "东海街道滨海社区零工驿站（福建省泉州市某某人力资源服务有限公司承办）", "85", "", "已提交"},
		{"零工驿站", "2", "2", "丰泽区", "华大街道𠮷祥零工驿站", "85", "64.5", "已提交"},
		{"零工驿站", "", "", "丰泽区", "=新开驿站", "", "", "未填报"},
	} {
		if !slices.Equal(rows[i+3], want) {
			t.Errorf("got %q, want %q", rows[i+3], want)
		}
	}
	for _, sheet := range b.GetSheetList() {
		for _, m := range sheetBlocks(t, b, sheet) {
			if (m.row != m.lastRow || m.col != m.lastCol) && m.lastRow > 2 {
				t.Errorf("%s: merged at row %d", sheet, m.row)
			}
		}
	}
	months, _ := b.GetRows("逐月业务")
	if got := months[6]; !slices.Equal(got[3:], []string{"合计", "26", "13", "23", "13", "6", "3", "13", "4"}) {
		t.Errorf("sum of the months: %q", got)
	}
	if len(months) != 3+3*4 {
		t.Errorf("%d rows: a month that does not count is not a row", len(months))
	}
}
