package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/store/sqlitestore"
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
	r, site, token := atStation(t, environ)
	for n := range 5 {
		r.register(token, site, n)
	}
	want := r.counted(token, site)

	out := mustTool(t, environ, "backup", file)
	for _, words := range []string{file, "SHA-256", "registrations", "keyset.json"} {
		if !strings.Contains(out, words) {
			t.Errorf("the backup does not tell of %s:\n%s", words, out)
		}
	}
	refusedTool(t, environ, []string{"backup", file}, "没有覆盖")
	for n := range 30 {
		r.register(token, site, 5+n)
	}
	if got := r.counted(token, site); got == want {
		t.Fatalf("still %s after more registrations", got)
	}

	refusedTool(t, environ, []string{"restore", file}, "请先停止服务")
	if code := r.stop(); code != 0 {
		t.Fatalf("stopping: exit code %d", code)
	}
	if out := mustTool(t, environ, "restore", file); !strings.Contains(out, ".replaced-") {
		t.Errorf("the restore does not say where the old database is:\n%s", out)
	}
	again := start(t, environ, "--empty")
	if got := again.counted(token, site); got != want {
		t.Errorf("counted after the restore: %s, want %s", got, want)
	}
	if got := len(again.registrations(token, site)); got != 5 {
		t.Errorf("%d registrations after the restore, want 5", got)
	}
	again.register(token, site, 5)
	if got := len(again.registrations(token, site)); got != 6 {
		t.Errorf("%d registrations after the next write, want 6", got)
	}
}

// A database in use is found by its own locks, whoever uses it.
func TestRestoreFindsTheLocksOfTheDatabase(t *testing.T) {
	dir, file := t.TempDir(), filepath.Join(t.TempDir(), "backup.db")
	environ := settings(dir)
	e, err := sqlitestore.Open(t.Context(), filepath.Join(dir, "quanjiuye.db"))
	if err != nil {
		t.Fatal(err)
	}
	mustTool(t, environ, "backup", file)
	refusedTool(t, environ, []string{"restore", file}, "正在使用中")
	if err := e.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	mustTool(t, environ, "restore", file)
}

// A copy that was made past backup lacks what is in the log, and is refused whether
// or not the log is beside it.
func TestRestoreRefusesAPlainCopy(t *testing.T) {
	dir, plain := example(t), filepath.Join(t.TempDir(), "plain.db")
	environ := settings(dir)
	cmd, _ := child(t, environ)
	content, err := os.ReadFile(filepath.Join(dir, "quanjiuye.db"))
	if err := errors.Join(err, os.WriteFile(plain, content, 0o600), cmd.Process.Kill()); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	refusedTool(t, environ, []string{"restore", plain}, "直接复制的数据文件")
}

// TestRestoreBlamesTheBackup: whoever offers a damaged backup is not told to take
// the last one, which it is.
func TestRestoreBlamesTheBackup(t *testing.T) {
	environ, file := settings(t.TempDir()), filepath.Join(t.TempDir(), "backup.db")
	start(t, environ, "--empty").stop()
	mustTool(t, environ, "backup", file)
	if err := os.Truncate(file, 40_000); err != nil {
		t.Fatal(err)
	}
	refusedTool(t, environ, []string{"restore", file}, "restore: 这份备份已损坏", "更早的一份")
}

func TestBackupAndRestoreAreSQLites(t *testing.T) {
	environ := settings(t.TempDir(), "MONGO_URI=mongodb://127.0.0.1:1")
	refusedTool(t, environ, []string{"backup", "x"}, "mongodump")
	refusedTool(t, environ, []string{"restore", "x"}, "mongorestore")
	if code, _, errOut := tool(t, environ, "backup"); code != 2 || !strings.Contains(errOut, "backup FILE") {
		t.Errorf("without a file: %d %s", code, errOut)
	}
}
