package handler_test

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"go.uber.org/goleak"

	"github.com/quanjiuye/backend/service"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience is how long a test waits for what should come within a second.
const patience = 5 * time.Second

// events reads a stream's progress events until the test ends or it is cut.
func (u user) events(site string) (events <-chan obj, header http.Header) {
	u.h.t.Helper()
	ctx, cancel := context.WithCancel(u.h.t.Context())
	req := must(http.NewRequestWithContext(ctx, http.MethodGet, u.h.url+"/v1/sites/"+site+"/progress/stream", nil))(u.h.t)
	req.Header.Set("Authorization", "Bearer "+u.token)
	res := must(http.DefaultClient.Do(req))(u.h.t)
	if res.StatusCode != http.StatusOK {
		u.h.t.Fatalf("stream: status %d", res.StatusCode)
	}
	out := make(chan obj, 100)
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer close(out)
		defer func() { _ = res.Body.Close() }()
		lines := bufio.NewScanner(res.Body)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				var o obj
				if json.Unmarshal([]byte(data), &o) == nil {
					out <- o
				}
			}
		}
	}()
	u.h.t.Cleanup(func() { cancel(); <-done })
	return out, res.Header
}

// until waits for an event that satisfies ok.
func until(t *testing.T, events <-chan obj, ok func(obj) bool) obj {
	t.Helper()
	timeout := time.After(patience)
	for {
		select {
		case e, open := <-events:
			if !open {
				t.Fatal("stream ended")
			}
			if ok(e) {
				return e
			}
		case <-timeout:
			t.Fatal("no such event")
		}
	}
}

func registered(n float64) func(obj) bool {
	return func(o obj) bool {
		return o["items"].([]any)[6].(map[string]any)["facts"].(map[string]any)["persons"] == n
	}
}

func TestStreamFollowsRecords(t *testing.T) {
	h := newHouse(t)
	site := h.site("station", "2026-11-01")
	ann, bob := h.grant("ann", service.Staff, site), h.grant("bob", service.Staff, site)
	events, header := bob.events(site)
	if got := header.Get("Content-Type"); got != "text/event-stream; charset=utf-8" {
		t.Errorf("Content-Type %q", got)
	}
	first := until(t, events, registered(0))
	ann.post("/v1/registrations", seeker(site, 0)).want(201)
	ann.post("/v1/registrations", seeker(site, 1)).want(201)
	last := until(t, events, registered(2))
	if last["version"].(float64) <= first["version"].(float64) {
		t.Error("version did not grow")
	}
}

func TestStreamSendsWhatProgressAnswers(t *testing.T) {
	h := newHouse(t)
	site := h.site("market", "2026-01-01")
	ann := h.grant("ann", service.Staff, site)
	ann.post("/v1/registrations", seeker(site, 0)).want(201)
	events, _ := ann.events(site)
	streamed := until(t, events, registered(1))
	var read obj
	if err := json.Unmarshal(ann.get("/v1/sites/"+site+"/progress").raw, &read); err != nil {
		t.Fatal(err)
	}
	a, b := must(json.Marshal(streamed))(t), must(json.Marshal(read))(t)
	if string(a) != string(b) {
		t.Errorf("streamed %s\nread %s", a, b)
	}
}

func TestStreamEndsWithTheRole(t *testing.T) {
	for name, end := range map[string]func(h *house, site string, u user){
		"logout": func(_ *house, _ string, u user) { u.post("/v1/auth/logout", nil).want(204) },
		"removal": func(h *house, site string, u user) {
			h.login("city").do(http.MethodDelete, "/v1/sites/"+site+"/members/"+u.id, nil).want(204)
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			site := h.site("station", "2026-11-01")
			ann := h.grant("ann", service.Staff, site)
			events, _ := ann.events(site)
			until(t, events, registered(0))
			end(h, site, ann)
			timeout := time.After(patience)
			for {
				select {
				case _, open := <-events:
					if !open {
						return
					}
				case <-timeout:
					t.Fatal("the stream is still open")
				}
			}
		})
	}
}

func TestStreamsAreForThoseWhoMaySee(t *testing.T) {
	h := newHouse(t)
	site, foreign := h.site("station", "2026-11-01"), h.site("station", "2026-11-01")
	ann := h.grant("ann", service.Staff, site)
	for _, s := range []string{foreign, "missing"} {
		ann.get("/v1/sites/"+s+"/progress/stream").refused(404, "not_found")
		ann.get("/v1/sites/"+s+"/progress").refused(404, "not_found")
	}
	(user{h: h}).get("/v1/sites/"+site+"/progress/stream").refused(401, "unauthenticated")
}

func TestOneSocketWatchesManySites(t *testing.T) {
	h := newHouse(t)
	one, two := h.site("station", "2026-11-01"), h.site("market", "2026-11-01")
	city, ann := h.login("city"), h.grant("ann", service.Staff, two)
	conn, _, err := websocket.Dial(t.Context(), h.url+"/v1/live", &websocket.DialOptions{
		HTTPHeader: http.Header{"Authorization": {"Bearer " + city.token}}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.CloseNow() }()
	conn.SetReadLimit(1 << 20)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := conn.Write(ctx, websocket.MessageText, must(json.Marshal(obj{"watch": []string{one, two, "missing"}}))(t)); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for !seen[one] || !seen[two] || !seen["missing"] {
		_, data, err := conn.Read(ctx)
		if err != nil {
			t.Fatal(err)
		}
		var m struct {
			Event, Site string
			Problem     struct{ Code string }
		}
		if err := json.Unmarshal(data, &m); err != nil {
			t.Fatal(err)
		}
		if m.Site == "missing" && (m.Event != "error" || m.Problem.Code != "not_found") {
			t.Errorf("a missing site: %s", data)
		}
		seen[m.Site] = true
	}
	ann.post("/v1/registrations", seeker(two, 0)).want(201)
	for {
		_, data, err := conn.Read(ctx)
		if err != nil {
			t.Fatal(err)
		}
		var m struct {
			Site string
			Data obj
		}
		if json.Unmarshal(data, &m) == nil && m.Site == two && registered(1)(m.Data) {
			return
		}
	}
}

func TestSocketRefusesForeignPages(t *testing.T) {
	h := newHouse(t)
	city := h.grant("city", service.City, service.All)
	_, res, err := websocket.Dial(t.Context(), h.url+"/v1/live", &websocket.DialOptions{HTTPHeader: http.Header{
		"Authorization": {"Bearer " + city.token}, "Origin": {"https://evil.example"}}})
	if err == nil || res == nil || res.StatusCode != http.StatusForbidden {
		t.Fatalf("a foreign page got a socket: %v", err)
	}
	_ = res.Body.Close()
}

func TestStreamOutlivesTheReadTimeout(t *testing.T) {
	h := newHouse(t)
	site := h.site("station", "2026-11-01")
	ann := h.grant("ann", service.Staff, site)
	hasty := httptest.NewUnstartedServer(h.api)
	hasty.Config.ReadTimeout = 300 * time.Millisecond
	hasty.Start()
	t.Cleanup(hasty.Close) // after the stream has been let go
	slow := ann
	slow.h = &house{t: t, url: hasty.URL}
	events, _ := slow.events(site)
	until(t, events, registered(0))
	time.Sleep(2 * hasty.Config.ReadTimeout)
	ann.post("/v1/registrations", seeker(site, 0)).want(201)
	until(t, events, registered(1))
}
