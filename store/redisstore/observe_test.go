package redisstore_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/quanjiuye/backend/store/redisstore"
)

// diary is an Observer that remembers.
type diary struct {
	mu     sync.Mutex
	rounds []time.Duration
	breaks int
	calls  []string // "command outcome"
}

func (d *diary) observer() redisstore.Observer {
	return redisstore.Observer{
		Called: func(command, outcome string, took time.Duration) {
			d.mu.Lock()
			defer d.mu.Unlock()
			if took > 0 {
				d.calls = append(d.calls, command+" "+outcome)
			}
		},
		Heard: func(took time.Duration) {
			d.mu.Lock()
			defer d.mu.Unlock()
			d.rounds = append(d.rounds, took)
		},
		Interrupted: func() {
			d.mu.Lock()
			defer d.mu.Unlock()
			d.breaks++
		},
	}
}

func (d *diary) heard() []time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.rounds)
}

func (d *diary) commands() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.calls)
}

func (d *diary) interruptions() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.breaks
}

func observed(t *testing.T, e *engine) (*redisstore.Store, *diary) {
	t.Helper()
	d := &diary{}
	s := openWith(t, redisstore.Options{URL: e.url, Prefix: e.prefix, Observer: d.observer()})
	s.SetPulse(300 * time.Millisecond)
	return s, d
}

func TestLineIsMeasured(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s, d := observed(t, e)
		if s.Listening() {
			t.Error("listens before it subscribed")
		}
		h := listenNow(t, s)
		if !s.Listening() {
			t.Error("does not listen although the line stands")
		}
		eventually(t, "pings come back", func() bool { return len(d.heard()) >= 3 })
		for _, took := range d.heard() {
			if took <= 0 || took > limitOfPatience {
				t.Errorf("a ping took %s", took)
			}
		}
		h.stop()
		check(t, h.awaitEnd(t))
		if s.Listening() || d.interruptions() != 0 {
			t.Errorf("after its end: listens %v, interrupted %d times", s.Listening(), d.interruptions())
		}
	})
}

func TestInterruptionsAreTold(t *testing.T) {
	t.Parallel()
	single(t, func(t *testing.T, e *engine) {
		s, d := observed(t, e)
		h := listenNow(t, s)
		e.down()
		eventually(t, "the break is told", func() bool { return d.interruptions() == 1 && !s.Listening() })
		e.up()
		eventually(t, "the line stands again", func() bool { return s.Listening() && h.resyncs() == 2 })
		if n := d.interruptions(); n != 1 {
			t.Errorf("one break was told %d times", n)
		}
	})
}

// A frozen Redis keeps the connection; only the pings tell.
func TestFrozenLineIsABreak(t *testing.T) {
	t.Parallel()
	server := startServer(t)
	s, d := observed(t, &server.engine)
	listenNow(t, s)
	server.Freeze()
	eventually(t, "the break is told", func() bool { return d.interruptions() >= 1 && !s.Listening() })
	server.Thaw()
	eventually(t, "the line stands again", s.Listening)
}
