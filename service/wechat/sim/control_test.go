package sim_test

import (
	"fmt"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service/wechat/sim"
)

func TestControlRefuses(t *testing.T) {
	w := newWorld(t, sim.Options{})
	const codes, subs, faults, clock = "/sim/codes", "/sim/subscriptions", "/sim/faults", "/sim/clock"
	const login = "/sns/jscode2session"
	for _, c := range []struct {
		method, path, body string
		status             int
		code               string
	}{
		{"POST", codes, ``, 400, "invalid_json"},
		{"POST", codes, `{"openid":"a"`, 400, "invalid_json"},
		{"POST", codes, `{"openid":"a"} {}`, 400, "invalid_json"},
		{"POST", codes, `{"openid":"a","pad":"` + strings.Repeat("x", 64<<10) + `"}`, 413, "too_large"},
		{"POST", codes, `null`, 422, "invalid"},
		{"POST", codes, `["a"]`, 422, "invalid"},
		{"POST", codes, `{}`, 422, "invalid"},
		{"POST", codes, `{"openid":1}`, 422, "invalid"},
		{"POST", codes, `{"openid":"a","role":"admin"}`, 422, "invalid"},
		{"POST", codes, `{"OpenID":"a"}`, 422, "invalid"},
		{"POST", codes, `{"openid":"a","openid":"b"}`, 422, "invalid"},
		{"POST", codes, `{"openid":"用户"}`, 422, "invalid"},
		{"POST", codes, `{"openid":"a b"}`, 422, "invalid"},
		{"POST", codes, `{"openid":"` + strings.Repeat("a", 65) + `"}`, 422, "invalid"},
		{"POST", codes, `{"openid":"a","kind":"other"}`, 422, "invalid"},
		{"POST", codes, `{"openid":"a","phone":"13800138000"}`, 422, "invalid"},
		{"POST", codes, `{"openid":"a","kind":"phone","phone":"+8613800138000"}`, 422, "invalid"},
		{"POST", codes, `{"openid":"a","kind":"phone","country_code":"086"}`, 422, "invalid"},
		{"GET", codes, ``, 405, "method_not_allowed"},
		{"POST", "/sim/", `{}`, 404, "not_found"},
		{"POST", "/sim/codes/", `{"openid":"a"}`, 404, "not_found"},
		{"POST", subs, `{"openid":"a","template_id":"t"}`, 422, "invalid"},
		{"POST", subs, `{"openid":"a","template_id":"","accept":true}`, 422, "invalid"},
		{"POST", subs, `{"openid":"a","template_id":"t","accept":true,"times":0}`, 422, "invalid"},
		{"POST", subs, `{"openid":"a","template_id":"t","accept":true,"times":1001}`, 422, "invalid"},
		{"POST", clock, `{"advance":"soon"}`, 422, "invalid"},
		{"POST", clock, `{"advance":"-1s"}`, 422, "invalid"},
		{"POST", clock, `{"advance":"0s"}`, 422, "invalid"},
		{"POST", clock, `{"advance":"2000000h"}`, 422, "invalid"},
		{"POST", faults, `{"path":"` + login + `"}`, 422, "invalid"},
		{"POST", faults, `{"path":"/nowhere","errcode":-1}`, 422, "invalid"},
		{"POST", faults, `{"path":"` + login + `","errcode":-1,"status":500}`, 422, "invalid"},
		{"POST", faults, `{"path":"` + login + `","status":200}`, 422, "invalid"},
		{"POST", faults, `{"path":"` + login + `","status":600}`, 422, "invalid"},
		{"POST", faults, `{"path":"` + login + `","delay_ms":60001}`, 422, "invalid"},
		{"POST", faults, `{"path":"` + login + `","delay_ms":-1}`, 422, "invalid"},
		{"POST", faults, `{"path":"` + login + `","body":"xml"}`, 422, "invalid"},
		{"POST", faults, `{"path":"` + login + `","errcode":-1,"times":0}`, 422, "invalid"},
		{"POST", "/sim/tokens/revoke", `{"all":true}`, 422, "invalid"},
	} {
		answer := w.send(w.Control(), c.method, c.path, c.body)
		told := w.decode(answer)
		if answer.Code != c.status || told["code"] != c.code || told["status"] != float64(c.status) {
			t.Errorf("%s %s %.70s: %d %v", c.method, c.path, c.body, answer.Code, told)
		}
		if got := answer.Header().Get("Content-Type"); got != "application/problem+json" {
			t.Errorf("%s %s: Content-Type %q", c.method, c.path, got)
		}
		if detail, _ := told["detail"].(string); !chinese.MatchString(detail) {
			t.Errorf("%s %s: detail %q", c.method, c.path, detail)
		}
	}
}

var chinese = regexp.MustCompile(`\p{Han}{2}`)

func TestControlWantsJSON(t *testing.T) {
	w := newWorld(t, sim.Options{})
	for contentType, want := range map[string]int{
		"": 200, "application/json": 200, "application/json; charset=utf-8": 200,
		"text/plain": 415, "application/x-www-form-urlencoded": 415, ";": 415,
	} {
		r := httptest.NewRequest("POST", "/sim/codes", strings.NewReader(`{"openid":"a"}`))
		r.Header.Set("Content-Type", contentType)
		answer := httptest.NewRecorder()
		w.Control().ServeHTTP(answer, r)
		if answer.Code != want {
			t.Errorf("%q: status %d, want %d", contentType, answer.Code, want)
		}
	}
}

func TestMintingHasABound(t *testing.T) {
	w := newWorld(t, sim.Options{})
	first := w.code(`{"openid":"a"}`)
	for range 99_999 {
		w.code(`{"openid":"a"}`)
	}
	if answer := w.send(w.Control(), "POST", "/sim/codes", `{"openid":"a"}`); answer.Code != 429 {
		t.Fatalf("code 100,001: status %d", answer.Code)
	}
	if got := w.call("GET", sessionURL(first), ""); got["openid"] != "a" {
		t.Fatalf("the first code is lost: %v", got)
	}
	w.code(`{"openid":"a"}`) // in the used one's place
	w.advance("5m")
	w.code(`{"openid":"a"}`)
}

func TestFaultsHaveABound(t *testing.T) {
	w := newWorld(t, sim.Options{})
	const fault = `{"path":"*","errcode":-1}`
	for range 1000 {
		w.control("POST", "/sim/faults", fault)
	}
	if answer := w.send(w.Control(), "POST", "/sim/faults", fault); answer.Code != 429 {
		t.Errorf("fault 1,001: status %d", answer.Code)
	}
	w.control("DELETE", "/sim/faults", "")
	if got := w.stableToken().errcode(); got != 0 {
		t.Errorf("a fault that was cleared happened: %d", got)
	}
}

func TestTemplatesOfAUserHaveABound(t *testing.T) {
	w := newWorld(t, sim.Options{})
	for i := range 101 {
		body := fmt.Sprintf(`{"openid":"a","template_id":"t%d","accept":true}`, i)
		want := 200
		if i == 100 {
			want = 429
		}
		if answer := w.send(w.Control(), "POST", "/sim/subscriptions", body); answer.Code != want {
			t.Fatalf("template %d: status %d, want %d", i, answer.Code, want)
		}
	}
}
