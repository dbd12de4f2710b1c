package vault_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/quanjiuye/backend/store/vault"
)

var retiredAt = time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)

// retire drops n keys and returns where the old file is.
func retire(t *testing.T, path string, n int) (kept string) {
	t.Helper()
	dropped, kept, err := vault.RetireSealKeys(path, retiredAt)
	if err != nil || dropped != n {
		t.Fatalf("retired %d keys, %v", dropped, err)
	}
	return kept
}

func change(t *testing.T, path string, steps ...func(string) error) {
	t.Helper()
	for _, step := range steps {
		if err := step(path); err != nil {
			t.Fatal(err)
		}
	}
}

// filesBeside is how many files lie in the folder of path.
func filesBeside(t *testing.T, path string) int {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

func TestRetireKeepsTheOldFile(t *testing.T) {
	first, path := fresh(t)
	row := seal(t, first, "text", "row", "field")
	change(t, path, vault.AddSealKey, vault.PromoteSealKey)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	kept := retire(t, path, 1)
	if kept != path+".before-retire-20261124-100000" {
		t.Errorf("kept as %s", kept)
	}
	if after, err := os.ReadFile(kept); err != nil || string(after) != string(before) {
		t.Errorf("what is kept is not the file of before: %v", err)
	}
	if got, err := open(t, kept, false).Open(row, "row", "field"); got != "text" || err != nil {
		t.Errorf("with what is kept: %q, %v", got, err)
	}
}

// A key that was added and not promoted is the next one, not an old one.
func TestRetireInTheWrongOrder(t *testing.T) {
	_, path := fresh(t)
	change(t, path, vault.AddSealKey)
	_, _, err := vault.RetireSealKeys(path, retiredAt)
	if !errors.Is(err, vault.ErrNotPromoted) {
		t.Errorf("got %v, want %v", err, vault.ErrNotPromoted)
	}
	change(t, path, vault.PromoteSealKey) // it is still there
	retire(t, path, 1)
	_, _, err = vault.RetireSealKeys(path, retiredAt.Add(time.Hour))
	if !errors.Is(err, vault.ErrNoOldKey) {
		t.Errorf("got %v, want %v", err, vault.ErrNoOldKey)
	}
	if n := filesBeside(t, path); n != 2 {
		t.Errorf("%d files after one retirement, want the keyset and the one kept", n)
	}
}
