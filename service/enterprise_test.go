package service_test

import (
	"sync"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/identity"
)

// Codes of an area that does not exist; the first two have the right check
// character.
const (
	codeA   = "91990000MA2XYQ1A3E"
	codeB   = "91990000MA2XYQ1B19"
	oddCode = "91990000MA2XYQ1A3A" // its check character does not fit
)

func (w *world) enterprise(name, uscc string) (service.Enterprise, bool) {
	w.Helper()
	e, created, err := w.CreateEnterprise(w.Context(), w.city, name, uscc)
	check(w, err)
	return e, created
}

func TestEnterprisesAreKnownAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	plain, created := w.enterprise("泉州市丰泽区好工匠服务有限公司", "")
	if !created {
		t.Fatal("the first was known already")
	}
	for _, name := range []string{"泉州市丰泽区好工匠服务有限公司", " 泉州市丰泽区好工匠服务 有限公司 "} {
		if e, created := w.enterprise(name, ""); created || e.ID != plain.ID {
			t.Errorf("%q: %s, created %v", name, e.ID, created)
		}
	}
	withCode, created := w.enterprise("泉州市丰泽区好工匠服务有限公司", codeA)
	if created || withCode.ID != plain.ID || withCode.USCC != codeA || withCode.USCCOdd {
		t.Errorf("the code came later: %+v, created %v", withCode, created)
	}
	if e, created := w.enterprise("好工匠公司（改名）", codeA); created || e.ID != plain.ID || e.Name != plain.Name {
		t.Errorf("one code, another name: %+v, created %v", e, created)
	}
	namesake, created := w.enterprise("泉州市丰泽区好工匠服务有限公司", codeB)
	if !created || namesake.ID == plain.ID || namesake.USCC != codeB {
		t.Errorf("one name, another code: %+v, created %v", namesake, created)
	}
	if e, _ := w.enterprise("泉州市丰泽区好工匠服务有限公司", ""); e.ID != plain.ID {
		t.Errorf("the name alone: %s, want the first, %s", e.ID, plain.ID)
	}
	if e, created := w.enterprise("码不对公司", oddCode); !created || !e.USCCOdd || e.USCC != oddCode {
		t.Errorf("a bad check character warns, it does not reject: %+v", e)
	}
	for _, bad := range [][2]string{{"", ""}, {"　", ""}, {"短码公司", "12345"}} {
		_, _, err := w.CreateEnterprise(t.Context(), w.city, bad[0], bad[1])
		refused(t, err, "invalid_input")
	}
}

func TestTheseCodesAreWhatTheySay(t *testing.T) {
	for code, want := range map[string]bool{codeA: true, codeB: true, oddCode: false} {
		if _, ok, err := identity.CanonicalUSCC(code); err != nil || ok != want {
			t.Errorf("%s: %v, %v", code, ok, err)
		}
	}
}

// At once, under one name: one enterprise, made once, for each code.
func TestEnterprisesInParallel(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, c := range map[string]struct {
		codes []string // in turn
		want  int
	}{
		"没有代码公司":   {[]string{""}, 1},
		"都有代码公司":   {[]string{codeA}, 1},
		"两个代码公司":   {[]string{"91990000MA2XYQ1C80", "91990000MA2XYQ1D6T"}, 2},
		"有的没有代码公司": {[]string{"", codeB}, 1},
	} {
		var mu sync.Mutex
		made, codes := 0, map[string]string{}
		parallel(50, func(i int) {
			e, created := w.enterprise(name, c.codes[i%len(c.codes)])
			mu.Lock()
			defer mu.Unlock()
			made += one(created)
			codes[e.ID] += e.USCC
		})
		if made != c.want || len(codes) != c.want {
			t.Errorf("%s: %d made, %d known, want %d", name, made, len(codes), c.want)
		}
	}
}
