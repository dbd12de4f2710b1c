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

const textPath = "/wxa/msg_sec_check"

// present logs the user in, as WeChat judges nobody else's texts.
func (w *world) present(openID string) {
	w.t.Helper()
	if _, _, err := w.Login(w.t.Context(), w.loginCode(openID)); err != nil {
		w.t.Fatal(err)
	}
}

func TestCheckText(t *testing.T) {
	w := newWorld(t, sim.Options{})
	w.present("demo-staff")
	for text, want := range map[string]wechat.Suggestion{
		"招电工两名，日结300元": wechat.Pass, "详情加微信": wechat.Review, "在家刷单": wechat.Risky,
		strings.Repeat("字", 2500): wechat.Pass,
	} {
		if got, err := w.CheckText(t.Context(), "demo-staff", text); got != want || err != nil {
			t.Errorf("%.30s: %q, %v, want %q", text, got, err, want)
		}
	}
}

func TestCheckTextOfSomebodyWhoIsAway(t *testing.T) {
	w := newWorld(t, sim.Options{})
	_, err := w.CheckText(t.Context(), "demo-staff", "招电工")
	wantKind(t, err, wechat.Inactive)
	w.present("demo-staff")
	w.control("POST", "/sim/clock", `{"advance":"2h1s"}`)
	got, err := w.CheckText(t.Context(), "demo-staff", "招电工")
	if e := wantKind(t, err, wechat.Inactive); got != "" || e.WeChatCode != 61010 || e.RetryAfter != 0 {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestCheckTextSendsNothingUnfit(t *testing.T) {
	w := newWorld(t, sim.Options{})
	w.present("demo-staff")
	for _, c := range [][2]string{
		{"demo-staff", ""}, {"demo-staff", strings.Repeat("字", 2501)}, {"demo-staff", "招\xff工"}, {"", "招电工"}, {"a b", "招电工"},
	} {
		_, err := w.CheckText(t.Context(), c[0], c[1])
		wantKind(t, err, wechat.Unfit)
	}
	if n := w.calls(textPath); n != 0 {
		t.Errorf("%d calls", n)
	}
}

// Whatever happens to the call, no verdict is made up.
func TestCheckTextThatFails(t *testing.T) {
	w := newWorld(t, sim.Options{})
	w.present("demo-staff")
	c := w.client(func(c *wechat.Config) { c.Timeout = 300 * time.Millisecond })
	for _, what := range brokenAnswers {
		w.fault(textPath, what)
		got, err := c.CheckText(t.Context(), "demo-staff", "招电工")
		if e := wantKind(t, err, wechat.Unavailable); got != "" || e.RetryAfter == 0 {
			t.Errorf("%s: %q, retry after %v", what, got, e.RetryAfter)
		}
		w.control("DELETE", "/sim/faults", "")
	}
	for code, kind := range map[int64]wechat.Kind{
		-1: wechat.Busy, 45009: wechat.Quota, 45011: wechat.Busy, 48001: wechat.Misconfigured, 40097: wechat.Misconfigured,
		61010: wechat.Inactive, 45002: wechat.Unfit, 87014: wechat.Unavailable,
	} {
		w.fault(textPath, fmt.Sprintf(`"errcode":%d`, code))
		got, err := c.CheckText(t.Context(), "demo-staff", "招电工")
		if e := wantKind(t, err, kind); got != "" || e.WeChatCode != code {
			t.Errorf("%d: %q, %v", code, got, err)
		}
		w.control("DELETE", "/sim/faults", "")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.CheckText(ctx, "demo-staff", "招电工"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestCheckTextWithATokenThatExpired(t *testing.T) {
	w := newWorld(t, sim.Options{})
	w.present("demo-staff")
	if got, err := w.CheckText(t.Context(), "demo-staff", "招电工"); got != wechat.Pass || err != nil {
		t.Fatalf("%q, %v", got, err)
	}
	w.fault(textPath, `"errcode":40001`)
	if got, err := w.CheckText(t.Context(), "demo-staff", "招电工"); got != wechat.Pass || err != nil {
		t.Errorf("after 40001: %q, %v", got, err)
	}
}

func TestCheckTextTakesOnlyKnownVerdicts(t *testing.T) {
	c, words := parrot(t)
	for _, answer := range []string{
		`{"access_token":"t"}`,
		`{"access_token":"t","result":null}`,
		`{"access_token":"t","result":[]}`,
		`{"access_token":"t","result":{"suggest":"","label":100}}`,
		`{"access_token":"t","result":{"suggest":"PASS","label":100}}`,
		`{"access_token":"t","result":{"suggest":1}}`,
		`{"access_token":"t","result":{"suggest":"pass"}`,
		`[]`, `null`, `pass`,
	} {
		words.Store(answer)
		got, err := c.CheckText(t.Context(), "demo-staff", "招电工")
		if wantKind(t, err, wechat.Unavailable); got != "" {
			t.Errorf("%s: %q", answer, got)
		}
	}
	words.Store(`{"access_token":"t","result":{"suggest":"pass","label":100}}`)
	if got, err := c.CheckText(t.Context(), "demo-staff", "招电工"); got != wechat.Pass || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}

func TestCheckTextKeepsTheText(t *testing.T) {
	w := newWorld(t, sim.Options{})
	w.present("demo-staff")
	const secret = "联系张三13800001234"
	for _, what := range append(brokenAnswers, `"errcode":-1`, `"errcode":99999`) {
		c := w.client(func(c *wechat.Config) { c.Timeout = 100 * time.Millisecond })
		w.fault(textPath, what)
		_, err := c.CheckText(t.Context(), "demo-staff", secret)
		leaks(t, what, err, secret, "13800001234", "demo-staff")
		w.control("DELETE", "/sim/faults", "")
	}
}
