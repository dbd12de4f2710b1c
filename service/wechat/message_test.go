package wechat_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service/wechat"
	"github.com/quanjiuye/backend/service/wechat/sim"
)

const sendPath = "/cgi-bin/message/subscribe/send"

var fields = map[string]string{"thing1": "社保补贴申领", "time2": "2026年11月23日"}

// accepts lets the user accept the prompt a number of times.
func (w *world) accepts(openID string, times int) {
	w.t.Helper()
	w.control("POST", "/sim/subscriptions", fmt.Sprintf(`{"openid":%q,"template_id":"t1","accept":true,"times":%d}`, openID, times))
}

// delivered is how many messages the user's phone has shown.
func (w *world) delivered(openID string) int {
	w.t.Helper()
	return len(w.control("GET", "/sim/messages?openid="+openID, "")["items"].([]any))
}

func (w *world) sendTo(c *wechat.Client, openID string) error {
	_, err := c.SendSubscribe(context.Background(), openID, "t1", "pages/notice/index?id=1", fields)
	return err
}

func TestAMessageArrivesOnce(t *testing.T) {
	w := newWorld(t, sim.Options{})
	w.accepts("ann", 1)
	id, err := w.SendSubscribe(t.Context(), "ann", "t1", "pages/notice/index?id=1", fields)
	if err != nil || id == 0 {
		t.Fatalf("got %d, %v", id, err)
	}
	shown := w.control("GET", "/sim/messages", "")["items"].([]any)[0].(map[string]any)
	if shown["msgid"] != fmt.Sprint(id) || shown["page"] != "pages/notice/index?id=1" || shown["data"].(map[string]any)["thing1"] != "社保补贴申领" {
		t.Errorf("the phone shows %v", shown)
	}
	e := wantKind(t, w.sendTo(w.Client, "ann"), wechat.NotSubscribed)
	if e.WeChatCode != 43101 || e.MaybeDone || w.delivered("ann") != 1 {
		t.Errorf("%v, %d delivered", e, w.delivered("ann"))
	}
}

// A token that WeChat forgot is renewed, and the message sent once.
func TestAMessageOutlivesItsToken(t *testing.T) {
	w := newWorld(t, sim.Options{})
	w.accepts("ann", 3)
	for i := range 3 {
		w.control("POST", "/sim/tokens/revoke", "")
		if err := w.sendTo(w.Client, "ann"); err != nil || w.delivered("ann") != i+1 {
			t.Fatalf("%v, %d delivered", err, w.delivered("ann"))
		}
	}
}

func TestRefusedMessagesAreSurelyNotSent(t *testing.T) {
	w := newWorld(t, sim.Options{})
	for code, kind := range map[int64]wechat.Kind{
		43101: wechat.NotSubscribed, 40003: wechat.BadMessage, 40037: wechat.BadMessage, 47003: wechat.BadMessage,
		-1: wechat.Busy, 45011: wechat.Busy, 45009: wechat.Quota, 41030: wechat.Misconfigured, 48001: wechat.Misconfigured,
		99999: wechat.Unavailable, 40001: wechat.Unavailable,
	} {
		times := 1
		if code == 40001 {
			times = 2 // the new token is refused, too
		}
		w.fault(sendPath, fmt.Sprintf(`"errcode":%d,"times":%d`, code, times))
		if e := wantKind(t, w.sendTo(w.Client, "ann"), kind); e.WeChatCode != code || e.MaybeDone {
			t.Errorf("errcode %d: %v, may be done: %v", code, e, e.MaybeDone)
		}
	}
}

// Whatever comes in an answer's place, the message may be there; and it is, where
// only the answer was cut off.
func TestALostAnswerIsAnUnknownEnd(t *testing.T) {
	w := newWorld(t, sim.Options{})
	c := w.client(func(c *wechat.Config) { c.Timeout = 300 * time.Millisecond })
	w.accepts("ann", 100)
	for _, what := range brokenAnswers {
		w.fault(sendPath, what)
		if e := wantKind(t, w.sendTo(c, "ann"), wechat.Unavailable); !e.MaybeDone {
			t.Errorf("%s: %v is taken for surely not sent", what, e)
		}
	}
	if n := w.delivered("ann"); n != 2 { // "cut" and "delay" come after the act
		t.Errorf("%d delivered", n)
	}
}

