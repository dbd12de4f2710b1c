package sim_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service/wechat/sim"
)

// Every control request gets JSON: a value, or a problem that does not repeat
// what was sent.
func FuzzControl(f *testing.F) {
	for _, path := range []string{"/sim/codes", "/sim/subscriptions", "/sim/tokens/revoke", "/sim/clock", "/sim/faults"} {
		f.Add(path, `{"openid":"demo-seeker","kind":"phone","phone":"13800138000"}`)
		f.Add(path, `{"path":"*","errcode":-1,"times":2,"advance":"1h"}`)
		f.Add(path, `{"openid":"a","openid":"b"}`)
	}
	f.Fuzz(func(t *testing.T, path, body string) {
		w := newWorld(t, sim.Options{})
		answer := w.send(w.Control(), "POST", (&url.URL{Path: "/" + path}).RequestURI(), body)
		told := w.decode(answer)
		switch {
		case answer.Code == 200:
		case answer.Code < 400 || answer.Code >= 500:
			t.Errorf("status %d: %s", answer.Code, answer.Body)
		case told["code"] == "" || told["detail"] == "":
			t.Errorf("a problem without a name: %s", answer.Body)
		}
	})
}

// Every call of the API gets status 200 and an errcode, as at WeChat, and its
// record neither breaks nor tells the token.
func FuzzAPI(f *testing.F) {
	paths := []string{
		"/cgi-bin/stable_token", "/wxa/business/getuserphonenumber", "/wxa/getwxacodeunlimit",
		"/cgi-bin/message/subscribe/send", "/wxa/msg_sec_check", "/wxa/media_check_async",
		"/wxa/generate_urllink", "/wxa/generatescheme",
	}
	for i := range paths {
		f.Add(uint8(i), `{"code":"x","scene":"s","touser":"a","template_id":"t","data":{"thing1":{"value":"x"}}}`)
		f.Add(uint8(i), `{"version":2,"scene":1,"openid":"a","content":"x","media_type":1,"jump_wxa":{"path":"/"}}`)
		f.Add(uint8(i), `[`)
	}
	f.Fuzz(func(t *testing.T, which uint8, body string) {
		w := newWorld(t, sim.Options{})
		token := text(w.stableToken())
		answer := w.send(w.API(), "POST", paths[int(which)%len(paths)]+"?access_token="+token, body)
		if answer.Code != 200 {
			t.Fatalf("status %d", answer.Code)
		}
		if answer.Header().Get("Content-Type") != "image/jpeg" && !json.Valid(answer.Body.Bytes()) {
			t.Errorf("not JSON: %s", answer.Body)
		}
		calls := w.send(w.Control(), "GET", "/sim/calls", "").Body.String()
		if !json.Valid([]byte(calls)) || strings.Contains(calls, token) {
			t.Errorf("the record: %s", calls)
		}
	})
}
