package wechat_test

import (
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service/wechat"
	"github.com/quanjiuye/backend/service/wechat/sim"
)

const (
	loginPath = "/sns/jscode2session"
	phonePath = "/wxa/business/getuserphonenumber"
	tokenPath = "/cgi-bin/stable_token"
	imagePath = "/wxa/getwxacodeunlimit"

	tokenKey = "gowechat_miniprogram__stable_access_token_" + sim.ExampleAppID
)

// world is a simulator and a client of it.
type world struct {
	t   testing.TB
	sim *sim.Server
	*wechat.Client
	cache *wechat.MemoryCache
}

func newWorld(t testing.TB, opt sim.Options) *world {
	t.Helper()
	server, err := sim.Start(opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	w := &world{t: t, sim: server, cache: &wechat.MemoryCache{}}
	w.Client = w.client(func(*wechat.Config) {})
	return w
}

// client is another client of the same simulator and cache.
func (w *world) client(change func(*wechat.Config)) *wechat.Client {
	w.t.Helper()
	return newClient(w.t, w.sim.URL(), func(c *wechat.Config) {
		c.Cache = w.cache
		change(c)
	})
}

func newClient(t testing.TB, base string, change func(*wechat.Config)) *wechat.Client {
	t.Helper()
	c := wechat.Config{
		AppID: sim.ExampleAppID, Secret: sim.ExampleSecret, BaseURL: base, Cache: &wechat.MemoryCache{},
		Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
	change(&c)
	client, err := wechat.New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

// control sends one control request and returns what came back.
func (w *world) control(method, path, body string) map[string]any {
	w.t.Helper()
	answer := httptest.NewRecorder()
	w.sim.Control().ServeHTTP(answer, httptest.NewRequest(method, path, strings.NewReader(body)))
	if answer.Code >= 300 {
		w.t.Fatalf("%s %s %s: %d %s", method, path, body, answer.Code, answer.Body)
	}
	out := map[string]any{}
	if answer.Code != http.StatusNoContent {
		if err := json.Unmarshal(answer.Body.Bytes(), &out); err != nil {
			w.t.Fatal(err)
		}
	}
	return out
}

func (w *world) loginCode(openID string) string {
	w.t.Helper()
	return w.control("POST", "/sim/codes", `{"openid":"`+openID+`"}`)["code"].(string)
}

func (w *world) phoneCode(openID, number string) string {
	w.t.Helper()
	body := `{"openid":"` + openID + `","kind":"phone","phone":"` + number + `"}`
	return w.control("POST", "/sim/codes", body)["code"].(string)
}

func (w *world) fault(path, what string) {
	w.t.Helper()
	w.control("POST", "/sim/faults", `{"path":"`+path+`",`+what+`}`)
}

// calls is how many calls of a path the simulator has seen.
func (w *world) calls(path string) int {
	w.t.Helper()
	return len(w.control("GET", "/sim/calls?path="+path, "")["items"].([]any))
}

// wantKind checks that err is an *Error of that kind and returns it.
func wantKind(t testing.TB, err error, kind wechat.Kind) *wechat.Error {
	t.Helper()
	var e *wechat.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v (%T), want an *Error", err, err)
	}
	if e.Kind != kind {
		t.Fatalf("got %v, want the kind %s", err, kind)
	}
	return e
}

// within fails the test when it was called more than limit after start.
func within(t testing.TB, start time.Time, limit time.Duration) {
	t.Helper()
	if took := time.Since(start); took > limit {
		t.Errorf("took %v, want at most %v", took, limit)
	}
}
