package handler_test

import (
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
)

func TestJobsAndSeekersThatFit(t *testing.T) { onEachEngine(t, jobsAndSeekersThatFit) }

func jobsAndSeekersThatFit(t *testing.T, h *house) {
	site := h.site("market", "2026-01-01")
	ann, me := h.grant("ann", service.Staff, site), h.login("me")
	employer := ann.post("/v1/enterprises", obj{"name": "泉州某某物流有限公司"}).want(201).str("id")
	offer := func(title string, more obj) string {
		body := obj{"site_id": site, "enterprise_id": employer, "title": title, "headcount": 2, "description": "装卸货物", "conditions": "身体健康",
			"place": "东海街道", "pay": obj{"min": 22000, "unit": "day"}, "kind": "temporary", "valid_until": "2026-12-31"}
		for k, v := range more {
			body[k] = v
		}
		return ann.post("/v1/postings", body).want(201).str("id")
	}
	porter := offer("搬运工", obj{"location": obj{"lat": 24.88, "lng": 118.65}, "work_time": "周末白天", "contact_phone": "13800000003"})
	offer("保安员", nil)
	if got := ann.get("/v1/postings/" + porter).want(200); got.num("location.lat") != 24.88 || got.num("location.lng") != 118.65 {
		t.Errorf("location: %s", got.raw)
	}
	if err := h.svc.MatchTurn(t.Context()); err != nil {
		t.Fatal(err)
	}

	bare := me.get("/v1/me/jobs").want(200)
	if bare.str("registration_id") != "" || bare.str("items.0.title") != "保安员" || bare.at("items.0.match") != nil || !strings.Contains(bare.str("note"), "登记") {
		t.Errorf("without a registration: %s", bare.raw)
	}
	me.post("/v1/me/registrations", obj{"site_id": site, "name": "林小明", "phone": "13800000001", "employment_status": "失业", "consent_version": "2026-11",
		"intent": obj{"occupations": []string{"装卸工"}, "area": "丰泽区"}, "profile": obj{"wanted_pay": 20000, "wanted_pay_unit": "day", "available": []string{"weekend_day"}}}).want(201)
	fit := me.get("/v1/me/jobs?limit=1&lat=24.9&lng=118.645").want(200)
	if fit.str("items.0.id") != porter || fit.str("items.0.match.for.0") != "工种相同：装卸工" || fit.str("items.0.match.for.1") != "同在丰泽区，约2.3公里" ||
		fit.num("items.0.match.score") < 80 || fit.num("items.0.distance_m") < 2000 || fit.at("partial") != false || fit.str("note") != "" {
		t.Errorf("with one: %s", fit.raw)
	}
	if strings.Contains(string(fit.raw), "13800000003") {
		t.Errorf("a seeker is told whom to call: %s", fit.raw)
	}
	me.get("/v1/me/jobs?lat=91").refused(422, "invalid_input")
	(user{h: h}).get("/v1/me/jobs").refused(401, "unauthenticated")

	search := (user{h: h}).get("/v1/jobs?occupation=%E5%8D%B8%E8%B4%A7&area=%E4%B8%B0%E6%B3%BD%E5%8C%BA&pay_min=20000&pay_unit=day&lat=24.9&lng=118.645").want(200)
	if search.str("items.0.id") != porter || search.num("items.0.distance_m") < 2000 || search.at("items.1") != nil {
		t.Errorf("searched by another word: %s", search.raw)
	}
	if own := (user{h: h}).get("/v1/jobs?occupation=%E5%8D%B8%E8%B4%A7&site_id=" + site).want(200); own.str("items.0.id") != porter || own.at("items.1") != nil {
		t.Errorf("searched at the site: %s", own.raw)
	}
	if other := (user{h: h}).get("/v1/jobs?site_id=elsewhere").want(200); other.at("items.0") != nil {
		t.Errorf("jobs of another site: %s", other.raw)
	}

	seekers := ann.get("/v1/postings/" + porter + "/seekers?limit=5").want(200)
	if seekers.str("items.0.name") != "林*明" && seekers.str("items.0.name") != "林**" || seekers.str("items.0.match.for.0") != "工种相同：装卸工" ||
		strings.Contains(string(seekers.raw), "13800000001") || strings.Contains(string(seekers.raw), "phone") || strings.Contains(string(seekers.raw), "林小明") {
		t.Errorf("seekers: %s", seekers.raw)
	}
	ann.post("/v1/placements", obj{"site_id": site, "person_id": seekers.str("items.0.person_id"), "employer_name": "示例鞋厂", "kind": "casual",
		"started_on": "2026-11-24"}).want(201)
	if left := ann.get("/v1/postings/" + porter + "/seekers").want(200); left.at("items.0") != nil {
		t.Errorf("who has found work: %s", left.raw)
	}
	me.get("/v1/postings/"+porter+"/seekers").refused(404, "not_found")
	h.grant("boss", service.City, service.All).get("/v1/postings/"+porter+"/seekers").refused(403, "forbidden")
}
