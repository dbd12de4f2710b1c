package main

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/quanjiuye/backend/store/mongostore/mongotest"
	"github.com/quanjiuye/backend/store/sqlitestore"
)

// launch runs the server without waiting for it to serve.
func launch(t *testing.T, environ []string, args ...string) (out *output, code <-chan int, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out = &output{}
	ended := make(chan int, 1)
	var running sync.WaitGroup
	running.Go(func() { ended <- run(ctx, args, environ, out, out) })
	t.Cleanup(func() {
		cancel()
		running.Wait()
	})
	return out, ended, cancel
}

// waitFor polls until the output shows what pattern matches.
func (o *output) waitFor(t *testing.T, pattern string) []string {
	t.Helper()
	for deadline := time.Now().Add(60 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if m := regexp.MustCompile(pattern).FindStringSubmatch(o.String()); m != nil {
			return m
		}
	}
	t.Fatalf("no %q in:\n%s", pattern, o)
	return nil
}

// TestMongoDBComesLater: the server answers from the start, says that it is not
// ready, and serves once the MongoDB is there.
func TestMongoDBComesLater(t *testing.T) {
	opts := mongotest.Options(t)
	real, err := url.Parse(opts.URI)
	if err != nil || strings.Contains(real.Host, ",") {
		t.Skip("needs a MONGO_TEST_URI with one host")
	}
	later := *real
	later.Host = closedPort(t)
	later.RawQuery = "directConnection=true"
	out, code, stop := launch(t, settings(t.TempDir(), "MONGO_URI="+later.String(), "MONGO_DATABASE="+opts.Database), "--empty")

	base := "http://" + out.waitFor(t, `"engine":"store".*"listening":"([^"]+)"`)[1]
	wantAnswer(t, base+"/healthz", 200, `{"status":"ok"}`)
	wantAnswer(t, base+"/readyz", 503, `{"status":"starting","store":"unavailable","redis":"ok","relay":"unavailable","blobs":"ok"}`)
	for _, path := range []string{"/v1/sites", "/v1/sites/x/progress/stream", "/", "/docs/"} {
		res := wantAnswer(t, base+path, 503, `"code":"starting","detail":"系统正在启动，请稍后再试"`)
		if res.Header.Get("Retry-After") == "" || res.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: headers %v", path, res.Header)
		}
	}

	forward(t, later.Host, real.Host)
	r := &running{t: t, base: out.waitFor(t, `健康检查  (http://[^/]+)`)[1]}
	if r.base != base {
		t.Errorf("serves at %s, waited at %s", r.base, base)
	}
	r.awaitReadiness(`{"status":"ready","store":"ok","redis":"ok","relay":"ok","blobs":"ok"}`)
	r.call("GET", "/v1/me", r.login("somebody"), nil, nil)
	stop()
	if c := <-code; c != 0 {
		t.Errorf("exit code %d:\n%s", c, out)
	}
}

// TestStopWhileWaiting: the server ends at once and well, and its log names the
// engine and no secret.
func TestStopWhileWaiting(t *testing.T) {
	out, code, stop := launch(t, settings(t.TempDir(), "MONGO_URI=mongodb://user:hunter2@"+closedPort(t)+"/"))
	var line struct{ Level, Engine, Error string }
	if err := json.Unmarshal([]byte(out.waitFor(t, `(?m)^({.*waiting for it.*})$`)[1]), &line); err != nil {
		t.Fatal(err)
	}
	if line.Level != "WARN" || line.Engine != "store" || line.Error == "" {
		t.Errorf("the log says %+v", line)
	}
	began := time.Now()
	stop()
	if c := <-code; c != 0 || time.Since(began) > 2*time.Second {
		t.Errorf("exit code %d after %s:\n%s", c, time.Since(began), out)
	}
	if strings.Contains(out.String(), "hunter2") {
		t.Errorf("the log tells the password:\n%s", out)
	}
}

