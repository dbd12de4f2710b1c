package handler_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/quanjiuye/backend/handler"
	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/live"
	"github.com/quanjiuye/backend/service/message"
	"github.com/quanjiuye/backend/service/wechat/sim"
	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/blobstore"
	"github.com/quanjiuye/backend/store/mongostore/mongotest"
	"github.com/quanjiuye/backend/store/redisstore"
	"github.com/quanjiuye/backend/store/sqlitestore"
	"github.com/quanjiuye/backend/store/vault"
)

// now is the day on which every test plays: months 1 to 11 count.
var now = time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)

// house is a running API on embedded engines, and the people who use it.
type house struct {
	t     *testing.T
	svc   *service.Service
	api   *handler.API
	url   string
	blobs *faultyBlobs

	ahead *atomic.Int64 // how far the clock was moved
}

// wait moves the clock.
func (h *house) wait(d time.Duration) { h.ahead.Add(int64(d)) }

// onEachEngine runs a test on SQLite and on MongoDB.
func onEachEngine(t *testing.T, test func(*testing.T, *house)) {
	t.Run("SQLite", func(t *testing.T) { test(t, newHouse(t)) })
	t.Run("MongoDB", func(t *testing.T) { test(t, newHouseOn(t, mongotest.Open(t))) })
}

// newHouse starts an API on SQLite. A WeChat login code is the openid itself.
func newHouse(t *testing.T) *house {
	t.Helper()
	return newHouseLogging(t, slog.New(slog.DiscardHandler))
}

// newHouseLogging is newHouse with a log that can be read.
func newHouseLogging(t *testing.T, log *slog.Logger) *house {
	t.Helper()
	engine := must(sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "test.db")))(t)
	t.Cleanup(func() { _ = engine.Close(context.Background()) })
	return newHouseWith(t, engine, log)
}

// newHouseOn starts an API on an engine; wrap may put something between the
// service and its store.
func newHouseOn(t *testing.T, engine store.Engine, wrap ...func(service.Store) service.Store) *house {
	t.Helper()
	return newHouseWith(t, engine, slog.New(slog.DiscardHandler), wrap...)
}

func newHouseWith(t *testing.T, engine store.Engine, log *slog.Logger, wrap ...func(service.Store) service.Store) *house {
	t.Helper()
	dir := t.TempDir()
	keys := must(vault.Open(filepath.Join(dir, "keys.json"), true))(t)
	redis := must(redisstore.StartEmbedded(dir))(t)
	t.Cleanup(func() { _ = redis.Close() })
	cache := must(redisstore.Open(t.Context(), redisstore.Options{URL: redis.URL()}))(t)
	t.Cleanup(func() { _ = cache.Close() })
	var records service.Store = store.New(engine, keys)
	for _, w := range wrap {
		records = w(records)
	}
	blobs := &faultyBlobs{Blobs: must(blobstore.OpenFolder(filepath.Join(dir, "blobs")))(t)}
	ahead := new(atomic.Int64)
	svc := service.New(service.Deps{
		Store: records, Cache: cache, Relay: cache, Limiter: cache, WeChat: trustingWeChat{}, Blobs: blobs, Quota: testQuota,
		Messages: service.Messages{Policy: message.Template{ID: "template-policy", Fields: []message.Field{{Name: "thing1", From: "title"}}}, PerMinute: 60_000},
		Log:      log, Now: func() time.Time { return now.Add(time.Duration(ahead.Load())) },
	})
	if err := svc.LoadPolicies(t.Context()); err != nil {
		t.Fatal(err)
	}
	hub := live.NewHub()
	feed := service.NewFeed(svc, hub, handler.EncodeProgress)
	api := handler.New(handler.Deps{Service: svc, Hub: hub, Feed: feed, Log: log, Limiter: cache,
		Ready: func(context.Context) map[string]error { return map[string]error{"store": nil} }})
	back, stop := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { feed.Run(back) })
	srv := httptest.NewServer(api)
	t.Cleanup(func() {
		hub.Close()
		srv.Close()
		stop()
		wg.Wait()
	})
	return &house{t: t, svc: svc, api: api, url: srv.URL, blobs: blobs, ahead: ahead}
}

// trustingWeChat takes a code for the openid.
type trustingWeChat struct{}

func (trustingWeChat) Login(_ context.Context, code string) (string, error) { return code, nil }
func (trustingWeChat) PhoneNumber(context.Context, string) (string, error)  { return "13800001234", nil }
func (trustingWeChat) CheckText(context.Context, string, string) (service.TextVerdict, error) {
	return service.TextPass, nil
}
func (trustingWeChat) SendMessage(context.Context, service.Message) (string, error) {
	return "4611686018427387905", nil
}

