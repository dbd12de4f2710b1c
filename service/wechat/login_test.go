package wechat_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/quanjiuye/backend/service/wechat"
	"github.com/quanjiuye/backend/service/wechat/sim"
)

func TestLoginGivesTheUser(t *testing.T) {
	w := newWorld(t, sim.Options{})
	openID, unionID, err := w.Login(t.Context(), w.loginCode("demo-seeker"))
	if err != nil || openID != "demo-seeker" || unionID != "" {
		t.Fatalf("got %q, %q, %v", openID, unionID, err)
	}
}

func TestLoginGivesTheUnionIDOfABoundApp(t *testing.T) {
	w := newWorld(t, sim.Options{UnionID: true})
	_, first, err := w.Login(t.Context(), w.loginCode("demo-seeker"))
	if err != nil || first == "" {
		t.Fatalf("got %q, %v", first, err)
	}
	_, second, err := w.Login(t.Context(), w.loginCode("demo-seeker"))
	if err != nil || second != first {
		t.Errorf("the same user has the unionids %q and %q (%v)", first, second, err)
	}
}

func TestLoginRefusesCodes(t *testing.T) {
	w := newWorld(t, sim.Options{})
	used, old := w.loginCode("demo-seeker"), w.loginCode("demo-seeker")
	if _, _, err := w.Login(t.Context(), used); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, code string
		errcode    int64
		advance    string
	}{
		{"used", used, 40163, "4m59s"},
		{"expired", old, 40029, "1s"},
		{"used and expired", used, 40029, "1s"},
		{"unknown", "0123456789abcdef", 40029, "1s"},
		{"of the phone button", w.phoneCode("demo-seeker", "13800138000"), 40029, "1s"},
	} {
		w.control("POST", "/sim/clock", `{"advance":"`+c.advance+`"}`)
		openID, _, err := w.Login(t.Context(), c.code)
		if e := wantKind(t, err, wechat.BadCode); e.WeChatCode != c.errcode || e.RetryAfter != 0 || openID != "" {
			t.Errorf("%s: got %q, %v, retry after %v", c.name, openID, err, e.RetryAfter)
		}
	}
}

func TestOneCodeIsOneLogin(t *testing.T) {
	w := newWorld(t, sim.Options{})
	code := w.loginCode("demo-seeker")
	var won, lost atomic.Int32
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			_, _, err := w.Login(context.Background(), code)
			if err == nil {
				won.Add(1)
				return
			}
			var e *wechat.Error
			if errors.As(err, &e) && e.Kind == wechat.BadCode && e.WeChatCode == 40163 {
				lost.Add(1)
			}
		})
	}
	group.Wait()
	if won.Load() != 1 || lost.Load() != 19 {
		t.Errorf("%d logged in, %d were told that the code is used", won.Load(), lost.Load())
	}
}

func TestMalformedCodesNeverLeave(t *testing.T) {
	w := newWorld(t, sim.Options{})
	for _, code := range []string{
		"", "short", "x&appid=wxEVIL0000#", "abcdefgh&secret=x", "abcdefgh%26appid", "abcdefgh\n", "码码码码码码码码",
		"abcdefgh ", string(make([]byte, 16)), "../../../cgi-bin", string(make([]rune, 200)),
	} {
		_, _, err := w.Login(t.Context(), code)
		wantKind(t, err, wechat.BadCode)
		_, err = w.PhoneNumber(t.Context(), code)
		wantKind(t, err, wechat.BadCode)
	}
	if total := w.control("GET", "/sim/calls", "")["total"].(float64); total != 0 {
		t.Errorf("%v calls went out", total)
	}
}

func TestLimitOfLogins(t *testing.T) {
	w := newWorld(t, sim.Options{LoginsPerMinute: 2})
	for range 2 {
		if _, _, err := w.Login(t.Context(), w.loginCode("demo-seeker")); err != nil {
			t.Fatal(err)
		}
	}
	_, _, err := w.Login(t.Context(), w.loginCode("demo-seeker"))
	if e := wantKind(t, err, wechat.Busy); e.RetryAfter <= 0 {
		t.Error("no hint when to come back")
	}
}