// TestStartRefused has a row for each thing that waiting cannot mend.
func TestStartRefused(t *testing.T) {
	for name, c := range map[string]struct {
		environ func(t *testing.T) []string
		want    string
	}{
		"a MongoDB URI that is none": {func(t *testing.T) []string {
			return settings(t.TempDir(), "MONGO_URI=mongodb://user:hunter2@h:port/")
		}, "MONGO_URI"},
		"a Redis that refuses the password": {func(t *testing.T) []string {
			dir := t.TempDir()
			start(t, settings(dir), "--empty")
			at, err := os.ReadFile(filepath.Join(dir, "redis.addr"))
			if err != nil {
				t.Fatal(err)
			}
			u, err := url.Parse(strings.TrimSpace(string(at)))
			if err != nil {
				t.Fatal(err)
			}
			return settings(t.TempDir(), "REDIS_URL=redis://:hunter2@"+u.Host)
		}, "REDIS_URL"},
		"a file of another program": {func(t *testing.T) []string {
			return settings(sqliteFile(t, func(path string) error {
				return os.WriteFile(path, []byte(strings.Repeat("not a database ", 100)), 0o600)
			}))
		}, "不是本系统的数据库"},
		"a damaged file": {func(t *testing.T) []string {
			return settings(sqliteFile(t, func(path string) error { return damage(t, path) }))
		}, "已损坏，请用最近的备份恢复（quanjiuye restore"},
		"a log without its file": {func(t *testing.T) []string {
			return settings(sqliteFile(t, func(path string) error { return os.WriteFile(path+"-wal", []byte("records"), 0o600) }))
		}, "请把数据文件放回原处"},
		"duplicates under a unique index": {func(t *testing.T) []string {
			opts := mongotest.Options(t)
			people := mongotest.Database(t, opts).Collection("accounts")
			for _, id := range []string{"a", "b"} {
				if _, err := people.InsertOne(t.Context(), bson.D{{Key: "_id", Value: id}, {Key: "openid", Value: "same"}}); err != nil {
					t.Fatal(err)
				}
			}
			return settings(t.TempDir(), "MONGO_URI="+opts.URI, "MONGO_DATABASE="+opts.Database)
		}, "重复的记录"},
	} {
		t.Run(name, func(t *testing.T) {
			code, _, errOut := tool(t, c.environ(t), "--empty")
			if code == 0 || !strings.Contains(errOut, c.want) || strings.Contains(errOut, "hunter2") {
				t.Errorf("exit code %d: %s", code, errOut)
			}
		})
	}
}

// sqliteFile is a data directory with the file that write makes.
func sqliteFile(t *testing.T, write func(path string) error) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := write(filepath.Join(dir, "quanjiuye.db")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// damage makes a file of ours with a page of garbage in it that nobody closed.
func damage(t *testing.T, path string) error {
	t.Helper()
	e, err := sqlitestore.Open(t.Context(), path)
	if err != nil {
		return err
	}
	if err := e.Close(t.Context()); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	if _, err := f.WriteAt([]byte(strings.Repeat("garbage ", 512)), 4096); err != nil {
		return err
	}
	return os.WriteFile(path+"-wal", []byte("the file was in use"), 0o600)
}

func wantAnswer(t *testing.T, address string, status int, body string) *http.Response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != status || !strings.Contains(string(raw), body) {
		t.Errorf("%s: %d %s %v, want %d %s", address, res.StatusCode, raw, err, status, body)
	}
	return res
}

// closedPort is an address on which nobody listens yet.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// forward carries connections made to the address at to another, until the test
// ends.
func forward(t *testing.T, at, to string) {
	t.Helper()
	l, err := net.Listen("tcp", at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			from, err := l.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial("tcp", to)
			if err != nil {
				_ = from.Close()
				continue
			}
			go carry(server, from)
			go carry(from, server)
		}
	}()
}

func carry(to, from net.Conn) {
	_, _ = io.Copy(to, from)
	_ = to.Close()
	_ = from.Close()
}