// Before the request leaves, nothing can have been done.
func TestWhatNeverLeftIsSurelyNotSent(t *testing.T) {
	gone := newClient(t, "http://127.0.0.1:1", func(*wechat.Config) {})
	w := newWorld(t, sim.Options{})
	if err := w.sendTo(gone, "ann"); wantKind(t, err, wechat.Unavailable).MaybeDone {
		t.Errorf("%v", err)
	}
	known := newClient(t, "http://127.0.0.1:1", func(c *wechat.Config) { c.Cache = w.cache })
	w.accepts("ann", 1)
	if err := w.sendTo(w.Client, "ann"); err != nil { // so that there is a token
		t.Fatal(err)
	}
	if err := w.sendTo(known, "ann"); wantKind(t, err, wechat.Unavailable).MaybeDone {
		t.Errorf("%v", err)
	}
	for _, what := range brokenAnswers { // of the token's fetch
		if err := w.cache.Delete(t.Context(), tokenKey); err != nil {
			t.Fatal(err)
		}
		w.fault(tokenPath, what)
		c := w.client(func(c *wechat.Config) { c.Timeout = 100 * time.Millisecond })
		if e := wantKind(t, w.sendTo(c, "ann"), wechat.Unavailable); e.MaybeDone {
			t.Errorf("%s of the token: %v", what, e)
		}
		w.control("DELETE", "/sim/faults", "")
	}
	// The token is refused, so nothing was done, and another cannot be had.
	w.control("POST", "/sim/tokens/revoke", "")
	w.fault(tokenPath, `"status":500`)
	if e := wantKind(t, w.sendTo(w.Client, "ann"), wechat.Unavailable); e.MaybeDone {
		t.Errorf("after a refused token: %v", e)
	}
}

func TestMessagesOutOfFormAreNotSent(t *testing.T) {
	w := newWorld(t, sim.Options{})
	for _, c := range []struct {
		openID, template, page string
		data                   map[string]string
	}{
		{"", "t1", "", fields}, {"a b", "t1", "", fields}, {"ann", "", "", fields}, {"ann", "t1&x", "", fields},
		{"ann", "t1", "/pages", fields}, {"ann", "t1", "", nil},
	} {
		_, err := w.SendSubscribe(t.Context(), c.openID, c.template, c.page, c.data)
		if e := wantKind(t, err, wechat.BadMessage); e.MaybeDone {
			t.Errorf("%+v: %v", c, err)
		}
	}
	if n := w.calls(sendPath); n != 0 {
		t.Errorf("%d calls", n)
	}
}

// An answer without an errcode of 0 is no acceptance.
func TestOddAcceptances(t *testing.T) {
	c, words := parrot(t)
	for _, answer := range []string{
		`{"access_token":"t","expires_in":7200}`, `{"access_token":"t","expires_in":7200,"errcode":"0"}`,
		`{"access_token":"t","expires_in":7200,"errcode":null,"msgid":1}`,
		`{"access_token":"t","expires_in":7200,"errcode":0,"msgid":"x"}`,
	} {
		words.Store(answer)
		_, err := c.SendSubscribe(t.Context(), "ann", "t1", "", fields)
		if e := wantKind(t, err, wechat.Unavailable); !e.MaybeDone {
			t.Errorf("%s: %v", answer, e)
		}
	}
	words.Store(`{"access_token":"t","expires_in":7200,"errcode":0,"msgid":9007199254740993}`)
	if id, err := c.SendSubscribe(t.Context(), "ann", "t1", "", fields); err != nil || id != 9007199254740993 {
		t.Errorf("got %d, %v", id, err)
	}
}

// A message's error quotes nobody's openid.
func TestMessageErrorsNameNobody(t *testing.T) {
	c, words := parrot(t)
	words.Store(`{"access_token":"t","expires_in":7200,"errcode":40003,"errmsg":"invalid openid hint: [ann-of-fengze] rid: 60ae120f-371d5872-7941a05b"}`)
	_, err := c.SendSubscribe(t.Context(), "ann-of-fengze", "t1", "", fields)
	if err == nil || strings.Contains(err.Error(), "ann-of-fengze") {
		t.Errorf("told %v", err)
	}
}
