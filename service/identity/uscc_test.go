package identity_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service/identity"
)

func TestCanonicalUSCC(t *testing.T) {
	for _, c := range []struct {
		typed, want string
		ok          bool
	}{
		{"91350100M000100Y43", "91350100M000100Y43", true},
		{"91350100m000100y43", "91350100M000100Y43", true},
		{"９１３５０１００Ｍ０００１００Ｙ４３", "91350100M000100Y43", true},
		{" 9135 0100 M000 100Y 43 ", "91350100M000100Y43", true},
		{"91350211M0000XUF46", "91350211M0000XUF46", false},
		{"91350100M0001TGQXM", "91350100M0001TGQXM", false},
		{"91350100M000100Y44", "91350100M000100Y44", false},
		{"91350100M000100Y4Z", "", false}, // Z is not in the alphabet
		{"9135O100M000100Y43", "", false}, // nor is O
		{"91350100M000100Y4", "", false},
		{"91350100M000100Y431", "", false},
		{"", "", false},
		{"某某有限公司", "", false}, // 18 bytes
	} {
		got, ok, err := identity.CanonicalUSCC(c.typed)
		if got != c.want || ok != c.ok || (c.want == "") != (code(t, err) == identity.CodeUSCC) {
			t.Errorf("%q: %q %v %v", c.typed, got, ok, err)
		}
	}
}

func TestOneWrongCharacterFailsTheCheck(t *testing.T) {
	const alphabet, valid = "0123456789ABCDEFGHJKLMNPQRTUWXY", "91350100M000100Y43"
	rapid.Check(t, func(t *rapid.T) {
		changed := []byte(valid)
		at := rapid.IntRange(0, len(valid)-1).Draw(t, "at")
		changed[at] = rapid.SampledFrom([]byte(alphabet)).Draw(t, "character")
		_, ok, err := identity.CanonicalUSCC(string(changed))
		if err != nil || ok != (string(changed) == valid) {
			t.Fatalf("%s: %v %v", changed, ok, err)
		}
	})
}

func FuzzCanonicalUSCC(f *testing.F) {
	for _, s := range []string{"91350100M000100Y43", "９１３５０１００Ｍ０００１００Ｙ４３", "某某有限公司", strings.Repeat("\xff", 18)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, ok, err := identity.CanonicalUSCC(s)
		if code(t, err) != "" {
			return
		}
		if again, stillOK, err := identity.CanonicalUSCC(n); again != n || stillOK != ok {
			t.Errorf("%q: %q then %q, %v", s, n, again, err)
		}
	})
}
