package faults_test

import (
	"net/http"
	"testing"
	"time"
)

// An instance that starts before its engines says that it is not ready, tells
// phones to come again, and serves when they are there.
func TestStartedBeforeItsEngines(t *testing.T) {
	t.Parallel()
	w := newWorld(t, plan{mongo: true, writers: 2})
	l := w.load(100 * time.Millisecond)
	l.until(t, 5, 30*time.Second)
	w.instances[0].kill()
	w.mongoWire.down()
	w.redisWire.down()
	w.fault("started without MongoDB and Redis")
	w.instances[0].begin()
	eventually(t, 30*time.Second, "it says that it is not ready", func() bool {
		return w.instances[0].readiness() == http.StatusServiceUnavailable
	})
	before := w.statuses.of("503")
	eventually(t, 30*time.Second, "phones are told to come again", func() bool { return w.statuses.of("503") >= before+3 })
	w.mongoWire.again()
	eventually(t, 30*time.Second, "without Redis it serves", func() bool {
		return w.instances[0].readiness() == http.StatusOK
	})
	l.until(t, 5, 30*time.Second)
	w.redisWire.again()
	l.drain(t)
	w.finish(t)
}
