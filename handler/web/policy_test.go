package web_test

import (
	"strings"
	"testing"
)

// What a trial changes is led to, each figure has a name of its own where rows are stacked,
// and the program's own names of readings are folded away.
func TestReadingsAreTried(t *testing.T) {
	t.Parallel()
	pages, _ := rooms(t, map[string]string{
		"/v1/policies": `{"may":{"put":true},"items":[{"version":"quanzhou-2025.1","from":"2025-01-01","note":"原文读法","in_force":true,"years":[2025,2026],"onwards":true,"settings":{"item7_below":"zero"}}]}`,
		"/v1/rubric": `{"settings":[{"name":"item7_below","title":"第 7 项不足时","reason":"原文没有说","items":[7],
			"choices":[{"value":"zero","text":"不得分"},{"value":"prorata","text":"按比例"}]}]}`,
		"/v1/policies/what-changes-if": `{"year":2026,"summary":{"sites":1,"recorded":{"rise":1,"fall":0,"stay":0},"verified":{"rise":0,"fall":0,"stay":1}},
			"items":[{"site":{"id":"s1","name":"丰泽站"},"recorded":{"from":30,"to":33.8125},"verified":{"from":20,"to":20},"rank":{"from":2,"to":1,"of":2},
				"items":[{"no":7,"recorded":{"from":0,"to":3.8125},"verified":{"from":0,"to":0}}]}]}`})
	html := page(t, pages, "/policies?try=1&item7_below=prorata&year=2026")
	wants(t, html, []string{`action="/policies#trial"`, `<h2 id="trial">`, `data-label="现行">不得分`, `data-label="变化的项目"`, "第 7 项 0 变为 3.81", "起用这种口径", ">确认起用</button>", "2025-01-01（现行）", "2025、2026 及以后"}, nil)
	before, folded, _ := strings.Cut(html, `<details class="tech">`)
	if strings.Contains(before, "quanzhou-2025.1") || !strings.Contains(folded, "版本编号 quanzhou-2025.1") {
		t.Error("a version's name stands open, or nowhere")
	}
}
