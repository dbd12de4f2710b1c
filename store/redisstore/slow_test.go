package redisstore_test

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/store/redisstore"
)

// TestSlowReceiver stands still at its first event while thousands are
// published, more than may wait for it. It reads as subscribers do: an event
// says the newest version, a Resync makes it look for itself.
func TestSlowReceiver(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		const n = 2 * redisstore.InboxSize
		s := open(t, e)
		var published, known atomic.Int64
		standing, gate := make(chan struct{}), make(chan struct{})
		ctx, stop := context.WithCancel(context.Background())
		resyncs, events := 0, 0
		done := make(chan error, 1)
		go func() {
			done <- s.Subscribe(ctx, func(e service.Event) {
				switch {
				case !e.Resync:
					events++
					if e.Version < known.Load() && resyncs == 1 {
						t.Errorf("version %d after %d", e.Version, known.Load())
					}
					known.Store(max(known.Load(), e.Version))
				case resyncs == 0:
					resyncs++
					close(standing)
					<-gate
				default:
					resyncs++
					known.Store(published.Load())
				}
			})
		}()
		<-standing
		publishMany(t, s, n, &published)
		check(t, s.Ping(t.Context())) // nobody else is held up
		close(gate)
		eventually(t, "the newest is known", func() bool { return known.Load() == n })
		stop()
		check(t, <-done)
		if resyncs == 1 && events != n {
			t.Errorf("%d of %d events, and no Resync for the others", events, n)
		}
	})
}

// publishMany publishes the versions 1 to n; published runs ahead.
func publishMany(t *testing.T, s *redisstore.Store, n int, published *atomic.Int64) {
	t.Helper()
	for from := 1; from <= n; from += 1000 {
		to := min(from+999, n)
		published.Store(int64(to))
		_, err := s.Client().Pipelined(t.Context(), func(p redis.Pipeliner) error {
			for v := from; v <= to; v++ {
				_ = p.Process(t.Context(), shout(s, fmt.Sprintf(`{"site":"s1","year":2026,"version":%d}`, v)))
			}
			return nil
		})
		check(t, err)
	}
}

func TestInbox(t *testing.T) {
	resync := service.Event{Resync: true}
	list := func(from, to int64) (events []service.Event) {
		for v := from; v <= to; v++ {
			events = append(events, service.Event{Site: "s1", Version: v})
		}
		return events
	}
	const full = redisstore.InboxSize
	for name, c := range map[string]struct{ put, want []service.Event }{
		"one":          {list(1, 1), list(1, 1)},
		"full":         {list(1, full), list(1, full)},
		"one too many": {list(1, full+1), []service.Event{resync}},
		"and on":       {list(1, full+3), append([]service.Event{resync}, list(full+2, full+3)...)},
		"a new line":   {append(list(1, 3), resync), []service.Event{resync}},
		"after it":     {append(append(list(1, 3), resync), list(4, 5)...), append([]service.Event{resync}, list(4, 5)...)},
	} {
		if got := redisstore.InboxAfter(c.put); !slices.Equal(got, c.want) {
			t.Errorf("%s: %d events wait, want %d", name, len(got), len(c.want))
		}
	}
}
