package handler

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/netip"
	"regexp"
	"strings"
)

// requestIDHeader carries a request's id, in the answer and, from a trusted
// proxy, in the request.
const requestIDHeader = "X-Request-Id"

// requestIDForm is what a proxy's id must look like to be kept.
var requestIDForm = regexp.MustCompile(`^[A-Za-z0-9_-]{8,64}$`)

type requestIDKey struct{}

// requestID is "" outside a request.
func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// withRequestID gives every request an id, or keeps the one that a trusted proxy
// gave it, and tells it in the answer's header, whatever the answer. Anybody
// else's is not kept: he could hide among the log lines of others.
func withRequestID(trusted []string, next http.Handler) http.Handler {
	proxies := prefixes(trusted)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := rand.Text()[:16] // to be read out over the phone
		if given := r.Header.Values(requestIDHeader); len(given) == 1 && requestIDForm.MatchString(given[0]) && proxies.hold(r.RemoteAddr) {
			id = given[0]
		}
		w.Header().Set(requestIDHeader, id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestIDKey{}, id)))
	})
}

type networks []netip.Prefix

// prefixes reads addresses and CIDRs; config has checked them.
func prefixes(list []string) networks {
	n := make(networks, len(list))
	for i, text := range list {
		if strings.Contains(text, "/") {
			n[i] = netip.MustParsePrefix(text).Masked()
			continue
		}
		addr := netip.MustParseAddr(text).Unmap()
		n[i] = netip.PrefixFrom(addr, addr.BitLen())
	}
	return n
}

func (n networks) hold(remote string) bool {
	at, err := netip.ParseAddrPort(remote)
	if err != nil {
		return false
	}
	for _, p := range n {
		if p.Contains(at.Addr().Unmap()) {
			return true
		}
	}
	return false
}

// LogRequests is h with request_id in each line that is written with the context
// of a request.
func LogRequests(h slog.Handler) slog.Handler { return requestLog{h} }

type requestLog struct{ slog.Handler }

// Handle implements slog.Handler.
func (l requestLog) Handle(ctx context.Context, r slog.Record) error {
	if id := requestID(ctx); id != "" {
		r = r.Clone()
		r.AddAttrs(slog.String("request_id", id))
	}
	return l.Handler.Handle(ctx, r)
}

// WithAttrs implements slog.Handler.
func (l requestLog) WithAttrs(attrs []slog.Attr) slog.Handler {
	return requestLog{l.Handler.WithAttrs(attrs)}
}

// WithGroup implements slog.Handler.
func (l requestLog) WithGroup(name string) slog.Handler { return requestLog{l.Handler.WithGroup(name)} }
