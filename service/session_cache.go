package service

import (
	"sync"
	"time"
)

// sessionCacheTTL bounds how long a logout or a lowered role can go unnoticed
// by another instance while the relay is down.
const sessionCacheTTL = 3 * time.Second

// sessionCacheSize bounds the memory that tokens can take.
const sessionCacheSize = 10_000

type cachedSession struct {
	actor   Actor
	session Session
	until   time.Time
}

// sessionCache remembers who holds which token. What was read before a forget
// is never put after it: put names the generation in which the read began.
type sessionCache struct {
	mu      sync.Mutex
	gen     uint64
	entries map[string]cachedSession
}

func (c *sessionCache) generation() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.gen
}

func (c *sessionCache) get(id string, now time.Time) (cachedSession, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.entries[id]
	return e, ok && now.Before(e.until) && now.Before(e.session.ExpiresAt)
}

func (c *sessionCache) put(id string, e cachedSession, generation uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if generation != c.gen {
		return
	}
	if c.entries == nil || len(c.entries) >= sessionCacheSize {
		c.entries = map[string]cachedSession{}
	}
	c.entries[id] = e
}

// forget drops one account, or everybody when accountID is empty.
func (c *sessionCache) forget(accountID string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.gen++
	for id, e := range c.entries {
		if accountID == "" || e.session.AccountID == accountID {
			delete(c.entries, id)
		}
	}
}
