package handler_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"github.com/quanjiuye/backend/service"
)

// A seeker reads the notice, registers, takes a copy, puts his number right, takes his
// consent back and goes; whom he worked with sees that somebody was there.
func TestAPersonsOwnData(t *testing.T) { onEachEngine(t, aPersonsOwnData) }

func aPersonsOwnData(t *testing.T, h *house) {
	site := h.site("station", "2026-11-01")
	ann, county := h.grant("ann", service.Staff, site), h.grant("county", service.County, "350503")
	notice := (user{h: h}).get("/v1/privacy-notice").want(200)
	version := notice.str("version")
	for _, word := range []string{"必填", "三年", "撤回", "删除", "更正", "备份"} {
		if !strings.Contains(string(notice.raw), word) {
			t.Errorf("the notice does not speak of %s", word)
		}
	}
	me := h.login("seeker")
	body := seeker(site, 1, obj{"consent_version": version, "id_number": "990000199001010017", "profile": obj{"groups": []string{"older"}}})
	r := me.post("/v1/me/registrations", body, "Idempotency-Key", "seeker-0001").want(201)
	person := r.str("person_id")
	if got := me.get("/v1/me").want(200); got.str("consent.version") != version || got.at("consent.current") != true {
		t.Errorf("the account's consent: %s", got.raw)
	}
	masked, full := me.get("/v1/me/data").want(200), me.get("/v1/me/data?full=1").want(200)
	for _, secret := range []string{"13800000001", "990000199001010017", me.token} {
		if strings.Contains(string(masked.raw), secret) || (secret != me.token) != strings.Contains(string(full.raw), secret) {
			t.Errorf("%s: masked %s, full %s", secret, masked.raw, full.raw)
		}
	}
	if got := me.do("PATCH", "/v1/me/people/"+person, obj{"phone": "13900000009"}).want(200).str("phone"); got != "13900000009" {
		t.Errorf("corrected to %s", got)
	}
	h.login("stranger").do("PATCH", "/v1/me/people/"+person, obj{"phone": "13900000008"}).refused(404, "not_found")
	if got := me.post("/v1/me/consent/withdraw", nil).want(200); got.str("consent.withdrawn_at") == "" || got.at("consent.current") != false {
		t.Errorf("taken back: %s", got.raw)
	}
	before := ann.get("/v1/sites/" + site + "/progress").want(200)

	for _, wrong := range []any{nil, obj{}, obj{"confirm": "yes"}, obj{"confirm": ""}} {
		if a := me.do("DELETE", "/v1/me", wrong); a.status != 422 && a.status != 400 {
			t.Errorf("deleted by %v: %d", wrong, a.status)
		}
	}
	ann.do("DELETE", "/v1/me", obj{"confirm": "删除"}).refused(409, "has_roles")
	gone := me.do("DELETE", "/v1/me", obj{"confirm": "删除"}).want(200)
	if gone.num("people") != 1 || gone.str("kept.1.code") != "hashes" || gone.str("kept.1.until") != "2028-01-01" || gone.str("erased_at") == "" {
		t.Errorf("gone: %s", gone.raw)
	}
	me.get("/v1/me").refused(401, "unauthenticated")
	me.do("DELETE", "/v1/me", obj{"confirm": "删除"}).refused(401, "unauthenticated")
	left := ann.get("/v1/registrations/" + r.str("id")).want(200)
	if left.str("name") != "" || left.str("phone") != "" || left.at("erased") != true || left.at("complete") != true {
		t.Errorf("left: %s", left.raw)
	}
	if after := ann.get("/v1/sites/" + site + "/progress").want(200); string(after.raw) != string(before.raw) {
		t.Errorf("progress is %s, was %s", after.raw, before.raw)
	}

	who := ann.post("/v1/registrations", seeker(site, 2)).want(201)
	path := "/v1/people/" + who.str("person_id") + "/erase"
	ann.post(path, obj{"reason": "本人申请"}).refused(403, "forbidden")
	h.login("stranger").post(path, obj{"reason": "本人申请"}).refused(404, "not_found")
	county.post("/v1/people/nobody/erase", obj{"reason": "本人申请"}).refused(404, "not_found")
	county.post(path, obj{"reason": ""}).refused(422, "invalid_input")
	for range 2 {
		county.post(path, obj{"reason": "本人到窗口申请"}, "Idempotency-Key", "erase-0001").want(200)
	}
	if left := ann.get("/v1/registrations/" + who.str("id")).want(200); left.str("name") != "" || left.at("erased") != true {
		t.Errorf("left: %s", left.raw)
	}
}

// The open socket of an account ends with it.
func TestADeletedAccountsSocketEnds(t *testing.T) {
	h := newHouse(t)
	seeker := h.login("seeker")
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	conn, res, err := websocket.Dial(ctx, h.url+"/v1/live", &websocket.DialOptions{HTTPHeader: http.Header{"Authorization": {"Bearer " + seeker.token}}})
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body
	defer func() { _ = conn.CloseNow() }()
	if err := conn.Write(ctx, websocket.MessageText, []byte(`{"watch":["no site"]}`)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := conn.Read(ctx); err != nil { // that there is no such site: it is open
		t.Fatal(err)
	}
	seeker.do("DELETE", "/v1/me", obj{"confirm": "删除"}).want(200)
	if _, data, err := conn.Read(ctx); err == nil || ctx.Err() != nil {
		t.Errorf("the socket outlives its account: %s, %v", data, err)
	}
}
