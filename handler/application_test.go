package handler_test

import (
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

// opening is an open posting of a site.
func (h *house) opening(site string, staff user, more ...obj) string {
	h.t.Helper()
	employer := staff.post("/v1/enterprises", obj{"name": "恒兴鞋业有限公司"}).str("id")
	b := obj{"site_id": site, "enterprise_id": employer, "title": "包装工", "headcount": 3, "description": "包装鞋子", "place": "丰泽街100号",
		"pay": obj{"min": 2000, "max": 2500, "unit": "hour"}, "kind": "temporary", "valid_until": "2027-06-30"}
	for _, m := range more {
		for k, v := range m {
			b[k] = v
		}
	}
	return staff.post("/v1/postings", b).want(201).str("id")
}

func TestFromApplicationToPlacement(t *testing.T) { onEachEngine(t, applicationToPlacement) }

func applicationToPlacement(t *testing.T, h *house) {
	site := h.site("station", "2026-11-01")
	ann, bob, me, anyone := h.grant("ann", service.Staff, site), h.grant("bob", service.Staff, site), h.login("seeker"), user{h: h}
	posting := h.opening(site, ann)
	me.post("/v1/me/applications", obj{"posting_id": posting}).refused(409, "register_first")
	r := me.post("/v1/me/registrations", seeker(site, 1, obj{"profile": obj{"skills": []string{"叉车证"}, "groups": []string{"disabled"}}})).want(201)
	person := r.str("person_id")
	n := me.post("/v1/me/applications", obj{"posting_id": posting, "note": "周一可到岗"}, "Idempotency-Key", "apply-0001").want(201)
	id := n.str("id")
	if n.str("state") != "applied" || n.str("state_text") != "已应聘" || n.str("title") != "包装工" || n.at("phone_shared") != true || n.at("may.withdraw") != true ||
		n.str("steps.0.note") != "周一可到岗" || n.str("steps.0.at") != "2026-11-24T10:00:00.000+08:00" {
		t.Errorf("applied: %s", n.raw)
	}
	me.post("/v1/me/applications", obj{"posting_id": posting}).want(200)
	ann.post("/v1/applications/"+id+"/employer-link", nil).refused(409, "not_referred")
	v := ann.post("/v1/applications", obj{"person_id": person, "posting_id": posting}).want(200)
	if v.str("id") != id || v.str("state") != "referred" || v.str("name") != "测**" || v.str("phone") != "138****0001" || v.at("may.ask") != true {
		t.Errorf("referred: %s", v.raw)
	}
	if l := bob.get("/v1/applications?site_id=" + site + "&state=referred&posting_id=" + posting).want(200); l.str("items.0.id") != id {
		t.Errorf("listed: %s", l.raw)
	}
	first := ann.post("/v1/applications/"+id+"/employer-link", nil, "Idempotency-Key", "link-0001").want(201)
	link := ann.post("/v1/applications/"+id+"/employer-link", nil, "Idempotency-Key", "link-0001").want(201)
	code := link.str("code")
	if code == first.str("code") || link.str("path") != "/answer-application#"+code || strings.Contains(string(bob.get("/v1/applications/"+id).want(200).raw), code) {
		t.Errorf("links %s and %s", first.raw, link.raw)
	}
	q := anyone.post("/v1/application-links/open", obj{"code": code}).want(200)
	if q.str("employer") != "恒兴鞋业有限公司" || q.str("title") != "包装工" || q.str("name") != "测**" || q.str("occupations.0") != "保洁" ||
		q.str("skills.0") != "叉车证" || q.at("phone_shared") != true || q.num("views_left") != 5 {
		t.Errorf("asked: %s", q.raw)
	}
	for _, secret := range []string{"1380000", "138*", "person_id", seeker(site, 1)["name"].(string), "disabled", "残疾", id, "失业", "note"} {
		if strings.Contains(string(q.raw), secret) {
			t.Errorf("tells %s: %s", secret, q.raw)
		}
	}
	if p := anyone.post("/v1/application-links/phone", obj{"code": code}).want(200); p.str("phone") != "13800000001" {
		t.Errorf("phone: %s", p.raw)
	}
	anyone.post("/v1/application-links/answer", obj{"code": code, "outcome": "left"}).refused(422, "invalid_input")
	anyone.post("/v1/application-links/answer", obj{"code": code, "outcome": "hired", "started_on": "2026-11-23"}).refused(422, "start_before_referral")
	anyone.post("/v1/application-links/answer", obj{"code": code, "outcome": "hired", "started_on": "2026-11-24", "note": strings.Repeat("长", 201)}).refused(422, "invalid_input")
	anyone.post("/v1/application-links/answer", obj{"code": code, "outcome": "hired", "started_on": "2026-11-24"}).want(204)
	for _, dead := range []string{code, "", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", first.str("code")} {
		for _, path := range []string{"open", "phone"} {
			anyone.post("/v1/application-links/"+path, obj{"code": dead}).refused(404, "link_invalid")
		}
		anyone.post("/v1/application-links/answer", obj{"code": dead, "outcome": "hired"}).refused(404, "link_invalid")
	}
	p := ann.post("/v1/applications/"+id+"/placement", obj{"kind": "casual", "evidence_ids": []string{}}, "Idempotency-Key", "place-0001").want(201)
	if p.str("application_id") != id || p.str("posting_id") != posting || p.str("status") != "recorded" || p.str("started_on") != "2026-11-24" || p.at("may.confirm") != false {
		t.Errorf("placed: %s", p.raw)
	}
	placement := "/v1/placements/" + p.str("id")
	ann.post(placement+"/confirm", nil).refused(403, "own_record")
	bob.post(placement+"/confirm", nil).want(200)
	mine := me.get("/v1/me/applications").want(200)
	if mine.str("items.0.state") != "hired" || mine.str("items.0.views.0.by") != "employer" || mine.str("items.0.views.0.employer") != "恒兴鞋业有限公司" || mine.at("items.0.may.withdraw") != false {
		t.Errorf("mine: %s", mine.raw)
	}
	me.post("/v1/me/applications/"+id+"/withdraw", nil).refused(409, "already_hired")
	bob.post(placement+"/follow-ups", obj{"day": 7, "outcome": "left"}).refused(409, "too_early")
	if l := bob.get("/v1/follow-ups?site_id=" + site + "&due=soon").want(200); l.num("items.0.day") != 7 || l.str("items.0.due_on") != "2026-12-01" || l.str("items.0.outcome") != "" {
		t.Errorf("soon: %s", l.raw)
	}
	h.wait(8 * 24 * time.Hour)
	if l := bob.get("/v1/follow-ups?site_id=" + site).want(200); l.str("items.0.placement_id") != p.str("id") {
		t.Errorf("overdue: %s", l.raw)
	}
	bob.post(placement+"/follow-ups", obj{"day": 7, "outcome": "left", "note": "回老家"}).want(201)
	bob.post(placement+"/follow-ups", obj{"day": 7, "outcome": "still_working"}).want(200)
	bob.post(placement+"/follow-ups", obj{"day": 7, "outcome": "left"}).want(200)
	c := bob.get(placement + "/chain").want(200)
	var steps []string
	for _, st := range c.at("steps").([]any) {
		steps = append(steps, st.(map[string]any)["step"].(string))
	}
	if got := strings.Join(steps, " "); got != "registered applied referred linked linked answered placed confirmed outcome follow_up" || c.str("hints.0.code") != "left_early" {
		t.Errorf("chain: %s\n%s", got, c.raw)
	}
	if strings.Contains(string(c.raw), "13800000001") || strings.Contains(string(c.raw), "测试") {
		t.Errorf("the chain tells who it is: %s", c.raw)
	}
}

// Everything of an application is missing for whoever has nothing to do with it.
func TestApplicationsOfOthers(t *testing.T) {
	h := newHouse(t)
	site, other := h.site("station", "2026-11-01"), h.site("market", "2026-11-01")
	ann, eve, me, nosy := h.grant("ann", service.Staff, site), h.grant("eve", service.Manager, other), h.login("seeker"), h.login("nosy")
	county := h.grant("county", service.County, "350503")
	posting := h.opening(other, eve)
	person := me.post("/v1/me/registrations", seeker(site, 1)).want(201).str("person_id")
	id := me.post("/v1/me/applications", obj{"posting_id": posting}).want(201).str("id")
	ann.post("/v1/applications", obj{"person_id": person, "posting_id": posting}).want(200)
	for _, u := range []user{eve, nosy, me} {
		u.get("/v1/applications/"+id).refused(404, "not_found")
		u.get("/v1/applications/"+id+"/letter").refused(404, "not_found")
		u.get("/v1/applications?site_id="+site).refused(404, "not_found")
		u.post("/v1/applications/"+id+"/employer-link", nil).refused(404, "not_found")
		u.post("/v1/applications/"+id+"/outcome", obj{"outcome": "hired"}).refused(404, "not_found")
		u.post("/v1/applications/"+id+"/placement", obj{"kind": "casual"}).refused(404, "not_found")
		u.post("/v1/applications", obj{"person_id": person, "posting_id": posting}).refused(404, "not_found")
		u.post("/v1/people/"+person+"/reveal", obj{"reason": "想看看"}).refused(404, "not_found")
		u.get("/v1/follow-ups?site_id="+site).refused(404, "not_found")
	}
	nosy.post("/v1/me/applications/"+id+"/withdraw", nil).refused(404, "not_found")
	nosy.post("/v1/me/applications", obj{"posting_id": posting, "person_id": person}).refused(409, "register_first")
	county.get("/v1/applications/" + id).want(200)
	county.get("/v1/applications/"+id+"/letter").refused(403, "forbidden")
	county.post("/v1/applications/"+id+"/outcome", obj{"outcome": "hired"}).refused(403, "forbidden")
	county.post("/v1/people/"+person+"/reveal", obj{"reason": "抽查核实", "id_number": true}).refused(409, "no_id_number")
	county.post("/v1/people/"+person+"/reveal", obj{"reason": "抽查核实", "state": "x"}).refused(422, "invalid_input")
	county.post("/v1/people/"+person+"/reveal", obj{"reason": obj{"$ne": ""}}).refused(422, "invalid_input")
	ann.get("/v1/applications?site_id="+site+"&state=$ne").refused(422, "invalid_input")
	for _, path := range []string{"/v1/me/applications", "/v1/me/views", "/v1/applications/" + id + "/letter", "/v1/follow-ups?site_id=" + site} {
		(user{h: h}).get(path).refused(401, "unauthenticated")
	}
}

// A revealed number is in no kept answer and no log, whatever the key.
func TestRevealedNumbersAreKeptNowhere(t *testing.T) {
	var log syncBuffer
	h := newHouseLogging(t, slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	site := h.site("station", "2026-11-01")
	ann, me := h.grant("ann", service.Staff, site), h.login("seeker")
	person := me.post("/v1/me/registrations", seeker(site, 1)).want(201).str("person_id")
	for range 2 {
		a := ann.post("/v1/people/"+person+"/reveal", obj{"reason": "通知面试"}, "Idempotency-Key", "reveal-0001").want(200)
		if a.str("phone") != "13800000001" || a.header.Get("Idempotency-Replayed") != "" || a.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%v %s", a.header, a.raw)
		}
	}
	ann.post("/v1/people/"+person+"/reveal", obj{"reason": "核对证件", "id_number": true}).refused(403, "forbidden")
	views := me.get("/v1/me/views").want(200)
	if len(views.at("items").([]any)) != 2 || views.str("items.0.by") != "staff" || views.str("items.0.reason") != "通知面试" || views.str("items.0.via") != "reveal" ||
		strings.Contains(string(views.raw), ann.id) {
		t.Errorf("views: %s", views.raw)
	}
	if strings.Contains(log.String(), "13800000001") || !strings.Contains(log.String(), "/v1/people/:id/reveal") {
		t.Errorf("logged:\n%s", log.String())
	}
}

// A mis-tap of the employer is not the end: staff take it back with a reason, and send
// a new link.
func TestAnAnswerIsTakenBack(t *testing.T) {
	h := newHouse(t)
	site := h.site("station", "2026-11-01")
	ann, me, anyone := h.grant("ann", service.Staff, site), h.login("seeker"), user{h: h}
	posting := h.opening(site, ann)
	person := me.post("/v1/me/registrations", seeker(site, 1)).want(201).str("person_id")
	id := me.post("/v1/me/applications", obj{"posting_id": posting}).want(201).str("id")
	ann.post("/v1/applications", obj{"person_id": person, "posting_id": posting}).want(200)
	path := "/v1/applications/" + id
	ann.post(path+"/reopen", obj{"reason": "点错了"}).refused(409, "no_outcome")
	code := ann.post(path+"/employer-link", nil).want(201).str("code")
	anyone.post("/v1/application-links/answer", obj{"code": code, "outcome": "not_hired"}).want(204)
	ann.post(path+"/employer-link", nil).refused(409, "application_state")
	ann.post(path+"/reopen", obj{"reason": ""}).refused(422, "invalid_input")
	me.post(path+"/reopen", obj{"reason": "点错了"}).refused(404, "not_found")
	v := ann.post(path+"/reopen", obj{"reason": "单位点错了"}, "Idempotency-Key", "reopen-0001").want(200)
	if v.str("state") != "referred" || v.str("steps.4.step") != "reopened" || v.str("steps.4.note") != "单位点错了" || v.at("may.ask") != true || v.at("may.reopen") != false {
		t.Errorf("reopened: %s", v.raw)
	}
	if m := me.get("/v1/me/applications").want(200); m.str("items.0.steps.4.step") != "reopened" || m.at("items.0.may.withdraw") != true || strings.Contains(string(m.raw), "单位点错了") {
		t.Errorf("mine: %s", m.raw)
	}
	code = ann.post(path+"/employer-link", nil).want(201).str("code")
	anyone.post("/v1/application-links/answer", obj{"code": code, "outcome": "hired"}).want(204)
	ann.post(path+"/placement", obj{"kind": "casual"}).want(201)
	ann.post(path+"/reopen", obj{"reason": "点错了"}).refused(409, "already_placed")
}

func TestALetter(t *testing.T) {
	h := newHouse(t)
	site := h.site("station", "2026-11-01")
	ann, me := h.grant("ann", service.Staff, site), h.login("seeker")
	posting := h.opening(site, ann, obj{"title": "包装工<script>alert(1)</script>", "kind": "fixed"})
	r := me.post("/v1/me/registrations", seeker(site, 1, obj{"id_number": "990000199001010017"})).want(201)
	id := ann.post("/v1/applications", obj{"person_id": r.str("person_id"), "posting_id": posting}).want(201).str("id")
	a := ann.get("/v1/applications/" + id + "/letter").want(200)
	page := string(a.raw)
	for _, words := range []string{"推荐介绍信", "回执", seeker(site, 1)["name"].(string), "恒兴鞋业有限公司", "990000********0017", "2026年11月24日", "&lt;script&gt;"} {
		if !strings.Contains(page, words) {
			t.Errorf("the letter lacks %s", words)
		}
	}
	for _, secret := range []string{"<script", "13800000001", "990000199001010017", "http"} {
		if strings.Contains(page, secret) {
			t.Errorf("the letter has %s", secret)
		}
	}
	if csp := a.header.Get("Content-Security-Policy"); !strings.Contains(csp, "style-src 'sha256-") || strings.Contains(csp, "unsafe") || a.header.Get("Cache-Control") != "no-store" {
		t.Errorf("%v", a.header)
	}
	if v := me.get("/v1/me/views").want(200); v.str("items.0.via") != "letter" || v.str("items.0.shown.0") != "name" {
		t.Errorf("views: %s", v.raw)
	}
}

func TestTheAnswerPageAsksNobodyElse(t *testing.T) {
	h := newHouse(t)
	anyone := user{h: h}
	page := string(anyone.get("/answer-application").want(200).raw)
	if !strings.Contains(page, "确认提交") || !strings.Contains(page, "返回修改") {
		t.Error("one tap answers for good")
	}
	for path, media := range map[string]string{"/answer-application": "text/html", "/answer-application/page.css": "text/css", "/answer-application/page.js": "text/javascript"} {
		a := anyone.get(path).want(200)
		if !strings.HasPrefix(a.header.Get("Content-Type"), media) || strings.Contains(string(a.raw), "://") || strings.Contains(string(a.raw), "innerHTML") {
			t.Errorf("%s: %s", path, a.raw)
		}
		if csp := a.header.Get("Content-Security-Policy"); !strings.Contains(csp, "script-src 'self'") || strings.Contains(csp, "unsafe") || a.header.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: %v", path, a.header)
		}
		if path != "/answer-application" && !strings.Contains(page, path) {
			t.Errorf("the page does not use %s", path)
		}
	}
	limited := false
	for range 120 {
		if a := anyone.post("/v1/application-links/phone", obj{"code": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}); a.status == http.StatusTooManyRequests {
			limited = true
			break
		}
	}
	if !limited {
		t.Error("120 guesses in a minute")
	}
}
