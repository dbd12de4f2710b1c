package service_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/live"
)

// holder is who a token stands for, or nobody.
func (w *world) holder(svc *service.Service, token string) (a service.Actor, ok bool) {
	w.Helper()
	a, _, err := svc.Authenticate(context.Background(), token)
	if code(w, err) == "unauthenticated" {
		return a, false
	}
	check(w, err)
	return a, true
}

func TestATokenStandsForItsAccount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one, two := w.login("ann"), w.login("ann")
	other := w.login("bob")
	if one.Token == two.Token || one.Actor.Account.ID != two.Actor.Account.ID || other.Actor.Account.ID == one.Actor.Account.ID {
		t.Fatal("two logins of one account and one of another are mixed up")
	}
	for _, l := range []service.Login{one, two, other, one} {
		a, ok := w.holder(w.Service, l.Token)
		if !ok || a.Account.ID != l.Session.AccountID || len(a.Grants) != 0 {
			t.Fatalf("%s is %+v, %v", l.Session.AccountID, a, ok)
		}
	}
	if strings.Contains(one.Session.ID, one.Token) {
		t.Error("the session's id gives the token away")
	}
}

func TestWhatIsNoToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	good := w.login("ann").Token
	for _, bad := range []string{
		"", "x", good[:42], good + "x", strings.ToUpper(good), strings.Repeat("A", 43), good[1:] + good[:1], strings.Repeat("a", 16<<10),
		strings.Repeat("中", 14) + "x",
	} {
		if a, ok := w.holder(w.Service, bad); ok {
			t.Errorf("%.50q stands for %s", bad, a.Account.ID)
		}
	}
	_, err := w.LoginWeChat(t.Context(), "")
	refused(t, err, "wechat_code_invalid")
}

// At a first visit that is made twice at once there is one account.
func TestOneAccountInParallel(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var mu sync.Mutex
	ids := map[string]bool{}
	parallel(20, func(int) {
		l := w.login("newcomer")
		mu.Lock()
		defer mu.Unlock()
		ids[l.Actor.Account.ID] = true
	})
	if len(ids) != 1 {
		t.Fatalf("%d accounts", len(ids))
	}
}

func TestSessionsEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	out, stays, old := w.login("ann"), w.login("ann"), w.login("bob")
	for _, l := range []service.Login{out, stays, old} {
		if _, ok := w.holder(w.Service, l.Token); !ok { // so that all are remembered
			t.Fatal("a fresh token is refused")
		}
	}
	check(t, w.Logout(t.Context(), out.Session))
	check(t, w.Logout(t.Context(), out.Session)) // a repetition
	if _, ok := w.holder(w.Service, out.Token); ok {
		t.Error("the token outlives the logout")
	}
	if _, ok := w.holder(w.Service, stays.Token); !ok {
		t.Error("the logout ends another session")
	}
	w.clock.set(old.Session.ExpiresAt.Add(-time.Millisecond))
	if _, ok := w.holder(w.Service, old.Token); !ok {
		t.Error("refused before its time")
	}
	w.clock.add(time.Millisecond) // remembered a moment ago, and yet
	if _, ok := w.holder(w.Service, old.Token); ok {
		t.Error("the token outlives its session")
	}
}

// A role that is taken away acts on the very next call.
func TestALoweredRoleActsAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	l := w.login("staff of " + tm.site.ID)
	a, _ := w.holder(w.Service, l.Token)
	if len(a.Grants) != 1 {
		t.Fatalf("grants: %v", a.Grants)
	}
	check(t, w.RemoveMember(t.Context(), tm.manager, tm.site.ID, a.Account.ID))
	a, ok := w.holder(w.Service, l.Token)
	if !ok || len(a.Grants) != 0 {
		t.Fatalf("still %v, %v", a.Grants, ok)
	}
	_, _, err := w.Register(t.Context(), a, registration(tm.site, w.somebody()))
	refused(t, err, "not_found")
	check(t, w.GiveRole(t.Context(), "staff of "+tm.site.ID, "", service.Staff, tm.site.ID))
	if a, _ = w.holder(w.Service, l.Token); len(a.Grants) != 1 {
		t.Fatalf("a role given again: %v", a.Grants)
	}
}

// A role is taken away while another call is reading it: what was read must not
// be remembered.
func TestALoweredRoleIsNotRememberedFromBefore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	l := w.login("staff of " + tm.site.ID)
	read := newGate()
	w.store.after("GrantsOf", read.once())
	var wg sync.WaitGroup
	wg.Go(func() { w.holder(w.Service, l.Token) })
	<-read.come
	check(t, w.RemoveMember(t.Context(), tm.manager, tm.site.ID, l.Actor.Account.ID))
	close(read.pass)
	wg.Wait()
	if a, _ := w.holder(w.Service, l.Token); len(a.Grants) != 0 {
		t.Fatalf("still %v", a.Grants)
	}
}

func TestADisabledAccountIsOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	l := w.login("ann")
	_, err := w.store.UpdateAccount(t.Context(), l.Actor.Account.ID, func(a *service.Account) error { a.Disabled = true; return nil })
	check(t, err)
	if _, ok := w.holder(w.Service, l.Token); ok {
		t.Error("the token works on")
	}
	_, err = w.LoginWeChat(t.Context(), "ann")
	refused(t, err, "account_disabled")
}

// Two instances share no memory: the relay tells the other one, and if it cannot,
// the other one forgets by itself within seconds.
func TestAnotherInstanceHearsOfALoweredRole(t *testing.T) {
	t.Parallel()
	for _, lost := range []bool{false, true} {
		w := newWorld(t)
		tm := w.team()
		other := w.instance()
		stop := w.follow(service.NewFeed(other, live.NewHub(), version))
		l := w.login("staff of " + tm.site.ID)
		if a, _ := w.holder(other, l.Token); len(a.Grants) != 1 {
			t.Fatalf("grants: %v", a.Grants)
		}
		w.redis.mute.Store(lost)
		check(t, w.RemoveMember(t.Context(), tm.manager, tm.site.ID, l.Actor.Account.ID))
		if lost {
			w.clock.add(3 * time.Second)
		}
		eventually(t, "the other instance knows", func() bool {
			a, ok := w.holder(other, l.Token)
			return ok && len(a.Grants) == 0
		})
		stop()
	}
}

// What is over is removed.
func TestExpiredSessionsAreRemoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	old := w.login("ann")
	w.clock.set(old.Session.ExpiresAt.Add(time.Second))
	fresh := w.login("ann")
	check(t, w.store.DeleteExpired(t.Context(), w.clock.Now()))
	if _, err := w.store.Session(t.Context(), old.Session.ID); !errors.Is(err, service.ErrNoRecord) {
		t.Errorf("the old session: %v", err)
	}
	if _, ok := w.holder(w.Service, fresh.Token); !ok {
		t.Error("the fresh session is gone too")
	}
}
