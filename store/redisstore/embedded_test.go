package redisstore_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/store/redisstore"
)

func embedded(t testing.TB, dir string) *redisstore.Embedded {
	t.Helper()
	e := must[*redisstore.Embedded](t)(redisstore.StartEmbedded(dir))
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// A command-line tool with the same data directory finds the running server and
// reads and writes its counters.
func TestToolsReachTheRunningServer(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data") // made when missing
	e := embedded(t, dir)
	server := openURL(t, e.URL())

	url, ok := redisstore.Running(dir)
	if !ok || url != e.URL() {
		t.Fatalf("running: %q, %v, want %q", url, ok, e.URL())
	}
	tool := openURL(t, url)
	v := put(t, tool, november, ticket(t, tool), "by the tool", 0, service.PutApplied)
	holds(t, server, november, "by the tool", v)
}

func TestTheAddressIsForItsOwnerOnly(t *testing.T) {
	dir := t.TempDir()
	e := embedded(t, dir)
	info := must[os.FileInfo](t)(os.Stat(filepath.Join(dir, "redis.addr")))
	if info.Mode() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
	if entries := must[[]os.DirEntry](t)(os.ReadDir(dir)); len(entries) != 1 {
		t.Errorf("left behind: %v", entries)
	}
	without := must[*redis.Options](t)(redis.ParseURL(e.URL()))
	without.Password = ""
	c := redis.NewClient(without)
	defer func() { _ = c.Close() }()
	if err := c.Get(t.Context(), "x").Err(); !redis.IsAuthError(err) {
		t.Errorf("without the password: %v", err)
	}
}

func TestOneServerPerDirectory(t *testing.T) {
	dir := t.TempDir()
	first := embedded(t, dir)
	if _, err := redisstore.StartEmbedded(dir); !errors.Is(err, redisstore.ErrRunning) {
		t.Fatalf("a second server: %v", err)
	}
	check(t, first.Close())
	check(t, first.Close())
	if url, ok := redisstore.Running(dir); ok {
		t.Fatalf("running after close: %s", url)
	}
	embedded(t, dir)
}

// A server that was killed leaves its file behind.
func TestAnAddressLeftBehindIsNotRunning(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "redis.addr")
	for _, stale := range []string{"", "nonsense", "redis://127.0.0.1:1/0", "redis://" + silent(t) + "/0"} {
		check(t, os.WriteFile(path, []byte(stale), 0o600))
		if url, ok := redisstore.Running(dir); ok {
			t.Errorf("%q is running: %s", stale, url)
		}
	}
	// Nor is one of which another server has taken the port.
	other := embedded(t, t.TempDir())
	o := must[*redis.Options](t)(redis.ParseURL(other.URL()))
	check(t, os.WriteFile(path, []byte("redis://:oldpassword@"+o.Addr+"/0"), 0o600))
	if url, ok := redisstore.Running(dir); ok {
		t.Errorf("with another password: %s", url)
	}

	fresh := embedded(t, dir)
	if url, ok := redisstore.Running(dir); !ok || url != fresh.URL() {
		t.Errorf("running: %q, %v", url, ok)
	}
	// Closing leaves a file alone that has become another's.
	check(t, os.WriteFile(path, []byte(other.URL()), 0o600))
	check(t, fresh.Close())
	if url, ok := redisstore.Running(dir); !ok || url != other.URL() {
		t.Errorf("after close, running: %q, %v", url, ok)
	}
}

func TestAnUnwritableDirectoryIsAnError(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	check(t, os.WriteFile(file, nil, 0o600))
	if e, err := redisstore.StartEmbedded(file); err == nil {
		t.Error("started in a file", e.Close())
	}
}
