package handler_test

import (
	"strings"
	"testing"
)

func TestWordingIsCheckedForEverybodyLoggedIn(t *testing.T) {
	h := newHouse(t)
	seeker := h.login("seeker")
	a := seeker.post("/v1/wording/check", obj{"texts": []string{"仓库装卸工，男士优先", "包装工，男女不限", "普工，45周岁以下"}}).want(200)
	for path, want := range map[string]any{
		"results.0.verdict": "block", "results.0.findings.0.category": "gender", "results.0.findings.0.words": "男士优先",
		"results.0.findings.1": nil, "results.1.verdict": "ok", "results.1.findings.0": nil,
		"results.2.verdict": "review", "results.2.findings.0.category": "age", "results.2.findings.0.words": "45周岁以下", "results.3": nil,
	} {
		if got := a.at(path); got != want {
			t.Errorf("%s: %v, want %v", path, got, want)
		}
	}
	if !strings.Contains(string(a.raw), `"verdict":"ok","findings":[]`) {
		t.Errorf("findings is no empty list: %s", a.raw)
	}
	for _, path := range []string{"results.0.findings.0.clause", "results.0.findings.0.suggestion"} {
		if a.str(path) == "" {
			t.Errorf("%s is empty", path)
		}
	}
}

func TestWordingRefuses(t *testing.T) {
	h := newHouse(t)
	someone := h.login("someone")
	hundred := make([]string, 100)
	someone.post("/v1/wording/check", obj{"texts": hundred}).want(200)
	someone.post("/v1/wording/check", obj{"texts": []string{strings.Repeat("男", 2500)}}).want(200)
	for name, body := range map[string]any{
		"no texts":        obj{},
		"none":            obj{"texts": []string{}},
		"too many":        obj{"texts": make([]string, 101)},
		"too long":        obj{"texts": []string{strings.Repeat("男", 2501)}},
		"not a text":      obj{"texts": []int{1}},
		"something else":  obj{"texts": []string{""}, "site_id": "x"},
		"null for a text": `{"texts":[null]}`,
	} {
		a := someone.post("/v1/wording/check", body)
		if a.status != 422 || a.str("code") != "invalid_input" {
			t.Errorf("%s: %d %s", name, a.status, a.raw)
		}
		if strings.Contains(string(a.raw), "男男") {
			t.Errorf("%s: the text comes back: %s", name, a.raw)
		}
	}
	(user{h: h}).post("/v1/wording/check", obj{"texts": []string{""}}).refused(401, "unauthenticated")
}
