package wechat_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/quanjiuye/backend/service/wechat"
)

// parrot answers every call with the same words.
func parrot(t testing.TB) (*wechat.Client, *atomic.Value) {
	t.Helper()
	var words atomic.Value
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		_, _ = io.WriteString(w, words.Load().(string))
	}))
	t.Cleanup(server.Close)
	return newClient(t, server.URL, func(*wechat.Config) {}), &words
}

func TestOddSessions(t *testing.T) {
	c, words := parrot(t)
	for _, answer := range []string{
		`{}`, `null`, `[]`, `0`, `""`, ``, `{"errcode":0}`, `{"openid":""}`, `{"openid":null}`, `{"openid":" "}`,
		`{"openid":"a b"}`, `{"openid":"用户"}`, `{"openid":1}`, `{"openid":"` + strings.Repeat("x", 65) + `"}`,
		`{"openid":"demo-seeker"`, `{"openid":"demo-seeker"}{"openid":"other"}`, `{"errcode":"40029"}`,
	} {
		words.Store(answer)
		openID, _, err := c.Login(t.Context(), "0123456789abcdef")
		wantKind(t, err, wechat.Unavailable)
		if openID != "" {
			t.Errorf("%s gave the openid %q", answer, openID)
		}
	}
}

func TestOddPhones(t *testing.T) {
	c, words := parrot(t)
	const rest = `,"watermark":{"appid":"wx0000000000example"}}}`
	for _, answer := range []string{
		`{"access_token":"","expires_in":7200}`,
		`{"access_token":"t"}`,
		`{"access_token":"t","phone_info":{"purePhoneNumber":"13800138000","countryCode":"86"}}`,
		`{"access_token":"t","phone_info":{"purePhoneNumber":"13800138000"` + rest,
		`{"access_token":"t","phone_info":{"purePhoneNumber":13800138000,"countryCode":"86"` + rest,
		`{"access_token":"t","phone_info":{"purePhoneNumber":"13800138000","countryCode":86` + rest,
		`{"access_token":"t","phone_info":{"purePhoneNumber":"","countryCode":"86"` + rest,
		`{"access_token":"t","phone_info":{"purePhoneNumber":"13800138000 ","countryCode":"86"` + rest,
	} {
		words.Store(answer)
		number, err := c.PhoneNumber(t.Context(), "0123456789abcdef")
		wantKind(t, err, wechat.Unavailable)
		if number != "" || strings.Contains(err.Error(), "13800138000") {
			t.Errorf("%s gave %q, %v", answer, number, err)
		}
	}
	words.Store(`{"access_token":"t","phone_info":{"purePhoneNumber":"13800138000","countryCode":"86"` + rest)
	if number, err := c.PhoneNumber(t.Context(), "0123456789abcdef"); err != nil || number != "13800138000" {
		t.Errorf("got %q, %v", number, err)
	}
}

func TestMessagesAreMadeHarmless(t *testing.T) {
	c, words := parrot(t)
	words.Store(`{"errcode":40029,"errmsg":"invalid js_code=0123456789abcdef, secret: hunter2\n\u202eline ` +
		strings.Repeat("长", 1000) + ` oGZUI0egBJY1zhBYw2KhdUfwVJJE rid: 60ae120f-371d5872-7941a05b"}`)
	_, _, err := c.Login(t.Context(), "0123456789abcdef")
	wantKind(t, err, wechat.BadCode)
	for _, bad := range []string{"0123456789abcdef", "hunter2", "\n", "\u202e", "oGZUI0egBJY1zhBYw2KhdUfwVJJE"} {
		if strings.Contains(err.Error(), bad) {
			t.Errorf("%q is in %q", bad, err)
		}
	}
	if len(err.Error()) > 1000 {
		t.Errorf("%d bytes of text", len(err.Error()))
	}
	words.Store(`{"errcode":-1,"errmsg":"system error rid: 60ae120f-371d5872-7941a05b"}`)
	if _, _, err := c.Login(t.Context(), "0123456789abcdef"); !strings.Contains(err.Error(), "60ae120f-371d5872-7941a05b") {
		t.Errorf("%v has lost its rid", err)
	}
}

// Whatever comes back, a login either names a usable user or fails as an *Error.
func FuzzLoginAnswer(f *testing.F) {
	c, words := parrot(f)
	for _, seed := range []string{`{"openid":"demo-seeker","session_key":"x"}`, `{"errcode":40029,"errmsg":"x"}`, `{}`, `<html>`, ``} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, answer string) {
		words.Store(answer)
		openID, _, err := c.Login(t.Context(), "0123456789abcdef")
		var e *wechat.Error
		if (err == nil) == (openID == "") || (err != nil && (!errors.As(err, &e) || e.Kind == "")) {
			t.Errorf("%q gave %q, %v", answer, openID, err)
		}
		if strings.ContainsAny(openID, " \r\n\"'<>&") || len(openID) > 64 {
			t.Errorf("%q gave the openid %q", answer, openID)
		}
	})
}
