package handler_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
)

// What decides or carries out is entered before it is done; a refusal is an entry of
// its own; reading and entering records leave none, and no entry holds a number.
func TestWhatIsAudited(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	site := h.site("station", "2026-11-01")
	ann, bob, city := h.grant("ann", service.Staff, site), h.grant("bob", service.Staff, site), h.grant("city", service.City, service.All)
	start := len(city.get("/v1/audit?limit=100").want(200).at("items").([]any))
	r := ann.post("/v1/registrations", seeker(site, 1)).want(201)
	ann.post("/v1/registrations/"+r.str("id")+"/confirm", nil).refused(403, "own_record")
	bob.post("/v1/registrations/"+r.str("id")+"/confirm", nil).want(200)
	ann.post("/v1/people/"+r.str("person_id")+"/reveal", obj{"reason": "联系上岗"}).want(200)
	log := city.get("/v1/audit?limit=100").want(200)
	if n := len(log.at("items").([]any)) - start; n != 4 {
		t.Fatalf("%d entries: %s", n, log.raw)
	}
	for i, want := range []string{"查看个人号码 ", "核实求职登记 ", "核实求职登记 own_record", "核实求职登记 "} {
		at := "items." + string(rune('0'+i))
		if got := log.str(at+".action_text") + " " + log.str(at+".refused"); got != want {
			t.Errorf("entry %d is %q, want %q", i, got, want)
		}
	}
	if log.str("items.1.target") != r.str("id") || log.str("items.1.by") != bob.id || log.str("items.1.role") != "staff" || log.str("items.1.address") == "" {
		t.Errorf("entry: %s", log.raw)
	}
	for _, personal := range []string{"1380000", "测试" + string(rune('甲'+1)), "联系上岗"} {
		if strings.Contains(string(log.raw), personal) {
			t.Errorf("the log holds %s", personal)
		}
	}
	if log.str("items.1.target_text") != "丰泽区测试站点" || log.str("items.0.target_text") != "" || log.str("items.1.name") != "bob" ||
		log.str("items.2.refused_text") != "不能核实或审核自己经手的记录" || log.str("items.1.refused_text") != "" {
		t.Errorf("in words: %s", log.raw)
	}
	if log.at("items.3.refused_later") != true || log.at("items.2.refused_later") != false || log.at("items.1.refused_later") != false {
		t.Errorf("what was refused: %s", log.raw)
	}
	edge := city.get("/v1/audit?limit=3").want(200).str("next_cursor") // a page ends between a refusal and what it refused
	if next := city.get("/v1/audit?limit=1&cursor=" + edge).want(200); next.str("items.0.id") != log.str("items.3.id") || next.at("items.0.refused_later") != true {
		t.Errorf("behind the edge: %s", next.raw)
	}
	for query, want := range map[string]int{"by=" + bob.id: 1, "refused=true": 1, "day=2026-11-24": 4 + start, "day=2026-11-23": 0, "refused=true&by=" + bob.id: 0} {
		if got := len(city.get("/v1/audit?limit=100&" + query).want(200).at("items").([]any)); got != want {
			t.Errorf("%s: %d entries, want %d", query, got, want)
		}
	}
	ann.get("/v1/audit").refused(403, "forbidden")
	// What an address may hold besides ids is not kept, and breaks no chain.
	for _, path := range []string{"/v1/people/%FF/reveal", "/v1/people/%E5%BC%A0%E4%B8%89/reveal", "/v1/people/13800000000/reveal", "/v1/people/a%0Ab/reveal"} {
		ann.post(path, obj{"reason": "联系上岗"})
		if got := city.get("/v1/audit?limit=1").want(200).str("items.0.target"); got != "?" {
			t.Errorf("%s is kept as %q", path, got)
		}
	}
	city.post("/v1/accounts/"+bob.id+"/roles", obj{"role": "county", "scope": "350503"}).want(201)
	if got := city.get("/v1/audit?limit=1").want(200).str("items.0.target"); got != bob.id+"/county/350503" {
		t.Errorf("a role given is kept as %q", got)
	}
	if r, err := h.svc.VerifyAudit(t.Context()); err != nil || r.Broken != "" {
		t.Errorf("the chain: %+v, %v", r, err)
	}
}

