package web_test

import (
	"strings"
	"testing"
)

func formAnswers(address string) string {
	path, _, _ := strings.Cut(address, "?")
	switch path {
	case "/v1/me":
		return `{"name":"王","may":{"assess":true}}`
	case "/v1/sites/a/assessments/2025":
		return `{"site_id":"a","site_name":"甲站","year":2025,"revision":7,"status":"approved","next":"市级已批准。","policy":"quanzhou-2025.1","max":110,"self":12.5,"self_of":{"items":2,"max":15,"computed":[2,4],"missing":[1,3],"sum":22.5},"assessed":54,"assessed_of":{"items":15,"max":110,"computed":[],"missing":[],"sum":54},
			"items":[{"no":1,"section":"基础设施","title":"场所","max":10,"mode":"judged","self":8,"explanation":"甲","warning":"没有佐证记录"}],
			"steps":[{"kind":"submit","by":"account-1","by_name":"王站长","at":"2025-12-30T09:00:00+08:00","note":""}],
			"seal":{"sha256":"` + strings.Repeat("ab", 32) + `","code":"abab"},"may":{"return":true}}`
	case "/v1/sites/a/exhibits":
		if !strings.Contains(address, "year=2025") {
			return `{"items":[]}`
		}
		return `{"items":[{"no":1,"records":1,"files":1,"exhibits":[{"name":"服务场所","day":"2025-12-01","status":"confirmed","files":[{"id":"f9","media":"image/jpeg"}]}]}]}`
	}
	return `{"items":[]}`
}

// A form shows its year's evidence beside each item, what its sums are of, who did
// what by name, and the whole hash of its seal.
func TestAFormAsItIsShown(t *testing.T) {
	t.Parallel()
	d := openDeskOf(t, 200, formAnswers)
	_, page := d.get("/sites/a/assessments/2025")
	says(t, page, "/v1/evidence/f9/thumbnail", "22.5<small> / 110 分</small>", "第 1、3 项还没有评分", "第 2、4 项按系统现时计分计入", "54<small> / 110 分</small></dd>", "王站长",
		"市级已批准。", "没有佐证记录", "<button>确认退回</button>", `name="_seen" value="7"`,
		strings.Repeat("ab", 32), "quanjiuye verify assessment a 2025", "退回修改")
	if strings.Contains(page, "account-1") || strings.Contains(page, "score.js") {
		t.Error("it shows an account's id, or a form to fill in")
	}
	if strings.Index(page, "退回修改") > strings.Index(page, "<table") {
		t.Error("what is due stands below the table")
	}
}

// What is for the people who run the servers is folded away; nobody else reads of digests
// and commands.
func TestTechnicalWordsAreFoldedAway(t *testing.T) {
	t.Parallel()
	d := openDeskOf(t, 200, formAnswers)
	_, page := d.get("/sites/a/assessments/2025")
	before, rest, _ := strings.Cut(page, `<details class="tech">`)
	folded, after, _ := strings.Cut(rest, "</details>")
	for _, word := range []string{"quanzhou-2025.1", "SHA-256", "quanjiuye verify"} {
		if !strings.Contains(folded, word) || strings.Contains(before+after, word) {
			t.Errorf("%s stands open, or nowhere", word)
		}
	}
}

// A returned form tells the site's manager why and what to do, and one button saves what
// was typed and hands it in; a step that is not open says why.
func TestAReturnedFormAsItIsShown(t *testing.T) {
	t.Parallel()
	d := openDeskOf(t, 200, func(address string) string {
		if strings.HasPrefix(address, "/v1/sites/a/assessments/2025") {
			return `{"site_id":"a","site_name":"甲站","year":2025,"status":"draft","next":"按退回原因修改。","returned":{"note":"缺照片","by_name":"李科","at":"2026-01-05T09:00:00+08:00"},
				"waits":[{"step":"approve","text":"申诉期未满"}],"max":110,"self_of":{"sum":null},"assessed_of":{"sum":null},
				"items":[{"no":9,"section":"服务","title":"政策","max":5,"mode":"judged","self":null,"warning":"没有佐证记录"}],"may":{"edit_self":true,"submit":true}}`
		}
		return formAnswers(address)
	})
	_, page := d.get("/sites/a/assessments/2025")
	says(t, page, "已退回：缺照片", "李科", "按退回原因修改。", "您现在还不能批准封存：</strong>申诉期未满",
		`<button formaction="/do/v1/sites/a/assessments/2025/submit"`, "保存并提交", `<button name="_method" value="PUT">保存分值</button>`, `<span class="flag lacks" hidden>没有佐证记录`)
	if strings.Count(page, "/assessments/2025/submit") != 1 {
		t.Error("there is another way to hand it in, past what was typed")
	}
}
