package wechat_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/silenceper/wechat/v2/util"

	"github.com/quanjiuye/backend/service/wechat"
	"github.com/quanjiuye/backend/service/wechat/sim"
)

// Each client keeps to its own simulator although the library has one global
// HTTP client.
func TestClientsKeepApart(t *testing.T) {
	a, b := newWorld(t, sim.Options{}), newWorld(t, sim.Options{})
	code := a.loginCode("demo-seeker")
	_, _, err := b.Login(t.Context(), code)
	wantKind(t, err, wechat.BadCode)
	if _, _, err := a.Login(t.Context(), code); err != nil {
		t.Error(err)
	}
}

func TestNoRequestSlipsPast(t *testing.T) {
	w := newWorld(t, sim.Options{})
	if _, err := util.HTTPGet(w.sim.URL() + loginPath); err == nil {
		t.Error("a call outside of a client went through")
	}
	if _, err := util.PostJSON("https://api.weixin.qq.com"+tokenPath, map[string]string{}); err == nil {
		t.Error("a call outside of a client went through")
	}
	if total := w.control("GET", "/sim/calls", "")["total"].(float64); total != 0 {
		t.Errorf("%v calls went out", total)
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	var visited atomic.Bool
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { visited.Store(true) }))
	defer elsewhere.Close()
	here := httptest.NewServer(http.RedirectHandler(elsewhere.URL, http.StatusFound))
	defer here.Close()
	_, _, err := newClient(t, here.URL, func(*wechat.Config) {}).Login(t.Context(), "0123456789abcdef")
	wantKind(t, err, wechat.Unavailable)
	if visited.Load() {
		t.Error("the secret went to another host")
	}
}

// net/http repeats a GET when a kept connection breaks; a login code must not
// be sent twice.
func TestBrokenConnectionDoesNotRepeatACode(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	var requests, odd atomic.Int32
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				in := bufio.NewReader(conn)
				for n := 0; ; n++ {
					r, err := http.ReadRequest(in)
					if err != nil {
						return
					}
					requests.Add(1)
					if r.ContentLength != 0 || len(r.TransferEncoding) > 0 {
						odd.Add(1)
					}
					if n == 1 {
						return // the second request of a connection gets no answer
					}
					const body = `{"openid":"demo-seeker","session_key":"x"}`
					fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
				}
			}()
		}
	}()
	c := newClient(t, "http://"+listener.Addr().String(), func(*wechat.Config) {})
	if _, _, err := c.Login(t.Context(), "0123456789abcdef"); err != nil {
		t.Fatal(err)
	}
	_, _, err = c.Login(t.Context(), "fedcba9876543210")
	wantKind(t, err, wechat.Unavailable)
	if n := requests.Load(); n != 2 {
		t.Errorf("%d requests came, want 2", n)
	}
	if odd.Load() != 0 {
		t.Error("the GET was sent with a body")
	}
}
