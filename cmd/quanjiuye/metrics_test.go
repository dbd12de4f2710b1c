package main

import (
	"bufio"
	"context"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
)

// figures is one reading of /metrics: "name{labels}" → value.
type figures map[string]float64

func (r *running) metrics() figures {
	r.t.Helper()
	status, body, err := request(r.t.Context(), "GET", r.base+"/metrics", "", nil)
	if err != nil || status != 200 {
		r.t.Fatalf("/metrics: %d %v %s", status, err, body)
	}
	f := figures{}
	for line := range strings.Lines(string(body)) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), "} ")
		if ok {
			name += "}"
		} else {
			name, value, _ = strings.Cut(strings.TrimSpace(line), " ")
		}
		if strings.HasPrefix(name, "#") {
			continue
		}
		if f[name], err = strconv.ParseFloat(value, 64); err != nil {
			r.t.Fatalf("%s: %v", line, err)
		}
	}
	return f
}

// awaitMetrics polls until /metrics shows what ok wants to see.
func (r *running) awaitMetrics(what string, ok func(figures) bool) figures {
	r.t.Helper()
	for deadline := time.Now().Add(60 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if f := r.metrics(); ok(f) {
			return f
		}
	}
	r.t.Fatalf("never seen: %s; last %v", what, r.metrics())
	return nil
}

// grown checks by how much each figure has grown.
func (f figures) grown(t *testing.T, before, want figures) {
	t.Helper()
	for name, by := range want {
		if got := f[name] - before[name]; got != by {
			t.Errorf("%s has grown by %v, want %v", name, got, by)
		}
	}
}

func TestMetricsTellWhatHappened(t *testing.T) {
	r := start(t, settings(example(t)))
	before := r.awaitMetrics("the start's full recount and a ping of the relay", func(f figures) bool {
		return f[`quanjiuye_rebuild_seconds_count{outcome="done"}`] >= 1 && f["quanjiuye_relay_round_trip_seconds_count"] > 0
	})
	// 40 sites, each with its one-off facts, 12 months of last year and 11 of this
	// one, at the most.
	units := before["quanjiuye_rebuilt_units_total"]
	if units <= 40*2 || units > 40*25 || before[`quanjiuye_recount_seconds_count{outcome="done"}`] != units {
		t.Errorf("%v units rebuilt, %v counted", units, before[`quanjiuye_recount_seconds_count{outcome="done"}`])
	}

	token := r.login("demo-staff")
	for _, n := range []int{1, 2, 3, 3} { // the last is there already
		r.call("POST", "/v1/registrations", token, registration(n), nil)
	}
	closeStream := r.openStream(token)
	after := r.awaitMetrics("an open stream", func(f figures) bool { return f["quanjiuye_streams"] == 1 })
	after.grown(t, before, figures{
		`quanjiuye_request_seconds_count{route="POST /v1/registrations",status="201"}`:                     3,
		`quanjiuye_request_seconds_count{route="POST /v1/registrations",status="200"}`:                     1,
		`quanjiuye_request_seconds_count{route="POST /v1/auth/wechat",status="200"}`:                       1,
		`quanjiuye_wechat_seconds_count{call="login",outcome="done"}`:                                      1,
		`quanjiuye_store_seconds_count{collection="registrations",operation="insert",outcome="done"}`:      3,
		`quanjiuye_store_seconds_count{collection="registrations",operation="insert",outcome="duplicate"}`: 1,
		`quanjiuye_store_seconds_count{collection="sessions",operation="insert",outcome="done"}`:           1,
		"quanjiuye_postponed_counts_total":                                                                 0,
		"quanjiuye_relay_interruptions_total":                                                              0,
		"quanjiuye_streamed_sites":                                                                         1,
		`quanjiuye_request_seconds_count{route="GET /v1/sites/:id/progress/stream",status="200"}`:          0, // still open
		`quanjiuye_store_seconds_count{collection="registrations",operation="insert",outcome="fault"}`:     0,
		`quanjiuye_redis_seconds_count{command="put",outcome="unreachable"}`:                               0,
		`quanjiuye_store_seconds_count{collection="registrations",operation="insert_all",outcome="fault"}`: 0,
	})
	// Each write counts once, that of the one who was there too; what the background
	// counts meanwhile, on a slow machine, is told apart.
	for _, name := range []string{`quanjiuye_recount_seconds_count{outcome="done"}`, `quanjiuye_redis_seconds_count{command="put",outcome="done"}`} {
		got := after[name] - before[name]
		for _, own := range []string{"quanjiuye_rebuilt_units_total", "quanjiuye_swept_units_total"} {
			got -= after[own] - before[own]
		}
		if got != 4 {
			t.Errorf("%s has grown by %v for the writes, want 4", name, got)
		}
	}
	standing := figures{
		`quanjiuye_engine_up{engine="store"}`: 1, `quanjiuye_engine_up{engine="redis"}`: 1, `quanjiuye_engine_up{engine="relay"}`: 1, `quanjiuye_engine_up{engine="blobs"}`: 1,
		`quanjiuye_dirty_marks{kept="redis"}`: 0, `quanjiuye_dirty_oldest_seconds{kept="redis"}`: 0,
		`quanjiuye_dirty_marks{kept="store"}`: 0, `quanjiuye_dirty_oldest_seconds{kept="store"}`: 0,
		"quanjiuye_lease_held": 1, "quanjiuye_cache_losses_total": 0,
	}
	for name, want := range standing {
		if got, ok := after[name]; !ok || got != want {
			t.Errorf("%s is %v (shown: %v), want %v", name, got, ok, want)
		}
	}
	closeStream()
	r.awaitMetrics("no stream", func(f figures) bool {
		return f["quanjiuye_streams"] == 0 && f[`quanjiuye_request_seconds_count{route="GET /v1/sites/:id/progress/stream",status="200"}`] == 1
	})
}

