package service_test

import (
	"slices"
	"testing"

	"github.com/quanjiuye/backend/service"
)

func TestConsentComesBeforeThePhone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	l := w.login("ann")
	_, err := w.BindPhone(t.Context(), l.Actor, "13800000001")
	refused(t, err, "consent_required")
	_, err = w.RecordConsent(t.Context(), l.Actor, "")
	refused(t, err, "invalid_input")
	acc, err := w.RecordConsent(t.Context(), l.Actor, "2026-11")
	if err != nil || acc.Consent.Version != "2026-11" || !acc.Consent.At.Equal(w.clock.Now()) {
		t.Fatalf("%+v, %v", acc.Consent, err)
	}
	a, _ := w.holder(w.Service, l.Token) // the token shows it at once
	acc, err = w.BindPhone(t.Context(), a, "13800000001")
	if err != nil || acc.Phone != "13800000001" || acc.Consent.Version != "2026-11" {
		t.Fatalf("%+v, %v", acc, err)
	}
}

func TestRename(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	l := w.login("ann")
	_, err := w.Rename(t.Context(), l.Actor, "\u202e")
	refused(t, err, "invalid_input")
	acc, err := w.Rename(t.Context(), l.Actor, " 王 一 ")
	if err != nil || acc.Name != "王一" {
		t.Fatalf("%q, %v", acc.Name, err)
	}
	if a, _ := w.holder(w.Service, l.Token); a.Account.Name != "王一" {
		t.Errorf("the token shows %q", a.Account.Name)
	}
}

func TestRolesAreGivenOverWhatThereIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.site()
	for _, c := range []struct {
		role  service.Role
		scope string
		want  string
	}{
		{service.City, service.All, ""}, {service.Admin, service.All, ""}, {service.County, "350503", ""}, {service.Staff, s.ID, ""},
		{service.Manager, s.ID, ""}, {service.County, "QZ-KFQ", ""},
		{service.City, "350503", "invalid_input"}, {service.Admin, s.ID, "invalid_input"}, {service.County, service.All, "invalid_input"},
		{service.County, "350527", "invalid_input"}, {service.Staff, "no such site", "unknown_site"}, {service.Manager, service.All, "unknown_site"},
		{service.Seeker, service.All, "invalid_input"}, {"root", service.All, "invalid_input"}, {"", "", "invalid_input"},
	} {
		err := w.GiveRole(t.Context(), "somebody", "某人", c.role, c.scope)
		if got := code(t, err); got != c.want {
			t.Errorf("%s over %s: %q, want %q", c.role, c.scope, got, c.want)
		}
	}
	if got := w.roles("somebody"); len(got) != 6 {
		t.Errorf("holds %v", got)
	}
	check(t, w.TakeRole(t.Context(), "somebody", service.City, service.All))
	refused(t, w.TakeRole(t.Context(), "somebody", service.City, service.All), "unknown_grant")
	refused(t, w.TakeRole(t.Context(), "nobody", service.City, service.All), "unknown_account")
	if got := w.roles("somebody"); len(got) != 5 || slices.Contains(got, service.City) {
		t.Errorf("holds %v", got)
	}
}

// Staff come and go, and each day counts who worked at its end (form item 2).
func TestStaffComeAndGo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.site()
	atWork := func(want int) {
		t.Helper()
		if got := w.progress(s).Recorded.Items[1].Facts["staff"]; got != want {
			t.Fatalf("%v at work, want %d", got, want)
		}
	}
	atWork(0)
	ann := w.hold("ann", service.Staff, s.ID)
	atWork(1)
	w.hold("ann", service.Staff, s.ID)   // given twice
	w.hold("ann", service.Manager, s.ID) // one person with two roles
	atWork(1)
	bob := w.hold("bob", service.Manager, s.ID)
	w.hold("county", service.County, "350503") // supervises, does not work here
	atWork(2)
	list, err := w.Members(t.Context(), bob, s.ID)
	if err != nil || len(list) != 2 {
		t.Fatalf("members: %+v, %v", list, err)
	}
	for _, m := range list {
		if both := m.Account.ID == ann.Account.ID; both != (len(m.Roles) == 2) || m.Since != day(2026, 7, 15) {
			t.Fatalf("%s is %v since %s", m.Account.OpenID, m.Roles, m.Since)
		}
	}
	w.clock.set(day(2026, 7, 20).Start())
	refused(t, w.RemoveMember(t.Context(), bob, s.ID, bob.Account.ID), "not_found") // managers are not a manager's to remove
	check(t, w.RemoveMember(t.Context(), w.city, s.ID, bob.Account.ID))
	atWork(1)
	refused(t, w.RemoveMember(t.Context(), w.city, s.ID, bob.Account.ID), "not_found")
	check(t, w.RemoveMember(t.Context(), w.city, s.ID, ann.Account.ID)) // both roles
	atWork(0)
	if got := w.progressOn(s, day(2026, 7, 19)).Recorded.Items[1].Facts["staff"]; got != 2 {
		t.Fatalf("%v were at work the day before, want 2", got)
	}
	w.hold("bob", service.Staff, s.ID)
	atWork(1)
	w.rebuildChangesNothing(s)
}
