package wechat_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service/wechat"
	"github.com/quanjiuye/backend/service/wechat/sim"
)

// brokenAnswers is everything that may come instead of an answer.
var brokenAnswers = []string{
	`"status":500`, `"status":502`, `"status":404`, `"body":"html"`, `"body":"empty"`, `"body":"huge"`, `"body":"cut"`,
	`"delay_ms":30000`,
}

func TestBrokenAnswersEndInTime(t *testing.T) {
	w := newWorld(t, sim.Options{})
	const timeout = 300 * time.Millisecond
	c := w.client(func(c *wechat.Config) { c.Timeout = timeout })
	for _, what := range brokenAnswers {
		t.Run(what, func(t *testing.T) {
			w.control("DELETE", "/sim/calls", "")
			start := time.Now()
			w.fault(loginPath, what)
			openID, _, err := c.Login(t.Context(), w.loginCode("demo-seeker"))
			e := wantKind(t, err, wechat.Unavailable)
			if openID != "" || e.RetryAfter == 0 || e.WeChatCode != 0 {
				t.Errorf("got %q, %v, retry after %v", openID, err, e.RetryAfter)
			}
			if n := w.calls(loginPath); n != 1 {
				t.Errorf("the code was sent %d times", n)
			}

			w.fault(phonePath, what)
			_, err = c.PhoneNumber(t.Context(), w.phoneCode("demo-seeker", "13800138000"))
			wantKind(t, err, wechat.Unavailable)
			if n := w.calls(phonePath); n != 1 {
				t.Errorf("the phone code was sent %d times", n)
			}

			if err := w.cache.Delete(t.Context(), tokenKey); err != nil {
				t.Fatal(err)
			}
			w.fault(tokenPath, what)
			_, err = c.PhoneNumber(t.Context(), w.phoneCode("demo-seeker", "13800138000"))
			wantKind(t, err, wechat.Unavailable)
			within(t, start, 3*timeout+2*time.Second)
		})
	}
}

func TestSlowAnswerIsADeadline(t *testing.T) {
	w := newWorld(t, sim.Options{})
	c := w.client(func(c *wechat.Config) { c.Timeout = 50 * time.Millisecond })
	w.fault(loginPath, `"delay_ms":30000`)
	_, _, err := c.Login(t.Context(), w.loginCode("demo-seeker"))
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

func TestCallerWhoLeaves(t *testing.T) {
	w := newWorld(t, sim.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, path := range []string{loginPath, tokenPath} {
		w.fault(path, `"delay_ms":30000`)
	}
	start := time.Now()
	_, _, err := w.Login(ctx, w.loginCode("demo-seeker"))
	wantKind(t, err, wechat.Unavailable)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	_, err = w.PhoneNumber(ctx, w.phoneCode("demo-seeker", "13800138000"))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	within(t, start, time.Second)
}

func TestNobodyThere(t *testing.T) {
	c := newClient(t, "http://127.0.0.1:1", func(*wechat.Config) {})
	_, _, err := c.Login(t.Context(), "0123456789abcdef")
	wantKind(t, err, wechat.Unavailable)
	if !strings.Contains(err.Error(), "connect") {
		t.Errorf("%v does not say what is wrong", err)
	}
	_, err = c.PhoneNumber(t.Context(), "0123456789abcdef")
	wantKind(t, err, wechat.Unavailable)
}

// Whatever happens, what an error says in any form is safe to log.
func TestErrorsKeepSecrets(t *testing.T) {
	w := newWorld(t, sim.Options{})
	c := w.client(func(c *wechat.Config) { c.Timeout = 100 * time.Millisecond })
	gone := newClient(t, "http://127.0.0.1:1", func(c *wechat.Config) { c.Cache = w.cache })
	for _, what := range append(brokenAnswers, `"errcode":-1`, `"errcode":40125`, `"errcode":40163`, `"errcode":40001`, `"errcode":48001`) {
		if _, err := w.PhoneNumber(t.Context(), w.phoneCode("demo-seeker", "13800138000")); err != nil {
			t.Fatal(err)
		}
		token, _, err := w.cache.Get(t.Context(), tokenKey)
		if err != nil || token == "" {
			t.Fatalf("no token in the cache: %v", err)
		}
		login, phone := w.loginCode("demo-seeker"), w.phoneCode("demo-seeker", "13800138000")
		var errs []error
		for _, client := range []*wechat.Client{c, gone} {
			w.fault(loginPath, what)
			_, _, err1 := client.Login(t.Context(), login)
			w.fault(phonePath, what)
			_, err2 := client.PhoneNumber(t.Context(), phone)
			w.fault(imagePath, what)
			_, err3 := client.MiniProgramCode(t.Context(), "scene", "", 0)
			errs = append(errs, err1, err2, err3)
			w.control("DELETE", "/sim/faults", "")
		}
		for _, err := range errs {
			leaks(t, what, err, sim.ExampleSecret, token, login, phone)
		}
	}
}

// leaks looks for secrets in every form of every error of a chain.
func leaks(t *testing.T, what string, err error, secrets ...string) {
	t.Helper()
	secrets = append(secrets, "secret=", "access_token=", "js_code=", "api.weixin.qq.com/")
	for ; err != nil; err = errors.Unwrap(err) {
		for _, form := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
			text := fmt.Sprintf(form, err)
			for _, secret := range secrets {
				if strings.Contains(text, secret) {
					t.Errorf("after %s, %s of %T holds %q: %s", what, form, err, secret, text)
				}
			}
		}
	}
}