// openStream watches the example market until it is closed.
func (r *running) openStream(token string) (closeStream func()) {
	r.t.Helper()
	ctx, cancel := context.WithCancel(r.t.Context())
	req, err := http.NewRequestWithContext(ctx, "GET", r.base+"/v1/sites/demo-market/progress/stream", nil)
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	closeStream = func() {
		cancel()
		_ = res.Body.Close()
	}
	r.t.Cleanup(closeStream)
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "id: ") {
			return closeStream
		}
	}
	r.t.Fatal("the stream said nothing")
	return nil
}

// TestMetricsThroughAnOutageOfRedis: what is not known is not shown, and what was
// postponed is seen to be caught up.
func TestMetricsThroughAnOutageOfRedis(t *testing.T) {
	addr := closedPort(t)
	redis := miniredis.NewMiniRedis()
	if err := redis.StartAddr(addr); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { redis.Close() })
	r := start(t, settings(example(t), "REDIS_URL=redis://"+addr))
	before := r.awaitMetrics("a quiet server", func(f figures) bool {
		return f[`quanjiuye_rebuild_seconds_count{outcome="done"}`] >= 1 && f[`quanjiuye_engine_up{engine="relay"}`] == 1
	})
	token := r.login("demo-staff")
	redis.Close()
	r.call("POST", "/v1/registrations", token, registration(1), nil)
	during := r.awaitMetrics("the outage", func(f figures) bool { return f[`quanjiuye_engine_up{engine="relay"}`] == 0 })
	during.grown(t, before, figures{
		"quanjiuye_postponed_counts_total":    1,
		`quanjiuye_dirty_marks{kept="store"}`: 1,
		"quanjiuye_relay_interruptions_total": 1,
		`quanjiuye_engine_up{engine="redis"}`: -1,
		`quanjiuye_engine_up{engine="store"}`: 0,
	})
	if _, shown := during[`quanjiuye_dirty_marks{kept="redis"}`]; shown {
		t.Error("the number of marks is shown although nobody can know it")
	}
	if during[`quanjiuye_redis_seconds_count{command="mark",outcome="unreachable"}`]+
		during[`quanjiuye_redis_seconds_count{command="mark",outcome="spared"}`] == 0 {
		t.Error("no mark is seen to have failed")
	}
	redis.FlushAll()
	if err := redis.Restart(); err != nil {
		t.Fatal(err)
	}
	r.awaitMetrics("the catching up", func(f figures) bool {
		return f[`quanjiuye_engine_up{engine="relay"}`] == 1 && f["quanjiuye_swept_units_total"] > 0 &&
			f["quanjiuye_cache_losses_total"] == 1 && f["quanjiuye_rebuilt_units_total"] > before["quanjiuye_rebuilt_units_total"]
	})
	if !strings.Contains(r.out.String(), `"msg":"relay interrupted`) {
		t.Errorf("the log does not tell of the relay:\n%s", r.out)
	}
}

func TestMetricsAddress(t *testing.T) {
	addr := closedPort(t)
	r := start(t, settings(t.TempDir(), "METRICS_ADDR="+addr), "--empty")
	wantAnswer(t, "http://"+addr+"/metrics", 200, "quanjiuye_engine_up")
	wantAnswer(t, r.base+"/metrics", 404, "not_found")
}

// TestMetricsAddressTaken: a server that nobody can watch does not start.
func TestMetricsAddressTaken(t *testing.T) {
	taken := start(t, settings(t.TempDir()), "--empty")
	addr := strings.TrimPrefix(taken.base, "http://")
	refusedTool(t, settings(t.TempDir(), "METRICS_ADDR="+addr), []string{"serve", "--empty"}, "无法监听 "+addr, "METRICS_ADDR")
}
