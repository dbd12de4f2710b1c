package service_test

import (
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

// agreed is an account that has agreed to the notice in force.
func (w *world) agreed(openID string) service.Actor {
	w.Helper()
	a := w.login(openID).Actor
	_, err := w.RecordConsent(w.Context(), a, service.NoticeInForce.Version)
	check(w, err)
	return a
}

// linkCode is a code that a clerk makes.
func (w *world) linkCode(a service.Actor, registration string) string {
	w.Helper()
	code, _, err := w.MakeLinkCode(w.Context(), a, registration)
	check(w, err)
	return code
}

// At the counter staff make a code; whoever enters it stands for the person, once.
func TestLinkedByACode(t *testing.T) { onEachEngine(t, linkedByACode) }

func linkedByACode(t *testing.T, w *world) {
	tm := w.team()
	first := w.register(tm.staff, tm.site, w.somebody())
	code := w.linkCode(tm.staff, first.ID)
	if len(code) != 8 || strings.ContainsAny(code, "01IOl") {
		t.Errorf("the code is %q", code)
	}
	me := w.agreed("me")
	v, err := w.LinkMe(t.Context(), me, " "+strings.ToLower(code[:4])+"-"+code[4:])
	check(t, err)
	if v.ID != first.ID || v.Advice != "" || v.Person.Phone != "" || v.EmploymentStatus != "失业" || !w.stands(me) {
		t.Errorf("linked: %+v", v)
	}
	if again, err := w.LinkMe(t.Context(), me, code); err != nil || again.ID != first.ID {
		t.Errorf("sent again: %+v, %v", again, err)
	}
	_, err = w.LinkMe(t.Context(), w.agreed("other"), code)
	refused(t, err, "link_code_invalid")
	w.counts(tm.site, registered(1), none)

	// His new phone has another account; the old one is nobody now, and cannot undo it.
	next := w.agreed("new phone")
	_, err = w.LinkMe(t.Context(), next, w.linkCode(tm.mate, first.ID))
	check(t, err)
	_, err = w.LinkMe(t.Context(), me, code)
	refused(t, err, "link_code_invalid")
	if w.stands(me) || !w.stands(next) {
		t.Error("the old account stands for him")
	}
}

func TestWhatNoCodeLinks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	first := w.register(tm.staff, tm.site, w.somebody())
	try := func(a service.Actor, code, want string) {
		t.Helper()
		_, err := w.LinkMe(t.Context(), a, code)
		refused(t, err, want)
	}
	_, _, err := w.MakeLinkCode(t.Context(), w.team().staff, first.ID)
	refused(t, err, "not_found")
	code := w.linkCode(tm.staff, first.ID)
	try(w.login("silent").Actor, code, "consent_outdated")
	_, err = w.RecordConsent(t.Context(), tm.staff, service.NoticeInForce.Version)
	check(t, err)
	try(tm.staff, code, "link_code_invalid") // his own
	guesser := w.agreed("guesser")
	for _, wrong := range []string{"ABCD2345", "x", "ABCD1234", strings.Repeat("A", 32), "é"} {
		try(guesser, wrong, "link_code_invalid")
	}
	try(guesser, code, "too_many_requests")

	late := w.agreed("late")
	w.clock.add(15 * time.Minute)
	try(late, code, "link_code_invalid")
	code = w.linkCode(tm.mate, first.ID)
	check(t, w.RemoveMember(t.Context(), tm.manager, tm.site.ID, tm.mate.Account.ID))
	try(late, code, "link_code_invalid") // its maker works there no more
	_, err = w.VoidRegistration(t.Context(), tm.staff, first.ID, "录入有误")
	check(t, err)
	_, _, err = w.MakeLinkCode(t.Context(), tm.staff, first.ID)
	refused(t, err, "record_void")
}

// A clerk who links an account by his code gets no word for his own records through it.
func TestACodeConfirmsNothing(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	first := w.register(tm.staff, tm.site, w.somebody())
	me := w.agreed("second phone")
	_, err := w.LinkMe(t.Context(), me, w.linkCode(tm.staff, first.ID))
	check(t, err)
	own, other := w.place(tm.staff, tm.site, first.PersonID, "甲公司"), w.place(tm.mate, tm.site, first.PersonID, "乙公司")
	_, err = w.ConfirmMyPlacement(t.Context(), me, own.ID)
	refused(t, err, "linked_by_author")
	_, err = w.ConfirmMyPlacement(t.Context(), me, other.ID)
	check(t, err)
}

// Of many who enter one code at once, one stands for the person.
func TestOneCodeInParallel(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	first := w.register(tm.staff, tm.site, w.somebody())
	code := w.linkCode(tm.staff, first.ID)
	accounts := []service.Actor{w.agreed("a"), w.agreed("b"), w.agreed("c")}
	parallel(6, func(i int) { _, _ = w.LinkMe(t.Context(), accounts[i%3], code) })
	standing := 0
	for _, a := range accounts {
		standing += one(w.stands(a))
	}
	if standing != 1 {
		t.Errorf("%d accounts stand for him", standing)
	}
}
