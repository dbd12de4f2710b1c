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
	"github.com/quanjiuye/backend/store/redisstore/redistest"
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

// shared are the clusters and sentinels that tests leave whole.
var shared redistest.Shared

// each runs a test on every kind of Redis, in parallel with other tests. The
// clusters and the sentinels are lent to one test at a time.
func each(t *testing.T, test func(t *testing.T, e *engine)) {
	t.Helper()
	t.Parallel()
	single(t, test)
	for name, borrow := range map[string]func(t *testing.T) *engine{
		"cluster":               func(t *testing.T) *engine { return clusterEngine(t, 0) },
		"cluster with replicas": func(t *testing.T) *engine { return clusterEngine(t, 1) },
		"sentinels":             sentinelEngine,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := borrow(t)
			flush(t, open(t, e))
			test(t, e)
		})
	}
}

// clusterEngine has three masters. The bus between the nodes may still carry
// messages of the test before: hence the prefix.
func clusterEngine(t *testing.T, replicas int) *engine {
	t.Helper()
	return &engine{name: "cluster", url: shared.Cluster(t, 3, replicas).URL(), prefix: t.Name() + ":"}
}

func sentinelEngine(t *testing.T) *engine {
	t.Helper()
	return &engine{name: "sentinels", url: shared.Sentinels(t, 3).URL()}
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
	if err := m.StartAddr(net.JoinHostPort("127.0.0.1", strconv.Itoa(redistest.Port(t)))); err != nil {
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
