package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// seeded is a data directory with the example in it: to make one takes seconds, to
// copy one hardly any. TestMain removes it.
var seeded struct {
	once sync.Once
	dir  string
	err  error
}

func makeExample() (dir string, err error) {
	if dir, err = os.MkdirTemp("", "example-*"); err != nil {
		return "", err
	}
	if code := run(context.Background(), []string{"seed"}, settings(dir), io.Discard, os.Stderr); code != 0 {
		return dir, fmt.Errorf("seeding: exit code %d", code)
	}
	return dir, nil
}

// example is a data directory of the test's own with the example in it.
func example(t testing.TB) string {
	t.Helper()
	seeded.once.Do(func() { seeded.dir, seeded.err = makeExample() })
	if seeded.err != nil {
		t.Fatal(seeded.err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(seeded.dir)); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(dir, "keyset.json"), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}
