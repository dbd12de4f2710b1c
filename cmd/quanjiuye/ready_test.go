package main

import (
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
	r := start(t, settings(t.TempDir(), "REDIS_URL=redis://"+addr))
	const degraded = `{"status":"degraded","store":"ok","redis":"unavailable","relay":"unavailable"}`
	const ready = `{"status":"ready","store":"ok","redis":"ok","relay":"ok"}`
	r.awaitReadiness(degraded)
	token := r.login("demo-staff")
	r.call("POST", "/v1/registrations", token, registration(1), nil)

	redis := miniredis.NewMiniRedis()
	if err := redis.StartAddr(addr); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(redis.Close)
	r.awaitReadiness(ready)
	redis.Close()
	r.awaitReadiness(degraded)
	if code, _, errOut := tool(t, []string{"LISTEN_ADDR=" + strings.TrimPrefix(r.base, "http://")}, "health"); code != 0 {
		t.Errorf("a container that takes writes would be restarted: exit code %d %s", code, errOut)
	}
	r.call("POST", "/v1/registrations", token, registration(2), nil)
	var p progress
	r.call("GET", "/v1/sites/demo-market/progress", token, nil, &p)
	if got := p.Items[6].Facts["persons"]; got != 78.0 {
		t.Errorf("%v persons counted without Redis, want the example's 76 and two", got)
	}
}
