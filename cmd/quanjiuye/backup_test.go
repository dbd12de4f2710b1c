package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// mustTool runs a tool that must succeed and returns what it prints.
func mustTool(t *testing.T, environ []string, args ...string) string {
	t.Helper()
	code, out, errOut := tool(t, environ, args...)
	if code != 0 {
		t.Fatalf("%s: exit code %d, %s", strings.Join(args, " "), code, errOut)
	}
	return out
}

// refusedTool runs a tool that must fail with code 1 and the words of each of says.
func refusedTool(t *testing.T, environ, args []string, says ...string) {
	t.Helper()
	code, out, errOut := tool(t, environ, args...)
	if code != 1 {
		t.Errorf("%s: exit code %d, want 1: %s%s", strings.Join(args, " "), code, out, errOut)
	}
	for _, words := range says {
		if !strings.Contains(errOut, words) {
			t.Errorf("%s: %q does not say %q", strings.Join(args, " "), errOut, words)
		}
	}
}

// TestRestoreDrill: back up a server that runs, write more, restore, serve
// again: every count is what it was at the backup, and writing goes on.
func TestRestoreDrill(t *testing.T) {
	environ, file := settings(t.TempDir()), filepath.Join(t.TempDir(), "backup.db")
	r := start(t, environ)
	token := r.login("demo-staff")
	post := func(r *running, n int) { r.call("POST", "/v1/registrations", token, registration(n), nil) }
	counted := func(r *running) string {
		var p progress
		r.call("GET", "/v1/sites/demo-market/progress", token, nil, &p)
		return p.Items[6].Explanation + p.Items[7].Explanation
	}
	post(r, 1)
	want, stored := counted(r), len(r.registrations(token, "demo-market"))

	out := mustTool(t, environ, "backup", file)
	for _, words := range []string{file, "SHA-256", "registrations", "keyset.json"} {
		if !strings.Contains(out, words) {
			t.Errorf("the backup does not tell of %s:\n%s", words, out)
		}
	}
	refusedTool(t, environ, []string{"backup", file}, "没有覆盖")
	for n := range 30 {
		post(r, 2+n)
	}
	if now := len(r.registrations(token, "demo-market")); now != stored+30 {
		t.Fatalf("%d registrations before the restore, want %d", now, stored+30)
	}

	if counted(r) == want {
		t.Error("the counts have not moved since the backup")
	}

	refusedTool(t, environ, []string{"restore", file}, "请先停止服务")
	if code := r.stop(); code != 0 {
		t.Fatalf("stopping: exit code %d", code)
	}
	if out := mustTool(t, environ, "restore", file); !strings.Contains(out, ".replaced-") {
		t.Errorf("the restore does not say where the old database is:\n%s", out)
	}
	again := start(t, environ)
	if got := counted(again); got != want {
		t.Errorf("counted after the restore: %s, want %s", got, want)
	}
	if got := len(again.registrations(token, "demo-market")); got != stored {
		t.Errorf("%d registrations after the restore, want %d", got, stored)
	}
	post(again, 2)
	if got := len(again.registrations(token, "demo-market")); got != stored+1 {
		t.Errorf("%d registrations after the next write, want %d", got, stored+1)
	}
}

// A server in another process is found by its locks, even where nothing else
// tells of it.
func TestRestoreFindsAServerByItsLocks(t *testing.T) {
	dir, file := t.TempDir(), filepath.Join(t.TempDir(), "backup.db")
	environ := settings(dir)
	cmd, _ := child(t, environ)
	mustTool(t, environ, "backup", file)
	if err := os.Remove(filepath.Join(dir, "redis.addr")); err != nil {
		t.Fatal(err)
	}
	refusedTool(t, environ, []string{"restore", file}, "正在使用中")
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	mustTool(t, environ, "restore", file)
}

func TestBackupAndRestoreAreSQLites(t *testing.T) {
	environ := settings(t.TempDir(), "MONGO_URI=mongodb://127.0.0.1:1")
	refusedTool(t, environ, []string{"backup", "x"}, "mongodump")
	refusedTool(t, environ, []string{"restore", "x"}, "mongorestore")
	if code, _, errOut := tool(t, environ, "backup"); code != 2 || !strings.Contains(errOut, "backup FILE") {
		t.Errorf("without a file: %d %s", code, errOut)
	}
}

func TestADamagedDatabaseIsNotServed(t *testing.T) {
	dir := t.TempDir()
	environ := settings(dir)
	start(t, environ).stop()
	f, err := os.OpenFile(filepath.Join(dir, "quanjiuye.db"), os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(make([]byte, 64<<10), 128<<10); err != nil {
		t.Fatal(err)
	}
	f.Close()
	refusedTool(t, environ, []string{"serve"}, "已损坏", "quanjiuye restore")
}
