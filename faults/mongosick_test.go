package faults_test

import (
	"testing"
	"time"
)

// While MongoDB is ill a phone is told to come again, with a documented 503, or
// hears nothing; what was acknowledged is there afterwards, once.
func TestMongoDBIsIll(t *testing.T) {
	t.Parallel()
	for _, ill := range []struct {
		name string
		how  func(*world)
		goes bool // writes go on
	}{
		{"down", func(w *world) { w.mongoWire.down() }, false},
		{"slow", func(w *world) { w.mongoWire.slow(60 * time.Millisecond) }, true},
		{"half open", func(w *world) { w.mongoWire.halfOpen() }, false},
		{"cut after two bytes", func(w *world) { w.mongoWire.cutAfter(2) }, false},
		{"reset", func(w *world) { w.mongoWire.reset() }, false},
	} {
		t.Run(ill.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, plan{mongo: true, writers: 3})
			l := w.load(150 * time.Millisecond)
			l.until(t, 15, 60*time.Second)
			began := time.Now()
			ill.how(w)
			w.fault(ill.name)
			time.Sleep(sickTime) // the length of the illness is the scenario
			if !ill.goes {       // a phone that hears nothing waits, and a slow machine makes few that do not
				eventually(t, time.Minute, "a phone is told to come again", func() bool { return w.statuses.of("503") > 0 })
			}
			during := w.ledger.since(began)
			w.mongoWire.heal()
			w.mongoWire.again()
			l.until(t, 15, 60*time.Second)
			l.drain(t)
			w.finish(t)
			t.Logf("%d acknowledged while MongoDB was %s; answers %s", len(during), ill.name, &w.statuses)
			if ill.goes && len(during) == 0 {
				t.Errorf("nothing was acknowledged while MongoDB was %s", ill.name)
			}
		})
	}
}

// MongoDB is killed under load and comes back.
func TestMongoDBIsKilled(t *testing.T) {
	t.Parallel()
	w := newWorld(t, plan{mongo: true, writers: 3})
	l := w.load(50 * time.Millisecond)
	for range 3 {
		l.until(t, 8, 60*time.Second)
		w.mongo.proc.kill()
		w.fault("kill -9 of MongoDB")
		time.Sleep(time.Second) // so long it is away
		w.mongo.start()
	}
	l.until(t, 8, 60*time.Second)
	l.drain(t)
	w.finish(t)
}

// The server carries a command out and its reply is lost, at each collection
// that a write touches.
func TestMongoDBsReplyIsLostAfterCommit(t *testing.T) {
	t.Parallel()
	w := newWorld(t, plan{mongo: true, writers: 3})
	l := w.load(50 * time.Millisecond)
	for _, what := range []string{
		"command=insert&collection=registrations", "command=insert&collection=placements",
		"command=insert&collection=requests", "command=update&collection=requests",
		"command=insert&collection=people", "command=insert&collection=keys",
		"command=update&collection=registrations", "command=insert&collection=enterprises",
	} {
		w.mongo.arm("lose-reply?times=2&" + what)
		w.fault("reply lost")
		l.until(t, 10, 60*time.Second)
	}
	struck := w.mongo.struck()
	w.mongo.arm("reset")
	l.drain(t)
	w.finish(t)
	t.Logf("struck %v; answers %s", struck, &w.statuses)
	if struck["insert registrations"] == 0 || struck["insert placements"] == 0 {
		t.Errorf("no reply to an insert of a record was lost: %v", struck)
	}
}
