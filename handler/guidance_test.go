package handler_test

import (
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
)

func TestGuidance(t *testing.T) { onEachEngine(t, guidance) }

// One talk is one entry of the ledger; the seeker reads what he was advised, and
// nobody else does who does not work there.
func guidance(t *testing.T, h *house) {
	site := h.site("station", "2026-11-01")
	ann, bob := h.grant("ann", service.Staff, site), h.grant("bob", service.Staff, site)
	county, seeker := h.grant("county", service.County, "350503"), h.login("seeker")
	person := seeker.post("/v1/me/registrations", seekerBody(site)).want(201).str("person_id")
	body := obj{"site_id": site, "person_id": person, "minutes": 40, "topics": []string{"面试"}, "advice": "先考电工证", "next_step": "周五复谈"}
	one := ann.post("/v1/guidance", body, "Idempotency-Key", "talk-0001").want(201)
	if again := ann.post("/v1/guidance", body, "Idempotency-Key", "talk-0001").want(201); again.str("id") != one.str("id") {
		t.Errorf("two talks: %s", again.raw)
	}
	id := one.str("id")
	if one.str("advice") != "先考电工证" || strings.Contains(string(one.raw), "测试甲") || one.at("may.void") != true {
		t.Errorf("recorded: %s", one.raw)
	}
	ledger := bob.get("/v1/activities?site_id=" + site).want(200)
	if ledger.str("items.0.type") != "career_guidance" || ledger.str("items.0.client_id") != "guidance:"+id || ledger.at("items.1") != nil ||
		ledger.at("items.0.may.confirm") != true || strings.Contains(string(ledger.raw), "电工") {
		t.Errorf("ledger: %s", ledger.raw)
	}
	if mine := seeker.get("/v1/me/guidance").want(200); mine.str("items.0.advice") != "先考电工证" || mine.str("items.0.site") == "" {
		t.Errorf("mine: %s", mine.raw)
	}
	bob.get("/v1/guidance?site_id=" + site + "&person_id=" + person).want(200)
	county.get("/v1/guidance/"+id).refused(403, "forbidden")
	seeker.get("/v1/guidance/"+id).refused(404, "not_found")
	h.login("other").get("/v1/guidance/"+id).refused(404, "not_found")
	ann.post("/v1/activities", obj{"site_id": site, "type": "job_fair", "client_id": "guidance:x"}).refused(422, "invalid_input")
	if void := bob.post("/v1/guidance/"+id+"/void", obj{"reason": "录入有误"}).want(200); void.at("void") != true {
		t.Errorf("void: %s", void.raw)
	}
	if ledger = bob.get("/v1/activities?site_id=" + site).want(200); ledger.str("items.0.status") != "void" {
		t.Errorf("ledger after the void: %s", ledger.raw)
	}
}

// seekerBody is somebody's own registration.
func seekerBody(site string) obj { return seeker(site, 0) }
