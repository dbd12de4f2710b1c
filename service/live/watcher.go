package live

import (
	"context"
	"slices"
	"sync"
)

// Watcher is one connection's view. Next is for one goroutine; the rest may be
// called from any.
type Watcher struct {
	hub   *Hub
	owner string
	wake  chan struct{}

	mu    sync.Mutex
	cells map[string]*cell // nil once the watcher has left
	fresh []string         // topics whose cell holds something unread, oldest first
	err   error
}

type cell struct {
	latest Update
	read   bool
}

// Watch adds a topic. A watcher that has left watches nothing any more.
func (w *Watcher) Watch(topic string) {
	w.hub.mu.Lock()
	defer w.hub.mu.Unlock()
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.cells != nil && w.cells[topic] == nil {
		w.cells[topic] = &cell{read: true}
		add(w.hub.topics, topic, w)
	}
}

// Unwatch takes a topic away; its unread value is forgotten.
func (w *Watcher) Unwatch(topic string) {
	w.hub.mu.Lock()
	defer w.hub.mu.Unlock()
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.cells, topic)
	w.fresh = slices.DeleteFunc(w.fresh, func(t string) bool { return t == topic })
	remove(w.hub.topics, topic, w)
}

// Leave ends the watcher and frees what it held.
func (w *Watcher) Leave() {
	w.hub.mu.Lock()
	defer w.hub.mu.Unlock()
	w.mu.Lock()
	defer w.mu.Unlock()
	for topic := range w.cells {
		remove(w.hub.topics, topic, w)
	}
	remove(w.hub.owners, w.owner, w)
	w.cells, w.fresh = nil, nil
}

// Stay takes a Drop back: its owner's rights turned out to be what they were. A
// Drop that comes later ends the watcher again, so Stay goes before the look.
func (w *Watcher) Stay() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err == ErrDropped { //nolint:errorlint // end keeps it as it is
		w.err = nil
	}
}

// Offer puts u in the topic's cell unless that holds something newer or the
// topic is not watched.
func (w *Watcher) Offer(u Update) {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := w.cells[u.Topic]
	if c == nil || !c.latest.olderThan(u) {
		return
	}
	if c.read {
		w.fresh = append(w.fresh, u.Topic)
	}
	c.latest, c.read = u, false
	w.signal()
}

// Next waits for a value that this watcher has not seen yet.
func (w *Watcher) Next(ctx context.Context) (Update, error) {
	for {
		u, ok, err := w.take()
		if ok || err != nil {
			return u, err
		}
		select {
		case <-w.wake:
		case <-ctx.Done():
			return Update{}, ctx.Err()
		}
	}
}

func (w *Watcher) take() (Update, bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil {
		return Update{}, false, w.err
	}
	if len(w.fresh) == 0 {
		return Update{}, false, nil
	}
	c := w.cells[w.fresh[0]]
	w.fresh = w.fresh[1:]
	c.read = true
	return c.latest, true, nil
}

func (w *Watcher) end(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err == nil {
		w.err = err
		w.signal()
	}
}

func (w *Watcher) signal() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}
