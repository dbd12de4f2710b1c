package redisstore_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quanjiuye/backend/store/redisstore"
	"github.com/quanjiuye/backend/store/redisstore/redistest"
)

// freezing runs a test on a Store whose only server it may freeze, which costs
// callers more than any other outage.
func freezing(t *testing.T, test func(t *testing.T, s *redisstore.Store, r *server)) {
	t.Helper()
	t.Parallel()
	for name, start := range map[string]func(t *testing.T) *server{
		"redis-server": func(t *testing.T) *server { return startServer(t) },
		"cluster":      lone,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := start(t)
			s := open(t, &r.engine)
			allWork(t, s)
			test(t, s, r)
		})
	}
}

// read is a call that answers on every Redis that is there.
func read(s *redisstore.Store, site string) error {
	_, err := s.Counters(context.Background(), site, 2026)
	return err
}

func TestAFrozenRedisCostsOnePatience(t *testing.T) {
	freezing(t, func(t *testing.T, s *redisstore.Store, r *server) {
		r.Freeze()
		first := read(s, "s1")
		if first == nil || errors.Is(first, redisstore.ErrAway) {
			t.Fatalf("the first call: %v", first)
		}
		spent := took(func() {
			for range 100 {
				if read(s, "s1") == nil {
					t.Error("a frozen Redis answered")
				}
			}
		})
		if spent > limitOfPatience {
			t.Errorf("100 calls took %s", spent)
		}
		r.Thaw()
		eventually(t, "Redis is asked again", func() bool { return read(s, "s1") == nil })
		allWork(t, s)
	})
}

func TestEveryMethodFailsAtOnce(t *testing.T) {
	freezing(t, func(t *testing.T, s *redisstore.Store, r *server) {
		r.Freeze()
		for _, c := range calls {
			if c.name == "Ping" {
				continue
			}
			eventually(t, c.name+" fails at once", func() bool {
				var err error
				d := took(func() { err = c.do(context.Background(), s) })
				return errors.Is(err, redisstore.ErrAway) && d < 100*time.Millisecond
			})
		}
	})
}

// Of many callers one in a second waits.
func TestOneCallerTries(t *testing.T) {
	freezing(t, func(t *testing.T, s *redisstore.Store, r *server) {
		r.Freeze()
		if read(s, "s1") == nil {
			t.Fatal("a frozen Redis answered")
		}
		const seconds = 3
		var tried, refused atomic.Int64
		var callers sync.WaitGroup
		end := time.Now().Add(seconds * time.Second)
		for range 20 {
			callers.Go(func() {
				for ; time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
					if errors.Is(read(s, "s1"), redisstore.ErrAway) {
						refused.Add(1)
					} else {
						tried.Add(1)
					}
				}
			})
		}
		callers.Wait()
		// Each try takes a second, and another one passes before the next.
		if n := tried.Load(); n < 1 || n > seconds || refused.Load() < 100 {
			t.Errorf("%d callers tried, %d were refused at once", n, refused.Load())
		}
	})
}

func TestPingAlwaysTries(t *testing.T) {
	freezing(t, func(t *testing.T, s *redisstore.Store, r *server) {
		r.Freeze()
		for range 2 {
			if err := s.Ping(t.Context()); err == nil || errors.Is(err, redisstore.ErrAway) {
				t.Errorf("ping: %v", err)
			}
		}
		if err := read(s, "s1"); !errors.Is(err, redisstore.ErrAway) {
			t.Errorf("after two failed pings: %v", err)
		}
		r.Thaw()
		check(t, s.Ping(t.Context()))
		check(t, read(s, "s1")) // what answers a ping is not away
	})
}

// Callers who leave, and a limiter that is in a hurry, say nothing about Redis.
func TestImpatienceIsNoOutage(t *testing.T) {
	freezing(t, func(t *testing.T, s *redisstore.Store, r *server) {
		r.Freeze()
		for range 3 {
			ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			_, err := s.Counters(ctx, "s1", 2026)
			cancel()
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("a caller with little time: %v", err)
			}
		}
		left, leave := context.WithCancel(t.Context())
		time.AfterFunc(800*time.Millisecond, leave)
		if _, err := s.Counters(left, "s1", 2026); !errors.Is(err, context.Canceled) {
			t.Errorf("a caller who left: %v", err)
		}
		s.Allow(t.Context(), "k", 5)
		r.Thaw()
		check(t, read(s, "s1"))
	})
}

// A connection that breaks is laid again, and meanwhile nobody is refused.
func TestABrokenConnectionIsNoOutage(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		if e.name == "miniredis" {
			t.Skip("has no CLIENT KILL")
		}
		s := open(t, e)
		killer := open(t, e)
		var callers sync.WaitGroup
		done := make(chan struct{})
		for w := range 16 {
			callers.Go(func() {
				for {
					select {
					case <-done:
						return
					case <-time.After(time.Millisecond): // some call while others are cut off
					}
					if err := read(s, "s1"); errors.Is(err, redisstore.ErrAway) {
						t.Errorf("caller %d: %v", w, err)
						return
					}
				}
			})
		}
		for range 50 {
			onNodes(t, killer, func(ctx context.Context, c *redis.Client) error {
				return c.Do(ctx, "CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes").Err()
			})
			time.Sleep(5 * time.Millisecond) // until they are connected again
		}
		close(done)
		callers.Wait()
	})
}

// One master of three is away: the sites of the others are served as ever, and
// its own do not wait.
func TestOneNodeAway(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*redistest.Server){"frozen": (*redistest.Server).Freeze, "killed": (*redistest.Server).Kill} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			// The others take a minute to miss it, and serve until then.
			c := redistest.StartCluster(t, 3, 0, "--cluster-node-timeout", "60000")
			s := openURL(t, c.URL())
			sites := onEachMaster(t, s, c)
			for _, site := range sites {
				check(t, read(s, site))
			}
			away := c.Nodes()[0]
			end(away)
			if read(s, sites[away]) == nil {
				t.Fatal("it answered")
			}
			quick(t, "what needs all nodes", func() {
				_, err := s.Versions(t.Context(), slices.Collect(maps.Values(sites)), 2026)
				if !errors.Is(err, redisstore.ErrAway) {
					t.Errorf("versions: %v", err)
				}
			})
			quick(t, "150 calls", func() {
				for range 50 {
					for n, site := range sites {
						if err := read(s, site); (err == nil) != (n != away) {
							t.Errorf("read of a site of %s, without %s: %v", n.Addr(), away.Addr(), err)
						}
					}
				}
			})
		})
	}
}

// onEachMaster finds a site for each node of a cluster without replicas.
func onEachMaster(t testing.TB, s *redisstore.Store, c *redistest.Cluster) map[*redistest.Server]string {
	t.Helper()
	sites := map[*redistest.Server]string{}
	for i := 0; len(sites) < len(c.Nodes()); i++ {
		site := fmt.Sprint("site-", i)
		sites[c.MasterOf(s.YearKey(site, 2026))] = site
	}
	return sites
}
