package handler_test

import (
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
)

func TestServiceRequests(t *testing.T) { onEachEngine(t, serviceRequests) }

// A seeker asks, staff take, answer and close, the ledger has an entry of the type,
// and the seeker has heard of each step.
func serviceRequests(t *testing.T, h *house) {
	site := h.site("station", "2026-11-01")
	ann, bob, county := h.grant("ann", service.Staff, site), h.grant("bob", service.Staff, site), h.grant("county", service.County, "350503")
	seeker, other := h.login("seeker"), h.login("other")
	body := obj{"site_id": site, "type": "startup_loan", "text": "想开一家早餐店，问担保贷款"}
	if types := seeker.get("/v1/help-types").want(200); types.at("items.9.type") != "startup_loan" || types.num("items.9.item") != 12 {
		t.Errorf("types: %s", types.raw)
	}
	seeker.post("/v1/help-requests", body).refused(409, "registration_needed")
	seeker.post("/v1/me/registrations", seekerBody(site)).want(201)
	one := seeker.post("/v1/help-requests", body, "Idempotency-Key", "help-0001").want(201)
	if again := seeker.post("/v1/help-requests", body, "Idempotency-Key", "help-0001").want(201); again.str("id") != one.str("id") {
		t.Errorf("two requests: %s", again.raw)
	}
	path := "/v1/help-requests/" + one.str("id")
	ann.post(path+"/take", nil).want(200)
	bob.post(path+"/take", nil).refused(409, "help_taken")
	bob.post(path+"/answer", obj{"text": "请带身份证到站填表"}).want(200)
	done := ann.post(path+"/close", obj{"result": "done", "text": "已协助提交贷款申请"}).want(200)
	if done.str("state") != "closed" || done.at("may.close") != false || strings.Contains(string(done.raw), "测试甲") {
		t.Errorf("done: %s", done.raw)
	}
	bob.post(path+"/close", obj{"result": "done", "text": "已办理"}).refused(409, "help_closed")
	if ledger := bob.get("/v1/activities?site_id=" + site).want(200); ledger.str("items.0.type") != "startup_loan" || ledger.num("items.0.item") != 12 ||
		ledger.at("items.0.may.confirm") != true || strings.Contains(string(ledger.raw), "早餐") {
		t.Errorf("ledger: %s", ledger.raw)
	}
	mine := seeker.get("/v1/me/help-requests").want(200)
	if mine.str("items.0.steps.3.text") != "已协助提交贷款申请" || mine.str("items.0.steps.3.by") != "" || mine.at("items.0.may.withdraw") != false {
		t.Errorf("the seeker hears: %s", mine.raw)
	}
	county.get(path).refused(403, "forbidden")
	other.get(path).refused(404, "not_found")
	two := seeker.post("/v1/help-requests", body).want(201).str("id")
	other.post("/v1/me/help-requests/"+two+"/withdraw", nil).refused(404, "not_found")
	seeker.post("/v1/me/help-requests/"+two+"/withdraw", nil).want(200)
	if list := ann.get("/v1/help-requests?site_id=" + site + "&state=closed").want(200); list.str("items.0.id") != two {
		t.Errorf("closed: %s", list.raw)
	}
	seeker.post("/v1/help-requests", obj{"site_id": site, "type": "job_fair", "text": "想去招聘会"}).refused(422, "invalid_input")
}
