package handler_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/rubric"
)

// A form says who took its steps by name, and how far its sums go.
func TestAFormNamesPeopleAndWhatIsScored(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	site := h.site("station", "2026-01-01")
	manager, boss := h.grant("manager", service.Manager, site), h.grant("boss", service.County, "350503")
	manager.do("PATCH", "/v1/me", obj{"name": "王站长"}).want(200)
	path := "/v1/sites/" + site + "/assessments/2026"
	empty := manager.get(path).want(200)
	if empty.at("self") != nil || empty.num("self_of.items") != 0 || empty.num("self_of.max") != 0 {
		t.Errorf("nothing scored: %s", empty.raw)
	}
	manager.do("PUT", path+"/self", obj{"items": []obj{{"no": 1, "score": 8}, {"no": 3, "score": 4.5}}}).want(200)
	for _, who := range []user{manager, boss} {
		v := who.get(path).want(200)
		if v.num("self") != 12.5 || v.num("self_of.items") != 2 || v.num("self_of.max") != 15 || v.num("assessed_of.items") != 0 {
			t.Errorf("two items scored: %s", v.raw)
		}
		if v.str("steps.0.by_name") != "王站长" || v.str("steps.0.by") != manager.id || v.str("steps.0.kind") != "self" {
			t.Errorf("steps: %v", v.at("steps"))
		}
	}
}

// byHand are scores for the items that are scored by hand, but those left out.
func byHand(without ...int) (items []obj) {
	for _, e := range rubric.Catalogue() {
		if e.Mode == rubric.Judged && !slices.Contains(without, e.No) {
			items = append(items, obj{"no": e.No, "score": e.Max - 1, "note": "有台账"})
		}
	}
	return items
}

// Scores are saved and handed in by one call, which does both or neither.
func TestSavingAndHandingInIsOneStep(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	site := h.site("station", "2026-01-01")
	manager := h.grant("manager", service.Manager, site)
	path := "/v1/sites/" + site + "/assessments/2026"
	refused := manager.post(path+"/submit", obj{"items": byHand(3, 9)}).refused(409, "scores_missing")
	if got := refused.str("errors.0.message") + refused.str("errors.1.message"); got != "第3项还没有分值第9项还没有分值" {
		t.Errorf("refused with %s", refused.raw)
	}
	if v := manager.get(path).want(200); v.at("self") != nil || v.str("status") != "draft" || len(v.at("steps").([]any)) != 0 {
		t.Errorf("half done: %s", v.raw)
	}
	wrong := append(byHand(), obj{"no": 2, "score": 4})
	if v := manager.post(path+"/submit", obj{"items": wrong}).refused(422, "invalid_input"); v.str("errors.0.message") != "第2项：低于系统计算的得分，请填写理由" {
		t.Errorf("item 2: %s", v.raw)
	}
	v := manager.post(path+"/submit", obj{"items": byHand()}).want(200)
	if v.str("status") != "submitted" || v.num("items.0.self") != 9 || v.num("self_of.items") != 15 || v.str("next") != "考核表已提交，由县（市、区）评定考核分值。" {
		t.Errorf("handed in: %s", v.raw)
	}
	if v.str("steps.0.kind") != "self" || v.str("steps.1.kind") != "submit" {
		t.Errorf("steps: %v", v.at("steps"))
	}
}

// Whoever says which revision he saw approves, returns and writes over nothing that has
// changed since; whoever says none is not asked.
func TestAFormThatHasChangedIsLeftAlone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	site := h.site("station", "2026-01-01")
	manager, boss, other := h.grant("manager", service.Manager, site), h.grant("boss", service.County, "350503"), h.grant("other", service.County, "350503")
	path := "/v1/sites/" + site + "/assessments/2026"
	revision := func() string { return `"` + strconv.Itoa(int(other.get(path).want(200).num("revision"))) + `"` }
	manager.do("PUT", path+"/self", obj{"items": byHand()}, "If-Match", revision()).want(200) // nobody has begun
	manager.post(path+"/submit", nil).want(200)
	seen := revision()
	boss.do("PUT", path+"/scores", obj{"items": byHand()}, "If-Match", seen).want(200)
	other.do("PUT", path+"/scores", obj{"items": []obj{{"no": 1, "score": 1, "note": "无台账"}}}, "If-Match", seen).refused(409, "assessment_changed")
	other.do("POST", path+"/return", obj{"reason": "请补充"}, "If-Match", seen).refused(409, "assessment_changed")
	if v := other.get(path).want(200); v.num("items.0.assessed") != 9 || v.str("status") != "submitted" {
		t.Errorf("written over: %s", v.raw)
	}
	other.post(path+"/return", obj{"reason": "请补充"}).want(200)
}

