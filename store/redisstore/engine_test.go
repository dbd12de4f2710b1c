package redisstore_test

import (
	"context"
	"net"
	"strconv"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"github.com/quanjiuye/backend/store/redisstore"
)

// engine is a Redis to run the suite on. It is empty when a test gets it.
type engine struct {
	name string
	url  string
	// prefix is the store's; "" for the usual one.
	prefix string
	down   func() // nobody listens any more
	up     func() // back at the same address, empty
}

// each runs a test on the embedded Redis, on redis-server and on a cluster of
// three, in parallel with other tests. The cluster is lent to one at a time.
func each(t *testing.T, test func(t *testing.T, e *engine)) {
	t.Helper()
	t.Parallel()
	single(t, test)
	t.Run("cluster", func(t *testing.T) {
		t.Parallel()
		test(t, sharedCluster(t))
	})
}

// single runs a test on those engines that can be switched off.
func single(t *testing.T, test func(t *testing.T, e *engine)) {
	t.Helper()
	t.Run("miniredis", func(t *testing.T) {
		t.Parallel()
		test(t, startMini(t))
	})
	t.Run("redis-server", func(t *testing.T) {
		t.Parallel()
		test(t, &startServer(t).engine)
	})
}

func startMini(t *testing.T) *engine {
	t.Helper()
	m := miniredis.NewMiniRedis()
	if err := m.StartAddr(net.JoinHostPort("127.0.0.1", strconv.Itoa(freePort(t)))); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.Close)
	return &engine{
		name: "miniredis",
		url:  "redis://" + m.Addr(),
		down: m.Close,
		up: func() {
			m.FlushAll()
			if err := m.Restart(); err != nil {
				t.Error(err)
			}
		},
	}
}

func open(t *testing.T, e *engine) *redisstore.Store {
	t.Helper()
	return openWith(t, redisstore.Options{URL: e.url, Prefix: e.prefix})
}

func openURL(t *testing.T, url string) *redisstore.Store {
	t.Helper()
	return openWith(t, redisstore.Options{URL: url})
}

func openWith(t *testing.T, o redisstore.Options) *redisstore.Store {
	t.Helper()
	s, err := redisstore.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// onNodes does something to the server, or to each server of the cluster.
func onNodes(t testing.TB, s *redisstore.Store, do func(ctx context.Context, c *redis.Client) error) {
	t.Helper()
	var err error
	switch c := s.Client().(type) {
	case *redis.Client:
		err = do(context.Background(), c)
	case *redis.ClusterClient:
		err = c.ForEachMaster(context.Background(), do)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func flush(t testing.TB, s *redisstore.Store) {
	t.Helper()
	onNodes(t, s, func(ctx context.Context, c *redis.Client) error { return c.FlushAll(ctx).Err() })
}

// eventually waits for what another goroutine or process does.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never happened: %s", what)
		}
	}
}

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
