package handler_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"github.com/quanjiuye/backend/handler"
	"github.com/quanjiuye/backend/service"
)

var idForm = regexp.MustCompile(`^[A-Za-z0-9_-]{8,64}$`)

// TestEveryAnswerNamesItsRequest: in its header, and a refusal in its body too,
// whichever layer refuses.
func TestEveryAnswerNamesItsRequest(t *testing.T) {
	h := newHouse(t)
	site := h.site("station", "2026-01-01")
	staff := h.grant("ann", service.Staff, site)
	seen := map[string]bool{}
	for _, a := range []answer{
		staff.get("/v1/me").want(200),
		staff.post("/v1/registrations", seeker(site, 1)).want(201),
		(user{h: h}).get("/healthz").want(200),
		(user{h: h}).get("/v1/me").refused(401, "unauthenticated"),
		staff.post("/v1/sites", obj{"name": "丰泽区另一站点", "kind": "station", "county": "350503", "opened_on": "2026-01-01"}).refused(403, "forbidden"),
		staff.do("POST", "/v1/registrations", seeker(site, 2), "Sec-Fetch-Site", "cross-site").refused(403, "cross_origin"),
		staff.get("/nowhere").refused(404, "not_found"),
		staff.get("/v1/sites/none").refused(404, "not_found"),
		staff.do("PUT", "/v1/me", nil).refused(405, "method_not_allowed"),
		staff.post("/v1/registrations", strings.Repeat(" ", 2<<20)).refused(413, "too_large"),
		staff.do("POST", "/v1/registrations", "x", "Content-Encoding", "gzip").refused(415, "unsupported_encoding"),
		staff.post("/v1/registrations", obj{"site_id": 1}).refused(422, "invalid_input"),
		staff.get("/v1/sites?sort=x").want(422),
		staff.get("/v1/live").refused(426, "websocket_expected"),
	} {
		id := a.header.Get("X-Request-Id")
		if !idForm.MatchString(id) || seen[id] {
			t.Errorf("status %d: request id %q", a.status, id)
		}
		seen[id] = true
		if a.status >= 400 && a.str("request_id") != id {
			t.Errorf("status %d: the problem names request %q, the header %q", a.status, a.str("request_id"), id)
		}
	}
}

func TestStreamsNameTheirRequest(t *testing.T) {
	h := newHouse(t)
	site := h.site("station", "2026-01-01")
	staff := h.grant("ann", service.Staff, site)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	req := must(http.NewRequestWithContext(ctx, "GET", h.url+"/v1/sites/"+site+"/progress/stream", nil))(t)
	req.Header.Set("Authorization", "Bearer "+staff.token)
	res := must(http.DefaultClient.Do(req))(t)
	defer func() { _ = res.Body.Close() }()
	if id := res.Header.Get("X-Request-Id"); res.StatusCode != 200 || !idForm.MatchString(id) {
		t.Errorf("a stream: status %d, request id %q", res.StatusCode, id)
	}
	conn, upgraded, err := websocket.Dial(ctx, h.url+"/v1/live", &websocket.DialOptions{HTTPHeader: req.Header})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.CloseNow() }()
	if id := upgraded.Header.Get("X-Request-Id"); !idForm.MatchString(id) {
		t.Errorf("a socket: request id %q", id)
	}
}

// TestWhoseRequestIDIsKept: a trusted proxy's, if it looks like one. httptest's
// client is at 192.0.2.1.
func TestWhoseRequestIDIsKept(t *testing.T) {
	const good = "Proxy_id-0001"
	for _, c := range []struct {
		trusted, sent string
		kept          bool
	}{
		{"192.0.2.1", good, true},
		{"192.0.2.0/24", good, true},
		{"192.0.2.1", strings.Repeat("x", 64), true},
		{"192.0.2.1", strings.Repeat("x", 65), false},
		{"192.0.2.1", "short12", false},
		{"192.0.2.1", `with "quotes"`, false},
		{"192.0.2.1", "line\nbreak", false},
		{"192.0.2.1", "中文中文中文中文", false},
		{"192.0.2.1", good + "," + good, false},
		{"192.0.2.2", good, false},
		{"10.0.0.0/8", good, false},
	} {
		r := httptest.NewRequest("GET", "/v1/me", nil)
		r.Header["X-Request-Id"] = []string{c.sent}
		w := httptest.NewRecorder()
		handler.Starting([]string{c.trusted}, notReady).ServeHTTP(w, r)
		got := w.Header().Get("X-Request-Id")
		if !idForm.MatchString(got) || (got == c.sent) != c.kept {
			t.Errorf("%s trusted, %q sent: %q answered, kept should be %v", c.trusted, c.sent, got, c.kept)
		}
	}
	r := httptest.NewRequest("GET", "/v1/me", nil)
	r.Header["X-Request-Id"] = []string{good, good}
	w := httptest.NewRecorder()
	handler.Starting([]string{"192.0.2.1"}, notReady).ServeHTTP(w, r)
	if w.Header().Get("X-Request-Id") == good {
		t.Error("one of two ids was kept")
	}
}

func notReady(context.Context) map[string]error {
	return map[string]error{"store": errors.New("not open"), "redis": nil, "relay": errors.New("not open")}
}
