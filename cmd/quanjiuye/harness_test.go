package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// today is the day on which every server of these tests believes to live.
var today = time.Date(2026, 11, 24, 10, 0, 0, 0, time.FixedZone("", 8*3600))

// settings is the environment of a server of its own on embedded engines.
func settings(dir string, more ...string) []string {
	return append([]string{
		"DATA_DIR=" + dir, "LISTEN_ADDR=127.0.0.1:0", "LOG_LEVEL=warn",
		"CLOCK_OFFSET=" + time.Until(today).String(),
	}, more...)
}

// running is a server in this process.
type running struct {
	t       testing.TB
	environ []string
	base    string
	out     *output
	stop    func() (exitCode int)
}

// start runs the server and waits until it has said where it is.
func start(t testing.TB, environ []string, args ...string) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r := &running{t: t, environ: environ, out: &output{}}
	code := make(chan int, 1)
	go func() { code <- run(ctx, args, environ, r.out, r.out) }()
	r.stop = sync.OnceValue(func() int {
		cancel()
		return <-code
	})
	t.Cleanup(func() { r.stop() })
	address := regexp.MustCompile(`http://127\.0\.0\.1:\d+`)
	for deadline := time.Now().Add(60 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if r.base = address.FindString(r.out.String()); r.base != "" {
			return r
		}
		select {
		case c := <-code:
			t.Fatalf("the server ended with %d:\n%s", c, r.out)
		default:
		}
	}
	t.Fatalf("the server did not start:\n%s", r.out)
	return nil
}

// tool runs a tool to its end.
func tool(t testing.TB, environ []string, args ...string) (code int, out, errOut string) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(t.Context(), args, environ, &o, &e)
	return code, o.String(), e.String()
}

// output is a writer that may be read while it is written.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// login gets a token by way of the simulator.
func (r *running) login(openID string) string {
	r.t.Helper()
	var code struct{ Code string }
	r.call("POST", "/sim/codes", "", map[string]any{"openid": openID}, &code)
	var session struct{ Token string }
	r.call("POST", "/v1/auth/wechat", "", map[string]any{"code": code.Code}, &session)
	return session.Token
}

// call makes a request that must succeed.
func (r *running) call(method, path, token string, in, out any) {
	r.t.Helper()
	status, body, err := request(r.t.Context(), method, r.base+path, token, in)
	if err != nil || status >= 300 {
		r.t.Fatalf("%s %s: %d %s %v", method, path, status, body, err)
	}
	if out != nil {
		if err := json.Unmarshal(body, out); err != nil {
			r.t.Fatal(err)
		}
	}
}

func request(ctx context.Context, method, url, token string, in any) (status int, body []byte, err error) {
	var r io.Reader
	if in != nil {
		data, err := json.Marshal(in)
		if err != nil {
			return 0, nil, err
		}
		r = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(ctx, method, url, r)
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = res.Body.Close() }()
	body, err = io.ReadAll(res.Body)
	return res.StatusCode, body, err
}

// progress is what the tests look at of a progress document.
type progress struct {
	Items []struct {
		Recorded, Verified *float64
		Facts              map[string]any
		Explanation        string
	}
}

// item is an item by its number on the form.
func (p progress) score(no int) string {
	item := p.Items[no-1]
	show := func(f *float64) string {
		if f == nil {
			return "null"
		}
		return fmt.Sprint(*f)
	}
	return show(item.Recorded) + "/" + show(item.Verified)
}

// station opens a station as a city supervisor who is made on the spot.
func (r *running) station(openedOn string) (id string) {
	r.t.Helper()
	if code, _, errOut := tool(r.t, r.environ, "grant", "--openid", "demo-city", "--role", "city"); code != 0 {
		r.t.Fatalf("grant: %d %s", code, errOut)
	}
	var site struct{ ID string }
	r.call("POST", "/v1/sites", r.login("demo-city"), map[string]any{
		"name": "丰泽区台账示例零工驿站", "kind": "station", "county": "350503", "opened_on": openedOn}, &site)
	return site.ID
}

// atStation is a server on an empty database with one station, and the token of
// one of its staff.
func atStation(t *testing.T, environ []string) (r *running, site, token string) {
	t.Helper()
	r = start(t, environ, "--empty")
	site = r.station("2026-11-01")
	if code, _, errOut := tool(t, environ, "grant", "--openid", "ann", "--role", "staff", "--scope", site); code != 0 {
		t.Fatalf("grant: %d %s", code, errOut)
	}
	return r, site, r.login("ann")
}

// register makes the n-th registration at a site and returns its id.
func (r *running) register(token, site string, n int) string {
	r.t.Helper()
	body := registration(n)
	body["site_id"] = site
	var made struct{ ID string }
	r.call("POST", "/v1/registrations", token, body, &made)
	return made.ID
}

// counted is what a site's item 7 says of its registrations.
func (r *running) counted(token, site string) string {
	r.t.Helper()
	var p progress
	r.call("GET", "/v1/sites/"+site+"/progress", token, nil, &p)
	return p.Items[6].Explanation
}

func lines(s string) []string { return strings.Split(strings.TrimSpace(s), "\n") }
