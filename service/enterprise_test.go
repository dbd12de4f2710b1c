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
	v, created, err := w.CreateEnterprise(w.Context(), w.city, service.EnterpriseInput{Name: name, USCC: uscc})
	check(w, err)
	return v.Enterprise, created
}

func TestEnterprisesAreKnownAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	plain, created := w.enterprise("泉州市丰泽区好工匠服务有限公司", "")
	if !created {
		t.Fatal("the first was known already")
	}
	for _, name := range []string{"泉州市丰泽区好工匠服务有限公司", " 泉州市丰泽区好工匠服务 有限公司 ", "泉州市豐澤區好工匠服務有限公司。"} {
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
		_, _, err := w.CreateEnterprise(t.Context(), w.city, service.EnterpriseInput{Name: bad[0], USCC: bad[1]})
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

func TestEnterprisesAreFilledIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm, other := w.team(), w.team(inCounty("350504"))
	photo, foreign := w.upload(tm.staff, tm.site, onePage), w.upload(other.staff, other.site, page(1))
	v, _, err := w.CreateEnterprise(t.Context(), tm.staff, service.EnterpriseInput{Name: "泉州某某劳务有限公司", USCC: oddCode,
		Kind: service.Company, ContactName: "王经理", ContactPhone: "138 0013 8000"})
	if check(t, err); !v.USCCOdd || v.ContactPhone != "13800138000" || !v.MayChange {
		t.Errorf("made %+v", v)
	}
	change := func(a service.Actor, in service.EnterpriseChange) (service.EnterpriseView, error) {
		return w.ChangeEnterprise(t.Context(), a, v.ID, in)
	}
	if got, err := change(other.staff, service.EnterpriseChange{Address: ptr("东海大街1号"), Industry: ptr("家政")}); err != nil ||
		got.Address != "东海大街1号" || got.MayChange || got.ContactName != "王经理" {
		t.Errorf("another site fills in: %+v, %v", got, err)
	}
	for name, row := range map[string]struct {
		who  service.Actor
		in   service.EnterpriseChange
		code string
	}{
		"what another filled in":        {other.staff, service.EnterpriseChange{ContactName: ptr("李")}, "enterprise_filled"},
		"the same again":                {other.staff, service.EnterpriseChange{Address: ptr("东海大街1号")}, ""},
		"one's own":                     {tm.staff, service.EnterpriseChange{ContactName: ptr("李经理")}, ""},
		"as a supervisor":               {w.city, service.EnterpriseChange{ContactPhone: ptr("0595-22160001")}, ""},
		"the code, made by another":     {other.staff, service.EnterpriseChange{USCC: ptr(codeA)}, "uscc_kept"},
		"the code, for none":            {tm.staff, service.EnterpriseChange{USCC: ptr("")}, "uscc_kept"},
		"to a private person":           {tm.staff, service.EnterpriseChange{Kind: ptr(service.PrivatePerson), USCC: ptr("")}, "uscc_kept"},
		"to a kind that is none":        {tm.staff, service.EnterpriseChange{Kind: ptr(service.EnterpriseKind("x"))}, "invalid_input"},
		"a phone that is none":          {tm.staff, service.EnterpriseChange{ContactPhone: ptr("123")}, "invalid_input"},
		"a licence of another site":     {tm.staff, service.EnterpriseChange{LicenceID: &foreign}, "invalid_input"},
		"a licence that nobody has":     {tm.staff, service.EnterpriseChange{LicenceID: ptr("none")}, "invalid_input"},
		"with a licence":                {tm.staff, service.EnterpriseChange{LicenceID: &photo}, ""},
		"as somebody who is nobody yet": {w.login("nobody").Actor, service.EnterpriseChange{Address: ptr("x")}, "not_found"},
	} {
		if _, err := change(row.who, row.in); code(t, err) != row.code {
			t.Errorf("%s: %v, want %q", name, err, row.code)
		}
	}
	got, err := w.Enterprise(t.Context(), w.city, v.ID)
	if check(t, err); got.LicenceID != photo || got.ContactName != "李经理" || got.ContactPhone != "059522160001" || got.USCC != oddCode {
		t.Errorf("in the end %+v", got)
	}
	plain, _ := w.enterprise("没有代码的公司", "")
	_, err = w.ChangeEnterprise(t.Context(), tm.staff, plain.ID, service.EnterpriseChange{USCC: ptr(oddCode)})
	refused(t, err, "uscc_taken")
	if got, err := w.ChangeEnterprise(t.Context(), tm.staff, plain.ID, service.EnterpriseChange{USCC: ptr(codeB)}); err != nil || got.USCC != codeB {
		t.Errorf("a code is added: %+v, %v", got, err)
	}
	if e, created := w.enterprise("另一个名字", codeB); created || e.ID != plain.ID {
		t.Errorf("and known by it: %+v", e)
	}
}

