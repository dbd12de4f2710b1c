package vault_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/quanjiuye/backend/store/vault"
)

// TestSealingKeysChangeUnderTraffic follows two instances through a change of
// keys: at every step each opens what the other seals, and old rows still open.
func TestSealingKeysChangeUnderTraffic(t *testing.T) {
	old, path := fresh(t)
	row := seal(t, old, "old", "row", "field")
	blind := old.Blind("space", "value")

	steps := []struct {
		name string
		do   func(string) error
	}{{"added", vault.AddSealKey}, {"promoted", vault.PromoteSealKey}}
	before := old
	for _, step := range steps {
		if err := step.do(path); err != nil {
			t.Fatal(err)
		}
		after := open(t, path, false)
		for _, v := range []*vault.Vault{before, after} {
			sealed := seal(t, v, "new", "row", "field")
			for _, reader := range []*vault.Vault{before, after} {
				if got, err := reader.Open(sealed, "row", "field"); err != nil || got != "new" {
					t.Errorf("%s: instances do not read each other: %q, %v", step.name, got, err)
				}
			}
		}
		if got, err := after.Open(row, "row", "field"); err != nil || got != "old" {
			t.Errorf("%s: old row: %q, %v", step.name, got, err)
		}
		if after.Blind("space", "value") != blind {
			t.Errorf("%s: blinds changed", step.name)
		}
		before = after
	}

	if _, err := old.Open(seal(t, before, "new", "row", "field"), "row", "field"); err == nil {
		t.Error("still sealing with the old key after promotion")
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want 0600", info.Mode(), err)
	}
}

func TestCurrentTellsTheKeyThatSeals(t *testing.T) {
	before, path := fresh(t)
	row := seal(t, before, "text", "row", "field")
	if !before.Current(row) || !before.Current(nil) {
		t.Error("what was just sealed, or not at all, is not current")
	}
	if err := vault.PromoteSealKey(path); !errors.Is(err, vault.ErrNoNewKey) {
		t.Errorf("promoted without a new key: %v", err)
	}
	if err := vault.AddSealKey(path); err != nil {
		t.Fatal(err)
	}
	if err := vault.AddSealKey(path); !errors.Is(err, vault.ErrNotPromoted) {
		t.Errorf("a second key while the first waits: %v", err)
	}
	if added := open(t, path, false); !added.Current(row) {
		t.Error("a key that does not seal yet has made an older one old")
	}
	if err := vault.PromoteSealKey(path); err != nil {
		t.Fatal(err)
	}
	after := open(t, path, false)
	if after.Current(row) || !after.Current(seal(t, after, "text", "row", "field")) {
		t.Error("after the promotion the wrong key is current")
	}

	retire(t, path, 1)
	last := open(t, path, false)
	if _, err := last.Open(row, "row", "field"); !errors.Is(err, vault.ErrSealed) {
		t.Errorf("under the retired key: %v", err)
	}
	if got, err := last.Open(seal(t, after, "text", "row", "field"), "row", "field"); got != "text" || err != nil {
		t.Errorf("under the key that stays: %q, %v", got, err)
	}
	if last.Blind("space", "value") != before.Blind("space", "value") {
		t.Error("blinds changed")
	}
}

func TestChangingNeedsAGoodFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keyset.json")
	retire := func(path string) error { _, _, err := vault.RetireSealKeys(path, time.Now()); return err }
	for _, change := range []func(string) error{vault.AddSealKey, vault.PromoteSealKey, retire} {
		if err := change(path); !errors.Is(err, vault.ErrMissing) {
			t.Errorf("a missing file is changed: %v", err)
		}
	}
	if err := os.WriteFile(path, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := vault.AddSealKey(path); !errors.Is(err, vault.ErrMalformed) {
		t.Errorf("a broken file is changed: %v", err)
	}
}

// TestSeveralBlindingKeys joins the blinding keys of two files, as a change of
// blinding key would.
func TestSeveralBlindingKeys(t *testing.T) {
	first, firstPath := fresh(t)
	second, secondPath := fresh(t)
	type keyset struct {
		PrimaryKeyID uint32            `json:"primaryKeyId"`
		Key          []json.RawMessage `json:"key"`
	}
	var a, b keyset
	for text, ks := range map[string]*keyset{
		part(t, firstPath, "blind"): &a, part(t, secondPath, "blind"): &b,
	} {
		if err := json.NewDecoder(bytes.NewBufferString(text)).Decode(ks); err != nil {
			t.Fatal(err)
		}
	}
	a.Key = append(a.Key, b.Key...)
	joined, err := json.Marshal(map[string]any{
		"version": 1, "seal": json.RawMessage(part(t, firstPath, "seal")), "blind": a,
	})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "keyset.json")
	if err := os.WriteFile(path, joined, 0o600); err != nil {
		t.Fatal(err)
	}

	got := open(t, path, false).Blinds("space", "value")
	want := []string{first.Blind("space", "value"), second.Blind("space", "value")}
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("Blinds = %v, want primary then older %v", got, want)
	}
}
