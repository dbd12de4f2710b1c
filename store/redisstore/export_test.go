package redisstore

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quanjiuye/backend/service"
)

// Doors for tests only.

var (
	ParseURL    = parseURL
	DecodeEvent = decodeEvent
)

const (
	LocalSize = localSize
	InboxSize = inboxSize
)

// Client is the way around the Store, to break things.
func (s *Store) Client() redis.UniversalClient { return s.client }

// InboxAfter is what waits for a subscriber after events were put.
func InboxAfter(events []service.Event) []service.Event {
	b := newInbox()
	for _, e := range events {
		b.put(e)
	}
	return b.take(context.Background())
}

// SetPulse makes a silent line break sooner.
func (s *Store) SetPulse(d time.Duration) { s.pulse = d }

// LocalKeys is how many keys are counted without Redis.
func (s *Store) LocalKeys() int {
	s.local.mu.Lock()
	defer s.local.mu.Unlock()
	return len(s.local.limits)
}

func (s *Store) MarksKey() string                     { return s.keys.marks().name }
func (s *Store) LeaseKey() string                     { return s.keys.lease().name }
func (s *Store) WholeKey() string                     { return s.keys.whole().name }
func (s *Store) TicketKey(site string) string         { return s.keys.ticket(site).name }
func (s *Store) YearKey(site string, year int) string { return s.keys.year(site, year).name }
func (s *Store) TokenKey(name string) string          { return s.keys.token(name).name }
func (s *Store) Channel() string                      { return s.keys.events() }

// SawServers makes the Store believe that it last saw other servers.
func (s *Store) SawServers(identity string) { s.saw = identity }
