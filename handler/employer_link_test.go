package handler_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/quanjiuye/backend/service"
)

// hire records that a seeker who registered himself started work.
func (h *house) hire(site string, staff, seekerHimself user) string {
	h.t.Helper()
	r := seekerHimself.post("/v1/me/registrations", seeker(site, 1)).want(201)
	return staff.post("/v1/placements", obj{"site_id": site, "person_id": r.str("person_id"), "employer_name": "恒兴鞋业有限公司",
		"kind": "casual", "title": "包装工"}).want(201).str("id")
}

func TestAnEmployerAnswers(t *testing.T) { onEachEngine(t, employerAnswers) }

func employerAnswers(t *testing.T, h *house) {
	site := h.site("station", "2026-11-01")
	ann, bob, anyone := h.grant("ann", service.Staff, site), h.grant("bob", service.Staff, site), user{h: h}
	id := h.hire(site, ann, h.login("seeker"))
	ann.post("/v1/placements/"+id+"/employer-link", nil).refused(403, "own_record")
	h.login("nobody").post("/v1/placements/"+id+"/employer-link", nil).refused(404, "not_found")
	first := bob.post("/v1/placements/"+id+"/employer-link", nil, "Idempotency-Key", "link-0001").want(201)
	link := bob.post("/v1/placements/"+id+"/employer-link", nil, "Idempotency-Key", "link-0001").want(201)
	code := link.str("code")
	if code == first.str("code") || link.str("path") != "/confirm-hire#"+code || link.str("expires_at") != "2026-12-01T10:00:00.000+08:00" {
		t.Errorf("links %s and %s", first.raw, link.raw)
	}
	anyone.post("/v1/employer-links/open", obj{"code": first.str("code")}).refused(404, "link_invalid")
	q := anyone.post("/v1/employer-links/open", obj{"code": code}).want(200)
	if q.str("employer") != "恒兴鞋业有限公司" || q.str("name") != "测**" || q.str("title") != "包装工" || q.str("started_on") != "2026-11-24" {
		t.Errorf("asked: %s", q.raw)
	}
	for _, secret := range []string{"1380000", "138*", "id_number", "person_id", "测试乙", id} {
		if strings.Contains(string(q.raw), secret) {
			t.Errorf("tells %s: %s", secret, q.raw)
		}
	}
	anyone.post("/v1/employer-links/answer", obj{"code": code, "hired": true, "note": strings.Repeat("长", 201)}).refused(422, "invalid_input")
	anyone.post("/v1/employer-links/answer", obj{"code": code}).refused(422, "invalid_input")
	anyone.post("/v1/employer-links/answer", obj{"code": code, "hired": true}).want(204)
	for _, dead := range []string{code, "", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", strings.ToLower(code)} {
		anyone.post("/v1/employer-links/open", obj{"code": dead}).refused(404, "link_invalid")
		anyone.post("/v1/employer-links/answer", obj{"code": dead, "hired": false}).refused(404, "link_invalid")
	}
	p := ann.get("/v1/placements/" + id).want(200)
	if p.str("status") != "confirmed" || !strings.HasPrefix(p.str("confirmed_by"), "employer:") || p.str("words.0.by") != "employer" ||
		p.at("words.0.hired") != true || p.at("disputed") != false || strings.Contains(string(p.raw), code) {
		t.Errorf("placement: %s", p.raw)
	}
}

// Fifty answers at once over HTTP: one is taken.
func TestOneOfManyAnswersIsTaken(t *testing.T) {
	h := newHouse(t)
	site := h.site("station", "2026-11-01")
	ann, bob := h.grant("ann", service.Staff, site), h.grant("bob", service.Staff, site)
	id := h.hire(site, ann, h.login("seeker"))
	code := bob.post("/v1/placements/"+id+"/employer-link", nil).want(201).str("code")
	var mu sync.Mutex
	statuses := map[int]int{}
	var wg sync.WaitGroup
	for n := range 50 {
		wg.Go(func() {
			a := (user{h: h}).post("/v1/employer-links/answer", obj{"code": code, "hired": n%2 == 0})
			mu.Lock()
			defer mu.Unlock()
			statuses[a.status]++
		})
	}
	wg.Wait()
	if statuses[204] != 1 || statuses[404] != 49 {
		t.Errorf("answered %v", statuses)
	}
	if p := ann.get("/v1/placements/" + id).want(200); p.at("words.1") != nil || (p.str("status") == "confirmed") == (p.at("disputed") == true) {
		t.Errorf("placement: %s", p.raw)
	}
}

