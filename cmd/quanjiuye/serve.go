package main

import (
	"context"
	"errors"
	"flag"
	"sync"

	"github.com/quanjiuye/backend/handler"
	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/live"
)

func serve(ctx context.Context, e env, args []string) (err error) {
	empty := false
	operands, err := flags(e, "serve", args, func(fs *flag.FlagSet) {
		fs.BoolVar(&empty, "empty", false, "不写入示例数据")
	})
	if err != nil || len(operands) > 0 {
		return errors.Join(err, unless(err != nil, errUsage))
	}
	if _, err := messages(e.cfg); err != nil { // before anything waits for it
		return err
	}
	listener, err := listen("LISTEN_ADDR", e.cfg.ListenAddr)
	if err != nil {
		return err
	}
	f := openFront(e.log, listener, handler.Starting(e.cfg.TrustedProxies, notOpen))
	defer f.close()
	m := newMetrics()
	stop, err := m.serve(e)
	if err != nil {
		return err
	}
	defer stop()
	eng, err := awaitEngines(ctx, e, f, m)
	if err != nil || eng == nil { // nil: told to stop meanwhile
		return err
	}
	defer func() { err = errors.Join(err, eng.close()) }()
	seeded, err := eng.furnish(ctx, e, empty)
	if err != nil {
		return err
	}
	svc, err := awaitService(ctx, e, f, eng)
	if err != nil || svc == nil {
		return err
	}
	return newServer(e, eng, svc).serve(ctx, f, seeded)
}

// furnish adds what a server needs beyond its engines, and says what it seeded.
func (e *engines) furnish(ctx context.Context, with env, empty bool) (seeded string, err error) {
	if err := e.openWeChat(with.cfg, with.log); err != nil {
		return "", err
	}
	if empty || with.cfg.Production() {
		return "", nil
	}
	return seedEmpty(ctx, e, clock(with.cfg)())
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

func newServer(e env, eng *engines, svc *service.Service) *server {
	s := &server{env: e, eng: eng, svc: svc, hub: live.NewHub()}
	s.feed = service.NewFeed(s.svc, s.hub, handler.EncodeProgress)
	deps := handler.Deps{
		Service: s.svc, Hub: s.hub, Feed: s.feed, Log: sparing(e.log), Ready: eng.ready, Limiter: eng.redis,
		TrustedProxies: e.cfg.TrustedProxies, AllowedOrigins: e.cfg.AllowedOrigins, Observe: eng.metrics.request,
	}
	if eng.sim != nil {
		deps.Sim, deps.Demo = eng.sim.Control(), demoAccounts
	}
	if e.cfg.MetricsOnMain() {
		deps.Metrics = eng.metrics.handler()
	}
	eng.metrics.watch(s.hub)
	s.api = handler.New(deps)
	return s
}

// serve takes f over until ctx ends, then lets go in order: streams are told first,
// requests under way are finished, the background stops last.
func (s *server) serve(ctx context.Context, f *front, seeded string) error {
	back, stop := context.WithCancel(context.WithoutCancel(ctx))
	var wg sync.WaitGroup
	defer wg.Wait()
	defer stop()
	wg.Go(func() { s.feed.Run(back) })
	wg.Go(func() { s.svc.Run(back) })
	f.put(s.api)
	s.banner(ctx, f.addr, seeded)
	select {
	case err := <-f.failed:
		return err
	case <-ctx.Done():
	}
	s.hub.Close()
	f.drain(back)
	return nil
}
