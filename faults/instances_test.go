package faults_test

import (
	"cmp"
	"context"
	"maps"
	"math/rand/v2"
	"net/http"
	"sync/atomic"
	"testing"
	"time"
)

// both runs a scenario with two instances, on each store.
func both(t *testing.T, scenario func(t *testing.T, w *world)) {
	for name, mongo := range map[string]bool{"SQLite": false, "MongoDB": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, plan{mongo: mongo, instances: 2, sites: 2, writers: 2})
			scenario(t, w)
			w.finish(t)
		})
	}
}

// crossTime is how soon a write at one instance is on the screens of another.
// The relay takes milliseconds; without it a screen is refreshed every five
// seconds.
const crossTime = 3 * time.Second

func TestLiveUpdatesCross(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, w *world) {
		s := w.sites[0]
		for at := range w.instances {
			v := w.newWatcher("stream at the other", s.id, at+1)
			ctx := t.Context()
			go v.forever(ctx, func(ctx context.Context) error { v.turn = at + 1; return v.stream(ctx, s.id, w.city) })
			eventually(t, 20*time.Second, "the stream stands", func() bool { _, ok := v.shown(s.id); return ok })
			for range 5 {
				before, _ := v.shown(s.id)
				a := registration(s, s.tokens[0])
				if got, err := w.post(at, a); err != nil || got.status != http.StatusCreated {
					t.Fatalf("write at %s: %d, %v", w.instances[at].name, got.status, err)
				}
				eventually(t, crossTime, "the other instance shows it", func() bool {
					now, _ := v.shown(s.id)
					return now.persons == before.persons+1
				})
			}
		}
	})
}

// Both instances write to the same month at once, and one of them stands still
// in the middle. As soon as all is acknowledged, the counter is right: a count
// that began earlier never overwrites a later one.
func TestCountsOfTwoInstancesRace(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, w *world) {
		s := w.sites[0]
		for burst := range 20 {
			if burst%2 == 1 {
				go w.pauseOne(burst, rand.N(40*time.Millisecond))
				w.fault("SIGSTOP")
			}
			w.atOnce(8, func(i int) {
				a := registration(s, s.tokens[i%2])
				a.body["registered_on"] = thisMonth + "-10"
				if got, err := w.post(i, a); err != nil || got.status != http.StatusCreated {
					t.Errorf("answered %d %s, %v", got.status, got.body, err)
				}
			})
			records, err := w.listed(s.id)
			if err != nil {
				t.Fatal(err)
			}
			held, err := w.cached(s.id)
			if want := w.counted(records); err != nil || held[thisMonth] != want[thisMonth] {
				t.Fatalf("burst %d: Redis has %+v, records have %+v, %v", burst, held[thisMonth], want[thisMonth], err)
			}
		}
	})
}

// pauseOne stops an instance after a while, for a while.
func (w *world) pauseOne(which int, after time.Duration) {
	time.Sleep(after)
	s := w.instances[which/2%2]
	s.freeze()
	time.Sleep(100 * time.Millisecond)
	s.thaw()
}

// One instance dies when its record is stored and before it is counted, wherever
// it is on the way. Nobody writes any more; the other, who sweeps, counts it,
// because the mark tells.
func TestTheOtherInstanceFinishesTheMarks(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, w *world) {
		a := w.instances[0]
		holder, fence := w.lease(t)
		a.stop() // it hands the lease over
		w.leaseMoves(t, holder, fence, 5*time.Second)
		for _, step := range []string{"write/stored", "count/ticket", "count/read"} {
			a.start("FAILPOINT=" + step)
			w.diesInAWrite(t, a)
			w.fault("kill -9 at " + step)
			// A mark waits three seconds. Half a minute after its start the other counts
			// everything once more, whatever the marks say: but three times it is not.
			eventually(t, 10*time.Second, "the other counts after "+step, func() bool {
				records, err := w.listed(w.sites[0].id)
				held, err2 := w.cached(w.sites[0].id)
				return cmp.Or(err, err2) == nil && maps.Equal(held, w.counted(records))
			})
		}
		w.settle(t)
		a.start()
	})
}

// diesInAWrite has an instance with a fail point take a write, which it stores.
func (w *world) diesInAWrite(t *testing.T, a *service) {
	t.Helper()
	s := w.sites[0]
	w.grows(t, s, 1, func() {
		if got, err := w.post(0, registration(s, s.tokens[0])); err == nil {
			t.Errorf("answered %d by an instance that dies", got.status)
		}
		a.diesOfItself(10 * time.Second)
	})
}

// A role that is taken away ends the streams of its account at every instance at
// once, and new ones are refused.
func TestALoweredRoleEndsStreamsEverywhere(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, w *world) {
		s := w.sites[0]
		token := w.member(s.id, "leaver")
		var begun atomic.Int64
		ended := make(chan error, len(w.instances))
		for _, i := range w.instances {
			go func() { ended <- w.streamToItsEnd(t.Context(), i, s.id, token, func() { begun.Add(1) }) }()
		}
		eventually(t, 20*time.Second, "both streams stand", func() bool { return begun.Load() == int64(len(w.instances)) })
		if code, _ := w.instances[0].tool("revoke", "--openid", "leaver", "--role", "staff", "--scope", s.id); code != 0 {
			t.Fatalf("revoke: exit code %d", code)
		}
		w.fault("role taken away")
		for range w.instances {
			select {
			case err := <-ended:
				if err != nil {
					t.Errorf("a stream was cut: %v", err)
				}
			case <-time.After(crossTime):
				t.Errorf("a stream goes on %s after the role is gone", crossTime)
			}
		}
		for _, i := range w.instances {
			got, err := w.send(t.Context(), i, "GET", "/v1/sites/"+s.id+"/progress/stream", token, "", nil)
			if err != nil || got.status != http.StatusNotFound {
				t.Errorf("instance %s answers a new stream %d, %v", i.name, got.status, err)
			}
		}
	})
}
