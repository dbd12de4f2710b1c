package service_test

import (
	"sync"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

// invite is a fresh code for staff.
func (w *world) invite(tm team) string {
	w.Helper()
	code, i, err := w.InviteMember(w.Context(), tm.manager, tm.site.ID, service.Staff)
	check(w, err)
	if !i.ExpiresAt.After(w.clock.Now()) || i.ID == code {
		w.Fatalf("an invite of %s until %s", i.ID, i.ExpiresAt)
	}
	return code
}

// accepts tries a code for somebody and checks the refusal; "" when it is taken.
func (w *world) accepts(a service.Actor, code, want string) {
	w.Helper()
	_, err := w.AcceptInvite(w.Context(), a, code)
	refused(w, err, want)
}

// roles are what an account holds now.
func (w *world) roles(openID string) (list []service.Role) {
	w.Helper()
	for _, g := range w.login(openID).Actor.Grants {
		list = append(list, g.Role)
	}
	return list
}

func TestAnInviteBindsWhoeverAcceptsIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	code := w.invite(tm)
	newcomer := w.login("newcomer").Actor
	g, err := w.AcceptInvite(t.Context(), newcomer, code)
	if err != nil || g.Role != service.Staff || g.Scope != tm.site.ID || g.AccountID != newcomer.Account.ID || g.Since != w.Today() {
		t.Fatalf("%+v, %v", g, err)
	}
	w.register(w.login("newcomer").Actor, tm.site, w.somebody())
	if staff := w.progress(tm.site).Recorded.Items[1].Facts["staff"]; staff != 4 {
		t.Errorf("%v at work", staff)
	}
	w.accepts(newcomer, code, "")                  // the first answer may have been lost
	w.accepts(tm.mate, code, "invite_invalid")     // used
	w.accepts(newcomer, "guess", "invite_invalid") // the same for all that is wrong
	w.accepts(newcomer, "", "invite_invalid")
	if got := w.roles("newcomer"); len(got) != 1 {
		t.Errorf("roles: %v", got)
	}
}

func TestInvitesExpire(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	code := w.invite(tm)
	w.clock.add(72*time.Hour - time.Millisecond)
	w.accepts(w.login("in time").Actor, code, "")
	code = w.invite(tm)
	w.clock.add(72 * time.Hour)
	w.accepts(w.login("late").Actor, code, "invite_invalid")
	if got := w.roles("late"); len(got) != 0 {
		t.Errorf("roles: %v", got)
	}
}

// Of twenty who accept one code at once, one is bound.
func TestAnInviteIsUsedOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	code := w.invite(tm)
	var mu sync.Mutex
	bound := 0
	actors := make([]service.Actor, 20)
	for i := range actors {
		actors[i] = w.login(w.somebody().Name).Actor
	}
	parallel(len(actors), func(i int) {
		_, err := w.AcceptInvite(t.Context(), actors[i], code)
		mu.Lock()
		defer mu.Unlock()
		switch {
		case err == nil:
			bound++
		default:
			refused(t, err, "invite_invalid")
		}
	})
	if bound != 1 {
		t.Errorf("%d are bound", bound)
	}
	if staff := w.progress(tm.site).Recorded.Items[1].Facts["staff"]; staff != 4 {
		t.Errorf("%v at work", staff)
	}
}

// An old code does not revive a role that was taken away since, however soon.
func TestARemovedMemberDoesNotReturnByTheOldCode(t *testing.T) {
	t.Parallel()
	for _, later := range []time.Duration{0, 10 * time.Minute, 2 * time.Hour, 24 * time.Hour} {
		t.Run(later.String(), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			tm := w.team()
			code := w.invite(tm)
			member := w.login("member").Actor
			w.accepts(member, code, "")
			check(t, w.RemoveMember(t.Context(), tm.manager, tm.site.ID, member.Account.ID))
			w.clock.add(later)
			w.accepts(member, code, "invite_invalid")
			if got := w.roles("member"); len(got) != 0 {
				t.Errorf("roles: %v", got)
			}
			w.accepts(member, w.invite(tm), "") // a new one does
			w.accepts(member, code, "")         // and then the old one takes nothing away
			if got := w.roles("member"); len(got) != 1 {
				t.Errorf("roles: %v", got)
			}
		})
	}
}

// The process dies between the two writes of an acceptance: the repetition
// completes it, even after an hour.
func TestAHalfAcceptedInviteIsCompleted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	code := w.invite(tm)
	member := w.login("member").Actor
	w.store.before("PutGrant", func() error { return errStore })
	if _, err := w.AcceptInvite(t.Context(), member, code); err == nil {
		t.Fatal("accepted although nothing was kept")
	}
	w.store.before("PutGrant", nil)
	w.clock.add(2 * time.Hour)
	w.accepts(member, code, "")
	if got := w.roles("member"); len(got) != 1 {
		t.Errorf("roles: %v", got)
	}
}

// A code is worth what its maker still may; and nobody invites himself.
func TestAnInviteIsItsMakers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	code, early := w.invite(tm), w.invite(tm)
	w.accepts(tm.manager, code, "invite_invalid")
	w.accepts(w.login("early").Actor, early, "")
	check(t, w.RemoveMember(t.Context(), w.city, tm.site.ID, tm.manager.Account.ID))
	w.accepts(w.login("late").Actor, code, "invite_invalid")
	if early, late := w.roles("early"), w.roles("late"); len(early) != 1 || len(late) != 0 {
		t.Errorf("the early one is %v, the late one %v", early, late)
	}
	check(t, w.GiveRole(t.Context(), "manager of "+tm.site.ID, "", service.Manager, tm.site.ID))
	w.accepts(w.login("late").Actor, code, "") // it was not used up
}

// Codes cannot be guessed by trying.
func TestTriesAreLimited(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	guesser := w.login("guesser").Actor
	limited := false
	for range 30 {
		_, err := w.AcceptInvite(t.Context(), guesser, "guess")
		switch got := code(t, err); got {
		case "invite_invalid":
		case "too_many_requests":
			limited = true
		default:
			t.Fatalf("a guess: %q", got)
		}
	}
	if !limited {
		t.Fatal("thirty guesses in a second")
	}
	w.accepts(w.login("another").Actor, "guess", "invite_invalid")
}

func TestOnlyMembersAreInvited(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	for _, role := range []service.Role{service.Seeker, service.County, service.City, service.Admin, "", "root"} {
		_, _, err := w.InviteMember(t.Context(), w.city, tm.site.ID, role)
		refused(t, err, "invalid_input")
	}
}
