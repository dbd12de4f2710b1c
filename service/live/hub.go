// Package live knows who is watching which site and hands each watcher the
// newest state of it.
//
// Progress is a state, not a log: every watcher holds one cell per topic that
// keeps only the latest value, so a slow watcher skips to the newest and never
// misses the last, publishing never waits for anybody, and memory is bounded by
// the number of watchers. Versions only grow; an older value never replaces a
// newer one. The package decides nothing about who may watch what.
package live

import (
	"bytes"
	"errors"
	"sync"
)

// Why Next ends.
var (
	// ErrClosed: the hub is shutting down.
	ErrClosed = errors.New("live: hub closed")
	// ErrDropped: the owner's rights may have changed; see Watcher.Stay.
	ErrDropped = errors.New("live: watcher dropped")
)

// Update is a state of a topic. Data is shared by all watchers and must not be
// changed.
type Update struct {
	Topic   string
	Version int64
	Data    []byte
}

// olderThan reports whether v takes u's place. At midnight the same version
// reads differently, since the day is part of the state.
func (u Update) olderThan(v Update) bool {
	return v.Version > u.Version || v.Version == u.Version && !bytes.Equal(v.Data, u.Data)
}

// Hub joins publishers and watchers. Its zero value is not usable; see NewHub.
type Hub struct {
	mu     sync.Mutex
	topics map[string]map[*Watcher]struct{}
	owners map[string]map[*Watcher]struct{}
	closed bool
}

// NewHub makes an empty hub.
func NewHub() *Hub {
	return &Hub{topics: map[string]map[*Watcher]struct{}{}, owners: map[string]map[*Watcher]struct{}{}}
}

// Join makes a watcher that belongs to owner (an account) and watches nothing
// yet. It must be ended with Leave. A closed hub answers ErrClosed.
func (h *Hub) Join(owner string) (*Watcher, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return nil, ErrClosed
	}
	w := &Watcher{hub: h, owner: owner, wake: make(chan struct{}, 1), cells: map[string]*cell{}}
	add(h.owners, owner, w)
	return w, nil
}

// Publish offers u to everybody who watches its topic.
func (h *Hub) Publish(u Update) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for w := range h.topics[u.Topic] {
		w.Offer(u)
	}
}

// Drop ends all watchers of an owner.
func (h *Hub) Drop(owner string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for w := range h.owners[owner] {
		w.end(ErrDropped)
	}
}

// Watching lists the topics that somebody watches.
func (h *Hub) Watching() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	topics := make([]string, 0, len(h.topics))
	for t := range h.topics {
		topics = append(topics, t)
	}
	return topics
}

// Watched reports whether anybody watches topic.
func (h *Hub) Watched(topic string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.topics[topic]) > 0
}

// Watchers is how many watchers have joined, of an owner or (owner "") in all.
func (h *Hub) Watchers(owner string) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	if owner != "" {
		return len(h.owners[owner])
	}
	n := 0
	for _, ws := range h.owners {
		n += len(ws)
	}
	return n
}

// Close ends all watchers and refuses new ones.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for _, ws := range h.owners {
		for w := range ws {
			w.end(ErrClosed)
		}
	}
}

func add(m map[string]map[*Watcher]struct{}, key string, w *Watcher) {
	if m[key] == nil {
		m[key] = map[*Watcher]struct{}{}
	}
	m[key][w] = struct{}{}
}

func remove(m map[string]map[*Watcher]struct{}, key string, w *Watcher) {
	delete(m[key], w)
	if len(m[key]) == 0 {
		delete(m, key)
	}
}
