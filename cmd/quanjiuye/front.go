package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// drainTime is how long requests under way may take once the server was told to
// stop.
const drainTime = 7 * time.Second

// front is the HTTP server. It stands from the first moment on; what answers
// behind it is put there, and may be put anew, while it runs.
type front struct {
	addr   string
	failed chan error // why it stopped accepting by itself

	log    *slog.Logger
	http   *http.Server
	behind atomic.Pointer[http.Handler]
	cut    context.CancelFunc // ends requests under way
}

// listen takes the address of a setting.
func listen(setting, addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, tell(err, fmt.Sprintf("无法监听 %s，可用 %s 换一个地址", addr, setting))
	}
	return l, nil
}

// openFront answers on l with what put gives it. The caller closes it.
func openFront(log *slog.Logger, l net.Listener, h http.Handler) *front {
	f := &front{addr: l.Addr().String(), failed: make(chan error, 1), log: log}
	f.put(h)
	f.http = newHTTPServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		(*f.behind.Load()).ServeHTTP(w, r)
	}), log)
	calls, cut := context.WithCancel(context.Background())
	f.cut = cut
	f.http.BaseContext = func(net.Listener) context.Context { return calls }
	go func() { f.failed <- f.http.Serve(l) }()
	return f
}

// put makes h answer from the next request on.
func (f *front) put(h http.Handler) { f.behind.Store(&h) }

// drain lets requests under way finish. What takes too long is cut: a slow body
// gets no answer, an import stops and goes on when it is sent again.
func (f *front) drain(ctx context.Context) {
	for range 2 {
		wait, cancel := context.WithTimeout(ctx, drainTime)
		err := f.http.Shutdown(wait)
		cancel()
		if err == nil {
			return
		}
		f.log.Warn("requests cut at shutdown", "error", err)
		f.cut()
	}
}

// close ends everything at once; after drain there is nothing left to end.
func (f *front) close() {
	f.cut()
	_ = f.http.Close()
}

// newHTTPServer bounds what a client may make it wait for. What the standard
// library has to say goes into the log as lines like all others.
func newHTTPServer(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 60 * time.Second,
		IdleTimeout: 120 * time.Second, MaxHeaderBytes: 32 << 10,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}
