package redisstore_test

import (
	"context"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quanjiuye/backend/service"
)

var ping = service.Event{Account: "after the interruption"}

func killSubscribers(ctx context.Context, c *redis.Client) error {
	return c.Do(ctx, "CLIENT", "KILL", "TYPE", "pubsub").Err()
}

func TestResyncAfterALostConnection(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		if e.name == "miniredis" {
			t.Skip("has no CLIENT KILL; see TestResyncAfterARestart")
		}
		s := open(t, e)
		h := listenNow(t, s)
		for n := 2; n <= 3; n++ {
			onNodes(t, s, killSubscribers)
			eventually(t, "another Resync", func() bool { return h.resyncs() == n })
		}
		check(t, s.Publish(t.Context(), ping))
		h.await(t, "an event on the new line", func(e service.Event) bool { return e == ping })
	})
}

func TestResyncAfterARestart(t *testing.T) {
	t.Parallel()
	single(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		h := listenNow(t, s)
		e.down()
		if s.Ping(t.Context()) == nil {
			t.Fatal("still there")
		}
		e.up()
		eventually(t, "another Resync", func() bool { return h.resyncs() >= 2 })
		check(t, s.Publish(t.Context(), ping))
		h.await(t, "an event on the new line", func(e service.Event) bool { return e == ping })
	})
}

// A subscription may begin before there is a Redis.
func TestResyncWhenRedisComes(t *testing.T) {
	t.Parallel()
	single(t, func(t *testing.T, e *engine) {
		e.down()
		s := open(t, e)
		h := listen(t, s)
		if s.Ping(t.Context()) == nil || len(h.heard()) > 0 {
			t.Fatal("somebody is there")
		}
		e.up()
		h.await(t, "a Resync", func(e service.Event) bool { return e.Resync })
	})
}

func TestResyncAfterSilence(t *testing.T) {
	t.Parallel()
	server := startServer(t)
	s := open(t, &server.engine)
	s.SetPulse(30 * time.Millisecond)
	h := listenNow(t, s)
	before := h.resyncs()
	eventually(t, "another Resync", func() bool {
		server.Freeze()
		time.Sleep(10 * 30 * time.Millisecond) // the silence itself
		server.Thaw()
		check(t, s.Ping(t.Context()))
		return h.resyncs() > before
	})
}

// A line on which nothing is published is no silent one.
func TestNoResyncWithoutInterruption(t *testing.T) {
	t.Parallel()
	single(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		const pulse = 500 * time.Millisecond
		s.SetPulse(pulse)
		h := listenNow(t, s)
		time.Sleep(6 * pulse) // nothing is to happen
		if got := h.heard(); len(got) != 1 {
			t.Fatalf("heard %v", got)
		}
	})
}