// What an entry was about is told in words, as far as its reader may know that it is there.
func TestAuditTargetsInWords(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	site := h.site("station", "2026-01-01")
	city, county, admin := h.grant("city", service.City, service.All), h.grant("county", service.County, "350503"), h.grant("admin", service.Admin, service.All)
	far := city.post("/v1/sites", obj{"name": "晋江市测试站点", "kind": "station", "county": "350582", "opened_on": "2026-01-01"}).want(201).str("id")
	ann, eve, anxi := h.grant("ann", service.Staff, site), h.grant("eve", service.Staff, far), h.grant("anxi", service.County, "350524")
	nobody := h.login("nobody")
	firm := ann.post("/v1/enterprises", obj{"name": "示例物业"}).want(201).str("id")
	held := ann.post("/v1/postings", obj{"site_id": site, "enterprise_id": firm, "title": "前台", "headcount": 1, "description": "接待", "conditions": "25岁以下",
		"place": "丰泽街", "pay": obj{"min": 2000, "unit": "hour"}, "kind": "temporary", "valid_until": "2026-12-31"}).want(201).str("id")
	last := func(who user, want string) {
		t.Helper()
		if got := who.get("/v1/audit?limit=1").want(200).str("items.0.target_text"); got != want {
			t.Errorf("told %q, want %q", got, want)
		}
	}
	county.post("/v1/postings/"+held+"/release", nil).want(200)
	last(county, "丰泽区测试站点 “前台”")
	seen := ann.post("/v1/registrations", seeker(site, 1)).want(201).str("id")
	county.post("/v1/confirmations", obj{"records": []obj{{"kind": "registration", "id": seen}, {"kind": "posting", "id": held}}}).want(200)
	last(county, "丰泽区测试站点 等2条")
	last(city, "丰泽区测试站点 等2条")
	if only := city.get("/v1/audit?action=" + url.QueryEscape("POST /v1/confirmations")).want(200); len(only.at("items").([]any)) != 1 {
		t.Errorf("one kind of act: %s", only.raw)
	}
	admin.post("/v1/accounts", obj{"name": "王科长"}).want(201)
	last(admin, "王科长")
	last(city, "王科长")
	county.post("/v1/sites/"+site+"/assessments/2026/return", obj{"reason": "请补充"})
	last(county, "丰泽区测试站点 2026年度考核表")
	county.post("/v1/sites/"+site+"/invites", obj{"role": "staff"}).want(201)
	last(county, "丰泽区测试站点 工作人员")
	county.post("/v1/counties/350503/months/2026-10/close", nil).want(200)
	last(county, "丰泽区2026年10月")
	county.post("/v1/samples", obj{"site_id": site, "month": "2026-11", "kind": "placement", "size": 1})
	last(county, "丰泽区测试站点 2026年11月")
	county.do("DELETE", "/v1/sites/"+site+"/members/"+ann.id, nil).want(204)
	last(county, "丰泽区测试站点 ann")
	ann = h.grant("ann", service.Staff, site)
	ann.post("/v1/enterprises/"+firm+"/reveal", obj{"reason": "核对岗位"})
	last(county, "示例物业")
	last(admin, "") // sees no employers
	h.grant("gus", service.Staff, site)
	last(city, "gus 工作人员 丰泽区测试站点")
	if e := city.get("/v1/audit?limit=1").want(200); e.str("items.0.name") != "命令行" || e.str("items.0.action_text") != "命令行授予角色" {
		t.Errorf("by command: %s", e.raw)
	}
	code := county.post("/v1/sites/"+site+"/invites", obj{"role": "staff"}).want(201).str("code")
	h.login("ivy").post("/v1/invites/"+code+"/accept", nil).want(200)
	last(county, "丰泽区测试站点")
	city.post("/v1/accounts/"+nobody.id+"/roles", obj{"role": "manager", "scope": site}).want(201)
	last(city, "负责人 丰泽区测试站点") // who has not said a name has none
	city.do("DELETE", "/v1/accounts/"+eve.id+"/roles/staff/"+far, nil).want(204)
	last(admin, "eve 工作人员 晋江市测试站点")
	// What a county asked for in vain elsewhere is not told to it.
	for path, want := range map[string]string{
		"/v1/sites/" + far + "/invites": "工作人员", "/v1/confirmations": "", "/v1/postings/" + held + "/release": "", "/v1/accounts/" + eve.id + "/roles": "工作人员",
	} {
		anxi.post(path, obj{"role": "staff", "scope": far, "records": []obj{{"kind": "posting", "id": held}}})
		last(anxi, want)
	}
}
