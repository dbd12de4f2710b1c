package identity_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service/identity"
)

func TestCanonicalPhone(t *testing.T) {
	for _, c := range []struct{ typed, want, masked string }{
		{"13800138000", "13800138000", "138****8000"},
		{"+86 140 5809 8569", "14058098569", "140****8569"},
		{"＋８６　１３８－００１３－８０００", "13800138000", "138****8000"},
		{"0086-138-0013-8000", "13800138000", "138****8000"},
		{"8613800138000", "13800138000", "138****8000"},
		{"(+86)13800138000", "13800138000", "138****8000"},
		{"0595-22345678", "059522345678", "0595****5678"},
		{"（0595）2234 5678", "059522345678", "0595****5678"},
		{"+86 595 22345678", "059522345678", "0595****5678"},
		{"1367811072", "", ""},
		{"136781107200", "", ""},
		{"12800138000", "", ""},
		{"0591-22345678", "", ""},
		{"0595-1234567", "", ""},
		{"22345678", "", ""},
		{"1380013800٠", "", ""},
		{"138\u200b00138000", "", ""},
		{"", "", ""},
		{"无", "", ""},
	} {
		got, err := identity.CanonicalPhone(c.typed)
		if got != c.want || (c.want == "") != (code(t, err) == identity.CodePhone) {
			t.Errorf("%q: %q, %v", c.typed, got, err)
		}
		if m := identity.MaskPhone(got); m != c.masked {
			t.Errorf("%q: mask %q, want %q", c.typed, m, c.masked)
		}
	}
	if m := identity.MaskPhone("not canonical"); m != "*************" {
		t.Errorf("an unknown form shows through: %q", m)
	}
}

func TestEveryMobilePasses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.StringMatching(`1[3-9][0-9]{9}`).Draw(t, "mobile")
		if got, err := identity.CanonicalPhone(n); got != n {
			t.Fatalf("%s: %s %v", n, got, err)
		}
	})
}

func FuzzCanonicalPhone(f *testing.F) {
	for _, s := range []string{"13800138000", "+86 140 5809 8569", "0595-22345678", "86595", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := identity.CanonicalPhone(s)
		if code(t, err) != "" {
			return
		}
		if again, err := identity.CanonicalPhone(n); again != n {
			t.Errorf("%q: %q then %q, %v", s, n, again, err)
		}
		if identity.MaskPhone(n) == n {
			t.Errorf("%q is not masked", n)
		}
	})
}
