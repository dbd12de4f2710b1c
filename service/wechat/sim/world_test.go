package sim_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/quanjiuye/backend/service/wechat/sim"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is a simulator, spoken to without a network.
type world struct {
	t testing.TB
	*sim.Simulator
}

// newWorld is one whose clock stands still until it is moved.
func newWorld(t testing.TB, opt sim.Options) world {
	opt.Now = func() time.Time { return start }
	return world{t, sim.New(opt)}
}

var start = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)

// object is a decoded JSON object.
type object map[string]any

func (w world) send(h http.Handler, method, target, body string) *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, httptest.NewRequest(method, target, strings.NewReader(body)))
	return answer
}

// control sends a control request that must succeed.
func (w world) control(method, path, body string) object {
	w.t.Helper()
	answer := w.send(w.Control(), method, path, body)
	if answer.Code >= 300 {
		w.t.Fatalf("%s %s %s: %d %s", method, path, body, answer.Code, answer.Body)
	}
	if answer.Code == http.StatusNoContent {
		return nil
	}
	return w.decode(answer)
}

// call calls the API, as WeChat's callers do.
func (w world) call(method, target, body string) object {
	w.t.Helper()
	answer := w.send(w.API(), method, target, body)
	if answer.Code != http.StatusOK {
		w.t.Fatalf("%s %s: status %d", method, target, answer.Code)
	}
	return w.decode(answer)
}

func (w world) decode(answer *httptest.ResponseRecorder) object {
	w.t.Helper()
	var out object
	if err := json.Unmarshal(answer.Body.Bytes(), &out); err != nil {
		w.t.Fatalf("%v: %s", err, answer.Body)
	}
	return out
}

func (w world) code(body string) string {
	w.t.Helper()
	return w.control("POST", "/sim/codes", body)["code"].(string)
}

func (w world) login(openID string) object {
	w.t.Helper()
	return w.call("GET", sessionURL(w.code(`{"openid":"`+openID+`"}`)), "")
}

func sessionURL(code string) string {
	return "/sns/jscode2session?appid=" + sim.ExampleAppID + "&secret=" + sim.ExampleSecret +
		"&js_code=" + code + "&grant_type=authorization_code"
}

const appOnly = `"grant_type":"client_credential","appid":"` + sim.ExampleAppID + `","secret":"` + sim.ExampleSecret + `"`

func (w world) stableToken() object {
	w.t.Helper()
	return w.call("POST", "/cgi-bin/stable_token", "{"+appOnly+"}")
}

func (w world) forcedToken() object {
	w.t.Helper()
	return w.call("POST", "/cgi-bin/stable_token", "{"+appOnly+`,"force_refresh":true}`)
}

func (w world) plainToken() object {
	w.t.Helper()
	return w.call("GET", "/cgi-bin/token?grant_type=client_credential&appid="+sim.ExampleAppID+"&secret="+sim.ExampleSecret, "")
}

// post calls a path that needs a token, with one.
func (w world) post(path, body string) object {
	w.t.Helper()
	return w.call("POST", path+"?access_token="+url.QueryEscape(w.stableToken()["access_token"].(string)), body)
}

func (w world) advance(d string) {
	w.t.Helper()
	w.control("POST", "/sim/clock", `{"advance":"`+d+`"}`)
}

// errcode is the answer's errcode; 0 when it has none.
func (o object) errcode() int {
	n, _ := o["errcode"].(float64)
	return int(n)
}