// Names of people repeat; a phone with a name does not. The name is shown to nobody.
func TestPrivateEmployers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	make := func(phone string) (service.EnterpriseView, bool) {
		t.Helper()
		v, created, err := w.CreateEnterprise(t.Context(), w.city, service.EnterpriseInput{Kind: service.PrivatePerson, Name: "王小明", ContactPhone: phone})
		check(t, err)
		return v, created
	}
	first, _ := make("13800138000")
	if again, created := make("138-0013-8000"); created || again.ID != first.ID || again.Name != "王小明" || again.ShownName() != "王**" {
		t.Errorf("again: %+v, %v", again, created)
	}
	if namesake, created := make("13800138001"); !created || namesake.ID == first.ID {
		t.Errorf("a namesake: %+v", namesake)
	}
	for _, in := range []service.EnterpriseInput{
		{Kind: service.PrivatePerson, Name: "王小明"}, {Kind: service.PrivatePerson, Name: "王小明", ContactPhone: "13800138000", USCC: codeA},
	} {
		_, _, err := w.CreateEnterprise(t.Context(), w.city, in)
		refused(t, err, "invalid_input")
	}
	for change, want := range map[*service.EnterpriseChange]string{
		{ContactPhone: ptr("13900139000")}: "private_person_phone", {Kind: ptr(service.Company)}: "private_person", {Address: ptr("新门街")}: "",
	} {
		if _, err := w.ChangeEnterprise(t.Context(), w.city, first.ID, *change); code(t, err) != want {
			t.Errorf("%v, want %q", err, want)
		}
	}
	if list, err := w.Enterprises(t.Context(), w.city, "王小明", service.Page{Limit: 10}); err != nil || len(list) > 0 {
		t.Errorf("found by name: %+v, %v", list, err)
	}
}

// A mistyped code is corrected: whose check digit does not fit, by whom it was made known;
// any other by a supervisor. The wrong one is free for whom it belongs to.
func TestAMistypedCode(t *testing.T) {
	onEachEngine(t, func(t *testing.T, w *world) {
		tm, other := w.team(), w.team()
		v, _, err := w.CreateEnterprise(t.Context(), tm.staff, service.EnterpriseInput{Name: "泉州某某劳务有限公司", USCC: oddCode})
		check(t, err)
		correct := func(a service.Actor, code, refusal string) {
			t.Helper()
			_, err := w.ChangeEnterprise(t.Context(), a, v.ID, service.EnterpriseChange{USCC: &code})
			refused(t, err, refusal)
		}
		taken, _ := w.enterprise("另一家公司", codeB)
		correct(other.staff, codeA, "uscc_kept")
		correct(tm.staff, codeB, "uscc_taken")
		correct(tm.staff, codeA, "")
		correct(tm.staff, oddCode, "uscc_kept") // this one fits
		if e, created := w.enterprise("泉州某某劳务公司旧址", codeA); created || e.ID != v.ID {
			t.Errorf("known by the right code: %+v", e)
		}
		if e, created := w.enterprise("第三家公司", oddCode); !created || e.ID == v.ID {
			t.Errorf("still known by the wrong code: %+v", e)
		}
		const codeC = "91350500MA8UA0YX0X"
		correct(w.city, codeC, "")
		got, err := w.Enterprise(t.Context(), w.city, v.ID)
		if check(t, err); got.USCC != codeC || got.ChangedBy != w.city.Account.ID {
			t.Errorf("in the end %+v", got)
		}
		if e, err := w.Enterprise(t.Context(), w.city, taken.ID); err != nil || e.USCC != codeB {
			t.Errorf("the other one: %+v, %v", e, err)
		}
		entries, err := w.AuditEntries(t.Context(), w.city, service.AuditFilter{Page: service.Page{Limit: 1}})
		if check(t, err); entries[0].By != w.city.Account.ID || entries[0].Target != v.ID {
			t.Errorf("entered: %+v", entries)
		}
	})
}
