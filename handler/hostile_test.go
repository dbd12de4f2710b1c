package handler_test

import (
	"context"
	"encoding/json"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/store/sqlitestore"
)

// A site that may not be watched gives nothing away, however often it is asked
// for while records move.
func TestSocketTellsNothingOfForeignSites(t *testing.T) {
	h := newHouse(t)
	site := h.site("station", "2026-11-01")
	ann, nobody := h.grant("ann", service.Staff, site), h.login("nobody")
	conn, res, err := websocket.Dial(t.Context(), h.url+"/v1/live", &websocket.DialOptions{
		HTTPHeader: http.Header{"Authorization": {"Bearer " + nobody.token}}})
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body
	defer func() { _ = conn.CloseNow() }()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for n := range 20 {
		if err := conn.Write(ctx, websocket.MessageText, must(json.Marshal(obj{"watch": []string{site}}))(t)); err != nil {
			t.Fatal(err)
		}
		ann.post("/v1/registrations", seeker(site, n%9)).want(map[bool]int{true: 201, false: 200}[n < 9])
	}
	for range 20 {
		_, data, err := conn.Read(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(data), `"event":"error"`) {
			t.Fatalf("told of a foreign site: %s", data)
		}
	}
}

func TestSocketsAreCapped(t *testing.T) {
	h := newHouse(t)
	city := h.grant("city", service.City, service.All)
	for n := range 25 {
		conn, res, err := websocket.Dial(t.Context(), h.url+"/v1/live", &websocket.DialOptions{
			HTTPHeader: http.Header{"Authorization": {"Bearer " + city.token}}})
		if err == nil {
			defer func() { _ = conn.CloseNow() }()
			continue
		}
		if n < 20 || res == nil || res.StatusCode != http.StatusTooManyRequests {
			t.Fatalf("socket %d: %v", n, err)
		}
		return
	}
	t.Error("25 sockets of one account")
}

func TestPlainRequestsForSocketsAreProblems(t *testing.T) {
	h := newHouse(t)
	city := h.grant("city", service.City, service.All)
	city.get("/v1/live").refused(http.StatusUpgradeRequired, "websocket_expected")
	city.get("/v1/me/").refused(404, "not_found")
}

func TestUnknownFieldsAreNotEchoedAndCounted(t *testing.T) {
	h := newHouse(t)
	var body strings.Builder
	body.WriteString(`{"kind":"station","facts":{}`)
	for n := range 2000 {
		body.WriteString(`,"13800001111<script>` + fourDigits(n) + `":1`)
	}
	body.WriteString("}")
	a := (user{h: h}).post("/v1/rubric/evaluate", body.String()).refused(422, "invalid_input")
	if strings.Contains(string(a.raw), "script") || len(a.raw) > 4096 {
		t.Errorf("%d bytes: %.300s", len(a.raw), a.raw)
	}
	(user{h: h}).post("/v1/rubric/evaluate", `{"kind":"`+strings.Repeat("x", 65<<10)+`"}`).refused(413, "too_large")
}

// One key makes one site, even if each attempt was cut before its answer.
func TestCutAttemptsMakeOneSite(t *testing.T) {
	h := newHouse(t)
	city := h.grant("city", service.City, service.All)
	body := obj{"name": "丰泽区测试站点", "kind": "station", "county": "350503", "opened_on": "2026-11-01"}
	for n := range 8 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(n)*2*time.Millisecond)
		req := must(http.NewRequestWithContext(ctx, http.MethodPost, h.url+"/v1/sites", strings.NewReader(string(must(json.Marshal(body))(t)))))(t)
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Authorization", "Bearer "+city.token)
		req.Header.Set("Idempotency-Key", "one-site-0001")
		if res, err := http.DefaultClient.Do(req); err == nil {
			_ = res.Body.Close()
		}
		cancel()
	}
	deadline := time.Now().Add(patience)
	for time.Now().Before(deadline) {
		if a := city.post("/v1/sites", body, "Idempotency-Key", "one-site-0001"); a.status == 201 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if got := len(city.get("/v1/sites").want(200).at("items").([]any)); got != 1 {
		t.Errorf("%d sites, want 1", got)
	}
}

func TestAnInviteIsForSomebodyElse(t *testing.T) {
	h := newHouse(t)
	site := h.site("market", "2026-01-01")
	admin := h.grant("admin", service.Admin, service.All)
	code := admin.post("/v1/sites/"+site+"/invites", obj{"role": "manager"}).want(201).str("code")
	admin.post("/v1/invites/"+code+"/accept", nil).refused(404, "invite_invalid")

	boss := h.grant("boss", service.Manager, site)
	late := boss.post("/v1/sites/"+site+"/invites", obj{"role": "staff"}).want(201).str("code")
	h.login("city").do(http.MethodDelete, "/v1/sites/"+site+"/members/"+boss.id, nil).want(204)
	h.login("friend").post("/v1/invites/"+late+"/accept", nil).refused(404, "invite_invalid")
}

func TestVoidAndRestore(t *testing.T) {
	h := newHouse(t)
	site := h.site("station", "2026-11-01")
	ann, bob := h.grant("ann", service.Staff, site), h.grant("bob", service.Staff, site)
	id := ann.post("/v1/registrations", seeker(site, 0)).want(201).str("id")
	path := "/v1/registrations/" + id
	ann.post(path+"/void", obj{"reason": "填错了"}).want(200)
	again := ann.post("/v1/registrations", seeker(site, 0)).want(200)
	if again.str("status") != "void" || again.at("may.restore") != true {
		t.Errorf("after void: %s", again.raw)
	}
	if got := bob.post(path+"/restore", nil).want(200).str("status"); got != "recorded" {
		t.Errorf("restored as %s", got)
	}
	cid := h.grant("cid", service.Staff, site)
	bob.post(path+"/confirm", nil).refused(403, "own_record")
	ann.post(path+"/confirm", nil).refused(403, "own_record")
	cid.post(path+"/confirm", nil).want(200)
	if got := ann.get("/v1/sites/" + site + "/progress").num("items.6.facts.persons"); got != 1 {
		t.Errorf("counted %v, want 1", got)
	}
}

// bomb is a store with a bug.
type bomb struct{ service.Store }

func (bomb) InsertSite(context.Context, service.Site) error { panic("secret 13800001111") }

func TestAPanicIsA503(t *testing.T) {
	engine := must(sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "test.db")))(t)
	t.Cleanup(func() { _ = engine.Close(context.Background()) })
	h := newHouseOn(t, engine, func(s service.Store) service.Store { return bomb{s} })
	city := h.grant("city", service.City, service.All)
	body := obj{"name": "x", "kind": "market", "county": "350503", "opened_on": "2026-01-01"}
	for _, key := range [][]string{nil, {"Idempotency-Key", "bomb-0001"}, {"Idempotency-Key", "bomb-0001"}} {
		a := city.post("/v1/sites", body, key...).refused(503, "unavailable")
		if strings.Contains(string(a.raw), "secret") {
			t.Errorf("told: %s", a.raw)
		}
	}
}
