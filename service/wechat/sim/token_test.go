package sim_test

import (
	"testing"

	"github.com/quanjiuye/backend/service/wechat/sim"
)

// use shows a token to a path that wants one and returns the errcode about the
// token; the request itself is fine apart from naming nobody.
func (w world) use(token string) int {
	w.t.Helper()
	code := w.call("POST", "/wxa/msg_sec_check?access_token="+token, `{"content":"x","version":2,"scene":1}`).errcode()
	if code == 40003 {
		return 0 // past the token
	}
	return code
}

func text(token object) string { s, _ := token["access_token"].(string); return s }

func TestStableTokenStaysTheSame(t *testing.T) {
	w := newWorld(t, sim.Options{})
	first := w.stableToken()
	if n := len(text(first)); n < 100 || n > 512 || first["expires_in"] != 7200.0 {
		t.Errorf("got %v", first)
	}
	w.advance("1h54m59s")
	if again := w.stableToken(); text(again) != text(first) || again["expires_in"] != 301.0 {
		t.Errorf("before the last five minutes: got %v", again)
	}
	w.advance("1s")
	second := w.stableToken()
	if text(second) == text(first) || second["expires_in"] != 7200.0 {
		t.Errorf("in the last five minutes: got %v", second)
	}
	if a, b := w.use(text(first)), w.use(text(second)); a != 0 || b != 0 {
		t.Errorf("both should be good: %d, %d", a, b)
	}
	w.advance("5m")
	if a, b := w.use(text(first)), w.use(text(second)); a != 42001 || b != 0 {
		t.Errorf("five minutes later: %d, %d", a, b)
	}
	w.advance("2h")
	if got := w.use(text(second)); got != 42001 {
		t.Errorf("nobody asked for a new one, the old one has expired: %d", got)
	}
}

func TestForcedRefresh(t *testing.T) {
	w := newWorld(t, sim.Options{})
	first := w.stableToken()
	second := w.forcedToken()
	if text(second) == text(first) || w.use(text(first)) != 40001 || w.use(text(second)) != 0 {
		t.Error("a forced refresh must end the old token at once")
	}
	w.advance("29s")
	if again := w.forcedToken(); text(again) != text(second) {
		t.Error("within 30 s nothing is refreshed")
	}
	for i := range 19 {
		w.advance("30s")
		if got := w.forcedToken().errcode(); got != 0 {
			t.Fatalf("refresh %d of the day: %d", i+2, got)
		}
	}
	w.advance("30s")
	if got := w.forcedToken().errcode(); got != 45009 {
		t.Errorf("refresh 21 of the day: %d", got)
	}
	w.advance("24h")
	if got := w.forcedToken().errcode(); got != 0 {
		t.Errorf("the next day: %d", got)
	}
}

func TestPlainTokensReplaceEachOther(t *testing.T) {
	w := newWorld(t, sim.Options{})
	stable := text(w.stableToken())
	first, second := text(w.plainToken()), text(w.plainToken())
	if first == second || w.use(first) != 0 || w.use(second) != 0 {
		t.Error("both should be good for five minutes")
	}
	w.advance("5m")
	if a, b, c := w.use(first), w.use(second), w.use(stable); a != 42001 || b != 0 || c != 0 {
		t.Errorf("five minutes later: %d, %d; the stable one: %d", a, b, c)
	}
	w.plainToken()
	if got := w.use(first); got != 40001 {
		t.Errorf("two tokens later: %d", got)
	}
}

func TestRevokedTokens(t *testing.T) {
	w := newWorld(t, sim.Options{})
	stable, plain := text(w.stableToken()), text(w.plainToken())
	w.control("POST", "/sim/tokens/revoke", "")
	if a, b := w.use(stable), w.use(plain); a != 40001 || b != 40001 {
		t.Errorf("got %d, %d", a, b)
	}
	if fresh := text(w.stableToken()); fresh == stable || w.use(fresh) != 0 {
		t.Error("a new token should be had at once")
	}
}

func TestTokenRefusals(t *testing.T) {
	w := newWorld(t, sim.Options{})
	for _, c := range []struct {
		method, target, body string
		want                 int
	}{
		{"POST", "/cgi-bin/stable_token", `{`, 47001},
		{"POST", "/cgi-bin/stable_token", `{}`, 40002},
		{"POST", "/cgi-bin/stable_token", `{"grant_type":"client_credential"}`, 41002},
		{"POST", "/cgi-bin/stable_token", `{"grant_type":"client_credential","appid":"a"}`, 41004},
		{"POST", "/cgi-bin/stable_token", `{"grant_type":"client_credential","appid":"a","secret":"b"}`, 40013},
		{"GET", "/cgi-bin/token", ``, 40002},
		{"GET", "/cgi-bin/token?grant_type=client_credential", ``, 41002},
		{"GET", "/cgi-bin/token?grant_type=client_credential&appid=" + sim.ExampleAppID + "&secret=x", ``, 40125},
	} {
		if got := w.call(c.method, c.target, c.body).errcode(); got != c.want {
			t.Errorf("%s %s: %d, want %d", c.target, c.body, got, c.want)
		}
	}
}
