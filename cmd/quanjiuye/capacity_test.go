package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/quanjiuye/backend/config"
	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/demo"
	"github.com/quanjiuye/backend/store/redisstore/redistest"
)

// BenchmarkCapacity measures what docs/operations.md, "Capacity", computes with:
// a server with the example on a SQLite file and a redis-server, both processes of
// their own. CPU is that of the process, not of the clock on the wall, so it
// means something on a busy machine too.
func BenchmarkCapacity(b *testing.B) {
	redis := redistest.Start(b)
	empty := redisFigure(b, redis, "memory", "used_memory")
	cmd, r := child(b, settings(b.TempDir(), "REDIS_URL="+redis.URL()))
	b.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	r.awaitMetrics("the start's full recount", func(f figures) bool { return f[`quanjiuye_rebuild_seconds_count{outcome="done"}`] >= 1 })
	c := &capacity{r: r, redis: redis}
	for _, s := range demo.Make(today).Sites {
		c.sites = append(c.sites, s.ID)
	}
	c.hire(b, 50)
	b.Run("rest", func(b *testing.B) { c.rest(b, empty) })
	b.Run("progress", func(b *testing.B) { c.load(b, c.progress) })
	b.Run("register", func(b *testing.B) { c.load(b, c.register) })
	b.Run("streams", c.streams)
}

type capacity struct {
	r      *running
	redis  *redistest.Server
	sites  []string
	tokens []string // of staff; of site i, by turns, and all of the market
	people atomic.Int64
}

