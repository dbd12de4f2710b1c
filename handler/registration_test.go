package handler_test

import (
	"strings"
	"testing"
)

// Whom staff registered first is told what to do until WeChat vouches for his number;
// then he is his account's own, with his name in full.
func TestWhomStaffRegisteredFirst(t *testing.T) {
	h := newHouse(t)
	site := h.site("station", "2026-11-01")
	ann, me := h.grant("ann", "staff", site), h.login("me")
	who := seeker(site, 1234)
	first := ann.post("/v1/registrations", who).want(201)
	job := h.opening(site, ann)

	v := me.post("/v1/me/registrations", who).want(200)
	if v.at("linked") != false || !strings.Contains(v.str("message"), "验证手机号") || v.str("id") != first.str("id") {
		t.Errorf("not linked: %s", v.raw)
	}
	me.post("/v1/me/applications", obj{"posting_id": job}).refused(409, "register_first")

	me.post("/v1/me/phone", obj{"code": "any"}).want(200)
	if v = me.post("/v1/me/registrations", who).want(200); v.at("linked") != true || v.str("message") != "" || v.str("phone") != who["phone"] {
		t.Errorf("linked: %s", v.raw)
	}
	mine := me.get("/v1/me/registrations").want(200)
	if mine.str("items.0.name") != who["name"] || mine.str("items.0.id") != first.str("id") || mine.at("items.1") != nil || mine.at("items.0.linked") != true {
		t.Errorf("mine: %s", mine.raw)
	}
	me.post("/v1/me/applications", obj{"posting_id": job}).want(201)
	if v := me.get("/v1/me/applications").want(200); v.str("items.0.person_id") != first.str("person_id") {
		t.Errorf("applications: %s", v.raw)
	}

	me.post("/v1/me/registrations", seeker(site, 5)).want(201)
	jobs := me.get("/v1/me/jobs?person_id=" + first.str("person_id")).want(200)
	if jobs.str("registration_id") != first.str("id") {
		t.Errorf("jobs of the first: %s", jobs.raw)
	}
	me.get("/v1/me/jobs?person_id=nobody").refused(404, "not_found")
	other := ann.post("/v1/registrations", seeker(site, 6)).want(201)
	me.get("/v1/me/jobs?person_id="+other.str("person_id")).refused(404, "not_found")
}

// What is missing is told in plain Chinese, at its place, and names no field in English.
func TestWhatIsMissingIsToldInChinese(t *testing.T) {
	h := newHouse(t)
	site := h.site("station", "2026-11-01")
	ann, me := h.grant("ann", "staff", site), h.login("me")
	me.post("/v1/me/consent", obj{"version": "2026-11"}).want(200)
	for _, c := range []struct {
		who          user
		method, path string
		body         obj
		location     string
		words        string
	}{
		{me, "POST", "/v1/me/registrations", obj{}, "body.scene", "请先扫描站点"},
		{me, "POST", "/v1/me/registrations", obj{"site_id": site, "name": "陈小明", "phone": "13800000000"}, "body.consent_version", "2026-11"},
		{me, "POST", "/v1/me/registrations", obj{"site_id": site, "name": "陈小明", "consent_version": "2026-11"}, "body.phone", "请填写联系电话"},
		{ann, "POST", "/v1/registrations", obj{}, "body.site_id", "请选择登记的站点"},
		{me, "POST", "/v1/me/consent", obj{}, "body.version", "2026-11"},
		{me, "POST", "/v1/me/phone", obj{}, "body.code", "授权"},
		{me, "POST", "/v1/me/applications", obj{}, "body.posting_id", "请选择要应聘的岗位"},
		{me, "PATCH", "/v1/me", obj{}, "body.name", "没有填写姓名"},
		{me, "DELETE", "/v1/me", obj{}, "body.confirm", "删除"},
		{me, "POST", "/v1/help-requests", obj{}, "body.site_id", "请选择站点"},
	} {
		a := c.who.do(c.method, c.path, c.body).refused(422, "invalid_input")
		if a.str("errors.0.location") != c.location || !strings.Contains(a.str("errors.0.message"), c.words) || !strings.Contains(a.str("detail"), c.words) {
			t.Errorf("%s %s: %s", c.method, c.path, a.raw)
		}
	}
}

// Staff make a code at the counter; who enters it is linked.
func TestLinkedByACode(t *testing.T) {
	h := newHouse(t)
	site := h.site("station", "2026-11-01")
	ann, me := h.grant("ann", "staff", site), h.login("me")
	first := ann.post("/v1/registrations", seeker(site, 1)).want(201).str("id")
	code := ann.post("/v1/registrations/"+first+"/link-code", nil).want(201)
	if code.str("expires_at") == "" {
		t.Errorf("the code: %s", code.raw)
	}
	me.post("/v1/me/registrations/link", obj{}).refused(422, "invalid_input")
	me.post("/v1/me/registrations/link", obj{"code": code.str("code")}).refused(409, "consent_outdated")
	me.post("/v1/me/consent", obj{"version": "2026-11"}).want(200)
	v := me.post("/v1/me/registrations/link", obj{"code": code.str("code")}).want(200)
	if v.str("id") != first || v.at("linked") != true || v.str("name") != seeker(site, 1)["name"] {
		t.Errorf("linked: %s", v.raw)
	}
	me.post("/v1/me/applications", obj{"posting_id": h.opening(site, ann)}).want(201)
	h.login("other").post("/v1/registrations/"+first+"/link-code", nil).refused(404, "not_found")
}