func (trustingWeChat) MiniProgramCode(_ context.Context, scene, _ string, width int) ([]byte, error) {
	return sim.DrawCode(scene, width), nil
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// user is somebody with a token.
type user struct {
	h     *house
	token string
	id    string
}

// login logs an openid in through the front door.
func (h *house) login(openID string) user {
	h.t.Helper()
	r := (user{h: h}).post("/v1/auth/wechat", obj{"code": openID}).want(200)
	return user{h, r.str("token"), r.str("account.id")}
}

// grant gives a role as the command line does and logs in.
func (h *house) grant(openID string, role service.Role, scope string) user {
	h.t.Helper()
	if err := h.svc.GiveRole(h.t.Context(), openID, openID, role, scope); err != nil {
		h.t.Fatal(err)
	}
	return h.login(openID)
}

// station opens a station in Fengze as a city supervisor.
func (h *house) site(kind, openedOn string) string {
	h.t.Helper()
	city := h.grant("city", service.City, service.All)
	return city.post("/v1/sites", obj{"name": "丰泽区测试站点", "kind": kind, "county": "350503",
		"address": "某路1号", "area_m2": 120, "opened_on": openedOn}).want(201).str("id")
}

type obj map[string]any

// answer is a response that has been read.
type answer struct {
	t      *testing.T
	status int
	header http.Header
	raw    []byte
}

func (u user) do(method, path string, body any, header ...string) answer {
	u.h.t.Helper()
	var r io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		r = strings.NewReader(b)
	default:
		r = bytes.NewReader(must(json.Marshal(b))(u.h.t))
	}
	req := must(http.NewRequestWithContext(u.h.t.Context(), method, u.h.url+path, r))(u.h.t)
	if r != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if u.token != "" {
		req.Header.Set("Authorization", "Bearer "+u.token)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res := must(http.DefaultClient.Do(req))(u.h.t)
	defer func() { _ = res.Body.Close() }()
	raw := must(io.ReadAll(res.Body))(u.h.t)
	u.h.checkAnswer(u.h.t, req, res, raw)
	return answer{u.h.t, res.StatusCode, res.Header, raw}
}

func (u user) get(path string) answer { u.h.t.Helper(); return u.do(http.MethodGet, path, nil) }

func (u user) post(path string, body any, header ...string) answer {
	u.h.t.Helper()
	return u.do(http.MethodPost, path, body, header...)
}

func (a answer) want(status int) answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("status %d, want %d: %s", a.status, status, a.raw)
	}
	return a
}

// refused checks a problem's status and code.
func (a answer) refused(status int, code string) answer {
	a.t.Helper()
	a.want(status)
	if got := a.header.Get("Content-Type"); got != "application/problem+json" {
		a.t.Errorf("Content-Type %q of a refusal", got)
	}
	if got := a.str("code"); got != code {
		a.t.Errorf("code %q, want %q: %s", got, code, a.raw)
	}
	return a
}

// at walks into the JSON: "items.7.recorded".
func (a answer) at(path string) any {
	a.t.Helper()
	var v any
	if err := json.Unmarshal(a.raw, &v); err != nil {
		a.t.Fatalf("not JSON: %s", a.raw)
	}
	for _, step := range strings.Split(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[step]
		case []any:
			i := 0
			for _, d := range step {
				i = i*10 + int(d-'0')
			}
			if i >= len(x) {
				return nil
			}
			v = x[i]
		default:
			return nil
		}
	}
	return v
}

func (a answer) str(path string) string {
	s, _ := a.at(path).(string)
	return s
}

func (a answer) num(path string) float64 {
	a.t.Helper()
	n, ok := a.at(path).(float64)
	if !ok {
		a.t.Fatalf("no number at %s: %s", path, a.raw)
	}
	return n
}

// seeker is a registration's body; n makes different people of it.
func seeker(site string, n int, more ...obj) obj {
	b := obj{"site_id": site, "name": "测试" + string(rune('甲'+n)), "phone": "1380000" + fourDigits(n),
		"employment_status": "失业", "intent": obj{"occupations": []string{"保洁"}, "area": "丰泽区"}, "consent_version": "2026-11"}
	for _, m := range more {
		for k, v := range m {
			b[k] = v
		}
	}
	return b
}

func fourDigits(n int) string {
	s := "000" + string(rune('0'+n%10))
	for i, p := 2, 10; p <= 1000; i, p = i-1, p*10 {
		s = s[:i] + string(rune('0'+n/p%10)) + s[i+1:]
	}
	return s
}
