package redisstore_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quanjiuye/backend/store/redisstore"
	"github.com/quanjiuye/backend/store/redisstore/redistest"
)

// limitOfPatience is generous for slow machines; a second is what is promised.
const limitOfPatience = 3 * time.Second

// outages are the ways in which a Redis can be away from the start.
var outages = map[string]func(t *testing.T) (url string){
	"nobody":           func(t *testing.T) string { return "redis://" + nobody(t) },
	"nobody, cluster":  func(t *testing.T) string { return "redis://" + nobody(t) + "," + nobody(t) + "," + nobody(t) },
	"nobody, sentinel": func(t *testing.T) string { return "redis+sentinel://" + nobody(t) + "," + nobody(t) + "?master=m" },
	"silent":           func(t *testing.T) string { return "redis://:pw@" + silent(t) + "/1" },
	"silent, tls":      func(t *testing.T) string { return "rediss://" + silent(t) },
	"silent, cluster":  func(t *testing.T) string { return "redis://" + silent(t) + "," + silent(t) + "," + silent(t) },
	"silent, sentinel": func(t *testing.T) string { return "redis+sentinel://" + silent(t) + "," + silent(t) + "?master=m" },
	"frozen":           func(t *testing.T) string { return frozen(t).url },
}

func frozen(t *testing.T) *server {
	t.Helper()
	s := startServer(t)
	s.Freeze()
	return s
}

// lone is a cluster of one node, which unlike the shared one may be broken.
func lone(t *testing.T) *server {
	t.Helper()
	c := redistest.StartCluster(t, 1, 0)
	n := c.Nodes()[0]
	return &server{
		engine: engine{name: "cluster", url: n.URL() + "?cluster=true", down: n.Kill, up: func() { n.Restart() }},
		Server: n,
	}
}

func TestRedisIsAwayFromTheStart(t *testing.T) {
	t.Parallel()
	for name, start := range outages {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := start(t)
			var s *redisstore.Store
			quick(t, "Open", func() { s = openURL(t, url) })
			allFail(t, s)
		})
	}
}

// TestRedisGoesAndComes takes a Redis away under a Store that has idle
// connections to it.
func TestRedisGoesAndComes(t *testing.T) {
	t.Parallel()
	for name, start := range map[string]func(t *testing.T) (e *engine, down, up func()){
		"miniredis": func(t *testing.T) (*engine, func(), func()) {
			e := startMini(t)
			return e, e.down, e.up
		},
		"killed": func(t *testing.T) (*engine, func(), func()) {
			s := startServer(t)
			return &s.engine, s.down, s.up
		},
		"frozen": func(t *testing.T) (*engine, func(), func()) {
			s := startServer(t)
			return &s.engine, s.Freeze, s.Thaw
		},
		"cluster killed": func(t *testing.T) (*engine, func(), func()) {
			s := lone(t)
			return &s.engine, s.down, s.up
		},
		"cluster frozen": func(t *testing.T) (*engine, func(), func()) {
			s := lone(t)
			return &s.engine, s.Freeze, s.Thaw
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, down, up := start(t)
			s := open(t, e)
			allWork(t, s)
			down()
			allFail(t, s)
			up()
			allWork(t, s)
		})
	}
}

// Looks at the whole key wait for each other; together not longer than one.
func TestManyLooksAtAFrozenRedis(t *testing.T) {
	t.Parallel()
	s := openURL(t, frozen(t).url)
	quick(t, "six looks at once", func() {
		var looks sync.WaitGroup
		for range 3 {
			looks.Go(func() {
				if _, _, err := s.Whole(context.Background()); err == nil {
					t.Error("Whole answered")
				}
			})
			looks.Go(func() {
				if s.Complete(context.Background(), 1, 1) == nil {
					t.Error("Complete answered")
				}
			})
		}
		looks.Wait()
	})
}

// A caller who leaves is not held.
func TestCallersMayLeave(t *testing.T) {
	t.Parallel()
	s := openURL(t, frozen(t).url)
	for _, c := range calls {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := c.do(ctx, s); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestClosedStore(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := must[*redisstore.Store](t)(redisstore.Open(t.Context(), redisstore.Options{URL: e.url}))
		check(t, s.Close())
		check(t, s.Close())
		for _, c := range calls {
			if err := c.do(t.Context(), s); !errors.Is(err, redisstore.ErrClosed) {
				t.Errorf("%s: %v", c.name, err)
			}
		}
		if n := allowed(t, s, "k", 2); n != 2 {
			t.Errorf("%d allowed", n)
		}
	})
}

// allFail calls every method at the same time.
func allFail(t *testing.T, s *redisstore.Store) {
	t.Helper()
	var wg sync.WaitGroup
	for _, c := range calls {
		wg.Go(func() {
			quick(t, c.name, func() {
				if c.do(context.Background(), s) == nil {
					t.Errorf("%s answered", c.name)
				}
			})
		})
	}
	wg.Wait()
}

// allWork waits until every method answers.
func allWork(t *testing.T, s *redisstore.Store) {
	t.Helper()
	for _, c := range slices.Backward(calls) {
		var err error
		eventually(t, c.name+" works", func() bool {
			// What an emptied cache answers is an answer.
			err = c.do(t.Context(), s)
			return err == nil || (c.name == "Complete" && !isOutage(err))
		})
	}
}

func isOutage(err error) bool {
	var answer redis.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &answer) || strings.Contains(err.Error(), "connection")
}

// quick expects something to take no longer than a caller can be asked to wait.
func quick(t *testing.T, what string, do func()) {
	t.Helper()
	switch d := took(do); {
	case d > limitOfPatience:
		t.Errorf("%s took %s", what, d)
	case d > limitOfPatience/2:
		t.Logf("%s took %s", what, d)
	}
}
