package faults_test

import (
	"math/rand/v2"
	"testing"
	"time"
)

// lossRounds is how often each kind of loss comes.
const lossRounds = 5

// loses plays a scenario in which Redis forgets something under load, again and
// again.
func loses(t *testing.T, what string, lose func(*world, *load)) {
	t.Helper()
	t.Parallel()
	w := newWorld(t, plan{instances: 2, sites: 2, writers: 2})
	l := w.load(20 * time.Millisecond)
	for range lossRounds {
		l.until(t, 10, 30*time.Second)
		time.Sleep(rand.N(300 * time.Millisecond)) // wherever the writers are by then
		lose(w, l)
		w.fault(what)
	}
	l.until(t, 10, 30*time.Second)
	l.drain(t)
	w.finish(t)
}

func TestRedisFlushedUnderLoad(t *testing.T) {
	loses(t, "FLUSHALL", func(w *world, _ *load) {
		if err := w.plan.cache.FlushAll(w.t.Context()).Err(); err != nil {
			w.t.Fatal(err)
		}
	})
}

func TestRedisRestartedEmpty(t *testing.T) {
	loses(t, "restarted empty", func(w *world, _ *load) {
		w.redis.Kill()
		w.redis.Restart()
	})
}

// What the old dump holds looks right in every way, and is not.
func TestRedisRestartedFromAnOldDump(t *testing.T) {
	loses(t, "restarted from an old dump", func(w *world, l *load) {
		w.redis.Save()
		l.until(w.t, 10, 30*time.Second)
		w.redis.Kill()
		w.redis.Restart()
	})
}

// Somebody writes other types where the counters lie, at one key after another.
func TestWrongTypeAtEachKey(t *testing.T) {
	keys := 0
	loses(t, "wrong type at every kind of key", func(w *world, _ *load) {
		ctx, c := w.t.Context(), w.plan.cache
		limits, err := c.Keys(ctx, "rate:qjy:limit:*").Result()
		if err != nil {
			w.t.Fatal(err)
		}
		spots := append(limits, marksKey, wholeKey, leaseKey)
		for _, s := range w.sites {
			spots = append(spots, ticketKey(s.id), yearKey(s.id))
		}
		for _, k := range spots {
			keys++
			if err := c.Del(ctx, k).Err(); err != nil {
				w.t.Fatal(err)
			}
			// What lay there may come back in between; then this very write meets it.
			_ = c.LPush(ctx, k, "something else").Err()
		}
	})
	if keys < 5*lossRounds {
		t.Errorf("%d keys were spoilt", keys)
	}
}
