package vault_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/quanjiuye/backend/store/vault"
)

func TestCreateMakesAPrivateFileOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data", "keyset.json")
	first := open(t, path, true)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode %04o, want 0600", info.Mode().Perm())
	}
	sealed := seal(t, first, "text", "row", "field")
	if got, err := open(t, path, true).Open(sealed, "row", "field"); err != nil || got != "text" {
		t.Errorf("opened again with create: %q, %v", got, err)
	}
	if names, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".keyset-*")); len(names) > 0 {
		t.Errorf("left behind: %v", names)
	}
}

func TestManyStartTogetherAndShareOneKeyset(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keyset.json")
	blinds := make([]string, 16)
	var all sync.WaitGroup
	for i := range blinds {
		all.Go(func() {
			if v, err := vault.Open(path, true); err != nil {
				t.Error(err)
			} else {
				blinds[i] = v.Blind("space", "value")
			}
		})
	}
	all.Wait()
	for _, b := range blinds {
		if b != blinds[0] {
			t.Fatalf("different keys: %v", blinds)
		}
	}
}

func TestAMissingFileIsSaidAndNotMade(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keyset.json")
	_, err := vault.Open(path, false)
	if !errors.Is(err, vault.ErrMissing) || !strings.Contains(err.Error(), path) {
		t.Errorf("err = %v, want one that names the missing %s", err, path)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a file was made")
	}
}

// part takes one keyset out of a good file.
func part(t *testing.T, path, name string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var file map[string]json.RawMessage
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	return string(file[name])
}

func TestABrokenFileIsRefusedAndKept(t *testing.T) {
	_, good := fresh(t)
	sealKeys, blindKeys := part(t, good, "seal"), part(t, good, "blind")
	whole, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	secret := "s3cr3t-key-material"
	for name, text := range map[string]string{
		"empty":              "",
		"not JSON":           secret,
		"cut":                string(whole[:len(whole)/2]),
		"no version":         `{"seal":` + sealKeys + `,"blind":` + blindKeys + `}`,
		"later version":      `{"version":2,"seal":` + sealKeys + `,"blind":` + blindKeys + `}`,
		"no sealing keys":    `{"version":1,"blind":` + blindKeys + `}`,
		"no blinding keys":   `{"version":1,"seal":` + sealKeys + `}`,
		"empty keyset":       `{"version":1,"seal":{},"blind":` + blindKeys + `}`,
		"seal cannot seal":   `{"version":1,"seal":` + blindKeys + `,"blind":` + blindKeys + `}`,
		"blind cannot blind": `{"version":1,"seal":` + sealKeys + `,"blind":` + sealKeys + `}`,
		"text for a keyset":  `{"version":1,"seal":"` + secret + `","blind":"` + secret + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "keyset.json")
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := vault.Open(path, true)
			if !errors.Is(err, vault.ErrMalformed) {
				t.Fatalf("err = %v, want %v", err, vault.ErrMalformed)
			}
			if !strings.Contains(err.Error(), path) || strings.Contains(err.Error(), secret) {
				t.Errorf("err = %v; want the path and nothing of the content", err)
			}
			if after, _ := os.ReadFile(path); string(after) != text {
				t.Error("the file was replaced")
			}
		})
	}
}

func TestOwnerOnlyRefusesAFileOthersCanReach(t *testing.T) {
	_, path := fresh(t)
	for mode, ok := range map[fs.FileMode]bool{
		0o600: true, 0o400: true, 0o640: false, 0o604: false, 0o620: false, 0o644: false,
	} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := vault.Open(path, false, vault.OwnerOnly()); errors.Is(err, vault.ErrShared) == ok || ok && err != nil {
			t.Errorf("mode %04o: err = %v", mode, err)
		}
		if _, err := vault.Open(path, false); err != nil {
			t.Errorf("mode %04o without the option: %v", mode, err)
		}
	}
}

func FuzzKeysetFile(f *testing.F) {
	_, path := fresh(f)
	good, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(`{"version":1,"seal":{},"blind":null}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		path := filepath.Join(t.TempDir(), "keyset.json")
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		v, err := vault.Open(path, false)
		if err != nil {
			return
		}
		// A file that is accepted must serve.
		sealed, err := v.Seal("text", "row", "field")
		if err != nil {
			t.Fatal(err)
		}
		if got, err := v.Open(sealed, "row", "field"); err != nil || got != "text" || v.Blind("s", "v") == "" {
			t.Fatalf("accepted and of no use: %q, %v", got, err)
		}
	})
}
