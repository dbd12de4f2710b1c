package service_test

import (
	"errors"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

// onScreen begins a login by scanning in a browser.
func (w *world) onScreen() (ticket, secret string) {
	w.Helper()
	ticket, secret, l, err := w.BeginScanLogin(w.Context(), "Firefox", "10.1.2.3")
	check(w, err)
	if l.State != service.ScanLoginNew || l.ExpiresAt.Sub(l.CreatedAt) != 2*time.Minute {
		w.Fatalf("%+v", l)
	}
	return ticket, secret
}

// screen is how far a browser's login is.
func (w *world) screen(ticket, secret string, want service.ScanLoginState) service.Login {
	w.Helper()
	state, login, err := w.FinishScanLogin(w.Context(), ticket, secret)
	if check(w, err); state != want || (login.Token != "") != (want == service.ScanLoginConsumed) {
		w.Fatalf("%s with a token of %d letters, want %s", state, len(login.Token), want)
	}
	return login
}

func TestAScreenIsLoggedInByAPhone(t *testing.T) {
	onEachEngine(t, func(t *testing.T, w *world) {
		w.paints()
		tm := w.team()
		ticket, secret := w.onScreen()
		picture, err := w.ScanLoginCode(t.Context(), ticket)
		check(t, err)
		if scene := scan(t, picture); scene != "l."+ticket || len(scene) > 32 {
			t.Fatalf("the code says %q", scene)
		}
		w.screen(ticket, secret, service.ScanLoginNew)
		for range 2 { // the phone may ask again
			l, err := w.OpenScanLogin(t.Context(), tm.manager, ticket)
			if check(t, err); l.Browser != "Firefox" || l.Address != "10.1.2.3" {
				t.Fatalf("the phone is told %+v", l)
			}
		}
		w.screen(ticket, secret, service.ScanLoginScanned)
		for range 2 {
			_, err = w.AnswerScanLogin(t.Context(), tm.manager, ticket, true)
			check(t, err)
		}
		login := w.screen(ticket, secret, service.ScanLoginConsumed)
		if a, ok := w.holder(w.Service, login.Token); !ok || a.Account.ID != tm.manager.Account.ID || len(a.Grants) == 0 {
			t.Errorf("the session is %+v's, %v", a.Account.ID, ok)
		}
		if d := login.Session.ExpiresAt.Sub(login.Session.CreatedAt); d != 12*time.Hour {
			t.Errorf("it lasts %s", d)
		}
		state, again, err := w.FinishScanLogin(t.Context(), ticket, secret)
		if check(t, err); state != service.ScanLoginConsumed || again.Token != "" {
			t.Errorf("a second session: %s", state)
		}
	})
}

// Whoever has only the ticket, which everybody sees on the screen, gets nothing.
func TestATicketAloneGivesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	ticket, secret := w.onScreen()
	other, hisSecret := w.onScreen()
	_, err := w.OpenScanLogin(t.Context(), tm.staff, ticket)
	check(t, err)
	_, err = w.OpenScanLogin(t.Context(), tm.manager, ticket) // somebody else's phone
	refused(t, err, "scan_login_invalid")
	_, err = w.AnswerScanLogin(t.Context(), tm.manager, ticket, true)
	refused(t, err, "scan_login_invalid")
	_, err = w.AnswerScanLogin(t.Context(), tm.manager, other, true) // which nobody has scanned
	refused(t, err, "scan_login_invalid")
	_, err = w.AnswerScanLogin(t.Context(), tm.staff, ticket, true)
	check(t, err)
	for _, wrong := range []string{"", "x", hisSecret, ticket} {
		_, login, err := w.FinishScanLogin(t.Context(), ticket, wrong)
		refused(t, err, "scan_login_invalid")
		if login.Token != "" {
			t.Fatal("a session for nothing")
		}
	}
	_, _, err = w.FinishScanLogin(t.Context(), "", secret)
	refused(t, err, "scan_login_invalid")
	w.screen(ticket, secret, service.ScanLoginConsumed)
}

func TestAScreenWaitsTwoMinutes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.paints()
	tm := w.team()
	ticket, secret := w.onScreen()
	_, err := w.OpenScanLogin(t.Context(), tm.staff, ticket)
	check(t, err)
	_, err = w.AnswerScanLogin(t.Context(), tm.staff, ticket, true)
	check(t, err)
	w.clock.add(2 * time.Minute)
	_, _, err = w.FinishScanLogin(t.Context(), ticket, secret)
	refused(t, err, "scan_login_invalid")
	_, err = w.ScanLoginCode(t.Context(), ticket)
	refused(t, err, "scan_login_invalid")
	_, err = w.OpenScanLogin(t.Context(), tm.staff, ticket)
	refused(t, err, "scan_login_invalid")
}

func TestAPhoneSaysNo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	ticket, secret := w.onScreen()
	_, err := w.OpenScanLogin(t.Context(), tm.staff, ticket)
	check(t, err)
	_, err = w.AnswerScanLogin(t.Context(), tm.staff, ticket, false)
	check(t, err)
	_, err = w.AnswerScanLogin(t.Context(), tm.staff, ticket, true)
	refused(t, err, "scan_login_invalid")
	w.screen(ticket, secret, service.ScanLoginRefused)
}

// The pages have nothing for who is only a seeker.
func TestSeekersHaveNoScreen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ticket, secret := w.onScreen()
	_, err := w.OpenScanLogin(t.Context(), w.login("seeker").Actor, ticket)
	refused(t, err, "no_office_role")
	w.screen(ticket, secret, service.ScanLoginNew)
}

// However often a browser asks at once, it gets one session.
func TestAScreenGetsOneSession(t *testing.T) {
	onEachEngine(t, func(t *testing.T, w *world) {
		tm := w.team()
		ticket, secret := w.onScreen()
		_, err := w.OpenScanLogin(t.Context(), tm.staff, ticket)
		check(t, err)
		_, err = w.AnswerScanLogin(t.Context(), tm.staff, ticket, true)
		check(t, err)
		tokens := make([]string, 20)
		parallel(len(tokens), func(i int) {
			_, login, err := w.FinishScanLogin(t.Context(), ticket, secret)
			if err != nil && !errors.Is(err, &service.Error{Code: "scan_login_invalid"}) {
				t.Error(err)
			}
			tokens[i] = login.Token
		})
		n := 0
		for _, token := range tokens {
			if token != "" {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%d sessions", n)
		}
	})
}
