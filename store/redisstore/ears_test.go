package redisstore_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/store/redisstore"
)

// ears hear what a subscription receives.
type ears struct {
	mu     sync.Mutex
	events []service.Event
	stop   context.CancelFunc
	ended  chan struct{}
	err    error // what Subscribe returned, once ended is closed
}

// listen subscribes until the test ends.
func listen(t testing.TB, s *redisstore.Store) *ears {
	t.Helper()
	h := &ears{ended: make(chan struct{})}
	ctx, stop := context.WithCancel(context.Background())
	h.stop = stop
	go func() {
		defer close(h.ended)
		h.err = s.Subscribe(ctx, h.receive)
	}()
	t.Cleanup(func() {
		stop()
		<-h.ended
	})
	return h
}

// listenNow is listen, once the line stands.
func listenNow(t testing.TB, s *redisstore.Store) *ears {
	t.Helper()
	h := listen(t, s)
	h.await(t, "the line stands", func(service.Event) bool { return true })
	return h
}

func (h *ears) receive(e service.Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.events = append(h.events, e)
}

func (h *ears) heard() []service.Event {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.events)
}

func (h *ears) resyncs() int {
	n := 0
	for _, e := range h.heard() {
		if e.Resync {
			n++
		}
	}
	return n
}

// await waits until an event was heard.
func (h *ears) await(t testing.TB, what string, is func(service.Event) bool) {
	t.Helper()
	eventually(t, what, func() bool { return slices.ContainsFunc(h.heard(), is) })
}

// awaitEnd waits until Subscribe returned and gives its answer.
func (h *ears) awaitEnd(t testing.TB) error {
	t.Helper()
	eventually(t, "Subscribe returns", func() bool {
		select {
		case <-h.ended:
			return true
		default:
			return false
		}
	})
	return h.err
}

// among keeps the events that pass.
func among(events []service.Event, pass func(service.Event) bool) []service.Event {
	return slices.DeleteFunc(slices.Clone(events), func(e service.Event) bool { return !pass(e) })
}
