package identity_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service/identity"
)

func TestCanonicalName(t *testing.T) {
	fifty := strings.Repeat("王", 50)
	for _, c := range []struct{ name, typed, want, code string }{
		{"plain", "王小丽", "王小丽", ""},
		{"blanks around", " 郭玲　", "郭玲", ""},
		{"blank between", "王　强", "王强", ""},
		{"tab and line end around", "\t王强\t", "王强", ""},
		{"rare character", "𠮷文", "𠮷文", ""},
		{"compatibility ideographs stay", "\ufa19\U0002f81a", "\ufa19\U0002f81a", ""},
		{"glyph selector after an ideograph", "葛\U000e0100城", "葛\U000e0100城", ""},
		{"private use", "王\ue863", "王\ue863", ""},
		{"composed", "Jose\u0301", "José", ""},
		{"full-width Latin", "Ｊｏｈｎ　Ｓｍｉｔｈ", "John Smith", ""},
		{"dot as bullet", "买买提•艾力", "买买提·艾力", ""},
		{"dot as hyphenation point", "买买提‧艾力", "买买提·艾力", ""},
		{"dot as katakana dot", "买买提 ・ 艾力", "买买提·艾力", ""},
		{"dot as full stop", "买买提．艾力", "买买提·艾力", ""},
		{"initial keeps its stop", "J. Smith", "J. Smith", ""},
		{"formula is text", "=HYPERLINK(1)", "=HYPERLINK(1)", ""},
		{"fifty", fifty, fifty, ""},

		{"fifty-one", fifty + "王", "", identity.CodeNameTooLong},
		{"empty", "", "", identity.CodeNameMissing},
		{"blank", " 　\t", "", identity.CodeNameMissing},
		{"null", "王\x00强", "", identity.CodeNameRunes},
		{"escape", "王\x1b[2J", "", identity.CodeNameRunes},
		{"line end", "王\n强", "", identity.CodeNameRunes},
		{"right-to-left override", "王\u202e强", "", identity.CodeNameRunes},
		{"isolate", "\u2066王强\u2069", "", identity.CodeNameRunes},
		{"zero-width space", "王\u200b强", "", identity.CodeNameRunes},
		{"byte order mark", "\ufeff王强", "", identity.CodeNameRunes},
		{"filler", "王\u3164", "", identity.CodeNameRunes},
		{"blank braille", "王\u2800", "", identity.CodeNameRunes},
		{"line separator", "王\u2028强", "", identity.CodeNameRunes},
		{"tag", "王\U000e0041", "", identity.CodeNameRunes},
		{"stray selector", "Wang\ufe0f", "", identity.CodeNameRunes},
		{"broken UTF-8", "王\xff", "", identity.CodeNameRunes},
		{"replacement character", "王\ufffd", "", identity.CodeNameRunes},
	} {
		got, err := identity.CanonicalName(c.typed)
		if got != c.want || code(t, err) != c.code {
			t.Errorf("%s: %q %v", c.name, got, err)
		}
	}
}

func TestMaskName(t *testing.T) {
	for name, want := range map[string]string{
		"王强": "王*", "王小丽": "王**", "欧阳小丽": "欧***", "𠮷文": "𠮷*",
		"买买提·艾力江": "买***", "王": "*", "": "",
	} {
		if got := identity.MaskName(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// awkward mixes what canonical forms are about into any text.
func awkward() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		bits := rapid.SliceOfN(rapid.OneOf(
			rapid.SampledFrom([]string{"王", "𠮷", "\ufa19", "\u0301", "·", "•", ".", "．", " ", "　", "Ａ", "é", "İ", "ß", "ﬃ", "（", "【"}),
			rapid.StringN(0, 3, -1),
		), 0, 12).Draw(t, "bits")
		return strings.Join(bits, "")
	})
}

func TestCanonicalNameIsAFixedPoint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once, err := identity.CanonicalName(awkward().Draw(t, "name"))
		if code(t, err) != "" {
			return
		}
		if twice, err := identity.CanonicalName(once); err != nil || twice != once {
			t.Fatalf("%q then %q, %v", once, twice, err)
		}
	})
}

func FuzzCanonicalName(f *testing.F) {
	for _, s := range []string{"王　强", "买买提 • 艾力", "𠮷文", "葛\U000e0100", "J. Smith", "\u202e", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once, err := identity.CanonicalName(s)
		if code(t, err) != "" {
			return
		}
		if twice, err := identity.CanonicalName(once); err != nil || twice != once {
			t.Errorf("%q: %q then %q, %v", s, once, twice, err)
		}
		masked := identity.MaskName(once)
		if _, first := utf8.DecodeRuneInString(masked); strings.Trim(masked[first:], "*") != "" {
			t.Errorf("%q shows more than its first character: %q", once, masked)
		}
	})
}
