package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/quanjiuye/backend/handler"
	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/live"
)

// drainTime is how long requests under way may take once the server was told to
// stop.
const drainTime = 7 * time.Second

func serve(ctx context.Context, e env, args []string) (err error) {
	empty := false
	operands, err := flags(e, "serve", args, func(fs *flag.FlagSet) {
		fs.BoolVar(&empty, "empty", false, "do not seed the demonstration")
	})
	if err != nil || len(operands) > 0 {
		return errors.Join(err, unless(err != nil, errUsage))
	}
	listener, err := net.Listen("tcp", e.cfg.ListenAddr)
	if err != nil {
		return fmt.Errorf("无法监听 %s，可用 LISTEN_ADDR 换一个地址：%w", e.cfg.ListenAddr, err)
	}
	defer func() { _ = listener.Close() }()
	eng, err := openEngines(ctx, e.cfg, e.log, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, eng.close()) }()
	if err := eng.openWeChat(e.cfg, e.log); err != nil {
		return err
	}
	seeded := ""
	if !empty && !e.cfg.Production() {
		if seeded, err = seedEmpty(ctx, eng, clock(e.cfg)()); err != nil {
			return err
		}
	}
	return newServer(e, eng).serve(ctx, listener, seeded)
}

func unless(cond bool, err error) error {
	if cond {
		return nil
	}
	return err
}

// server is the running whole.
type server struct {
	env
	eng  *engines
	svc  *service.Service
	hub  *live.Hub
	feed *service.Feed
	api  *handler.API
}

func newServer(e env, eng *engines) *server {
	s := &server{env: e, eng: eng, hub: live.NewHub()}
	s.svc = eng.service(e.cfg, e.log)
	s.feed = service.NewFeed(s.svc, s.hub, handler.EncodeProgress)
	deps := handler.Deps{
		Service: s.svc, Hub: s.hub, Feed: s.feed, Log: e.log, Ready: eng.ready, Limiter: eng.redis,
		TrustedProxies: e.cfg.TrustedProxies, AllowedOrigins: e.cfg.AllowedOrigins, Observe: observe(s.hub),
	}
	if eng.sim != nil {
		deps.Sim = eng.sim.Control()
	}
	if e.cfg.MetricsOnMain() {
		deps.Metrics = promhttp.Handler()
	}
	s.api = handler.New(deps)
	return s
}

// serve answers until ctx ends, then lets go in order: streams are told first,
// requests under way are finished, the background stops last.
func (s *server) serve(ctx context.Context, l net.Listener, seeded string) error {
	back, stop := context.WithCancel(context.WithoutCancel(ctx))
	var wg sync.WaitGroup
	defer wg.Wait()
	defer stop()
	wg.Go(func() { s.feed.Run(back) })
	wg.Go(func() { s.svc.Run(back) })
	if s.cfg.MetricsAddr != "" {
		wg.Go(func() { s.serveMetrics(back) })
	}
	srv := newHTTPServer(s.api)
	calls, cut := context.WithCancel(back)
	defer cut()
	srv.BaseContext = func(net.Listener) context.Context { return calls }
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	s.banner(ctx, l.Addr().String(), seeded)
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	s.hub.Close()
	s.drain(back, srv, cut)
	return nil
}

// drain lets requests under way finish. What takes too long is cut: a slow body
// gets no answer, an import stops and goes on when it is sent again.
func (s *server) drain(ctx context.Context, srv *http.Server, cut func()) {
	for range 2 {
		wait, cancel := context.WithTimeout(ctx, drainTime)
		err := srv.Shutdown(wait)
		cancel()
		if err == nil {
			return
		}
		s.log.Warn("requests cut at shutdown", "error", err)
		cut()
	}
	_ = srv.Close()
}

func newHTTPServer(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 60 * time.Second,
		IdleTimeout: 120 * time.Second, MaxHeaderBytes: 32 << 10,
	}
}

func (s *server) serveMetrics(ctx context.Context) {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.Handler())
	srv := newHTTPServer(mux)
	srv.Addr = s.cfg.MetricsAddr
	go func() {
		<-ctx.Done()
		_ = srv.Close()
	}()
	if err := srv.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		s.log.Error("metrics not served", "error", err)
	}
}
