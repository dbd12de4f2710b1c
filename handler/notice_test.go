package handler_test

import (
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
)

func TestNotices(t *testing.T) { onEachEngine(t, notices) }

// policyOf is a notice's body.
func policyOf(site string, more ...obj) obj {
	b := obj{"site_id": site, "title": "灵活就业社保补贴", "body": "条件、材料、办理地点", "source": "丰泽区人社局", "url": "https://example.org/p"}
	for _, m := range more {
		for k, v := range m {
			b[k] = v
		}
	}
	return b
}

// A draft is its writers'; once published it is everybody's, also without a login.
func notices(t *testing.T, h *house) {
	site := h.site("station", "2026-11-01")
	ann, anyone := h.grant("ann", service.Staff, site), user{h: h}
	draft := ann.post("/v1/notices", policyOf(site, obj{"valid_until": "2026-12-31"}), "Idempotency-Key", "notice-0001").want(201)
	again := ann.post("/v1/notices", policyOf(site, obj{"valid_until": "2026-12-31"}), "Idempotency-Key", "notice-0001").want(201)
	path := "/v1/notices/" + draft.str("id")
	if draft.str("id") != again.str("id") || draft.str("state") != "draft" || draft.at("may.publish") != true {
		t.Errorf("drafted %s, then %s", draft.raw, again.raw)
	}
	anyone.get(path).refused(404, "not_found")
	if list := anyone.get("/v1/notices").want(200); list.at("items.0") != nil {
		t.Errorf("a draft is listed: %s", list.raw)
	}
	edited := ann.do("PUT", path, obj{"title": "社保补贴（修订）", "body": "正文", "source": "丰泽区人社局"}).want(200)
	if edited.str("title") != "社保补贴（修订）" || edited.str("valid_until") != "" {
		t.Errorf("edited: %s", edited.raw)
	}
	ann.post(path+"/publish", nil).want(200)
	one, list := anyone.get(path).want(200), anyone.get("/v1/notices?limit=1&site_id="+site).want(200)
	if one.str("body") != "正文" || one.at("created_by") != nil || list.str("items.0.id") != draft.str("id") || list.at("items.0.body") != nil {
		t.Errorf("anybody reads %s and %s", one.raw, list.raw)
	}
	if p := ann.get("/v1/sites/" + site + "/progress").want(200); p.num("items.8.facts.types.policy_publication") != 1 {
		t.Errorf("item 9: %v", p.at("items.8.facts"))
	}
	ann.do("PUT", path, obj{"title": "再改", "body": "正文", "source": "来源"}).refused(409, "notice_published")
	bob := h.grant("bob", service.Staff, h.site("market", "2026-11-01"))
	bob.post(path+"/withdraw", obj{"reason": "不是我的"}).refused(404, "not_found")
	bob.get("/v1/managed-notices?site_id="+site).refused(404, "not_found")
	if all := ann.get("/v1/managed-notices?state=published&site_id=" + site).want(200); all.str("items.0.published_by") != ann.id {
		t.Errorf("managed: %s", all.raw)
	}
	if gone := ann.post(path+"/withdraw", obj{"reason": "内容有误"}).want(200); gone.str("state") != "withdrawn" {
		t.Errorf("withdrawn: %s", gone.raw)
	}
	anyone.get(path).refused(404, "not_found")
	ann.get("/v1/managed-notices/" + draft.str("id")).want(200)
}

func TestHostileNotices(t *testing.T) {
	h := newHouse(t)
	site := h.site("station", "2026-11-01")
	ann, anyone, seeker := h.grant("ann", service.Staff, site), user{h: h}, h.login("seeker")
	anyone.post("/v1/notices", policyOf(site)).refused(401, "unauthenticated")
	seeker.post("/v1/notices", policyOf(site)).refused(404, "not_found")
	seeker.post("/v1/notices", policyOf("")).refused(403, "forbidden")
	ann.post("/v1/notices", policyOf("")).refused(403, "forbidden")
	for _, field := range []string{"state", "published_by", "owed", "ID", "Title"} {
		ann.post("/v1/notices", policyOf(site, obj{field: "published"})).refused(422, "invalid_input")
	}
	for name, bad := range map[string]obj{
		"script":     {"url": "javascript:alert(1)"},
		"long":       {"title": strings.Repeat("长", 61)},
		"hidden":     {"title": "补贴\u202e"},
		"long body":  {"body": strings.Repeat("长", 10_001)},
		"past":       {"valid_until": "2026-11-23"},
		"no day":     {"valid_until": "2026-02-30"},
		"other kind": {"title": obj{"$ne": ""}},
	} {
		a := ann.post("/v1/notices", policyOf(site, bad)).refused(422, "invalid_input")
		if strings.Contains(string(a.raw), "alert(1)") || strings.Contains(string(a.raw), "长长") {
			t.Errorf("%s: echoed %s", name, a.raw)
		}
	}
	anyone.get("/v1/notices?state=draft").refused(422, "invalid_input")
	anyone.get("/v1/notices?site_id=missing").refused(404, "not_found")
	anyone.get("/v1/notices/"+strings.Repeat("x", 65)).refused(422, "invalid_input")
	anyone.get("/v1/notices/%00").want(404)
	anyone.get("/v1/managed-notices").refused(401, "unauthenticated")
	anyone.post("/v1/notices/x/publish", nil).refused(401, "unauthenticated")
}
