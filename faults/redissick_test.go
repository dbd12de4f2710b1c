package faults_test

import (
	"testing"
	"time"
)

// sickTime is how long each sickness lasts.
const sickTime = 10 * time.Second

// While Redis is ill in whatever way, writes go on; afterwards everything is
// counted.
func TestRedisIsIll(t *testing.T) {
	for _, ill := range []struct {
		name string
		how  func(*world)
	}{
		{"slow", func(w *world) { w.redisWire.slow(300 * time.Millisecond) }},
		{"slower than anybody waits", func(w *world) { w.redisWire.slow(1500 * time.Millisecond) }},
		{"half open", func(w *world) { w.redisWire.halfOpen() }},
		{"cut after two bytes", func(w *world) { w.redisWire.cutAfter(2) }},
		{"reset", func(w *world) { w.redisWire.reset() }},
		{"frozen", func(w *world) { w.redis.Freeze() }},
		{"full", func(w *world) { w.limitRedis("1mb") }},
	} {
		t.Run(ill.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, plan{sites: 2, writers: 2})
			w.writesGoOn(ill.name, sickTime, func() { ill.how(w) })
		})
	}
}

// A minute without Redis: writes go on all the time.
func TestRedisIsDownForAMinute(t *testing.T) {
	t.Parallel()
	w := newWorld(t, plan{sites: 2, writers: 2})
	w.writesGoOn("down 60 s", time.Minute, w.redisWire.down)
	w.finishAll(t)
}

// writesGoOn makes Redis ill under load, well again, and looks.
func (w *world) writesGoOn(what string, most time.Duration, illness func()) {
	t := w.t
	t.Helper()
	l := w.load(150 * time.Millisecond)
	l.until(t, 20, 30*time.Second)
	healthy := median(w.ledger.all())
	began := time.Now()
	illness()
	w.fault(what)
	time.Sleep(most) // the length of the outage is the scenario
	during := w.ledger.since(began)
	w.wellAgain()
	l.until(t, 20, 30*time.Second)
	l.drain(t)
	w.finish(t)
	t.Logf("median write %s, while Redis was %s %s (%d acknowledged); answers %s",
		healthy.Round(time.Millisecond), what, median(during).Round(time.Millisecond), len(during), &w.statuses)
	if len(during) == 0 {
		t.Errorf("nothing was acknowledged while Redis was %s", what)
	}
	if n := w.statuses.of("503"); n > 0 {
		t.Errorf("%d answers were 503, although only Redis was %s", n, what)
	}
}

// wellAgain takes every illness away.
func (w *world) wellAgain() {
	w.t.Helper()
	w.redisWire.heal()
	w.redisWire.again()
	if w.redis.Running() {
		w.redis.Thaw()
	}
	w.limitRedis("0")
}

// limitRedis bounds the memory of Redis, which then refuses to write; 0 is no
// bound.
func (w *world) limitRedis(most string) {
	w.t.Helper()
	for setting, value := range map[string]string{"maxmemory-policy": "noeviction", "maxmemory": most} {
		if err := w.plan.cache.ConfigSet(w.t.Context(), setting, value).Err(); err != nil {
			w.t.Fatal(err)
		}
	}
}
