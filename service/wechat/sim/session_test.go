package sim_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service/wechat/sim"
)

func TestSession(t *testing.T) {
	w := newWorld(t, sim.Options{})
	answer := w.send(w.API(), "GET", sessionURL(w.code(`{"openid":"demo-seeker"}`)), "")
	session := w.decode(answer)
	if got := answer.Header().Get("Content-Type"); got != "text/plain" {
		t.Errorf("Content-Type %q, the real one is text/plain", got)
	}
	key, err := base64.StdEncoding.DecodeString(session["session_key"].(string))
	if err != nil || len(key) != 16 {
		t.Errorf("session_key of %d bytes, %v", len(key), err)
	}
	if _, there := session["errcode"]; there || session["openid"] != "demo-seeker" || session["unionid"] != nil {
		t.Errorf("got %v", session)
	}
}

func TestSessionRefusals(t *testing.T) {
	w := newWorld(t, sim.Options{})
	good := func() string { return sessionURL(w.code(`{"openid":"demo-seeker"}`)) }
	used := good()
	w.call("GET", used, "")
	for _, c := range []struct {
		name, method, target string
		want                 int
	}{
		{"no appid", "GET", strings.Replace(good(), sim.ExampleAppID, "", 1), 41002},
		{"no secret", "GET", strings.Replace(good(), sim.ExampleSecret, "", 1), 41004},
		{"another appid", "GET", strings.Replace(good(), sim.ExampleAppID, "wxother", 1), 40013},
		{"another secret", "GET", strings.Replace(good(), sim.ExampleSecret, "guess", 1), 40125},
		{"no code", "GET", sessionURL(""), 41008},
		{"no grant type", "GET", strings.Replace(good(), "authorization_code", "", 1), 40002},
		{"unknown code", "GET", sessionURL("0000"), 40029},
		{"phone code", "GET", sessionURL(w.code(`{"openid":"demo-seeker","kind":"phone"}`)), 40029},
		{"used code", "GET", used, 40163},
		{"POST", "POST", good(), 43001},
	} {
		answer := w.call(c.method, c.target, "")
		if answer.errcode() != c.want {
			t.Errorf("%s: got %v, want %d", c.name, answer, c.want)
		}
		if message, _ := answer["errmsg"].(string); !rid.MatchString(message) {
			t.Errorf("%s: %q has no rid", c.name, message)
		}
	}
}

var rid = regexp.MustCompile(`,? rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$`)

func TestCodeExpires(t *testing.T) {
	w := newWorld(t, sim.Options{})
	in, out := w.code(`{"openid":"demo-seeker"}`), w.code(`{"openid":"demo-seeker"}`)
	w.advance("4m59s")
	if a := w.call("GET", sessionURL(in), ""); a["openid"] != "demo-seeker" {
		t.Errorf("in time: got %v", a)
	}
	w.advance("1s")
	if a := w.call("GET", sessionURL(out), ""); a.errcode() != 40029 {
		t.Errorf("too late: got %v", a)
	}
}

func TestEachLoginRotatesTheSessionKey(t *testing.T) {
	w := newWorld(t, sim.Options{})
	check := func(key string) int {
		mac := hex.EncodeToString(hmac.New(sha256.New, []byte(key)).Sum(nil))
		return w.call("GET", "/wxa/checksession?access_token="+w.stableToken()["access_token"].(string)+
			"&openid=demo-seeker&sig_method=hmac_sha256&signature="+mac, "").errcode()
	}
	if got := check(""); got != 87009 {
		t.Errorf("before any login: %d", got)
	}
	first := w.login("demo-seeker")["session_key"].(string)
	if got := check(first); got != 0 {
		t.Errorf("with the key: %d", got)
	}
	second := w.login("demo-seeker")["session_key"].(string)
	if got := check(first); got != 87009 {
		t.Errorf("with the old key: %d", got)
	}
	if got := check(second); got != 0 {
		t.Errorf("with the new key: %d", got)
	}
}

func TestLoginsPerMinute(t *testing.T) {
	w := newWorld(t, sim.Options{LoginsPerMinute: 3})
	for i, want := range []int{0, 0, 0, 45011} {
		if got := w.login("demo-seeker").errcode(); got != want {
			t.Errorf("login %d: %d, want %d", i+1, got, want)
		}
	}
	if got := w.login("demo-staff").errcode(); got != 0 {
		t.Errorf("another user: %d", got)
	}
	w.advance("1m")
	if got := w.login("demo-seeker").errcode(); got != 0 {
		t.Errorf("a minute later: %d", got)
	}
}

func TestPhoneNumber(t *testing.T) {
	w := newWorld(t, sim.Options{})
	for _, c := range []struct{ mint, phone, pure, country string }{
		{`{"openid":"a","kind":"phone","phone":"13800138000"}`, "13800138000", "13800138000", "86"},
		{`{"openid":"a","kind":"phone","phone":"61234567","country_code":"852"}`, "85261234567", "61234567", "852"},
	} {
		code := w.code(c.mint)
		answer := w.post("/wxa/business/getuserphonenumber", `{"code":"`+code+`"}`)
		info, _ := answer["phone_info"].(map[string]any)
		if info["phoneNumber"] != c.phone || info["purePhoneNumber"] != c.pure || info["countryCode"] != c.country {
			t.Errorf("%s: got %v", c.mint, answer)
		}
		if mark, _ := info["watermark"].(map[string]any); mark["appid"] != sim.ExampleAppID {
			t.Errorf("%s: watermark %v", c.mint, mark)
		}
		if again := w.post("/wxa/business/getuserphonenumber", `{"code":"`+code+`"}`); again.errcode() != 40029 {
			t.Errorf("a second time: %v", again)
		}
	}
	for body, want := range map[string]int{`{}`: 41008, `{`: 47001, `{"code":"x"}`: 40029} {
		if got := w.post("/wxa/business/getuserphonenumber", body).errcode(); got != want {
			t.Errorf("%s: %d, want %d", body, got, want)
		}
	}
}

func TestInventedPhoneIsTheUsersOwn(t *testing.T) {
	w := newWorld(t, sim.Options{})
	number := func(openID string) any {
		code := w.code(`{"openid":"` + openID + `","kind":"phone"}`)
		return w.post("/wxa/business/getuserphonenumber", `{"code":"`+code+`"}`)["phone_info"].(map[string]any)["purePhoneNumber"]
	}
	one, other := number("demo-seeker"), number("demo-staff")
	if one == other || one != number("demo-seeker") {
		t.Errorf("got %v and %v", one, other)
	}
	if !regexp.MustCompile(`^154[0-9]{8}$`).MatchString(one.(string)) {
		t.Errorf("got %v", one)
	}
}

func TestUnknownPathAndMethod(t *testing.T) {
	w := newWorld(t, sim.Options{})
	for _, c := range []struct {
		method, path string
		want         int
	}{
		{"GET", "/", 40066},
		{"GET", "/sim/codes", 40066},
		{"GET", "/cgi-bin/stable_token", 43002},
		{"POST", "/wxa/checksession", 43001},
		{"POST", "/wxa/msg_sec_check", 41001},
	} {
		if got := w.call(c.method, c.path, "").errcode(); got != c.want {
			t.Errorf("%s %s: %d, want %d", c.method, c.path, got, c.want)
		}
	}
	answer := httptest.NewRecorder()
	w.API().ServeHTTP(answer, httptest.NewRequest("POST", "/wxa/msg_sec_check", strings.NewReader(strings.Repeat("x", 2<<20))))
	if answer.Code != 413 {
		t.Errorf("2 MB: status %d", answer.Code)
	}
}
