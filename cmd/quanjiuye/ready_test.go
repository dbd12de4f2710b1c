package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
)

// awaitReadiness polls until /readyz says want, with 200.
func (r *running) awaitReadiness(want string) {
	r.t.Helper()
	var status int
	var body []byte
	for deadline := time.Now().Add(60 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		var err error
		if status, body, err = request(r.t.Context(), "GET", r.base+"/readyz", "", nil); err != nil {
			r.t.Fatal(err)
		}
		if status == 200 && strings.TrimSpace(string(body)) == want {
			return
		}
	}
	r.t.Fatalf("readiness %d %s, want %s", status, body, want)
}

// TestRedisGoesAndComes: without its Redis an instance says so, stays in rotation
// and takes writes.
func TestRedisGoesAndComes(t *testing.T) {
	addr := closedPort(t)
	r := start(t, settings(example(t), "REDIS_URL=redis://"+addr))
	const degraded = `{"status":"degraded","store":"ok","redis":"unavailable","relay":"unavailable","blobs":"ok"}`
	const ready = `{"status":"ready","store":"ok","redis":"ok","relay":"ok","blobs":"ok"}`
	r.awaitReadiness(degraded)
	token := r.login("demo-staff")
	r.call("POST", "/v1/registrations", token, registration(1), nil)

	redis := miniredis.NewMiniRedis()
	if err := redis.StartAddr(addr); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(redis.Close)
	r.awaitReadiness(ready)
	if out := mustTool(t, []string{"LISTEN_ADDR=" + strings.TrimPrefix(r.base, "http://")}, "health"); out != "服务已就绪\n" {
		t.Errorf("health says %q", out)
	}
	redis.Close()
	r.awaitReadiness(degraded)
	health := []string{"LISTEN_ADDR=" + strings.TrimPrefix(r.base, "http://")}
	if code, out, errOut := tool(t, health, "health"); code != 0 || out != "服务可用，但暂时缺少：Redis、实时消息\n" {
		t.Errorf("a container that takes writes would be restarted: exit code %d %s%s", code, out, errOut)
	}
	r.call("POST", "/v1/registrations", token, registration(2), nil)
	var p progress
	r.call("GET", "/v1/sites/demo-market/progress", token, nil, &p)
	if got := p.Items[6].Facts["persons"]; got != 78.0 {
		t.Errorf("%v persons counted without Redis, want the example's 76 and two", got)
	}
}

// TestADatabaseMovedAwayIsNotServed: what the next start would not find is neither
// acknowledged nor called ready, until the file is back.
func TestADatabaseMovedAwayIsNotServed(t *testing.T) {
	dir := t.TempDir()
	r, site, token := atStation(t, settings(dir))
	file := filepath.Join(dir, "quanjiuye.db")
	if err := os.Rename(file, file+".aside"); err != nil {
		t.Skip("nobody can move a file in use: ", err)
	}
	wantAnswer(t, r.base+"/readyz", 503, `"store":"unavailable"`)
	body := registration(1)
	body["site_id"] = site
	if status, answer, err := request(t.Context(), "POST", r.base+"/v1/registrations", token, body); status != 503 || err != nil {
		t.Errorf("a registration: %d %s %v, want 503", status, answer, err)
	}
	if err := os.Rename(file+".aside", file); err != nil {
		t.Fatal(err)
	}
	r.awaitReadiness(`{"status":"ready","store":"ok","redis":"ok","relay":"ok","blobs":"ok"}`)
	r.register(token, site, 1)
	if got := len(r.registrations(token, site)); got != 1 {
		t.Errorf("%d registrations, want 1", got)
	}
}
