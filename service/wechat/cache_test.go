package wechat_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/quanjiuye/backend/service/wechat"
	"github.com/quanjiuye/backend/service/wechat/sim"
)

// deadCache fails; silentCache answers only when its caller gives up.
type deadCache struct{}

var errDead = errors.New("connection refused")

func (deadCache) Get(context.Context, string) (string, bool, error)        { return "", false, errDead }
func (deadCache) Set(context.Context, string, string, time.Duration) error { return errDead }
func (deadCache) Delete(context.Context, string) error                     { return errDead }
func (deadCache) DeleteIf(context.Context, string, string) error           { return errDead }

type silentCache struct{}

func hang(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }

func (silentCache) Get(ctx context.Context, _ string) (string, bool, error) {
	return "", false, hang(ctx)
}
func (silentCache) Set(ctx context.Context, _, _ string, _ time.Duration) error { return hang(ctx) }
func (silentCache) Delete(ctx context.Context, _ string) error                  { return hang(ctx) }
func (silentCache) DeleteIf(ctx context.Context, _, _ string) error             { return hang(ctx) }

func TestWorksWithoutItsCache(t *testing.T) {
	for name, cache := range map[string]wechat.TokenCache{"dead": deadCache{}, "silent": silentCache{}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, sim.Options{})
			start := time.Now()
			w.phones(10, w.client(func(c *wechat.Config) { c.Cache = cache }))
			within(t, start, 4*time.Second)
			if n := w.calls(tokenPath); n > 10 {
				t.Errorf("%d tokens fetched", n)
			}
		})
	}
}

func TestMemoryCacheForgets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &wechat.MemoryCache{}
		keeps(t, c, "")
		for _, ttl := range []time.Duration{0, -time.Second} {
			must(t, c.Set(t.Context(), "k", "a", ttl))
			keeps(t, c, "")
		}
		must(t, c.Set(t.Context(), "k", "a", time.Hour))
		time.Sleep(time.Hour - time.Nanosecond)
		keeps(t, c, "a")
		time.Sleep(time.Nanosecond)
		keeps(t, c, "")
	})
}

func TestMemoryCacheDeletes(t *testing.T) {
	c := &wechat.MemoryCache{}
	must(t, c.Delete(t.Context(), "k"))
	must(t, c.DeleteIf(t.Context(), "k", "a"))
	must(t, c.Set(t.Context(), "k", "a", time.Hour))
	must(t, c.DeleteIf(t.Context(), "k", "b"))
	keeps(t, c, "a")
	must(t, c.DeleteIf(t.Context(), "k", "a"))
	keeps(t, c, "")
	must(t, c.Set(t.Context(), "k", "b", time.Hour))
	must(t, c.Delete(t.Context(), "k"))
	keeps(t, c, "")
}

// keeps checks what the cache holds under "k"; "" is nothing.
func keeps(t *testing.T, c *wechat.MemoryCache, want string) {
	t.Helper()
	got, ok, err := c.Get(t.Context(), "k")
	if got != want || ok != (want != "") || err != nil {
		t.Fatalf("got %q, %v, %v, want %q", got, ok, err, want)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
