package redisstore_test

import (
	"context"
	"crypto/rand"
	"errors"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quanjiuye/backend/store/redisstore"
)

// allowed takes attempts until one is refused and returns how many were not.
func allowed(t testing.TB, s *redisstore.Store, key string, perMinute int) (n int) {
	t.Helper()
	for ; n <= perMinute; n++ {
		ok, wait := s.Allow(t.Context(), key, perMinute)
		switch {
		case ok && wait != 0:
			t.Fatalf("allowed, yet to wait %s", wait)
		case ok:
			continue
		case wait <= 0 || wait > time.Minute:
			t.Fatalf("refused, to wait %s", wait)
		}
		return n
	}
	return n
}

func TestAllowCountsPerMinute(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		a, b := open(t, e), open(t, e)
		for _, perMinute := range []int{1, 3, 20} {
			eventually(t, "Redis counts", func() bool {
				key := "phone of " + rand.Text()
				n := allowed(t, a, key, perMinute)
				ok, _ := b.Allow(t.Context(), key, perMinute)
				other, _ := b.Allow(t.Context(), key+"0", perMinute)
				if a.LocalKeys()+b.LocalKeys() > 0 {
					a, b = open(t, e), open(t, e) // the machine stood still too long
					return false
				}
				if n != perMinute {
					t.Errorf("%d of %d allowed", n, perMinute)
				}
				if ok {
					t.Errorf("another instance allows more than %d", perMinute)
				}
				if !other {
					t.Error("another key is refused")
				}
				return true
			})
		}
		for _, none := range []int{0, -1} {
			if ok, wait := a.Allow(t.Context(), "none", none); ok || wait <= 0 {
				t.Errorf("with %d per minute: %t, wait %s", none, ok, wait)
			}
		}
	})
}

// Waiting as long as was told is enough.
func TestAllowAfterTheWait(t *testing.T) {
	t.Parallel()
	single(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		const perMinute = 300 // one in 200 ms
		var wait time.Duration
		eventually(t, "an attempt is refused", func() bool {
			var ok bool
			for range perMinute {
				if ok, wait = s.Allow(t.Context(), "k", perMinute); !ok {
					return true
				}
			}
			return false
		})
		time.Sleep(wait) // what is promised
		if ok, more := s.Allow(t.Context(), "k", perMinute); !ok {
			t.Errorf("refused after %s, %s more", wait, more)
		}
	})
}

func TestLimitedKeysAreNotReadable(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		const phone = "13800138000"
		names := map[string]bool{}
		for _, secret := range []string{"", "one", "two"} {
			s := must[*redisstore.Store](t)(redisstore.Open(t.Context(), redisstore.Options{URL: e.url, HashKey: []byte(secret)}))
			s.Allow(t.Context(), phone, 5)
			for _, k := range allKeys(t, s) {
				names[k] = true
			}
			check(t, s.Close())
		}
		if len(names) != 3 {
			t.Errorf("keys %v, want another for each secret", names)
		}
		for k := range names {
			if strings.Contains(k, phone) || !strings.Contains(k, "limit:") {
				t.Errorf("key %q", k)
			}
		}
	})
}

// allKeys lists what there is on all nodes.
func allKeys(t testing.TB, s *redisstore.Store) (names []string) {
	t.Helper()
	var mu sync.Mutex // the nodes are asked at the same time
	onNodes(t, s, func(ctx context.Context, c *redis.Client) error {
		found, err := c.Keys(ctx, "*").Result()
		mu.Lock()
		defer mu.Unlock()
		names = append(names, found...)
		return err
	})
	return names
}

// What lies at a limit's key and is none is taken away, and meanwhile nobody is
// let through uncounted.
func TestDamagedLimit(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		s.Allow(t.Context(), "k", 3)
		names := allKeys(t, s)
		if len(names) != 1 {
			t.Fatalf("keys %v", names)
		}
		name := names[0]
		for what, spoil := range map[string]func() error{
			"a list": func() error { return s.Client().RPush(t.Context(), name, "damage").Err() },
			"words":  func() error { return s.Client().Set(t.Context(), name, "damage", 0).Err() },
		} {
			check(t, s.Client().Del(t.Context(), name).Err())
			check(t, spoil())
			if n := allowed(t, s, "k", 3); n > 4 { // one by this instance, the others by Redis
				t.Errorf("%s: %d allowed", what, n)
			}
			if kind := s.Client().Type(t.Context(), name).Val(); kind != "string" {
				t.Errorf("%s: the key is a %s", what, kind)
			}
		}
	})
}

func TestAllowWithoutRedis(t *testing.T) {
	t.Parallel()
	for name, start := range map[string]func(t *testing.T) (url string){
		"killed": func(t *testing.T) string { return "redis://" + nobody(t) },
		"silent": func(t *testing.T) string { return "redis://" + silent(t) },
		"frozen": func(t *testing.T) string { return frozen(t).url },
		"silent cluster": func(t *testing.T) string {
			return "redis://" + silent(t) + "," + silent(t) + "," + silent(t)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := openURL(t, start(t))
			var n, other int
			if d := took(func() { n, other = allowed(t, s, "k", 5), allowed(t, s, "other", 5) }); d > 3*time.Second {
				t.Errorf("counting took %s", d)
			}
			if n != 5 || other != 5 {
				t.Errorf("%d and %d allowed, want 5 each", n, other)
			}
			if s.LocalKeys() != 2 {
				t.Errorf("%d keys counted here", s.LocalKeys())
			}
		})
	}
}

func TestAllowFallsBackAndReturns(t *testing.T) {
	t.Parallel()
	single(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		if n := allowed(t, s, "k", 2); n != 2 || s.LocalKeys() != 0 {
			t.Fatalf("%d allowed by Redis", n)
		}
		e.down()
		if n := allowed(t, s, "k", 2); n != 2 || s.LocalKeys() != 1 {
			t.Fatalf("%d allowed without Redis", n)
		}
		e.up()
		behind := redis.NewClient(must[*redis.Options](t)(redis.ParseURL(e.url)))
		defer func() { _ = behind.Close() }()
		eventually(t, "Redis counts again", func() bool {
			s.Allow(t.Context(), "back", 1)
			return behind.DBSize(t.Context()).Val() > 0
		})
	})
}

// A caller who went away says nothing about Redis.
func TestAllowForACallerWhoLeft(t *testing.T) {
	s := open(t, startMini(t))
	gone, leave := context.WithCancelCause(t.Context())
	leave(errors.New("hung up"))
	for range 3 {
		s.Allow(gone, "k", 3)
	}
	if ok, _ := s.Allow(gone, "k", 3); ok {
		t.Error("a fourth attempt is allowed")
	}
	local := s.LocalKeys()
	if n := allowed(t, s, "other", 2); n != 2 || s.LocalKeys() != local {
		t.Errorf("%d allowed, no longer by Redis", n)
	}
}

func TestLocalCountsAreBounded(t *testing.T) {
	t.Parallel()
	s := openURL(t, "redis://"+nobody(t))
	for i := range redisstore.LocalSize + 10 {
		s.Allow(t.Context(), strconv.Itoa(i), 5)
	}
	if n := s.LocalKeys(); n > redisstore.LocalSize {
		t.Errorf("%d keys", n)
	}
}
