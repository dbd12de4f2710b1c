package redistest_test

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"go.uber.org/goleak"

	"github.com/quanjiuye/backend/store/redisstore/redistest"
)

func TestMain(m *testing.M) {
	if os.Getenv("REDISTEST_CHILD") == "" {
		goleak.VerifyTestMain(m)
	}
	os.Exit(m.Run())
}

// holds is what the server has at a key, "" for nothing.
func holds(t *testing.T, s *redistest.Server, key string) string {
	t.Helper()
	return s.Client().Get(t.Context(), key).Val()
}

func keep(t *testing.T, s *redistest.Server, key, value string) {
	t.Helper()
	if err := s.Client().Set(t.Context(), key, value, 0).Err(); err != nil {
		t.Fatal(err)
	}
}

func TestARestartedServerIsEmpty(t *testing.T) {
	t.Parallel()
	s := redistest.Start(t)
	addr := s.Addr()
	for _, down := range []func(){s.Kill, s.Stop, func() {}} {
		keep(t, s, "k", "v")
		down()
		s.Restart()
		if got := holds(t, s, "k"); got != "" || s.Addr() != addr {
			t.Errorf("%s holds %q, want nothing at %s", s.Addr(), got, addr)
		}
	}
	s.Kill()
	s.Kill()
	if s.Running() || s.Client().Ping(t.Context()).Err() == nil {
		t.Error("a killed server runs")
	}
}

func TestARestartedServerHoldsWhatWasSaved(t *testing.T) {
	t.Parallel()
	s := redistest.Start(t)
	keep(t, s, "k", "old")
	s.Save()
	keep(t, s, "k", "new")
	s.Kill()
	s.Restart("--maxmemory", "77mb")
	if got := holds(t, s, "k"); got != "old" {
		t.Errorf("holds %q", got)
	}
	if got := s.Client().ConfigGet(t.Context(), "maxmemory").Val()["maxmemory"]; got != strconv.Itoa(77<<20) {
		t.Errorf("maxmemory %s", got)
	}
}

func TestAFrozenServerIsSilent(t *testing.T) {
	t.Parallel()
	s := redistest.Start(t)
	c := s.Client()
	s.Freeze()
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if err := c.Ping(ctx).Err(); err == nil {
		t.Error("it answers")
	}
	s.Thaw()
	if err := c.Ping(t.Context()).Err(); err != nil {
		t.Error(err)
	}
	s.Freeze()
	s.Stop()
	if s.Running() {
		t.Error("it runs on")
	}
}

// TestAServerDiesWithItsTest kills a test process, this program in another role,
// that has a server.
func TestAServerDiesWithItsTest(t *testing.T) {
	redistest.Need(t)
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestChild$", "-test.v")
	child.Env = append(os.Environ(), "REDISTEST_CHILD=1")
	in, err := child.StdinPipe() // held open while the child lives
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var addr, dir string
	for lines := bufio.NewScanner(out); addr == "" && lines.Scan(); {
		if line, ok := strings.CutPrefix(lines.Text(), "server: "); ok {
			addr, dir, _ = strings.Cut(line, " ")
		}
	}
	killed := child.Process.Kill()
	_ = child.Wait()
	if killed != nil || addr == "" {
		t.Fatalf("the child has a server at %q; killed it: %v", addr, killed)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	c := redis.NewClient(&redis.Options{Addr: addr, MaxRetries: -1})
	defer func() { _ = c.Close() }()
	for deadline := time.Now().Add(10 * time.Second); c.Ping(t.Context()).Err() == nil; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("redis-server outlives its test; ended it: %v", c.ShutdownNoSave(t.Context()).Err())
		}
	}
}

// TestChild is the other role.
func TestChild(t *testing.T) {
	if os.Getenv("REDISTEST_CHILD") == "" {
		t.Skip("plays a part in TestAServerDiesWithItsTest")
	}
	s := redistest.Start(t)
	_, _ = os.Stdout.WriteString("server: " + s.Addr() + " " + s.Dir() + "\n")
	_, _ = io.Copy(io.Discard, os.Stdin)
}
