package faults_test

import (
	"math/rand/v2"
	"testing"
	"time"
)

// killRounds is how often a process is killed under load.
const killRounds = 50

// kill -9 at no chosen moment, again and again: nothing that was acknowledged is
// lost, nothing is counted twice, and the watchers end on the right score.
func TestKilledUnderLoad(t *testing.T) {
	t.Parallel()
	w := newWorld(t, plan{sites: 2, writers: 3})
	a := w.instances[0]
	l := w.load(10 * time.Millisecond)
	for round := range killRounds {
		l.until(t, 5, 30*time.Second)
		time.Sleep(rand.N(150 * time.Millisecond)) // wherever the writers are by then
		a.kill()
		w.fault("kill -9")
		if round == killRounds/2 {
			l.stop()
			a.start()
			w.settle(t)
			l.run(10 * time.Millisecond)
			continue
		}
		a.start()
	}
	l.drain(t)
	w.finish(t)
}