// hire makes accounts: the limits per account ask for many.
func (c *capacity) hire(b *testing.B, n int) {
	b.Helper()
	cfg, err := config.Load(c.r.environ)
	if err != nil {
		b.Fatal(err)
	}
	err = withService(b.Context(), env{cfg: cfg}, func(svc *service.Service) error {
		for i := range n {
			for _, site := range []string{demo.Market, c.site(i)} {
				if err := svc.GiveRole(b.Context(), fmt.Sprint("capacity-", i), "", service.Staff, site); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	for i := range n {
		c.tokens = append(c.tokens, c.r.login(fmt.Sprint("capacity-", i)))
	}
}

func (c *capacity) site(i int) string { return c.sites[i%len(c.sites)] }

// rest is what the example takes when nobody asks for anything.
func (c *capacity) rest(b *testing.B, emptyRedis float64) {
	d := demo.Make(today)
	sites, records := float64(len(d.Sites)), float64(len(d.Registrations)+len(d.Placements))
	closed := b.TempDir() // where no log lies beside the file
	if code, _, errOut := tool(b, settings(closed), "seed"); code != 0 {
		b.Fatal(errOut)
	}
	file, err := os.Stat(filepath.Join(closed, "quanjiuye.db"))
	if err != nil {
		b.Fatal(err)
	}
	f := c.r.metrics()
	for b.Loop() {
		continue // there is nothing to repeat
	}
	b.ReportMetric(float64(file.Size())/records, "file-B/record")
	b.ReportMetric((redisFigure(b, c.redis, "memory", "used_memory")-emptyRedis)/sites/2, "redis-B/site-year") // this year and the last
	b.ReportMetric(f[`quanjiuye_recount_seconds_sum{outcome="done"}`]/f[`quanjiuye_recount_seconds_count{outcome="done"}`]*1e6, "µs/recount")
	b.ReportMetric(f["quanjiuye_rebuilt_units_total"]/f[`quanjiuye_rebuild_seconds_sum{outcome="done"}`], "units/s")
	b.ReportMetric(0, "ns/op")
}

// load repeats a call over sixteen connections.
func (c *capacity) load(b *testing.B, call func(client *http.Client, account int) error) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 32}}
	defer client.CloseIdleConnections()
	server, redis := c.r.metrics()["process_cpu_seconds_total"], c.redisCPU(b)
	var n atomic.Int64
	b.SetParallelism(16)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := call(client, int(n.Add(1))%len(c.tokens)); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.StopTimer()
	b.ReportMetric((c.r.metrics()["process_cpu_seconds_total"]-server)/float64(b.N)*1e6, "cpu-µs/op")
	b.ReportMetric((c.redisCPU(b)-redis)/float64(b.N)*1e6, "redis-cpu-µs/op")
}

func (c *capacity) redisCPU(b *testing.B) float64 {
	return redisFigure(b, c.redis, "cpu", "used_cpu_user") + redisFigure(b, c.redis, "cpu", "used_cpu_sys")
}

func (c *capacity) progress(client *http.Client, i int) error {
	return want(client, "GET", c.r.base+"/v1/sites/"+c.site(i)+"/progress", c.tokens[i], nil, 200)
}

// register brings a person whom nobody knows to one of all sites.
func (c *capacity) register(client *http.Client, i int) error {
	body := registration(int(c.people.Add(1)))
	body["site_id"] = c.site(i)
	return want(client, "POST", c.r.base+"/v1/registrations", c.tokens[i], body, 201)
}

func want(client *http.Client, method, url, token string, in any, status int) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(context.Background(), method, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := client.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != status {
		err = fmt.Errorf("%s %s: %d %s", method, url, res.StatusCode, raw)
	}
	return err
}

// streams opens a thousand streams of one site and changes it once.
func (c *capacity) streams(b *testing.B) {
	const streams, perAccount = 1000, 20
	before := c.r.metrics()
	ctx, cancel := context.WithCancel(b.Context())
	var open sync.WaitGroup
	defer open.Wait()
	defer cancel()
	var heard atomic.Int64
	for i := range streams {
		open.Go(func() { c.follow(ctx, c.tokens[i/perAccount], &heard) })
		await(b, "not too many are on their way", func() bool { return heard.Load() > int64(i)-32 })
	}
	await(b, "every stream shows the state", func() bool { return heard.Load() == streams })
	after := c.r.metrics()
	start := time.Now()
	c.r.call("POST", "/v1/registrations", c.tokens[0], registration(int(c.people.Add(1))), nil) // at the market
	await(b, "every stream shows the change", func() bool { return heard.Load() >= 2*streams })
	took := time.Since(start)
	for b.Loop() {
		continue // there is nothing to repeat
	}
	b.ReportMetric((after["process_resident_memory_bytes"]-before["process_resident_memory_bytes"])/streams, "rss-B/stream")
	b.ReportMetric((c.r.metrics()["process_cpu_seconds_total"]-after["process_cpu_seconds_total"])/streams*1e6, "cpu-µs/event")
	b.ReportMetric(float64(took.Milliseconds()), "ms-to-all")
	b.ReportMetric(0, "ns/op")
}

// follow counts the events of one stream of the market.
func (c *capacity) follow(ctx context.Context, token string, heard *atomic.Int64) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.r.base+"/v1/sites/"+demo.Market+"/progress/stream", nil)
	if err != nil {
		return
	}
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return
	}
	defer func() { _ = res.Body.Close() }()
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if bytes.HasPrefix(lines.Bytes(), []byte("id: ")) {
			heard.Add(1)
		}
	}
}

func await(b *testing.B, what string, ok func() bool) {
	b.Helper()
	for deadline := time.Now().Add(60 * time.Second); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			b.Fatalf("never happened: %s", what)
		}
	}
}

// redisFigure reads one number from INFO.
func redisFigure(b *testing.B, redis *redistest.Server, section, name string) float64 {
	b.Helper()
	text, err := redis.Client().Info(b.Context(), section).Result()
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(text) {
		if value, ok := strings.CutPrefix(line, name+":"); ok {
			f, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			if err != nil {
				b.Fatal(err)
			}
			return f
		}
	}
	b.Fatalf("INFO %s has no %s", section, name)
	return 0
}
