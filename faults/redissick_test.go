package faults_test

import (
	"cmp"
	"fmt"
	"maps"
	"testing"
	"time"
)

// sickTime is how long each sickness lasts.
const sickTime = 10 * time.Second

// While Redis is ill in whatever way, writes go on and every instance shows them;
// afterwards everything is counted.
func TestRedisIsIll(t *testing.T) {
	t.Parallel()
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
		{"full", func(w *world) { w.setRedis("maxmemory", "1mb") }},
		{"left by its replicas", func(w *world) { w.setRedis("min-replicas-to-write", "1") }},
	} {
		t.Run(ill.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, plan{instances: 2, sites: 3, writers: 2})
			w.writesGoOn(ill.name, sickTime, func() { ill.how(w) })
		})
	}
}

// A minute without Redis: writes go on all the time.
func TestRedisIsDownForAMinute(t *testing.T) {
	t.Parallel()
	w := newWorld(t, plan{sites: 3, writers: 2})
	w.writesGoOn("down 60 s", time.Minute, w.redisWire.down)
	w.finishAll(t)
}

// writesGoOn makes Redis ill under load, well again, and looks. At the last site
// nobody is at work but once: what an instance itself has not written to, it knows
// only from Redis.
func (w *world) writesGoOn(what string, most time.Duration, illness func()) {
	t := w.t
	t.Helper()
	busy, quiet := w.sites[:len(w.sites)-1], w.sites[len(w.sites)-1]
	l := w.loadAt(150*time.Millisecond, busy...)
	l.until(t, 20, 30*time.Second)
	healthy := median(w.ledger.all())
	began := time.Now()
	illness()
	w.fault(what)
	time.Sleep(most) // the length of the outage is the scenario
	l.stop()
	during := w.ledger.since(began)
	w.persist(registration(quiet, quiet.tokens[0]))
	w.eachShows(t)
	l.run(150 * time.Millisecond)
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
	w.setRedis("maxmemory", "0")
	w.setRedis("min-replicas-to-write", "0")
}

// setRedis changes a setting of Redis, which evicts nothing by itself.
func (w *world) setRedis(name, value string) {
	w.t.Helper()
	if err := w.plan.cache.ConfigSet(w.t.Context(), name, value).Err(); err != nil {
		w.t.Fatal(err)
	}
}

// eachShows waits until every instance shows what the records say, on the sites'
// own screens and on the board, whatever Redis is doing.
func (w *world) eachShows(t *testing.T) {
	t.Helper()
	var wrong []string
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(200 * time.Millisecond) {
		wrong = wrong[:0]
		for _, s := range w.instances {
			wrong = append(wrong, w.behind(s)...)
		}
		if len(wrong) == 0 || time.Now().After(deadline) {
			break
		}
	}
	for _, d := range wrong {
		t.Error(d)
	}
	w.differences += len(wrong)
}

// behind lists the sites of which an instance shows other than the records.
func (w *world) behind(s *service) (wrong []string) {
	board, err := w.boardOf(s)
	if err != nil {
		return []string{fmt.Sprintf("instance %s, board: %v", s.name, err)}
	}
	for _, site := range w.sites {
		records, err := w.listedBy(s, site.id)
		now, err2 := w.screenOf(s, site.id)
		if err = cmp.Or(err, err2); err != nil {
			wrong = append(wrong, fmt.Sprintf("instance %s: %v", s.name, err))
			continue
		}
		want := w.counted(records)
		if !maps.Equal(now.months, want) || board[site.id].month != want[thisMonth] {
			wrong = append(wrong, fmt.Sprintf("instance %s: progress %+v, board %+v, records %+v", s.name, now.months, board[site.id].month, want))
		}
	}
	return wrong
}
