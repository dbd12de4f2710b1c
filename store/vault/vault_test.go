package vault_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/store/vault"
)

const idNumber = "990000199001011234"

// fresh is a vault with keys of its own, and the path of their file.
func fresh(t testing.TB) (*vault.Vault, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "keyset.json")
	return open(t, path, true), path
}

func open(t testing.TB, path string, create bool) *vault.Vault {
	t.Helper()
	v, err := vault.Open(path, create)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func seal(t testing.TB, v *vault.Vault, text, row, field string) []byte {
	t.Helper()
	sealed, err := v.Seal(text, row, field)
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

func TestWhatWasSealedOpensInItsPlace(t *testing.T) {
	v, _ := fresh(t)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		row := rapid.StringN(1, -1, -1).Draw(t, "row")
		field := rapid.StringMatching(`[a-z_]+`).Draw(t, "field")
		sealed, err := v.Seal(text, row, field)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := v.Open(sealed, row, field); err != nil || got != text {
			t.Fatalf("Open = %q, %v; want %q", got, err, text)
		}
	})
}

func TestMovedOrAlteredCiphertextStaysShut(t *testing.T) {
	v, _ := fresh(t)
	other, _ := fresh(t)
	sealed := seal(t, v, idNumber, "row-1", "id_number")
	flipped := bytes.Clone(sealed)
	flipped[len(flipped)-1] ^= 1

	for name, c := range map[string]struct {
		vault      *vault.Vault
		text       []byte
		row, field string
	}{
		"other row":              {v, sealed, "row-2", "id_number"},
		"other field":            {v, sealed, "row-1", "phone"},
		"row and field run over": {v, sealed, "row-1|id_number", "x"},
		"one bit altered":        {v, flipped, "row-1", "id_number"},
		"cut":                    {v, sealed[:len(sealed)-1], "row-1", "id_number"},
		"shorter than a key id":  {v, sealed[:3], "row-1", "id_number"},
		"plain text":             {v, []byte(idNumber), "row-1", "id_number"},
		"other keys":             {other, sealed, "row-1", "id_number"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := c.vault.Open(c.text, c.row, c.field)
			if got != "" || !errors.Is(err, vault.ErrSealed) {
				t.Errorf("Open = %q, %v; want ErrSealed", got, err)
			}
		})
	}
}

func TestEmptyTextIsNoCiphertext(t *testing.T) {
	v, _ := fresh(t)
	if sealed := seal(t, v, "", "row", "phone"); sealed != nil {
		t.Errorf("Seal of nothing = %x, want nil", sealed)
	}
	for _, none := range [][]byte{nil, {}} {
		if got, err := v.Open(none, "row", "phone"); got != "" || err != nil {
			t.Errorf("Open of nothing = %q, %v", got, err)
		}
	}
}

func TestSealingTwiceDiffersAndHidesTheText(t *testing.T) {
	v, _ := fresh(t)
	a, b := seal(t, v, idNumber, "row", "id_number"), seal(t, v, idNumber, "row", "id_number")
	if bytes.Equal(a, b) {
		t.Error("the same ciphertext twice")
	}
	if bytes.Contains(a, []byte(idNumber)) {
		t.Error("the text stands in its ciphertext")
	}
}

func TestAPlaceMustBeNamed(t *testing.T) {
	v, _ := fresh(t)
	for _, p := range [][2]string{{"", "phone"}, {"row", ""}, {"row", "a|b"}} {
		if _, err := v.Seal("x", p[0], p[1]); err == nil {
			t.Errorf("Seal at %q accepted", p)
		}
		if _, err := v.Open([]byte("x"), p[0], p[1]); err == nil || errors.Is(err, vault.ErrSealed) {
			t.Errorf("Open at %q: %v", p, err)
		}
	}
}

func TestBlind(t *testing.T) {
	v, path := fresh(t)
	other, _ := fresh(t)
	blind := v.Blind("id_number", idNumber)

	if !regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`).MatchString(blind) {
		t.Errorf("Blind = %q, not 43 URL-safe characters", blind)
	}
	if again := open(t, path, false).Blind("id_number", idNumber); again != blind {
		t.Error("the same keys give another blind after reopening")
	}
	if empty := v.Blind("id_number", ""); empty != "" {
		t.Errorf("Blind of nothing = %q", empty)
	}
	for name, differs := range map[string]string{
		"value":           v.Blind("id_number", idNumber+"0"),
		"space":           v.Blind("phone", idNumber),
		"space runs over": v.Blind("id_numbe", "r"+idNumber),
		"keys":            other.Blind("id_number", idNumber),
	} {
		if differs == blind {
			t.Errorf("another %s gives the same blind", name)
		}
	}
}

func TestNothingPrintsKeysOrTexts(t *testing.T) {
	v, _ := fresh(t)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
		for _, value := range []any{v, *v} {
			if got := fmt.Sprintf(verb, value); got != "vault(redacted)" {
				t.Errorf("%s prints %q", verb, got)
			}
		}
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "vault", v)
	if !strings.Contains(log.String(), "vault(redacted)") {
		t.Errorf("logged as %s", log.String())
	}
	if text, err := json.Marshal(map[string]any{"vault": v}); err != nil || string(text) != `{"vault":{}}` {
		t.Errorf("as JSON %s, %v", text, err)
	}
	if _, err := v.Open([]byte(idNumber), "row", "phone"); strings.Contains(err.Error(), idNumber) {
		t.Errorf("the error quotes its input: %v", err)
	}
}

func FuzzOpen(f *testing.F) {
	v, _ := fresh(f)
	sealed := seal(f, v, idNumber, "row", "id_number")
	f.Add(sealed)
	f.Add([]byte{1, 2, 3, 4, 5})
	f.Fuzz(func(t *testing.T, text []byte) {
		got, err := v.Open(text, "row", "id_number")
		if err == nil && len(text) > 0 && !bytes.Equal(text, sealed) {
			t.Errorf("%x opened as %q", text, got)
		}
	})
}
