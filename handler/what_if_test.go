package handler_test

import (
	"testing"

	"github.com/quanjiuye/backend/service"
)

// A phone asks what two more registrations are worth, and nothing is kept.
func TestWhatIf(t *testing.T) {
	h := newHouse(t)
	site := h.site("station", "2026-11-01")
	ann := h.grant("ann", service.Staff, site)
	progress := "/v1/sites/" + site + "/progress"
	before := ann.get(progress).want(200)
	a := ann.post(progress+"/what-if", obj{"added": obj{"registered": 2, "placed_casual": 3, "placed_stable": 1, "honours": []string{"municipal"}}, "target": 15.5}).want(200)
	for path, want := range map[string]any{
		"now.recorded": 5.0, "now.items.6.recorded": 0.0, "now.items.2.recorded": nil, "now.max": 110.0,
		"then.items.6.recorded": 5.0, "then.items.6.verified": 5.0, "then.items.7.recorded": 5.0, "then.items.14.recorded": 3.0,
		"then.recorded": 18.0, "then.verified": 18.0, "then.items.0.mode": "judged",
		"changes.0.no": 7.0, "changes.0.from": 0.0, "changes.0.to": 5.0, "changes.0.text": "第7项（一对一指导和精准匹配）得分由 0 分升至 5 分",
		"changes.1.no": 8.0, "changes.2.no": 15.0, "changes.3": nil,
		"target.score": 15.5, "target.reached": true, "as_of": "2026-11-24", "site.id": site, "policy": before.at("policy"), "version": before.at("version"),
	} {
		if got := a.at(path); got != want {
			t.Errorf("%s: %v, want %v", path, got, want)
		}
	}
	if after := ann.get(progress).want(200); string(after.raw) != string(before.raw) {
		t.Errorf("asking changed %s to %s", before.raw, after.raw)
	}
	none := ann.post(progress+"/what-if", obj{"added": obj{}, "as_of": "2026-11-10"}).want(200)
	if none.at("changes.0") != nil || none.at("target") != nil || none.str("as_of") != "2026-11-10" {
		t.Errorf("nothing added: %s", none.raw)
	}
	h.login("nobody").post(progress+"/what-if", obj{"added": obj{}}).refused(404, "not_found")
}

func TestWhatIfRefusesInPlainWords(t *testing.T) {
	h := newHouse(t)
	site := h.site("station", "2026-11-01")
	ann := h.grant("ann", service.Staff, site)
	for body, message := range map[string]string{
		`{}`:                                "缺少必填字段 added",
		`{"added":{"registered":-1}}`:       "不能小于 0",
		`{"added":{"staff":1000001}}`:       "不能大于 1000000",
		`{"added":{"registered":1.5}}`:      "须为整数",
		`{"added":{"registered":"all"}}`:    "须为整数",
		`{"added":{"honours":["world"]}}`:   `只能是以下之一：national, provincial, city, municipal, county`,
		`{"added":{},"target":110.5}`:       "不能大于 110",
		`{"added":{},"target":-1}`:          "不能小于 0",
		`{"added":{},"target":1.00001}`:     "分值应为不小于0的数字，小数点后最多4位",
		`{"added":{},"as_of":"2027-01-01"}`: "日期不在可查询的范围内",
		`{"added":{},"score":110}`:          "不认识这个字段",
	} {
		a := ann.post("/v1/sites/"+site+"/progress/what-if", body)
		a.refused(422, "invalid_input")
		if got := a.str("errors.0.message"); got != message {
			t.Errorf("%s: %s", body, a.raw)
		}
	}
}
