package service_test

import (
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

// proven is an account whose number WeChat vouches for.
func (w *world) proven(openID, phone string) service.Actor {
	w.Helper()
	l := w.login(openID)
	_, err := w.RecordConsent(w.Context(), l.Actor, service.NoticeInForce.Version)
	check(w, err)
	a, _ := w.holder(w.Service, l.Token)
	_, err = w.BindPhone(w.Context(), a, phone)
	check(w, err)
	a, _ = w.holder(w.Service, l.Token)
	return a
}

// ownIDs are the registrations that an account is shown.
func (w *world) ownIDs(a service.Actor) (ids []string) {
	w.Helper()
	mine, err := w.MyRegistrations(w.Context(), a, service.Page{Limit: 10})
	check(w, err)
	for _, v := range mine {
		ids = append(ids, v.ID)
	}
	return ids
}

// stands reports whether the account may act for somebody.
func (w *world) stands(a service.Actor) bool {
	w.Helper()
	_, _, err := w.ApplyMe(w.Context(), a, service.ApplyInput{PostingID: w.anOpening()})
	switch code(w, err) {
	case "":
		return true
	case "register_first":
		return false
	}
	w.Fatalf("applying: %v", err)
	return false
}

// anOpening is an open posting of a new site.
func (w *world) anOpening() string {
	w.Helper()
	tm := w.team()
	e, _ := w.enterprise("泉州某某物业有限公司", "")
	return w.post(tm.staff, posting(tm.site, e.ID)).ID
}

// Whom staff registered first is his account's own once WeChat vouches for the number
// in the record; he then applies, signs up, sees and deletes as if he had been first,
// and counts once.
func TestWhomStaffRegisteredFirstIsLinked(t *testing.T) { onEachEngine(t, staffFirst) }

func staffFirst(t *testing.T, w *world) {
	tm := w.team()
	who := w.somebody()
	in := registration(tm.site, who)
	in.Profile.Groups = []string{"disabled"}
	first, _, err := w.Register(t.Context(), tm.staff, in)
	check(t, err)
	me := w.proven("me", who.Phone)
	v, created, err := w.RegisterMe(t.Context(), me, registration(tm.site, who))
	check(t, err)
	if created || v.ID != first.ID || v.Advice != "" {
		t.Fatalf("created %t, %s with advice %q, want %s", created, v.ID, v.Advice, first.ID)
	}
	if v.EmploymentStatus != "失业" || !v.Profile.Empty() || v.Person.Phone != who.Phone {
		t.Errorf("of what staff recorded the account is told %+v", v)
	}
	if jobs, err := w.MyJobs(t.Context(), me, service.MyJobsFilter{Limit: 5}); err != nil || jobs.RegistrationID != first.ID {
		t.Errorf("jobs by %q, %v", jobs.RegistrationID, err)
	}
	w.counts(tm.site, registered(1), none)
	if got := w.ownIDs(me); len(got) != 1 || got[0] != first.ID {
		t.Errorf("own registrations: %v", got)
	}
	w.clock.add(time.Minute)
	elsewhere := w.team()
	later := w.register(elsewhere.staff, elsewhere.site, who)
	if got := w.ownIDs(me); len(got) != 2 || got[0] != later.ID || later.PersonID != first.PersonID {
		t.Errorf("own registrations: %v, want %s of %s first", got, later.ID, later.PersonID)
	}
	if !w.stands(me) {
		t.Error("cannot apply")
	}
	report, err := w.DeleteMe(t.Context(), me, deleted)
	check(t, err)
	if report.StaffKnown != 1 || report.Erased != 0 {
		t.Errorf("deleted: %+v", report)
	}
	if kept, err := w.Registration(t.Context(), tm.staff, first.ID); err != nil || kept.EmploymentStatus != "失业" || kept.Person.AccountID != "" || kept.Person.Name != who.Name {
		t.Errorf("the site's own record: %+v, %v", kept, err)
	}
}

// Without proof nothing is linked, and the answer says what to do.
func TestNothingIsLinkedWithoutProof(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	who := w.somebody()
	who.IDNumber = idNumber(1)
	first := w.register(tm.staff, tm.site, who)
	with := func(change func(*service.PersonInput)) service.PersonInput {
		in := who
		change(&in)
		return in
	}
	for name, c := range map[string]struct {
		account service.Actor
		sent    service.PersonInput
		advice  string
	}{
		"a typed number":     {w.login("typed").Actor, who, "验证手机号"},
		"another's number":   {w.proven("other", "13900000001"), who, "带证件到站点"},
		"a known document":   {w.proven("third", "13900000002"), with(func(p *service.PersonInput) { p.Phone = "13900000002" }), "带证件到站点"},
		"a namesake's":       {w.proven("namesake", who.Phone), with(func(p *service.PersonInput) { p.IDNumber = idNumber(2) }), ""},
		"another on a phone": {w.proven("spouse", who.Phone), with(func(p *service.PersonInput) { p.Name, p.IDNumber = "配偶", "" }), ""},
	} {
		v, _, err := w.RegisterMe(t.Context(), c.account, registration(tm.site, c.sent))
		check(t, err)
		if linked := c.advice == ""; linked != (v.Advice == "") || !strings.Contains(v.Advice, c.advice) {
			t.Errorf("%s: advice %q", name, v.Advice)
		}
		if known := v.PersonID == first.PersonID; known == (c.advice == "") || known && (v.EmploymentStatus != "" || v.RecordedBy != "") {
			t.Errorf("%s is told %+v", name, v)
		}
		if c.advice != "" && (w.stands(c.account) || len(w.ownIDs(c.account)) > 0) {
			t.Errorf("%s stands for somebody", name)
		}
	}
	if p := w.known(tm, who); p.AccountID != "" || p.Phone != who.Phone {
		t.Errorf("the person became %+v", p)
	}
}

// Whom another account registered goes to the account that proves the number, with
// what was told of him; an account that proves it as well keeps him.
func TestWhomAnotherAccountRegisteredFirst(t *testing.T) { onEachEngine(t, otherFirst) }

func otherFirst(t *testing.T, w *world) {
	tm := w.team()
	who := w.somebody()
	child := w.login("child").Actor
	first, _, err := w.RegisterMe(t.Context(), child, registration(tm.site, who))
	check(t, err)
	me := w.proven("me", who.Phone)
	v, created, err := w.RegisterMe(t.Context(), me, registration(tm.site, who))
	check(t, err)
	if created || v.ID != first.ID || v.Advice != "" || !w.stands(me) {
		t.Fatalf("created %t: %+v", created, v)
	}
	if got := w.ownIDs(me); len(got) != 1 {
		t.Errorf("own registrations: %v", got)
	}
	if got := w.ownIDs(child); len(got) != 0 || w.stands(child) {
		t.Errorf("the other account keeps %v", got)
	}
	w.counts(tm.site, registered(1), none)
	second := w.proven("second phone", who.Phone)
	v, _, err = w.RegisterMe(t.Context(), second, registration(tm.site, who))
	check(t, err)
	if v.Advice == "" || w.stands(second) || !w.stands(me) {
		t.Error("one who had proven it lost him")
	}
	_, err = w.DeleteMe(t.Context(), child, deleted)
	check(t, err)
	if !w.stands(me) || len(w.ownIDs(me)) != 1 {
		t.Error("went with the other account")
	}
}

// Many at once: one account gets the person, and the count is one.
func TestLinkedInParallel(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	who := w.somebody()
	w.register(tm.staff, tm.site, who)
	accounts := []service.Actor{w.proven("a", who.Phone), w.proven("b", who.Phone), w.proven("c", who.Phone)}
	parallel(6, func(i int) {
		_, _, err := w.RegisterMe(t.Context(), accounts[i%3], registration(tm.site, who))
		check(t, err)
	})
	standing := 0
	for _, a := range accounts {
		standing += one(w.stands(a))
	}
	if standing != 1 {
		t.Errorf("%d accounts stand for him", standing)
	}
	w.counts(tm.site, registered(1), none)
}
