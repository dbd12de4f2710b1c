package hanzi_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/quanjiuye/backend/service/hanzi"
)

func TestSimplified(t *testing.T) {
	for from, want := range map[string]string{
		"貨員收銀廚師門衛雜務縫紉": "货员收银厨师门卫杂务缝纫", "鋪灣歳閩": "铺湾岁闽", "理货员A1。": "理货员A1。",
	} {
		if got := strings.Map(hanzi.Simplified, from); got != want {
			t.Errorf("%s: %s, want %s", from, got, want)
		}
	}
}

func TestSimplifiedOnceIsEnough(t *testing.T) {
	pairs := 0
	for r := rune(0); r <= unicode.MaxRune; r++ {
		s := hanzi.Simplified(r)
		if s != r {
			pairs++
		}
		if hanzi.Simplified(s) != s || s != r && !(unicode.Is(unicode.Han, r) && unicode.Is(unicode.Han, s)) {
			t.Errorf("%c: %c", r, s)
		}
	}
	if pairs < 2900 {
		t.Errorf("%d pairs", pairs)
	}
}