// Scores may come before: then nothing is sent along, in any of the ways to send nothing.
func TestHandingInWithoutScores(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	site := h.site("station", "2026-01-01")
	manager, boss := h.grant("manager", service.Manager, site), h.grant("boss", service.County, "350503")
	path := "/v1/sites/" + site + "/assessments/2026"
	manager.do("PUT", path+"/self", obj{"items": byHand()}).want(200)
	for _, body := range []any{nil, "null", "{}"} {
		if v := manager.post(path+"/submit", body).want(200); v.str("status") != "submitted" {
			t.Errorf("%v: %s", body, v.raw)
		}
		boss.post(path+"/return", obj{"reason": "请再核对"}).want(200)
	}
}

// A form that was sent back says so, with the reason, to the site and in the list,
// until it is handed in again; and its sum is still one of 110.
func TestAReturnedFormSaysSo(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	site := h.site("station", "2026-01-01")
	manager, boss := h.grant("manager", service.Manager, site), h.grant("boss", service.County, "350503")
	boss.do("PATCH", "/v1/me", obj{"name": "李科"}).want(200)
	path, list := "/v1/sites/"+site+"/assessments/2026", "/v1/assessments?year=2026"
	whole := manager.post(path+"/submit", obj{"items": byHand()}).want(200)
	if whole.at("returned") != nil || manager.get(list).want(200).str("items.0.returned") != "" {
		t.Error("returned, though nobody has")
	}
	boss.post(path+"/return", obj{"reason": "第3项缺照片"}).want(200)
	v := manager.get(path).want(200)
	if v.str("returned.note") != "第3项缺照片" || v.str("returned.by_name") != "李科" || v.str("next") != "考核表已退回站点，站点按退回原因修改后重新提交。" {
		t.Errorf("returned: %s", v.raw)
	}
	if row := manager.get(list).want(200); row.str("items.0.returned") != "第3项缺照片" || row.str("items.0.status") != "draft" {
		t.Errorf("in the list: %s", row.raw)
	}
	if v.num("self_of.sum") != whole.num("self_of.sum") || len(v.at("self_of.missing").([]any)) != 0 || v.num("self") == whole.num("self") {
		t.Errorf("the sum was %v of %s, and is %s", whole.at("self_of.sum"), whole.raw, v.raw)
	}
	if got := fmt.Sprint(v.at("self_of.computed")); got != "[2 4 7 8 15]" {
		t.Errorf("computed: %s", got)
	}
	manager.do("PUT", path+"/self", obj{"items": []obj{{"no": 3, "score": 3}}}).want(200)
	if v := manager.get(path).want(200); v.str("returned.note") != "第3项缺照片" {
		t.Error("mending it hides why it was returned")
	}
	if v := manager.post(path+"/submit", nil).want(200); v.at("returned") != nil || manager.get(list).want(200).str("items.0.returned") != "" {
		t.Errorf("handed in again: %s", v.raw)
	}
}

