package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"regexp"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// asServer makes the test binary the server itself, so that a test can kill it.
const asServer = "QUANJIUYE_TEST_AS_SERVER"

func TestMain(m *testing.M) {
	if os.Getenv(asServer) != "" {
		os.Exit(run(context.Background(), os.Args[1:], os.Environ(), os.Stdout, os.Stderr))
	}
	code := m.Run()
	if seeded.dir != "" {
		_ = os.RemoveAll(seeded.dir)
	}
	os.Exit(code)
}

// child starts the server as a process of its own.
func child(t testing.TB, environ []string, args ...string) (*exec.Cmd, *running) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Env = append(environ, asServer+"=1")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	r := &running{t: t, environ: environ}
	address := regexp.MustCompile(`http://127\.0\.0\.1:\d+`)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if r.base = address.FindString(lines.Text()); r.base != "" {
			go func() { // the rest of the banner must not fill the pipe
				for lines.Scan() {
					continue
				}
			}()
			return cmd, r
		}
	}
	t.Fatal("the server did not start")
	return nil, nil
}

// TestKillUnderLoad: whatever was acknowledged before kill -9 is stored and
// counted after the next start, and nothing that is stored is not counted.
func TestKillUnderLoad(t *testing.T) {
	environ := settings(t.TempDir())
	cmd, r := child(t, environ, "--empty")
	site := r.station("2026-11-01")
	if code, _, errOut := tool(t, environ, "grant", "--openid", "ann", "--role", "staff", "--scope", site); code != 0 {
		t.Fatalf("grant: %d %s", code, errOut)
	}
	token := r.login("ann")
	acknowledged := map[string]bool{}
	next := atomic.Int64{}
	for round := range 4 {
		if round > 0 {
			cmd, r = child(t, environ, "--empty")
		}
		var wg sync.WaitGroup
		var mu sync.Mutex
		enough := make(chan struct{})
		before := len(acknowledged)
		for range 8 {
			wg.Go(func() {
				for n := int(next.Add(1)); n <= 9999; n = int(next.Add(1)) {
					body := registration(n)
					body["site_id"] = site
					status, raw, err := request(t.Context(), "POST", r.base+"/v1/registrations", token, body)
					if err != nil {
						return // killed
					}
					var reg struct{ ID string }
					if status != 201 || json.Unmarshal(raw, &reg) != nil {
						t.Errorf("status %d: %s", status, raw)
						return
					}
					mu.Lock()
					acknowledged[reg.ID] = true
					if len(acknowledged) == before+5 {
						close(enough)
					}
					mu.Unlock()
				}
			})
		}
		select {
		case <-enough:
		case <-time.After(30 * time.Second):
			t.Error("not five writes in half a minute")
		}
		time.Sleep(rand.N(200 * time.Millisecond)) // wherever the writers are by then
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		wg.Wait()
	}

	last := start(t, environ, "--empty")
	stored := last.registrations(token, site)
	for id := range acknowledged {
		if !stored[id] {
			t.Errorf("acknowledged %s is lost", id)
		}
	}
	var p progress
	last.call("GET", "/v1/sites/"+site+"/progress", token, nil, &p)
	if got := fmt.Sprint(p.Items[6].Facts["persons"]); got != fmt.Sprint(len(stored)) {
		t.Errorf("counted %s, stored %d", got, len(stored))
	}
	t.Logf("%d acknowledged, %d stored", len(acknowledged), len(stored))
}

// registrations reads all of a site's records, page by page.
func (r *running) registrations(token, site string) map[string]bool {
	r.t.Helper()
	ids := map[string]bool{}
	for cursor := ""; ; {
		var page struct {
			Items      []struct{ ID string }
			NextCursor string `json:"next_cursor"`
		}
		r.call("GET", "/v1/registrations?limit=200&site_id="+site+"&cursor="+cursor, token, nil, &page)
		for _, item := range page.Items {
			if ids[item.ID] {
				r.t.Errorf("%s is listed twice", item.ID)
			}
			ids[item.ID] = true
		}
		if cursor = page.NextCursor; cursor == "" {
			return ids
		}
	}
}
