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
		return `{"site_id":"a","site_name":"甲站","year":2025,"status":"approved","max":110,"self":12.5,"self_of":{"items":2,"max":15},"assessed":54,"assessed_of":{"items":15,"max":110},
			"items":[{"no":1,"section":"基础设施","title":"场所","max":10,"mode":"judged","self":8,"explanation":"甲"}],
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
	says(t, page, "/v1/evidence/f9/thumbnail", "12.5<small> / 15 分（已评 2 项，全部 110 分）", "54<small> / 110 分</small>", "王站长",
		strings.Repeat("ab", 32), "quanjiuye verify assessment a 2025", "退回修改")
	if strings.Contains(page, "account-1") || strings.Contains(page, "score.js") {
		t.Error("it shows an account's id, or a form to fill in")
	}
	if strings.Index(page, "退回修改") > strings.Index(page, "<table") {
		t.Error("what is due stands below the table")
	}
}
