package sim

import (
	"sync"
	"time"
)

// maxAhead is how far the clock can be moved in all.
const maxAhead = 10 * 366 * 24 * time.Hour

// clock is a clock that can be moved ahead.
type clock struct {
	base  func() time.Time
	mu    sync.Mutex
	ahead time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.base().Add(c.ahead)
}

// advance moves the clock by d; false when that would be backwards or too far.
func (c *clock) advance(d time.Duration) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if d <= 0 || d > maxAhead-c.ahead {
		return false
	}
	c.ahead += d
	return true
}
