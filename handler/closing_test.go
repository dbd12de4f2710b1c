package handler_test

import (
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

func TestMonths(t *testing.T) { onEachEngine(t, months) }

func months(t *testing.T, h *house) {
	site := h.site("station", "2026-09-01")
	ann, boss := h.grant("ann", service.Staff, site), h.grant("boss", service.County, "350503")
	seeker := obj{"site_id": site, "name": "王小明", "phone": "13800000001", "consent_version": "2026-11", "registered_on": "2026-10-08"}
	kept := ann.post("/v1/registrations", seeker).want(201)
	path := "/v1/counties/350503/months/2026-10"
	ann.post(path+"/close", nil).refused(403, "forbidden")
	boss.post("/v1/counties/350503/months/2026-11/close", nil).refused(409, "month_running")
	boss.post("/v1/counties/350503/months/2026-13/close", nil).want(422)
	if v := boss.post(path+"/close", nil).want(200); v.at("closed") != true || v.at("may.reopen") != true || v.str("steps.0.step") != "close" {
		t.Errorf("closed: %s", v.raw)
	}
	h.wait(time.Second)
	boss.post("/v1/registrations/"+kept.str("id")+"/void", obj{"reason": "不属实"}).refused(409, "month_closed")
	if list := boss.get("/v1/sites/" + site + "/verification?month=2026-10").want(200); !strings.HasPrefix(list.str("closed_at"), "2026-11-24T10:00:0") {
		t.Errorf("the queue of a closed month: %s", list.raw)
	}
	seeker["phone"], seeker["name"] = "13800000002", "李小红"
	late := ann.post("/v1/registrations", seeker).want(201)
	if late.at("adjustment") != true || late.str("month") != "2026-10" {
		t.Errorf("late: %s", late.raw)
	}
	if p := ann.get("/v1/sites/" + site + "/progress").want(200); p.num("months.1.recorded.registered") != 2 || p.num("months.1.closed_with.recorded.registered") != 1 {
		t.Errorf("october: %v", p.at("months.1"))
	}
	if list := ann.get("/v1/sites/" + site + "/adjustments?year=2026").want(200); list.str("items.0.id") != late.str("id") || list.str("items.0.noun") != "registration" {
		t.Errorf("adjustments: %s", list.raw)
	}
	boss.post(path+"/reopen", obj{"reason": ""}).refused(422, "invalid_input")
	boss.post(path+"/reopen", obj{"reason": "补录台账"}).want(200)
	if list := boss.get("/v1/sites/" + site + "/verification?month=2026-10").want(200); list.str("closed_at") != "" {
		t.Errorf("reopened: %s", list.raw)
	}
	if list := boss.get("/v1/counties/350503/months?year=2026").want(200); list.at("items.9.closed") != false || list.str("items.9.steps.1.reason") != "补录台账" ||
		list.str("items.9.steps.1.by_name") != "boss" || list.num("items.9.unconfirmed") != 2 || list.str("items.9.state") != "open" ||
		list.str("items.10.state") != "running" || list.str("items.11.state") != "ahead" || list.at("items.11.unconfirmed") != nil {
		t.Errorf("months: %s", list.raw)
	}
	if list := ann.get("/v1/counties/350503/months?year=2026").want(200); list.at("items.9.unconfirmed") != nil || list.at("items.9.steps.0") != nil {
		t.Errorf("staff are told what only who closes knows: %s", list.raw)
	}
}
