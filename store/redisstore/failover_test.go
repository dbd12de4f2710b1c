package redisstore_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/store/redisstore"
	"github.com/quanjiuye/backend/store/redisstore/redistest"
)

// succession is a Redis in which another server takes the place of a master that
// is gone.
type succession struct {
	url  string
	end  func(key string) // the master of the key is gone
	next func()           // waits for its successor
}

func successions(t *testing.T, test func(t *testing.T, r succession)) {
	t.Helper()
	t.Parallel()
	for name, start := range map[string]func(t *testing.T, end func(*redistest.Server)) succession{
		"cluster": func(t *testing.T, end func(*redistest.Server)) succession {
			c := redistest.StartCluster(t, 3, 1)
			return succession{c.URL(), func(key string) { end(c.MasterOf(key)) }, func() { c.WaitHealthy(t.Context()) }}
		},
		"sentinels": func(t *testing.T, end func(*redistest.Server)) succession {
			s := redistest.StartSentinels(t, 3)
			return succession{s.URL(), func(string) { end(s.Master()) }, func() { s.WaitHealthy(t.Context()) }}
		},
	} {
		for what, end := range map[string]func(*redistest.Server){
			"killed": (*redistest.Server).Kill,
			"frozen": (*redistest.Server).Freeze,
		} {
			t.Run(name+" "+what, func(t *testing.T) {
				t.Parallel()
				test(t, start(t, end))
			})
		}
	}
}

// TestFailoverUnderLoad takes a master away while many write and read. No call
// takes long, all work again afterwards, and neither tickets nor versions ever
// go back.
func TestFailoverUnderLoad(t *testing.T) {
	successions(t, func(t *testing.T, r succession) {
		s := openURL(t, r.url)
		ctx, stop := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		defer wg.Wait()
		defer stop()
		var writers []*writer
		for i := range 6 { // on all masters of a cluster
			w := &writer{t: t, s: s, unit: service.YearUnit(fmt.Sprint("s", i), 2026)}
			writers = append(writers, w)
			wg.Go(func() { w.run(ctx) })
		}
		wg.Go(func() { visit(ctx, t, s) })
		advance := func(when string) {
			for _, w := range writers {
				from := w.applied.Load()
				eventually(t, w.unit.String()+" is counted "+when, func() bool { return w.applied.Load() > from+20 })
			}
		}

		advance("before")
		r.end(s.YearKey("s0", 2026))
		r.next()
		advance("after")
		stop()
		wg.Wait()
		allWork(t, s)
		for _, w := range writers {
			w.write(t.Context())
			holds(t, s, w.unit, w.data, w.version)
		}
	})
}

// pace leaves other tests room on a small machine.
const pace = 5 * time.Millisecond

// writer counts one unit again and again, as the service does.
type writer struct {
	t       *testing.T
	s       *redisstore.Store
	unit    service.Unit
	applied atomic.Int64

	last    service.Ticket
	version int64 // the highest that was seen
	data    string
}

func (w *writer) run(ctx context.Context) {
	for ; ctx.Err() == nil; time.Sleep(pace) {
		w.write(ctx)
		if _, err := w.s.Counters(ctx, w.unit.SiteID, w.unit.Year); err == nil {
			_, _ = w.s.Versions(ctx, []string{"s0", "s1", "s2", "s3"}, w.unit.Year)
		}
	}
}

func (w *writer) write(ctx context.Context) {
	var k service.Ticket
	var err error
	quick(w.t, "Ticket", func() { k, err = w.s.Ticket(ctx, w.unit.SiteID) })
	if err != nil {
		return
	}
	if k.Epoch == w.last.Epoch && k.No <= w.last.No {
		w.t.Errorf("ticket %v after %v", k, w.last)
	}
	w.last = k
	var version int64
	var result service.PutResult
	data := fmt.Sprint("count ", k.No)
	quick(w.t, "Put", func() { version, result, err = w.s.Put(ctx, w.unit, k, []byte(data), w.version) })
	switch {
	case err != nil: // applied or not
	case result == service.PutStale:
		w.t.Errorf("%v is stale, and nobody else counts %s", k, w.unit)
	case result == service.PutApplied:
		if version <= w.version {
			w.t.Errorf("version %d after %d", version, w.version)
		}
		w.version, w.data = version, data
		w.applied.Add(1)
	}
}

// visit uses everything else.
func visit(ctx context.Context, t *testing.T, s *redisstore.Store) {
	for i := 0; ctx.Err() == nil; i++ {
		time.Sleep(pace)
		key := fmt.Sprint("k", i%20)
		quick(t, "Set", func() { _ = s.Set(ctx, key, "v", time.Minute) })
		quick(t, "Get", func() {
			if got, ok, err := s.Get(ctx, key); err == nil && ok && got != "v" {
				t.Errorf("token %s is %q", key, got)
			}
		})
		quick(t, "DeleteIf", func() { _ = s.DeleteIf(ctx, key, "v") })
		quick(t, "Allow", func() { s.Allow(ctx, key, 100) })
		quick(t, "Publish", func() { _ = s.Publish(ctx, service.Event{Account: key}) })
	}
}

// TestSubscribersHearOfAFailover: the line of a subscriber goes to one node, and
// the master of the channel's slot is the one.
func TestSubscribersHearOfAFailover(t *testing.T) {
	successions(t, func(t *testing.T, r succession) {
		s := openURL(t, r.url)
		h := listenNow(t, s)
		before := h.resyncs()
		r.end(s.Channel())
		// Nobody but the subscriber uses this Store meanwhile.
		eventually(t, "another Resync", func() bool { return h.resyncs() > before })
		r.next()
		eventually(t, "an event on the new line", func() bool {
			_ = s.Publish(t.Context(), ping)
			for _, e := range h.heard() {
				if e == ping {
					return true
				}
			}
			return false
		})
	})
}
