package main

import (
	"context"
	"errors"
	"time"

	"github.com/quanjiuye/backend/handler"
	"github.com/quanjiuye/backend/service"
)

// Pauses between two tries to open an engine that does not answer.
const (
	firstPause = time.Second
	lastPause  = 10 * time.Second
)

// errNotOpen is an engine's state before it was opened.
var errNotOpen = errors.New("not open yet")

// notOpen is the state of all engines before anything was opened.
func notOpen(context.Context) map[string]error {
	return map[string]error{"store": errNotOpen, "redis": errNotOpen, "relay": errNotOpen, "blobs": errNotOpen}
}

// awaitEngines opens the engines for a server, and waits for a MongoDB that does
// not answer: an orchestrator may start us first, or after a fault of both. What
// waiting cannot mend it returns at once. When ctx ends it returns nil and no
// error.
//
// A Redis that does not answer is not waited for: the records do without it.
func awaitEngines(ctx context.Context, e env, f *front, m *metrics) (*engines, error) {
	eng, err := prepareEngines(ctx, e, m)
	if err != nil {
		return nil, err
	}
	f.put(handler.Starting(e.cfg.TrustedProxies, eng.starting))
	m.engines.follow(eng.awaited())
	if e.cfg.MongoURI != "" { // it may take seconds to answer, and minutes to build an index
		e.log.InfoContext(ctx, "opening the store, not ready until it is open", "listening", f.addr)
	}
	if err := untilStored(ctx, e, f, func() error { return eng.openStore(ctx, e) }); err != nil {
		return nil, errors.Join(unless(ctx.Err() != nil, err), eng.close())
	}
	m.engines.follow(eng.opened(clock(e.cfg)))
	return eng, nil
}

// awaitService puts the system on the engines once the store tells the policies.
// When ctx ends it returns nil and no error.
func awaitService(ctx context.Context, e env, f *front, eng *engines) (svc *service.Service, err error) {
	err = untilStored(ctx, e, f, func() error {
		svc, err = eng.service(ctx, e.cfg, e.log)
		return err
	})
	return svc, unless(ctx.Err() != nil, err)
}

// untilStored tries what needs the store until it succeeds, cannot succeed by
// waiting, or ctx ends.
func untilStored(ctx context.Context, e env, f *front, try func() error) error {
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		err := try()
		if err == nil || ctx.Err() != nil || final(e.cfg, err) {
			return err
		}
		e.log.WarnContext(ctx, "engine does not answer, waiting for it",
			"engine", "store", "error", err, "next_try", pause.String(), "listening", f.addr)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}
