package identity_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service/identity"
)

func TestCanonicalText(t *testing.T) {
	for _, c := range []struct{ name, typed, want, code string }{
		{"plain", "搬运、分拣", "搬运、分拣", ""},
		{"empty", " 　", "", ""},
		{"line ends", "一\r\n二\r三\n", "一\n二\n三", ""},
		{"tab", "一\t二", "一 二", ""},
		{"composed", "cafe\u0301", "café", ""},
		{"residue of copying", "\ufeff包\u200b住", "包住", ""},
		{"emoji", "👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧", ""},
		{"formulas stay text", "＝1+1 =cmd|' /C calc'!A0", "＝1+1 =cmd|' /C calc'!A0", ""},
		{"exactly long enough", strings.Repeat("长", 30), strings.Repeat("长", 30), ""},
		{"too long", strings.Repeat("长", 31), "", identity.CodeTextTooLong},
		{"null", "包\x00住", "", identity.CodeTextRunes},
		{"override", "包\u202e住", "", identity.CodeTextRunes},
		{"mark", "包\u200f住", "", identity.CodeTextRunes},
		{"broken UTF-8", "包\xff", "", identity.CodeTextRunes},
	} {
		got, err := identity.CanonicalText(c.typed, 30)
		if got != c.want || code(t, err) != c.code {
			t.Errorf("%s: %q %v", c.name, got, err)
		}
	}
}

// What shows nothing, or sits on a character, makes no other text.
func TestTextKey(t *testing.T) {
	for _, same := range []string{"理货员", "理\ufe0f货员", "理\U000e0100货员", "理\u0301货员", "理货员\u0488", "理货员！", " 理 货-员",
		"理貨員", "理貨员。", "理・货员"} {
		if got := identity.TextKey(same); got != "理货员" {
			t.Errorf("%q: %q", same, got)
		}
	}
	if identity.TextKey("理货员2") == "理货员" || identity.TextKey("\u0301！") != "" {
		t.Error("too much or too little is left out")
	}
}

func TestCompanyKey(t *testing.T) {
	for _, same := range [][]string{
		{"泉州（某某）有限公司", "泉州(某某)有限公司", " 泉州 ( 某某 ) 有限公司　", "泉州【某某】有限公司",
			"泉州某某有限公司", "泉州某某有限公司。", "泉州·某某、有限公司", "泉州“某某”有限公司", "「泉州」某某—有限公司"},
		{"龙马货运广场", "龍馬貨運廣場", "龍马货運广場。", "⿓马货运广场"},
		{"ABC贸易有限公司", "ａｂｃ贸易有限公司", "abc 贸易有限公司"},
		{"示例店", "示例\ufe0f店", "示\U000e0100例店", "示例店\u180b"},
	} {
		for _, name := range same[1:] {
			if identity.CompanyKey(name) != identity.CompanyKey(same[0]) {
				t.Errorf("%q and %q have different keys", name, same[0])
			}
		}
	}
	if identity.CompanyKey("某某鞋业有限公司") == identity.CompanyKey("某某鞋业公司") {
		t.Error("two employers share a key")
	}
	if identity.CompanyKey(" 　") != "" {
		t.Error("blanks have a key")
	}
}

func TestTextAndKeyAreFixedPoints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := awkward().Draw(t, "text")
		if key := identity.CompanyKey(s); identity.CompanyKey(key) != key {
			t.Fatalf("key %q then %q", key, identity.CompanyKey(key))
		}
		once, err := identity.CanonicalText(s, 100)
		if code(t, err) != "" {
			return
		}
		if twice, err := identity.CanonicalText(once, 100); err != nil || twice != once {
			t.Fatalf("%q then %q, %v", once, twice, err)
		}
	})
}

func FuzzCanonicalText(f *testing.F) {
	for _, s := range []string{"一\r\n二", "\ufeff包\u200b住", "ﬃİ（", "\u202e", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if key := identity.CompanyKey(s); identity.CompanyKey(key) != key {
			t.Errorf("key %q then %q", key, identity.CompanyKey(key))
		}
		once, err := identity.CanonicalText(s, 100)
		if code(t, err) != "" {
			return
		}
		if twice, err := identity.CanonicalText(once, 100); err != nil || twice != once {
			t.Errorf("%q: %q then %q, %v", s, once, twice, err)
		}
	})
}
