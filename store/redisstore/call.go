package redisstore

import (
	"context"
	"slices"
	"sync"
	"time"
)

// patience is how long a method waits for Redis, retries included.
const patience = time.Second

// patient begins a method's call. The breakers know it by its context.
func patient(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(withCall(ctx), patience)
}

// call is all that one method asks of Redis. Where its first command was let
// through the others are, too: what go-redis says on a new connection before it
// sends the command, what it sends again, and what the method asks next.
type call struct {
	insists bool // on being let through; see Store.Ping

	mu      sync.Mutex // a pipeline asks several nodes at the same time
	through []*breaker
}

type callKey struct{}

func withCall(ctx context.Context) context.Context {
	return context.WithValue(ctx, callKey{}, &call{})
}

// callOf is the call that ctx belongs to. What go-redis asks by itself is one of
// its own each time.
func callOf(ctx context.Context) *call {
	if c, ok := ctx.Value(callKey{}).(*call); ok {
		return c
	}
	return &call{}
}

func (c *call) admitted(b *breaker) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.insists || slices.Contains(c.through, b) {
		return true
	}
	if !b.over(time.Now()) {
		return false
	}
	c.through = append(c.through, b)
	return true
}