// Guessing is limited by address, and does not lock out those who are logged in.
func TestGuessingIsLimited(t *testing.T) {
	h := newHouse(t)
	limited := false
	for range 120 {
		a := (user{h: h}).post("/v1/employer-links/open", obj{"code": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"})
		if limited = a.status == http.StatusTooManyRequests; limited {
			a.refused(429, "too_many_requests")
			break
		}
		a.refused(404, "link_invalid")
	}
	if !limited {
		t.Error("120 guesses in a minute")
	}
	h.login("somebody").get("/v1/me").want(200)
}

// A code is in no log line, at whatever level and however the request ends.
func TestCodesAreInNoLog(t *testing.T) {
	var log syncBuffer
	h := newHouseLogging(t, slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	site := h.site("station", "2026-11-01")
	ann, bob := h.grant("ann", service.Staff, site), h.grant("bob", service.Staff, site)
	code := bob.post("/v1/placements/"+h.hire(site, ann, h.login("seeker"))+"/employer-link", nil).want(201).str("code")
	anyone := user{h: h}
	anyone.post("/v1/employer-links/open", obj{"code": code}).want(200)
	anyone.post("/v1/employer-links/answer", obj{"code": code, "hired": true}).want(204)
	anyone.post("/v1/employer-links/answer", obj{"code": code, "hired": true}).want(404)
	if text := log.String(); strings.Contains(text, code) || !strings.Contains(text, "/v1/employer-links/answer") {
		t.Errorf("logged:\n%s", text)
	}
}

type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}
func (s *syncBuffer) String() string { s.mu.Lock(); defer s.mu.Unlock(); return s.b.String() }

func TestThePageAsksNobodyElse(t *testing.T) {
	h := newHouse(t)
	anyone := user{h: h}
	page := anyone.get("/confirm-hire").want(200)
	for path, media := range map[string]string{"/confirm-hire": "text/html", "/confirm-hire/page.css": "text/css", "/confirm-hire/page.js": "text/javascript"} {
		a := anyone.get(path).want(200)
		if !strings.HasPrefix(a.header.Get("Content-Type"), media) || strings.Contains(string(a.raw), "//cdn") || strings.Contains(string(a.raw), "http") && strings.Contains(string(a.raw), "://") {
			t.Errorf("%s: %s", path, a.raw)
		}
		if csp := a.header.Get("Content-Security-Policy"); !strings.Contains(csp, "script-src 'self'") || strings.Contains(csp, "unsafe") || a.header.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: %v", path, a.header)
		}
		if path != "/confirm-hire" && !strings.Contains(string(page.raw), path) {
			t.Errorf("the page does not use %s", path)
		}
	}
}

func TestMyOwnPlacements(t *testing.T) { onEachEngine(t, myOwnPlacements) }

func myOwnPlacements(t *testing.T, h *house) {
	site := h.site("station", "2026-11-01")
	ann, bob, me := h.grant("ann", service.Staff, site), h.grant("bob", service.Staff, site), h.login("seeker")
	county := h.grant("county", service.County, "350503")
	id := h.hire(site, ann, me)
	mine := me.get("/v1/me/placements").want(200)
	if mine.str("items.0.id") != id || mine.str("items.0.employer") != "恒兴鞋业有限公司" || mine.at("items.0.may.confirm") != true || mine.at("items.1") != nil {
		t.Errorf("mine: %s", mine.raw)
	}
	if none := bob.get("/v1/me/placements").want(200); len(none.at("items").([]any)) != 0 {
		t.Errorf("bob's: %s", none.raw)
	}
	for _, u := range []user{ann, bob, county} {
		u.post("/v1/me/placements/"+id+"/confirm", nil).refused(404, "not_found")
		u.post("/v1/me/placements/"+id+"/deny", obj{}).refused(404, "not_found")
	}
	if no := me.post("/v1/me/placements/"+id+"/deny", obj{"note": "没有去上班"}).want(200); no.at("disputed") != true || no.str("status") != "recorded" || no.at("may.deny") != false {
		t.Errorf("denied: %s", no.raw)
	}
	bob.post("/v1/placements/"+id+"/confirm", nil).refused(409, "disputed")
	if p := bob.get("/v1/placements/" + id).want(200); p.at("disputed") != true || p.str("words.0.note") != "" || p.at("words.0.hired") != false {
		t.Errorf("bob reads what the seeker wrote: %s", p.raw)
	}
	q := county.get("/v1/verification").want(200)
	if q.str("items.0.flags.0.code") != "seeker_denied" || q.num("items.0.flags.0.severity") != 3 {
		t.Errorf("queue: %s", q.raw)
	}
	if p := county.get("/v1/placements/" + id).want(200); p.str("words.0.note") != "没有去上班" || p.str("words.0.by") != "seeker" || p.at("may.confirm") != true {
		t.Errorf("placement: %s", p.raw)
	}
	if yes := me.post("/v1/me/placements/"+id+"/confirm", nil).want(200); yes.str("status") != "confirmed" || yes.at("disputed") != false {
		t.Errorf("confirmed: %s", yes.raw)
	}
}
