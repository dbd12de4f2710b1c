package handler_test

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

// An employer's number is shown for a reason, and is in no kept answer and no log.
func TestEmployersAreCalled(t *testing.T) {
	var log syncBuffer
	h := newHouseLogging(t, slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	site := h.site("station", "2026-01-01")
	ann := h.grant("ann", service.Staff, site)
	firm := ann.post("/v1/enterprises", obj{"name": "示例物业", "contact_phone": "13800138000"}).want(201)
	job := ann.post("/v1/postings", obj{"site_id": site, "enterprise_id": firm.str("id"), "title": "保洁员", "headcount": 3, "description": "打扫写字楼",
		"place": "丰泽街100号", "pay": obj{"min": 2000, "unit": "hour"}, "kind": "temporary", "valid_until": "2026-12-31", "contact_phone": "13900139000"}).want(201)
	if firm.at("may.reveal") != true || job.at("may.reveal") != true {
		t.Errorf("not offered: %s %s", firm.raw, job.raw)
	}
	for path, phone := range map[string]string{"/v1/enterprises/" + firm.str("id"): "13800138000", "/v1/postings/" + job.str("id"): "13900139000"} {
		for range 2 {
			a := ann.post(path+"/reveal", obj{"reason": "核对岗位"}, "Idempotency-Key", "reveal-0001").want(200)
			if a.str("phone") != phone || a.header.Get("Cache-Control") != "no-store" || a.header.Get("Idempotency-Replayed") != "" {
				t.Errorf("%s: %s %v", path, a.raw, a.header)
			}
		}
		ann.post(path+"/reveal", obj{"reason": " "}).refused(422, "invalid_input")
		h.login("nobody").post(path+"/reveal", obj{"reason": "核对岗位"}).refused(404, "not_found")
		if strings.Contains(log.String(), phone) {
			t.Error("the number is in the log")
		}
	}
}

func TestPostings(t *testing.T) { onEachEngine(t, postings) }

// An employer and its offers of work, as staff, supervisor and anybody see them.
func postings(t *testing.T, h *house) {
	site, far := h.site("station", "2026-01-01"), h.site("station", "2026-01-01")
	ann, bob, boss := h.grant("ann", service.Staff, site), h.grant("bob", service.Staff, far), h.grant("boss", service.County, "350503")
	firm := ann.post("/v1/enterprises", obj{"name": "泉州市丰泽区好工匠服务有限公司", "uscc": "91990000MA2XYQ1A3A", "kind": "company",
		"contact_name": "王经理", "contact_phone": "13800138000"}).want(201)
	if firm.str("uscc_warning") == "" || firm.str("contact_phone") != "138****8000" || firm.str("contact_name") != "王**" || firm.at("may.change") != true {
		t.Errorf("employer: %s", firm.raw)
	}
	if list := bob.get("/v1/enterprises?q=好工匠").want(200); list.str("items.0.id") != firm.str("id") || list.at("items.1") != nil || list.str("next_cursor") != "" {
		t.Errorf("found: %s", list.raw)
	}
	if v := bob.do("PATCH", "/v1/enterprises/"+firm.str("id"), obj{"industry": "家政"}).want(200); v.str("industry") != "家政" || v.at("may.change") != false {
		t.Errorf("filled in: %s", v.raw)
	}
	bob.do("PATCH", "/v1/enterprises/"+firm.str("id"), obj{"contact_name": "李"}).refused(403, "enterprise_filled")

	offer := func(change obj) obj {
		o := obj{"site_id": site, "enterprise_id": firm.str("id"), "title": "保洁员", "headcount": 3, "description": "打扫写字楼", "place": "丰泽街100号",
			"pay": obj{"min": 2000, "max": 2550, "unit": "hour"}, "kind": "temporary", "valid_until": "2026-12-31", "contact_phone": "13800138000"}
		for k, v := range change {
			o[k] = v
		}
		return o
	}
	first := ann.post("/v1/postings", offer(nil)).want(201)
	if first.at("counted") != true || first.at("public") != true || first.str("duplicate_of") != "" || first.str("review.state") != "passed" ||
		first.str("review.verdict") != "ok" || first.str("missing.0.code") != "conditions" || first.str("pay_text") != "20-25.5元/小时" || first.str("contact_phone") != "138****8000" {
		t.Errorf("first: %s", first.raw)
	}
	again := bob.post("/v1/postings", offer(obj{"site_id": far, "place": "丰泽街１００号"})).want(201)
	if again.at("counted") != false || again.str("duplicate_of") != first.str("id") || again.str("not_counted.0.code") != "duplicate" || again.at("public") != true {
		t.Errorf("again: %s", again.raw)
	}
	bad := ann.post("/v1/postings", offer(obj{"title": "男保安", "conditions": "限男性"})).want(201)
	if bad.str("review.state") != "blocked" || bad.at("public") != false || bad.str("review.findings.0.clause") == "" || bad.str("review.findings.0.words") == "" {
		t.Errorf("blocked: %s", bad.raw)
	}
	held := ann.post("/v1/postings", offer(obj{"title": "前台", "conditions": "25岁以下"})).want(201)
	if held.str("review.state") != "held" || held.at("counted") != false {
		t.Errorf("held: %s", held.raw)
	}
	if q := boss.get("/v1/held-postings").want(200); q.str("items.0.id") != held.str("id") || q.at("items.0.may.release") != true || q.at("items.1") != nil {
		t.Errorf("queue: %s", q.raw)
	}
	ann.get("/v1/held-postings").refused(403, "forbidden")
	ann.get("/v1/supervised-postings").refused(403, "forbidden")
	look := func(query string, want ...answer) answer {
		t.Helper()
		l := boss.get("/v1/supervised-postings?" + query).want(200)
		if n := len(l.at("items").([]any)); n != len(want) {
			t.Fatalf("%s: %d, want %d: %s", query, n, len(want), l.raw)
		}
		for i, w := range want {
			if got := l.str(fmt.Sprintf("items.%d.id", i)); got != w.str("id") {
				t.Errorf("%s: item %d is %s", query, i, got)
			}
		}
		return l
	}
	look("", held, bad, again, first)
	look("state=blocked", bad)
	look("state=passed&county=350503", again, first)
	look("county=350524")
	look("q=保安", bad)
	look("q=好工匠&state=held", held)
	if l := look("state=held&limit=1", held); l.str("items.0.site_name") != "丰泽区测试站点" || l.str("items.0.county_name") != "丰泽区" ||
		l.str("items.0.recorded_by_name") != "ann" || l.str("next_cursor") != held.str("id") || strings.Contains(string(l.raw), "13800138000") {
		t.Errorf("looked up: %s", l.raw)
	}
	seeker := h.login("seeker")
	wrong := obj{"site_id": site, "kind": "fake_job", "posting_id": held.str("id"), "text": "到岗后说没有这个岗位", "about_site": true}
	if r := seeker.post("/v1/me/reports", wrong).want(201); r.str("enterprise_id") != firm.str("id") || r.str("employer_name") == "" {
		t.Errorf("reported: %s", r.raw)
	}
	wrong["posting_id"] = "missing"
	seeker.post("/v1/me/reports", wrong).refused(422, "invalid_input")
	if q, v := boss.get("/v1/held-postings").want(200), ann.get("/v1/postings/"+held.str("id")).want(200); q.num("items.0.reports") != 1 || v.num("reports") != 0 {
		t.Errorf("marked: %s, %s", q.raw, v.raw)
	}
	wrong["posting_id"] = first.str("id")
	seeker.post("/v1/me/reports", wrong).want(201)
	for _, path := range []string{"/v1/jobs", "/v1/jobs/" + first.str("id")} {
		if job := seeker.get(path).want(200); strings.Contains(string(job.raw), "reports") || !strings.Contains(string(job.raw), first.str("id")) {
			t.Errorf("the public is told: %s", job.raw)
		}
	}
	ann.post("/v1/postings/"+held.str("id")+"/release", nil).refused(403, "forbidden")
	boss.post("/v1/postings/"+held.str("id")+"/reject", obj{"reason": "年龄要求不合理"}).want(200)
	if l := look("state=rejected", held); l.str("items.0.decided_by_name") != "boss" || l.str("items.0.review.reason") != "年龄要求不合理" {
		t.Errorf("who rejected it: %s", l.raw)
	}
	if v := ann.do("PATCH", "/v1/postings/"+held.str("id"), obj{"conditions": "普通话流利"}).want(200); v.at("counted") != false || v.str("review.state") != "held" || v.str("revised_by.0") == "" {
		t.Errorf("revised: %s", v.raw)
	}
	if v := boss.post("/v1/postings/"+held.str("id")+"/release", nil).want(200); v.at("counted") != true {
		t.Errorf("released: %s", v.raw)
	}
	ann.do("PATCH", "/v1/postings/"+first.str("id"), obj{"title": "经理"}).refused(409, "posting_identity")
	ann.post("/v1/postings/"+first.str("id")+"/confirm", nil).refused(403, "own_record")
	boss.post("/v1/confirmations", obj{"records": []obj{{"kind": "posting", "id": first.str("id")}}}).want(200)
	if list := ann.get("/v1/postings?site_id=" + site + "&status=confirmed&review=passed").want(200); list.str("items.0.id") != first.str("id") || list.at("items.1") != nil {
		t.Errorf("confirmed: %s", list.raw)
	}
	p := ann.get("/v1/sites/" + site + "/progress").want(200)
	if p.num("items.3.facts.postings") != 2 || p.num("items.3.facts.enterprises") != 1 || p.num("items.3.verified_facts.postings") != 1 || p.at("items.3.recorded") != 0.0 {
		t.Errorf("item 4: %v, %v", p.at("items.3.facts"), p.at("items.3.verified_facts"))
	}
	v := ann.post("/v1/postings/"+first.str("id")+"/repost", obj{"valid_until": "2027-01-31"}).want(201)
	if v.str("repost_of") != first.str("id") || v.at("counted") != false {
		t.Errorf("reposted: %s", v.raw)
	}
	ann.post("/v1/postings/"+first.str("id")+"/repost", obj{}).refused(422, "invalid_input")

	anybody := user{h: h}
	jobs := anybody.get("/v1/jobs?area=丰泽区&limit=2").want(200)
	if strings.Contains(string(jobs.raw), "138") || jobs.str("items.0.title") != "保洁员" || jobs.str("items.1.title") != "前台" || jobs.str("next_cursor") == "" {
		t.Errorf("jobs: %s", jobs.raw)
	}
	if j := anybody.get("/v1/jobs/" + first.str("id")).want(200); j.str("employer") != "泉州市丰泽区好工匠服务有限公司" || j.str("area_name") != "丰泽区" || j.str("site") == "" {
		t.Errorf("job: %s", j.raw)
	}
	ann.post("/v1/postings/"+first.str("id")+"/take-down", nil).want(200)
	if l := look("state=taken_down", first); l.str("items.0.taken_down_by_name") != "ann" || l.at("items.0.may.take_down") != false {
		t.Errorf("who took it down: %s", l.raw)
	}
	anybody.get("/v1/jobs/"+first.str("id")).refused(404, "not_found")
	anybody.get("/v1/jobs/"+bad.str("id")).refused(404, "not_found")
	anybody.get("/v1/postings/"+first.str("id")).refused(401, "unauthenticated")
	h.wait(60 * 24 * time.Hour)
	if jobs := anybody.get("/v1/jobs").want(200); jobs.str("items.0.valid_until") != "2027-01-31" || jobs.at("items.1") != nil {
		t.Errorf("later: %s", jobs.raw)
	}
	down, county := "/v1/postings/"+v.str("id")+"/take-down", h.grant("county", service.County, "350503")
	county.post(down, obj{}).refused(422, "invalid_input") // why?
	if v := county.post(down, obj{"reason": "涉嫌虚假招聘"}).want(200); v.str("taken_down_for") != "涉嫌虚假招聘" {
		t.Errorf("taken down: %s", v.raw)
	}
}
