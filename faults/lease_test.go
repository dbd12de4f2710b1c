package faults_test

import (
	"fmt"
	"testing"
	"time"
)

// One instance at a time sweeps: it holds the lease in Redis. When it dies the
// other takes over under a later fence, when it stops it hands over at once, and
// when it stands still it is not missed and does no harm when it goes on.
func TestOneInstanceSweeps(t *testing.T) {
	t.Parallel()
	w := newWorld(t, plan{instances: 2, writers: 2})
	a, b := w.instances[0], w.instances[1] // the first to start holds the lease
	l := w.load(100 * time.Millisecond)
	holder, fence := w.lease(t)
	w.staysWith(t, holder, fence)

	a.kill()
	w.fault("kill -9 of the holder")
	holder, fence = w.leaseMoves(t, holder, fence, 20*time.Second)
	a.start()
	if code, _ := b.stop(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	w.fault("SIGTERM of the holder")
	holder, fence = w.leaseMoves(t, holder, fence, 5*time.Second)
	b.start()

	a.freeze()
	w.fault("SIGSTOP of the holder")
	holder, fence = w.leaseMoves(t, holder, fence, 20*time.Second)
	a.thaw()
	w.staysWith(t, holder, fence)
	l.drain(t)
	w.finish(t)
}

// lease is who holds it and under which fence.
func (w *world) lease(t *testing.T) (holder string, fence int64) {
	t.Helper()
	held, err := w.plan.cache.HGetAll(t.Context(), leaseKey).Result()
	if err != nil {
		t.Fatal(err)
	}
	_, _ = fmt.Sscan(held["fence"], &fence)
	return held["holder"], fence
}

// staysWith fails when the lease moves although both instances live.
func (w *world) staysWith(t *testing.T, holder string, fence int64) {
	t.Helper()
	for deadline := time.Now().Add(4 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if now, later := w.lease(t); now != holder || later != fence {
			t.Fatalf("the lease went from %s (%d) to %s (%d)", holder, fence, now, later)
		}
	}
}

// leaseMoves waits until another holds the lease, under a later fence.
func (w *world) leaseMoves(t *testing.T, holder string, fence int64, most time.Duration) (next string, later int64) {
	t.Helper()
	eventually(t, most, "another instance takes over", func() bool {
		next, later = w.lease(t)
		return next != holder
	})
	if later <= fence {
		t.Errorf("fence %d after %d", later, fence)
	}
	return next, later
}
