package handler_test

import (
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

func TestRightsReports(t *testing.T) { onEachEngine(t, rightsReports) }

// A report comes in, is answered and closed, and its seeker hears of it; the site
// learns neither who reported nor what goes past it.
func rightsReports(t *testing.T, h *house) {
	site := h.site("station", "2026-11-01")
	ann, bob, county := h.grant("ann", service.Staff, site), h.grant("bob", service.Staff, site), h.grant("county", service.County, "350503")
	seeker, other := h.login("seeker"), h.login("other")
	seeker.post("/v1/me/registrations", seekerBody(site)).want(201)
	if kinds := seeker.get("/v1/report-kinds").want(200); kinds.str("items.0.kind") != "fake_job" || kinds.num("items.0.answer_within_workdays") != 3 {
		t.Errorf("kinds: %s", kinds.raw)
	}
	body := obj{"site_id": site, "kind": "fake_job", "employer_name": "某某餐馆", "text": "到岗后要求先交押金三百元", "phone": "13800138000", "anonymous": true}
	one := seeker.post("/v1/me/reports", body, "Idempotency-Key", "report-0001").want(201)
	if again := seeker.post("/v1/me/reports", body, "Idempotency-Key", "report-0001").want(201); again.str("id") != one.str("id") {
		t.Errorf("two reports: %s", again.raw)
	}
	path := "/v1/reports/" + one.str("id")
	if one.str("due_on") != "2026-11-27" || one.str("kind_name") != "虚假招聘" || one.str("state_text") != "已受理" || one.str("state") != "received" || one.at("overdue") != false {
		t.Errorf("reported: %s", one.raw)
	}
	shown := ann.get(path).want(200)
	for _, a := range []answer{shown, ann.get("/v1/reports?site_id=" + site).want(200), ann.get("/v1/activities?site_id=" + site).want(200)} {
		if raw := string(a.raw); strings.Contains(raw, seeker.id) || strings.Contains(raw, "8000") {
			t.Errorf("the site is told who reports: %s", raw)
		}
	}
	ann.post(path+"/phone", obj{"reason": "回访"}).refused(403, "forbidden")
	for range 2 { // a repeat is a second look, and no kept number
		if phone := county.post(path+"/phone", obj{"reason": "核实"}, "Idempotency-Key", "phone-0001").want(200); phone.str("phone") != "13800138000" {
			t.Errorf("phone: %s", phone.raw)
		}
	}
	if seen := seeker.get("/v1/me/reports").want(200); seen.at("items.0.phone_seen.1") == nil {
		t.Errorf("shown twice, the seeker is told %v", seen.at("items.0.phone_seen"))
	}
	ann.post(path+"/close", obj{"result": "resolved", "text": "已退还"}).refused(409, "report_not_answered")
	ann.post(path+"/answer", obj{"text": "已联系用人单位"}).want(200)
	if closed := bob.post(path+"/close", obj{"result": "resolved", "text": "押金已退还"}).want(200); closed.str("due_on") != "" || closed.str("state_text") != "已办结" || closed.str("kind_name") != "虚假招聘" || closed.at("may.answer") != false {
		t.Errorf("closed: %s", closed.raw)
	}
	ann.post(path+"/close", obj{"result": "resolved", "text": "押金已退还"}).refused(409, "report_closed")
	mine := seeker.get("/v1/me/reports").want(200)
	if mine.str("items.0.steps.2.text") != "押金已退还" || mine.str("items.0.steps.1.side") != "site" || mine.str("items.0.steps.1.by") != "" ||
		mine.str("items.0.phone_seen.0.reason") != "核实" || mine.at("items.0.may.reopen") != true {
		t.Errorf("the seeker hears: %s", mine.raw)
	}
	other.get("/v1/me/"+path[4:]).refused(404, "not_found")
	other.get(path).refused(404, "not_found")
	other.post("/v1/me/reports/"+one.str("id")+"/reopen", obj{"text": "不认可"}).refused(404, "not_found")
	seeker.post("/v1/me/reports/"+one.str("id")+"/reopen", obj{"text": "没有退"}).want(200)

	past := seeker.post("/v1/me/reports", obj{"site_id": site, "kind": "other", "about_site": true, "text": "工作人员收了我二百元"}).want(201).str("id")
	ann.get("/v1/reports/"+past).refused(404, "not_found")
	if list := ann.get("/v1/reports?site_id=" + site).want(200); list.str("items.0.id") != one.str("id") || list.at("items.1") != nil {
		t.Errorf("the site sees: %s", list.raw)
	}
	ann.get("/v1/reports?county=350503").refused(403, "forbidden")
	ann.get("/v1/reports").refused(404, "not_found")
	h.wait(5 * 24 * time.Hour)
	if late := county.get("/v1/reports?county=350503&overdue=true&queue=true").want(200); late.str("items.0.id") != past || late.at("items.0.overdue") != true {
		t.Errorf("overdue: %s", late.raw)
	}
	if n := county.get("/v1/report-counts?county=350503").want(200); n.num("open") != 2 || n.num("overdue") != 2 {
		t.Errorf("counts: %s", n.raw)
	}
	for _, id := range []string{one.str("id"), past} { // what is closed is in no queue, and the list is as long as its count
		county.post("/v1/reports/"+id+"/answer", obj{"text": "已核实"}).want(200)
		queued := len(county.get("/v1/reports?county=350503&queue=true").want(200).at("items").([]any))
		county.post("/v1/reports/"+id+"/close", obj{"result": "unfounded", "text": "查无此事"}).want(200)
		left := len(county.get("/v1/reports?county=350503&queue=true").want(200).at("items").([]any))
		if n := county.get("/v1/report-counts?county=350503&queue=true").want(200); n.num("open") != float64(left) || left != queued-1 {
			t.Errorf("counted %s, listed %d, before %d", n.raw, left, queued)
		}
	}
}
