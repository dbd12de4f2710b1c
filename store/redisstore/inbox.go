package redisstore

import (
	"context"
	"sync"

	"github.com/quanjiuye/backend/service"
)

// inboxSize is how many events may wait for a subscriber.
const inboxSize = 4096

// inbox lies between the connection, which must always be read at once, and a
// subscriber, which may be slow: the embedded Redis stands still while a
// subscriber's connection is full, and a real one cuts it off. Events that find
// the inbox full are replaced by a single Resync.
type inbox struct {
	mu     sync.Mutex
	events []service.Event
	filled chan struct{} // holds a value after something was put
}

func newInbox() *inbox { return &inbox{filled: make(chan struct{}, 1)} }

// put adds an event. A Resync makes all that waits before it pointless.
func (b *inbox) put(e service.Event) {
	b.mu.Lock()
	if len(b.events) >= inboxSize {
		e = service.Event{Resync: true}
	}
	if e.Resync {
		b.events = nil
	}
	b.events = append(b.events, e)
	b.mu.Unlock()
	select {
	case b.filled <- struct{}{}:
	default:
	}
}

// take waits for events and returns all there are, none when ctx has ended.
func (b *inbox) take(ctx context.Context) []service.Event {
	select {
	case <-ctx.Done():
		return nil
	case <-b.filled:
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	events := b.events
	b.events = nil
	return events
}
