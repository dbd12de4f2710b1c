package service

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/live"
)

// Feed turns events of the relay into what watchers of this instance see.
type Feed struct {
	svc    *Service
	hub    *live.Hub
	encode func(Progress) ([]byte, error)

	mu      sync.Mutex
	pending map[string]bool
	reload  bool // the policies, before anything is published
	wake    chan struct{}
}

// refreshEvery bounds how long a watcher can show an old state when an event was
// lost or the day has changed.
const refreshEvery = 5 * time.Second

// relayRetry is how long to wait before the relay is tried again.
const relayRetry = time.Second

// NewFeed joins svc and hub. encode makes the document that watchers get; it is
// called once per change and site, whatever the number of watchers.
func NewFeed(svc *Service, hub *live.Hub, encode func(Progress) ([]byte, error)) *Feed {
	f := &Feed{svc: svc, hub: hub, encode: encode, pending: map[string]bool{}, wake: make(chan struct{}, 1)}
	svc.tally.changed = f.receive
	svc.onAccount = hub.Drop
	svc.onPolicies = func() { f.push(hub.Watching()...) }
	return f
}

// Run follows the relay and feeds the hub until ctx ends.
func (f *Feed) Run(ctx context.Context) {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() { f.publish(ctx) })
	for ctx.Err() == nil {
		if err := f.svc.relay.Subscribe(ctx, f.receive); err != nil && ctx.Err() == nil {
			f.svc.log.WarnContext(ctx, "relay interrupted", slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
		case <-time.After(relayRetry):
		}
	}
}

// Current is the state of a site now, for a watcher that has just joined.
func (f *Feed) Current(ctx context.Context, a Actor, siteID string) (live.Update, error) {
	p, err := f.svc.Progress(ctx, a, siteID, calendar.Date{})
	if err != nil {
		return live.Update{}, err
	}
	data, err := f.encode(p)
	return live.Update{Topic: siteID, Version: p.Version, Data: data}, err
}

func (f *Feed) receive(e Event) {
	switch {
	case e.Resync:
		f.svc.sessions.forget("")
		f.read()
		f.push(f.hub.Watching()...)
	case e.Account != "":
		f.svc.sessions.forget(e.Account)
		f.hub.Drop(e.Account)
	case e.Policies:
		f.read()
	case e.Site != "" && e.Year == f.svc.today().Year && f.hub.Watched(e.Site):
		f.push(e.Site)
	}
}

func (f *Feed) push(sites ...string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, s := range sites {
		f.pending[s] = true
	}
	f.signal()
}

// read has the policies read anew.
func (f *Feed) read() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.reload = true
	f.signal()
}

func (f *Feed) signal() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

func (f *Feed) publish(ctx context.Context) {
	refresh := time.NewTicker(refreshEvery)
	defer refresh.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-refresh.C:
			f.push(f.hub.Watching()...)
		case <-f.wake:
			f.readPolicies(ctx)
			for _, site := range f.take() {
				f.publishSite(ctx, site)
			}
		}
	}
}

// readPolicies does what read has asked for. New ones are pushed to everybody; what
// fails now is brought by Service.Run.
func (f *Feed) readPolicies(ctx context.Context) {
	f.mu.Lock()
	reload := f.reload
	f.reload = false
	f.mu.Unlock()
	if !reload {
		return
	}
	if err := f.svc.LoadPolicies(ctx); err != nil && ctx.Err() == nil {
		f.svc.log.WarnContext(ctx, "policies not read", "error", err)
	}
}

func (f *Feed) take() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	sites := make([]string, 0, len(f.pending))
	for s := range f.pending {
		sites = append(sites, s)
	}
	clear(f.pending)
	return sites
}

// publishSite loads a site's state once and hands it to all who watch it. What
// fails now is brought by the next refresh.
func (f *Feed) publishSite(ctx context.Context, site string) {
	today := f.svc.today()
	st, err := f.svc.state(ctx, site, today.Year)
	if err != nil {
		f.svc.log.WarnContext(ctx, "live state not read", "site", site, "error", err)
		return
	}
	p, err := f.svc.progress(ctx, st, today)
	if err != nil {
		return
	}
	data, err := f.encode(p)
	if err != nil {
		f.svc.log.ErrorContext(ctx, "live state not encoded", "site", site, "error", err)
		return
	}
	f.hub.Publish(live.Update{Topic: site, Version: p.Version, Data: data})
}
