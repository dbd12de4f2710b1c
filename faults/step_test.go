package faults_test

import (
	"fmt"
	"testing"
	"time"
)

// steps are the fail points of a write (internal/failpoint), in the order in
// which one write takes them.
var steps = []string{
	"request/claimed", "write/marked", "write/stored", "count/ticket", "count/read",
	"count/put", "write/counted", "write/cleared", "request/kept",
}

// failpoint makes a process die when it reaches the step for the nth time. The
// start itself counts four units of each site, which is not what is meant.
func failpoint(step string, sites int) string {
	return fmt.Sprintf("FAILPOINT=%s:%d", step, 4*sites+5)
}

// One of two instances dies at each step of a write. The other takes its phones
// and finishes what it began, before it is back.
func TestKilledAtEachStep(t *testing.T) {
	t.Parallel()
	w := newWorld(t, plan{instances: 2, sites: 2, writers: 2})
	l := w.load(15 * time.Millisecond)
	for i, step := range steps {
		t.Run(step, func(t *testing.T) {
			w.in(t)
			a := w.instances[i%2]
			a.kill()
			a.start(failpoint(step, len(w.sites)))
			a.diesOfItself(30 * time.Second)
			w.fault("kill -9 at a step")
			l.until(t, 5, 30*time.Second)
			l.stop()
			w.settle(t)
			a.start()
			l.run(15 * time.Millisecond)
		})
	}
	l.drain(t)
	w.finish(t)
}

// The only instance dies at each step of a write to MongoDB, and comes back.
func TestKilledAtEachStepOnMongoDB(t *testing.T) {
	t.Parallel()
	w := newWorld(t, plan{mongo: true, writers: 3})
	a := w.instances[0]
	l := w.load(15 * time.Millisecond)
	for _, step := range steps {
		t.Run(step, func(t *testing.T) {
			w.in(t)
			a.kill()
			a.start(failpoint(step, len(w.sites)))
			a.diesOfItself(30 * time.Second)
			w.fault("kill -9 at a step")
			l.stop()
			a.start()
			w.settle(t)
			l.run(15 * time.Millisecond)
		})
	}
	l.drain(t)
	w.finish(t)
}
