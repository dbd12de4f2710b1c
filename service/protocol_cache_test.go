package service_test

import (
	"context"
	"fmt"
	"time"

	"github.com/quanjiuye/backend/service"
)

// reach makes a call to the cache, which nobody waits for longer than a second.
func (c *labCache) reach(ctx context.Context, name string, effect func()) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return c.do(ctx, c.proc, name, effect)
}

func (c *labCache) Mark(ctx context.Context, marks ...service.Mark) error {
	return c.reach(ctx, "mark", func() {
		for _, m := range marks {
			if c.flaw != noMark {
				c.cached.marks[c.owned(m)] = time.Now()
			}
		}
	})
}

func (c *labCache) Clear(ctx context.Context, marks ...service.Mark) error {
	return c.reach(ctx, "clear", func() {
		for _, m := range marks {
			delete(c.cached.marks, c.owned(m))
		}
	})
}

func (c *labCache) owned(m service.Mark) service.Mark {
	if c.flaw == sharedMark {
		m.Writer = "all"
	}
	return m
}

func (c *labCache) Dirty(ctx context.Context, _ time.Duration, limit int) ([]service.AgedMark, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return c.list(ctx, c.proc, &c.cached.marks, time.Now(), limit)
}

func (c *labCache) Ticket(_ context.Context, siteID string) (service.Ticket, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cached.no++
	c.no = max(c.no, c.cached.no)
	return service.Ticket{SiteID: siteID, Epoch: fmt.Sprint(c.cached.epoch), No: c.cached.no}, nil
}

// Put is that of redisstore, which has a model test of its own.
func (c *labCache) Put(ctx context.Context, u service.Unit, t service.Ticket, data []byte, _ int64) (int64, service.PutResult, error) {
	result := service.PutLost
	put := func() {
		held, ok := c.cached.parts[u]
		switch {
		case t.Epoch != fmt.Sprint(c.cached.epoch) || t.No > c.cached.no:
		case c.flaw != noTicket && ok && held.ticket.Epoch == t.Epoch &&
			(held.ticket.No > t.No || held.ticket.No == t.No && held.data != string(data)):
			result = service.PutStale
		default:
			result = service.PutApplied
			c.cached.parts[u] = part{string(data), t}
		}
	}
	if u.Month != 0 || u.Year != c.site.OpenedOn.Year { // nothing happens there
		c.mu.Lock()
		defer c.mu.Unlock()
		put()
		return 1, result, nil
	}
	return 1, result, c.reach(ctx, "set to "+fmt.Sprint(len(data)), put)
}

func (c *labCache) Counters(context.Context, string, int) (service.Counters, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	held := service.Counters{Version: 1, Parts: map[string][]byte{}}
	for u, p := range c.cached.parts {
		if u.Year == c.site.OpenedOn.Year {
			held.Parts[u.Part()] = []byte(p.data)
		}
	}
	return held, nil
}

func (c *labCache) Versions(context.Context, []string, int) ([]int64, error) { return []int64{1}, nil }

func (c *labCache) Whole(ctx context.Context) (whole bool, era int64, err error) {
	err = c.reach(ctx, "look", func() { whole, era = c.cached.complete == c.era, c.era })
	return whole, era, err
}

func (c *labCache) Complete(ctx context.Context, era, _ int64) error {
	refused := false
	err := c.reach(ctx, "declare complete", func() {
		if refused = era != c.era; !refused {
			c.cached.complete = era
		}
	})
	if err == nil && refused {
		err = errLine
	}
	return err
}

// Lease is the tender's from the beginning; how it changes hands is tested on
// the real cache.
func (c *labCache) Lease(context.Context, string, time.Duration) (int64, error) {
	if c.proc.name == "tender" && c.flaw != noSweeper {
		return 1, nil
	}
	return 0, nil
}

// labRelay carries nothing: what watchers see is not at stake here.
type labRelay struct{}

func (labRelay) Publish(context.Context, service.Event) error { return nil }

func (labRelay) Subscribe(ctx context.Context, _ func(service.Event)) error {
	<-ctx.Done()
	return nil
}
