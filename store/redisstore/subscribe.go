package redisstore

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quanjiuye/backend/service"
)

const (
	firstPause = 50 * time.Millisecond // before a broken line is laid again
	lastPause  = time.Second
	silences   = 3 // pulses without any sign of life after which a line is broken
)

// Subscribe calls receive, one event at a time, until ctx ends (nil) or the
// Store is closed (ErrClosed). The first event is a Resync once the line
// stands, and each new line after an interruption begins with another; so does
// a receiver that fell thousands of events behind. A line on which nothing,
// not even an answer to a ping, was heard for three seconds is interrupted.
// Messages that are no events are ignored.
//
// What cannot be seen: in a cluster an event goes from the node of its site to
// the node of the line, and is lost if the first dies in between. Whoever keeps
// state from events lets it expire.
//
// When Subscribe has returned, receive is not called again and nothing runs on.
func (s *Store) Subscribe(ctx context.Context, receive func(service.Event)) error {
	ctx, stop := context.WithCancelCause(ctx)
	unhook := context.AfterFunc(s.closing, func() { stop(ErrClosed) })
	defer unhook()
	box := newInbox()
	var listening sync.WaitGroup
	listening.Go(func() { s.listen(ctx, box) })
	defer listening.Wait()
	defer stop(nil)

	for ctx.Err() == nil {
		for _, e := range box.take(ctx) {
			if ctx.Err() != nil {
				break
			}
			receive(e)
		}
	}
	if errors.Is(context.Cause(ctx), ErrClosed) {
		return ErrClosed
	}
	return nil
}

// listen lays one line after the other until ctx ends.
func (s *Store) listen(ctx context.Context, box *inbox) {
	pause := firstPause
	for ctx.Err() == nil {
		if s.line(ctx, box) {
			pause = firstPause
		}
		if c, ok := s.client.(*redis.ClusterClient); ok && ctx.Err() == nil {
			c.ReloadState(ctx) // another node may have the channel by now
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
		pause = min(2*pause, lastPause)
	}
}

// line subscribes and fills the inbox until the connection fails. It reports
// whether it ever stood.
//
// go-redis lays a failed connection again by itself, and says so only by
// confirming the subscription once more: hence each confirmation is a Resync.
func (s *Store) line(ctx context.Context, box *inbox) (stood bool) {
	sub := s.client.Subscribe(ctx, s.keys.events())
	ctx, stop := context.WithCancel(ctx)
	var watching sync.WaitGroup
	defer watching.Wait()
	defer stop()
	defer func() { _ = sub.Close() }()
	// Receive does not look at ctx while it waits; closing wakes it.
	unhook := context.AfterFunc(ctx, func() { _ = sub.Close() })
	defer unhook()
	var heard atomic.Bool
	depth := sounding{time.Now()}
	watching.Go(func() { s.watch(ctx, sub, &heard, depth) })

	for {
		// No timeout: one that struck in the middle of a message would leave the
		// rest of it to be read as the next.
		message, err := sub.Receive(ctx)
		if err != nil {
			if stood && ctx.Err() == nil {
				s.observer.interrupted()
			}
			return stood
		}
		heard.Store(true)
		switch m := message.(type) {
		case *redis.Subscription:
			if stood {
				s.observer.interrupted()
			} else {
				stood = true
				s.lines.Add(1)
				defer s.lines.Add(-1)
			}
			box.put(service.Event{Resync: true})
		case *redis.Pong:
			depth.pong(m.Payload, s.observer)
		case *redis.Message:
			if e, ok := decodeEvent(m.Payload); ok {
				box.put(e)
			}
		}
	}
}

// watch pings, and closes a line on which nothing comes back.
func (s *Store) watch(ctx context.Context, sub *redis.PubSub, heard *atomic.Bool, depth sounding) {
	tick := time.NewTicker(s.pulse)
	defer tick.Stop()
	for silent := 0; silent < silences; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		silent++
		if heard.Swap(false) {
			silent = 0
		}
		_ = sub.Ping(ctx, depth.ping()) // a failure ends Receive too
	}
	_ = sub.Close()
}
