package wechat

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/silenceper/wechat/v2/util"
)

// realHost is where the library's constants point.
const realHost = "api.weixin.qq.com"

var (
	errNoRoute     = errors.New("request made outside of a wechat.Client")
	errForeignHost = errors.New("outbound host refused")
)

type routeKey struct{}

// withRoute makes the library's requests under ctx travel by way.
func withRoute(ctx context.Context, way http.RoundTripper) context.Context {
	return context.WithValue(ctx, routeKey{}, way)
}

// install puts the dispatcher into the library's global variable. Every Client
// passes through here before its first request, which orders this one write
// before all reads.
var install = sync.OnceFunc(func() {
	util.DefaultHTTPClient = &http.Client{Transport: dispatch{}}
})

// dispatch sends each request the way that its context names.
type dispatch struct{}

// RoundTrip refuses a request whose context names no way.
func (dispatch) RoundTrip(r *http.Request) (*http.Response, error) {
	way, ok := r.Context().Value(routeKey{}).(http.RoundTripper)
	if !ok {
		discard(r)
		return nil, errNoRoute
	}
	return way.RoundTrip(r)
}

// newNetwork is what carries the requests: HTTP/1.1, for which exit knows how to
// send a code at most once.
func newNetwork() *http.Transport {
	http1 := new(http.Protocols)
	http1.SetHTTP1(true)
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
		Protocols:              http1,
		MaxIdleConnsPerHost:    32,
		MaxResponseHeaderBytes: 64 << 10,
		IdleConnTimeout:        30 * time.Second, // sooner than the other side gives up
	}
}

// exit is the only way out: to the base, for requests meant for WeChat's host.
type exit struct {
	base *url.URL
	next http.RoundTripper
}

// RoundTrip readdresses the request, or refuses it when it is for another host.
func (e exit) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Scheme != "https" || r.URL.Host != realHost {
		discard(r)
		return nil, errForeignHost
	}
	out := r.Clone(r.Context())
	out.URL.Scheme, out.URL.Host, out.Host = e.base.Scheme, e.base.Host, ""
	if out.Method == http.MethodGet {
		// net/http repeats a GET by itself when a kept connection breaks, and
		// our GET carries a login code. It does not repeat a request that has a
		// body which cannot be had again, even an empty one; nothing of it is
		// sent.
		out.Body, out.GetBody = io.NopCloser(strings.NewReader("")), nil
	}
	return e.next.RoundTrip(out)
}

// discard closes the body of a request that will not be sent, as a RoundTripper must.
func discard(r *http.Request) {
	if r.Body != nil {
		_ = r.Body.Close()
	}
}
