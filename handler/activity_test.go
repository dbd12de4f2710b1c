package handler_test

import (
	"testing"

	"github.com/quanjiuye/backend/service"
)

func TestTheServiceLedger(t *testing.T) { onEachEngine(t, serviceLedger) }

// Type and site are enough, the same client_id is the same entry, and judged items
// tell of it without a score.
func serviceLedger(t *testing.T, h *house) {
	site := h.site("station", "2026-11-01")
	ann, bob := h.grant("ann", service.Staff, site), h.grant("bob", service.Staff, site)
	types := ann.get("/v1/activity-types").want(200)
	if types.str("items.0.type") != "premises" || types.num("items.0.item") != 1 || types.str("items.0.name") != "服务场所" {
		t.Errorf("types: %s", types.raw)
	}
	first := ann.post("/v1/activities", obj{"site_id": site, "type": "career_guidance"}).want(201)
	if first.num("item") != 5 || first.str("type_name") != "职业指导" || first.str("status") != "recorded" || first.at("may.confirm") != false {
		t.Errorf("recorded: %s", first.raw)
	}
	kept := obj{"site_id": site, "type": "policy_advice", "client_id": "手机-0001", "note": "上门"}
	one, again := ann.post("/v1/activities", kept).want(201), ann.post("/v1/activities", kept).want(200)
	if one.str("id") != again.str("id") {
		t.Errorf("two entries: %s and %s", one.raw, again.raw)
	}
	items := []obj{
		{"id": "a", "activity": kept},
		{"id": "b", "activity": obj{"site_id": site, "type": "policy_advice", "client_id": "手机-0002"}},
		{"id": "c", "activity": obj{"site_id": site, "type": "policy_advice"}},
	}
	batch := bob.post("/v1/batch", obj{"items": items}).want(200)
	if batch.num("results.0.status") != 200 || batch.num("results.1.status") != 201 || batch.str("results.2.error.code") != "client_id_missing" {
		t.Errorf("batch: %s", batch.raw)
	}
	ann.post("/v1/activities", obj{"site_id": site, "type": "party"}).refused(422, "invalid_input")
	ann.post("/v1/activities/"+first.str("id")+"/confirm", nil).refused(403, "own_record")
	bob.post("/v1/activities/"+first.str("id")+"/confirm", nil).want(200)
	if list := ann.get("/v1/activities?site_id=" + site + "&status=confirmed").want(200); list.str("items.0.id") != first.str("id") || list.at("items.1") != nil {
		t.Errorf("confirmed: %s", list.raw)
	}
	p := ann.get("/v1/sites/" + site + "/progress").want(200)
	if p.num("items.4.facts.count") != 3 || p.num("items.4.facts.types.policy_advice") != 2 ||
		p.num("items.4.verified_facts.count") != 1 || p.at("items.4.recorded") != nil || p.at("items.4.verified") != nil {
		t.Errorf("item 5: %v, %v", p.at("items.4.facts"), p.at("items.4.verified_facts"))
	}
}