// Who would approve is told what approval waits for, and until when.
func TestWhatApprovalWaitsFor(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	site := h.site("station", "2026-01-01")
	manager, boss, city := h.grant("manager", service.Manager, site), h.grant("boss", service.County, "350503"), h.grant("city", service.City, service.All)
	path := "/v1/sites/" + site + "/assessments/2026"
	manager.post(path+"/submit", obj{"items": byHand()}).want(200)
	boss.do("PUT", path+"/scores", obj{"items": byHand(), "done": true}).want(200)
	waits := func(who user) string {
		v := who.get(path).want(200)
		return fmt.Sprint(v.str("waits.0.step"), " ", v.str("waits.0.code"), " ", v.str("waits.0.text"))
	}
	if got := waits(city); got != "approve appeal_open 站点还没有同意考核分值，申诉期到2026年12月1日为止；站点同意后，或期满没有申诉，才能批准" {
		t.Errorf("scored: %s", got)
	}
	if v := manager.get(path).want(200); len(v.at("waits").([]any)) != 0 || v.at("may.appeal") != true ||
		v.str("next") != "县（市、区）已完成考核。站点可在2026年12月1日前（含当日）同意或申诉；站点同意后，或期满没有申诉，由市级批准。" {
		t.Errorf("the manager is told %s", v.raw)
	}
	manager.post(path+"/appeal", obj{"reason": "第9项有海报"}).want(200)
	if got := waits(city); got != "approve assessment_state 站点已申诉，须待县（市、区）答复后再办理" {
		t.Errorf("appealed: %s", got)
	}
	boss.post(path+"/appeal/answer", obj{"reason": "维持原分"}).want(200)
	if v := city.get(path).want(200); v.at("may.approve") != true || len(v.at("waits").([]any)) != 0 || v.str("next") != "县（市、区）已答复申诉，由市级批准。" {
		t.Errorf("answered: %s", v.raw)
	}
}

// Points without any record behind them are not forbidden, and not passed over.
func TestPointsWithoutEvidenceAreWarnedAbout(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	site := h.site("station", "2026-01-01")
	manager := h.grant("manager", service.Manager, site)
	path := "/v1/sites/" + site + "/assessments/2026"
	v := manager.do("PUT", path+"/self", obj{"items": byHand()}).want(200)
	if v.num("items.8.self") != 4 || v.str("items.8.warning") != "本年度没有这一项的佐证记录" || v.str("items.6.warning") != "" {
		t.Errorf("items 9 and 7: %s", v.raw)
	}
	manager.post("/v1/activities", obj{"site_id": site, "type": "policy_publication", "held_on": "2026-11-02", "place": "站点", "note": "张贴政策"}).want(201)
	if v := manager.get(path).want(200); v.str("items.8.warning") != "" {
		t.Errorf("with a record: %v", v.at("items.8"))
	}
}

// 考核日期 is, as the official form has it beside the assessed unit and the seal, the day
// on which the county assessed: not the last day whose facts count, which for the form of
// a year that is over is its 31 December and stands in the small type. Before the county
// is done it is blank, for the pen.
func TestTheDateOfAssessmentIsWhenTheCountyAssessed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	site := h.site("station", "2025-01-01")
	manager, boss := h.grant("manager", service.Manager, site), h.grant("boss", service.County, "350503")
	path := "/v1/sites/" + site + "/assessments/2025"
	printed := func() string {
		return strings.Join(strings.Fields(string(boss.get(path+"/form").want(200).raw)), " ")
	}
	v := manager.post(path+"/submit", obj{"items": byHand()}).want(200)
	if page := printed(); v.str("as_of") != "2025-12-31" || v.str("assessed_on") != "" || !strings.Contains(page, "考核日期： 年 月 日") {
		t.Errorf("before: as of %s, assessed on %q", v.str("as_of"), v.str("assessed_on"))
	}
	v = boss.do("PUT", path+"/scores", obj{"items": byHand(), "done": true}).want(200)
	page := printed()
	if v.str("as_of") != "2025-12-31" || v.str("assessed_on") != "2026-11-24" || !strings.Contains(page, "考核日期：2026年11月24日") || !strings.Contains(page, "数据截至2025年12月31日") {
		t.Errorf("assessed: as of %s, on %s", v.str("as_of"), v.str("assessed_on"))
	}
	if !strings.Contains(page, `href="/sites/`+site+`/assessments/2025"`) || strings.Contains(page, "quanzhou-") {
		t.Error("the page leads nowhere back, or speaks of the program's own names")
	}
}
