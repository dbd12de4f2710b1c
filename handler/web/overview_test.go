package web_test

import (
	"fmt"
	"strings"
	"testing"
)

// boardRow is a site of the board with a reason of a weight; 0: none.
func boardRow(id, county string, rank, weight int) string {
	reasons := ""
	if weight > 0 {
		reasons = fmt.Sprintf(`{"text":"原因%s","weight":%d}`, id, weight)
	}
	return fmt.Sprintf(`{"site":{"id":"%s","name":"%s站","kind":"station","county":"%s","county_name":"县%[3]s"},"recorded":24.5,"verified":20,"rank":1,"of":9,"flags":[],
		"visit":{"rank":%d,"needed":%t,"reasons":[%s]}}`, id, id, county, rank, weight > 1, reasons)
}

func boardOf(rows ...string) map[string]string {
	return map[string]string{"/v1/board": `{"as_of":"2026-11-27","years":[2026],"max":110,"computable":50,"judged":60,"visit_order":"先比最重的原因","items":[` + strings.Join(rows, ",") + `]}`}
}

// The overview says where to go first, by what order, who else needs it, and who only
// has a hint; its table is in the same order unless asked for another.
func TestTheOverviewSaysWhereToGo(t *testing.T) {
	t.Parallel()
	pages, asked := rooms(t, boardOf(boardRow("a", "1", 1, 5), boardRow("b", "1", 2, 4), boardRow("c", "2", 3, 2), boardRow("d", "2", 4, 2), boardRow("e", "3", 5, 1), boardRow("f", "4", 0, 0)))
	html := page(t, pages, "/")
	wants(t, html, []string{"先比最重的原因。", `<li class="g5"><a href="/sites/a">`, `<li class="g2"><a href="/sites/c">`, "其余 1 个需要关注的站点： d站 原因d",
		"只有提示、不必专程走访的站点（1 个）： e站 原因e", `<a href="#visits">4</a>`, "另 1 个有提示", "24.5 / 50 分", "其余 60 分由人工评定", "平均 24.5 / 50 分 1 个有提示", "平均 24.5 / 50 分 无需关注",
		`data-cells="a站&#10;县1"`}, []string{"110 分 平均"})
	if got := asked["/v1/board"].URL.Query().Get("order"); got != "visit" {
		t.Errorf("the table is ordered by %q", got)
	}
	page(t, pages, "/?order=score")
	if got := asked["/v1/board"].URL.Query().Get("order"); got != "score" {
		t.Errorf("asked for scores, ordered by %q", got)
	}
}

// Whoever sees one site reads of it, and of no average, rank or order.
func TestTheOverviewOfOneSite(t *testing.T) {
	t.Parallel()
	answers := boardOf(strings.Replace(boardRow("a", "1", 1, 2), `"of":9`, `"of":1`, 1))
	pages, _ := rooms(t, answers)
	answers["/v1/me"] = `{"name":"站长","may":{}}`
	wants(t, page(t, pages, "/"), []string{"需要留意", "原因a", "24.5 / 50 分", `data-label="名次">—`}, []string{"平均", "排序", "筛选", "先比最重的原因", "最需要走访", "个站点"})
}
