package handler_test

import (
	"testing"

	"github.com/quanjiuye/backend/service"
)

func TestHonours(t *testing.T) { onEachEngine(t, honours) }

func honours(t *testing.T, h *house) {
	site := h.site("station", "2026-11-01")
	ann := h.grant("ann", service.Staff, site)
	body := obj{"site_id": site, "level": "city", "title": "市级先进零工驿站", "issuer": "市人社局", "awarded_on": "2026-06-01"}
	first := ann.post("/v1/honours", body).want(201)
	if first.str("status") != "recorded" || first.str("awarded_on") != "2026-06-01" || first.at("may.confirm") != false {
		t.Errorf("recorded: %s", first.raw)
	}
	if again := ann.post("/v1/honours", body).want(200); again.str("id") != first.str("id") {
		t.Errorf("two honours: %s and %s", first.raw, again.raw)
	}
	ann.post("/v1/honours", obj{"site_id": site, "level": "world", "title": "奖", "awarded_on": "2026-06-01"}).refused(422, "invalid_input")
	path := "/v1/honours/" + first.str("id")
	ann.post(path+"/confirm", nil).refused(403, "forbidden")
	if list := ann.get("/v1/honours?site_id=" + site + "&status=recorded").want(200); list.str("items.0.id") != first.str("id") {
		t.Errorf("listed: %s", list.raw)
	}
	if p := ann.get("/v1/sites/" + site + "/progress").want(200); p.num("items.14.recorded") != 3 || p.num("items.14.verified") != 0 {
		t.Errorf("item 15: %v, %v", p.at("items.14.recorded"), p.at("items.14.verified"))
	}
	if a := ann.post(path+"/evidence", obj{"evidence_ids": []string{ann.send(site, "x", []byte(scanned)).str("id")}}).want(200); a.at("evidence_ids.0") == nil {
		t.Errorf("attached: %s", a.raw)
	}
	h.grant("fengze", service.County, "350503").post(path+"/confirm", nil).want(200)
	ann.post(path+"/void", obj{"reason": "不是本站的荣誉"}).want(200)
	ann.post(path+"/restore", nil).want(200)
}
