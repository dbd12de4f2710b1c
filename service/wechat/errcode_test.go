package wechat_test

import (
	"fmt"
	"testing"

	"github.com/quanjiuye/backend/service/wechat"
	"github.com/quanjiuye/backend/service/wechat/sim"
)

func TestErrcodesBecomeKinds(t *testing.T) {
	w := newWorld(t, sim.Options{})
	for code, kind := range map[int64]wechat.Kind{
		40029: wechat.BadCode,
		40163: wechat.BadCode,
		41008: wechat.BadCode,
		40226: wechat.Blocked,
		-1:    wechat.Busy,
		45011: wechat.Busy,
		45009: wechat.Quota,
		40013: wechat.Misconfigured,
		40125: wechat.Misconfigured,
		40164: wechat.Misconfigured,
		41002: wechat.Misconfigured,
		41004: wechat.Misconfigured,
		48001: wechat.Misconfigured,
		99999: wechat.Unavailable, // unknown
	} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			what := fmt.Sprintf(`"errcode":%d`, code)
			w.control("DELETE", "/sim/calls", "")

			w.fault(loginPath, what)
			_, _, err := w.Login(t.Context(), w.loginCode("demo-seeker"))
			check(t, err, kind, code)

			w.fault(phonePath, what)
			_, err = w.PhoneNumber(t.Context(), w.phoneCode("demo-seeker", "13800138000"))
			check(t, err, kind, code)

			w.fault(imagePath, what)
			_, err = w.MiniProgramCode(t.Context(), "scene", "", 0)
			check(t, err, kind, code)

			// The token's own failure is told through the call that needs one.
			if err := w.cache.Delete(t.Context(), tokenKey); err != nil {
				t.Fatal(err)
			}
			w.fault(tokenPath, what)
			_, err = w.PhoneNumber(t.Context(), w.phoneCode("demo-seeker", "13800138000"))
			check(t, err, kind, code)

			for _, path := range []string{loginPath, phonePath} {
				if n := w.calls(path); n != 1 {
					t.Errorf("%d calls of %s, want 1: codes are not sent again", n, path)
				}
			}
		})
	}
}

func check(t *testing.T, err error, kind wechat.Kind, code int64) {
	t.Helper()
	e := wantKind(t, err, kind)
	if e.WeChatCode != code {
		t.Errorf("errcode %d, want %d", e.WeChatCode, code)
	}
	final := kind == wechat.BadCode || kind == wechat.Blocked
	if final != (e.RetryAfter == 0) {
		t.Errorf("%v: retry after %v", err, e.RetryAfter)
	}
}
