package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/store/mongostore/mongotest"
	"github.com/quanjiuye/backend/store/sqlitestore"
	"github.com/quanjiuye/backend/store/vault"
)

func wantAbsent(t *testing.T, path string) {
	t.Helper()
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%s was made (%v)", path, err)
	}
}

// otherKeyset is a good keyset file that no database knows.
func otherKeyset(t *testing.T) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "other.json")
	if _, err := vault.Open(path, true); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestADatabaseIsServedWithItsKeysetOnly: without it, or with another, the same
// person would be counted twice.
func TestADatabaseIsServedWithItsKeysetOnly(t *testing.T) {
	dir := t.TempDir()
	environ, file := settings(dir, "LOG_LEVEL=info"), filepath.Join(dir, "keyset.json")
	r, site, token := atStation(t, environ)
	if !strings.Contains(r.out.String(), "making a keyset") {
		t.Errorf("the log does not tell of the new keyset:\n%s", r.out)
	}
	first := r.register(token, site, 1)
	r.stop()

	aside := filepath.Join(t.TempDir(), "keyset.json")
	if err := os.Rename(file, aside); err != nil {
		t.Fatal(err)
	}
	everyone := [][]string{{"serve"}, {"serve", "--empty"}, {"check"}, {"rebuild"}, {"seed"}, {"keyset", "reseal"}, {"keyset", "retire"},
		{"grant", "--openid", "x", "--role", "city"}, {"revoke", "--openid", "x", "--role", "city"}}
	for _, args := range everyone {
		refusedTool(t, environ, args, "找不到密钥文件")
		wantAbsent(t, file)
	}
	for _, args := range everyone {
		refusedTool(t, append(environ, "KEYSET_FILE="+otherKeyset(t)), args, "密钥文件（KEYSET_FILE）与数据库不符")
	}
	if err := os.Rename(aside, file); err != nil {
		t.Fatal(err)
	}
	again := start(t, environ)
	if got := again.register(token, site, 1); got != first {
		t.Errorf("the same person was registered as %s and %s", first, got)
	}
	if out := again.out.String(); strings.Contains(out, "making a keyset") {
		t.Errorf("another keyset was made:\n%s", out)
	}
}

func TestOnMongoDBOneKeysetWins(t *testing.T) {
	opts := mongotest.Options(t)
	start(t, onMongoDB(t.TempDir(), opts), "--empty").stop()
	dir := t.TempDir() // of a second machine without the keyset, on a database without records
	refusedTool(t, onMongoDB(dir, opts), []string{"serve"}, "找不到密钥文件")
	wantAbsent(t, filepath.Join(dir, "keyset.json"))
	refusedTool(t, append(onMongoDB(dir, opts), "KEYSET_FILE="+otherKeyset(t)), []string{"serve"}, "与数据库不符")
}

// TestToolsMakeNothing: where no database is, only what begins one makes it.
func TestToolsMakeNothing(t *testing.T) {
	dir, file := filepath.Join(t.TempDir(), "mistyped"), filepath.Join(t.TempDir(), "file.db")
	for _, args := range [][]string{{"check"}, {"rebuild"}, {"revoke", "--openid", "x", "--role", "city"},
		{"keyset", "reseal"}, {"keyset", "retire"}} {
		refusedTool(t, settings(dir), args, "这里没有数据库")
		wantAbsent(t, dir)
		refusedTool(t, settings(dir, "MONGO_URI=mongodb://127.0.0.1:1"), args, "这里没有数据库")
		wantAbsent(t, dir)
	}
	refusedTool(t, settings(dir), []string{"backup", file}, "找不到文件")
	refusedTool(t, settings(dir, "MONGO_URI=mongodb://127.0.0.1:1"), []string{"migrate"}, "找不到文件")
	wantAbsent(t, dir)
	wantAbsent(t, file)
	mustTool(t, settings(dir), "grant", "--openid", "x", "--role", "city")
	mustTool(t, settings(dir), "keyset", "reseal")
}

func TestToolsMakeNothingInMongoDB(t *testing.T) {
	opts := mongotest.Options(t)
	for _, args := range [][]string{{"check"}, {"keyset", "retire"}} {
		refusedTool(t, onMongoDB(t.TempDir(), opts), args, "这里没有数据库", opts.Database)
	}
	names, err := mongotest.Database(t, opts).ListCollectionNames(t.Context(), struct{}{})
	if err != nil || len(names) > 0 {
		t.Errorf("made: %v, %v", names, err)
	}
}

// TestRetireNeedsTheDatabaseOfTheKeys: by an empty or another database nobody can
// tell which keys are still needed.
func TestRetireNeedsTheDatabaseOfTheKeys(t *testing.T) {
	file := otherKeyset(t)
	mustTool(t, settings(t.TempDir()), "keyset", "add", file)
	mustTool(t, settings(t.TempDir()), "keyset", "promote", file)
	before, other, empty := read(t, file), example(t), t.TempDir()
	refusedTool(t, settings(other, "KEYSET_FILE="+file), []string{"keyset", "retire"}, "与数据库不符")
	never := sqliteFile(t, func(path string) error { // was made, and nobody has begun to work with it
		e, err := sqlitestore.Open(t.Context(), path)
		if err != nil {
			return err
		}
		return e.Close(t.Context())
	})
	for _, dir := range []string{empty, never} {
		refusedTool(t, settings(dir, "KEYSET_FILE="+file), []string{"keyset", "retire"}, "这里没有数据库")
	}
	if read(t, file) != before {
		t.Error("a key is gone")
	}
	if entries, err := os.ReadDir(filepath.Dir(file)); err != nil || len(entries) != 1 {
		t.Errorf("left beside the keyset: %v, %v", entries, err)
	}
}
