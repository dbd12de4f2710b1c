package wechat_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service/wechat"
	"github.com/quanjiuye/backend/service/wechat/sim"
)

// phones asks for n phone numbers at once, through the given clients in turn.
func (w *world) phones(n int, clients ...*wechat.Client) {
	w.t.Helper()
	codes := make([]string, n)
	for i := range codes {
		codes[i] = w.phoneCode("demo-seeker", "13800138000")
	}
	var group sync.WaitGroup
	for i, code := range codes {
		group.Go(func() {
			number, err := clients[i%len(clients)].PhoneNumber(context.Background(), code)
			if err != nil || number != "13800138000" {
				w.t.Errorf("got %q, %v", number, err)
			}
		})
	}
	group.Wait()
}

func TestManyCallersFetchOneToken(t *testing.T) {
	w := newWorld(t, sim.Options{})
	w.phones(20, w.Client)
	if n := w.calls(tokenPath); n != 1 {
		t.Errorf("%d tokens fetched, want 1", n)
	}
}

func TestClientsShareTheCachedToken(t *testing.T) {
	w := newWorld(t, sim.Options{})
	w.phones(1, w.Client)
	w.phones(6, w.Client, w.client(func(*wechat.Config) {}), w.client(func(*wechat.Config) {}))
	if n := w.calls(tokenPath); n != 1 {
		t.Errorf("%d tokens fetched, want 1", n)
	}
}

func TestTokenIsRenewedOnceForAll(t *testing.T) {
	for name, spoil := range map[string]func(*world){
		"revoked": func(w *world) { w.control("POST", "/sim/tokens/revoke", "") },
		"expired": func(w *world) { w.control("POST", "/sim/clock", `{"advance":"3h"}`) },
		"garbled": func(w *world) {
			if err := w.cache.Set(context.Background(), tokenKey, "88_garbled", time.Hour); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, sim.Options{})
			w.phones(1, w.Client)
			w.control("DELETE", "/sim/calls", "")
			spoil(w)
			w.phones(20, w.Client)
			if n := w.calls(tokenPath); n != 1 {
				t.Errorf("%d tokens fetched, want 1", n)
			}
		})
	}
}

func TestRenewalSendsTheCallOnceMore(t *testing.T) {
	w := newWorld(t, sim.Options{})
	for _, code := range []string{"40001", "40014", "42001"} {
		w.control("DELETE", "/sim/calls", "")
		w.fault(phonePath, `"errcode":`+code)
		w.phones(1, w.Client)
		if n := w.calls(phonePath); n != 2 {
			t.Errorf("after %s: %d calls, want 2", code, n)
		}
	}
	w.control("DELETE", "/sim/calls", "")
	w.fault(phonePath, `"errcode":40001,"times":2`)
	_, err := w.PhoneNumber(t.Context(), w.phoneCode("demo-seeker", "13800138000"))
	if e := wantKind(t, err, wechat.Unavailable); e.WeChatCode != 40001 {
		t.Errorf("got %v", err)
	}
	if n := w.calls(phonePath); n != 2 {
		t.Errorf("%d calls, want 2: one repetition is enough", n)
	}
}

func TestRenewalThatFails(t *testing.T) {
	w := newWorld(t, sim.Options{})
	w.phones(1, w.Client)
	w.control("POST", "/sim/tokens/revoke", "")
	w.fault(tokenPath, `"errcode":40125`)
	_, err := w.PhoneNumber(t.Context(), w.phoneCode("demo-seeker", "13800138000"))
	if e := wantKind(t, err, wechat.Misconfigured); e.WeChatCode != 40125 {
		t.Errorf("got %v", err)
	}
}

// A caller in a hurry leaves; the fetch that it began serves the others.
func TestHurriedCallerSpoilsNothing(t *testing.T) {
	w := newWorld(t, sim.Options{})
	w.fault(tokenPath, `"delay_ms":300`)
	hurried, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := w.PhoneNumber(hurried, w.phoneCode("demo-seeker", "13800138000"))
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	w.phones(3, w.Client)
	if n := w.calls(tokenPath); n != 1 {
		t.Errorf("%d tokens fetched, want 1", n)
	}
}

func TestCloseEndsCalls(t *testing.T) {
	w := newWorld(t, sim.Options{})
	login, phone := w.loginCode("demo-seeker"), w.phoneCode("demo-seeker", "13800138000")
	for path, call := range map[string]func(*wechat.Client) error{
		tokenPath: func(c *wechat.Client) error { _, err := c.PhoneNumber(context.Background(), phone); return err },
		loginPath: func(c *wechat.Client) error { _, _, err := c.Login(context.Background(), login); return err },
	} {
		w.fault(path, `"delay_ms":30000`)
		c, done := w.client(func(*wechat.Config) {}), make(chan error)
		go func() { done <- call(c) }()
		for w.calls(path) == 0 {
			time.Sleep(time.Millisecond)
		}
		c.Close()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v", path, err)
		}
		if err := call(c); !errors.Is(err, context.Canceled) {
			t.Errorf("%s after Close: got %v", path, err)
		}
	}
}
