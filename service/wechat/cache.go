package wechat

import (
	"context"
	"log/slog"
	"time"

	"github.com/silenceper/wechat/v2/cache"
)

// TokenCache keeps access tokens where every instance of the backend sees them.
// Losing it costs a fetch and nothing else: WeChat hands out the same stable
// token again.
type TokenCache interface {
	// Get reads a value; false when there is none or it has expired.
	Get(ctx context.Context, key string) (string, bool, error)
	// Set keeps a value for ttl; a ttl of 0 or less stores nothing.
	Set(ctx context.Context, key, value string, ttl time.Duration) error
	// Delete forgets a value; there being none is no error.
	Delete(ctx context.Context, key string) error
	// DeleteIf forgets a value if it still is the given one, in one step.
	DeleteIf(ctx context.Context, key, value string) error
}

// cachePatience bounds one visit to the cache. A token costs three visits at
// most, which leaves a silent cache enough of a call's time to do without.
const cachePatience = 500 * time.Millisecond

// libraryCache is a TokenCache as the library wants it: Get answers a string or
// nil (anything else makes the library panic), and a cache that is down is a
// cache that holds nothing, since a Set that failed would make the library
// throw away the token it has just fetched.
type libraryCache struct {
	cache TokenCache
	life  context.Context // the client's: the library passes no context
	log   *slog.Logger
}

var _ cache.Cache = (*libraryCache)(nil)

// Get answers the string kept under key, or nil.
func (l *libraryCache) Get(key string) any {
	ctx, cancel := context.WithTimeout(l.life, cachePatience)
	defer cancel()
	value, ok, err := l.cache.Get(ctx, key)
	if err != nil {
		l.complain("get", err)
		return nil
	}
	if !ok || value == "" {
		return nil
	}
	return value
}

// Set keeps a string for ttl and never fails.
func (l *libraryCache) Set(key string, value any, ttl time.Duration) error {
	s, ok := value.(string)
	if !ok || s == "" || ttl <= 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(l.life, cachePatience)
	defer cancel()
	if err := l.cache.Set(ctx, key, s, ttl); err != nil {
		l.complain("set", err)
	}
	return nil
}

// IsExist reports whether Get would find something.
func (l *libraryCache) IsExist(key string) bool { return l.Get(key) != nil }

// Delete forgets key and never fails.
func (l *libraryCache) Delete(key string) error {
	ctx, cancel := context.WithTimeout(l.life, cachePatience)
	defer cancel()
	if err := l.cache.Delete(ctx, key); err != nil {
		l.complain("delete", err)
	}
	return nil
}

// deleteIf forgets key if value is still what it holds.
func (l *libraryCache) deleteIf(key, value string) {
	ctx, cancel := context.WithTimeout(l.life, cachePatience)
	defer cancel()
	if err := l.cache.DeleteIf(ctx, key, value); err != nil {
		l.complain("delete", err)
	}
}

// complain logs a fault of the cache, scrubbed: a driver's error may quote the
// command, and the command holds the token.
func (l *libraryCache) complain(what string, err error) {
	l.log.Warn("wechat token cache is failing", "op", what, "error", scrub(err.Error()))
}
