package wechat

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
)

// departure is whether a call's request may have been acted upon without our
// knowing: it has begun to leave, and WeChat has not refused it.
type departure struct{ open atomic.Bool }

type departureKey struct{}

// watchDeparture lets what leaves under ctx be noted.
func watchDeparture(ctx context.Context) (context.Context, *departure) {
	d := &departure{}
	return context.WithValue(ctx, departureKey{}, d), d
}

// leaving notes when a request begins to leave, and when an errcode says that
// nothing came of it. The fetch of a token has a context of its own and is not
// what a call is about.
type leaving struct{ next http.RoundTripper }

// RoundTrip sends r on.
func (l leaving) RoundTrip(r *http.Request) (*http.Response, error) {
	d, ok := r.Context().Value(departureKey{}).(*departure)
	if !ok {
		return l.next.RoundTrip(r)
	}
	// The headers come before everything else, and are noted before they are sent.
	trace := &httptrace.ClientTrace{WroteHeaders: func() { d.open.Store(true) }}
	answer, err := l.next.RoundTrip(r.WithContext(httptrace.WithClientTrace(r.Context(), trace)))
	var refused *refusal
	if errors.As(err, &refused) {
		d.open.Store(false)
	}
	return answer, err
}
