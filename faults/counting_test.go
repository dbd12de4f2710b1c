package faults_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"
)

// Whatever phones repeat, and at whichever instance, is one record and counts
// once.
func TestCountedOnce(t *testing.T) {
	t.Parallel()
	for name, mongo := range map[string]bool{"SQLite": false, "MongoDB": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, plan{mongo: mongo, instances: 2, sites: 2, writers: 2})
			for _, c := range []struct {
				name     string
				scenario func(*world, *testing.T)
			}{
				{"the same key five times", (*world).sameKeyInTurn},
				{"the same key fifty times at once", (*world).sameKeyAtOnce},
				{"the connection cut after sending", (*world).cutAfterSending},
				{"the same key after a restart", (*world).sameKeyAfterRestart},
				{"other keys, the same act at once", (*world).sameActAtOnce},
				{"void twice and at once", (*world).voidTwice},
				{"void against confirm", (*world).voidAgainstConfirm},
				{"one person, two months and two sites", (*world).bothMonthsAndSites},
			} {
				t.Run(c.name, func(t *testing.T) {
					w.in(t)
					c.scenario(w, t)
					w.settle(t)
				})
			}
			w.finish(t)
		})
	}
}

// post sends an act to an instance and notes what it acknowledges.
func (w *world) post(instance int, a act) (answer, error) {
	got, err := w.send(w.t.Context(), w.instances[instance%len(w.instances)], "POST", a.path, a.token, a.key, bodyOf(a))
	if err == nil && got.status < 300 {
		(&phone{w: w, site: a.site}).acknowledge(a, got)
	}
	return got, err
}

// persist repeats an act until it is acknowledged, and returns that answer and
// the record's id.
func (w *world) persist(a act) (got answer, id string) {
	w.t.Helper()
	err := await(60*time.Second, fmt.Sprintf("act %d is acknowledged", a.n), func() bool {
		var err error
		got, err = w.post(a.n, a)
		return err == nil && got.status < 300
	})
	var record struct{ ID string }
	if err = cmp.Or(err, json.Unmarshal(got.body, &record)); err != nil {
		w.t.Error(err)
	}
	return got, record.ID
}

// stored is how many records of a site are not void.
func (w *world) stored(s *site) int {
	w.t.Helper()
	records, err := w.listed(s.id)
	if err != nil {
		w.t.Fatal(err)
	}
	return len(slices.DeleteFunc(records, func(r record) bool { return r.Status == "void" }))
}

// grows fails unless what happens in between stores so many records more.
func (w *world) grows(t *testing.T, s *site, by int, what func()) {
	t.Helper()
	before := w.stored(s)
	what()
	if after := w.stored(s); after != before+by {
		t.Errorf("%d records after %d, want %+d", after, before, by)
	}
}

func (w *world) sameKeyInTurn(t *testing.T) {
	s := w.sites[0]
	w.grows(t, s, 1, func() {
		a := registration(s, s.tokens[0])
		first, _ := w.persist(a)
		for i := range 4 {
			again, err := w.post(i, a)
			if err != nil || again.status != first.status || !bytes.Equal(again.body, first.body) {
				t.Errorf("the repeat was answered %d %s, %v", again.status, again.body, err)
			}
			w.fault("same key")
		}
		a.body = maps.Clone(a.body)
		a.body["employment_status"] = "就业"
		if other, err := w.post(0, a); err != nil || other.code() != "idempotency_key_reused" {
			t.Errorf("another body under the key: %d %s, %v", other.status, other.body, err)
		}
	})
}

func (w *world) sameKeyAtOnce(t *testing.T) {
	s := w.sites[0]
	w.grows(t, s, 1, func() {
		a := registration(s, s.tokens[0])
		var mu sync.Mutex
		bodies := map[string]int{}
		w.atOnce(50, func(i int) {
			got, err := w.post(i, a)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err != nil:
				t.Errorf("no answer: %v", err)
			case got.status < 300:
				bodies[string(got.body)]++
			case got.code() != "in_progress":
				t.Errorf("answered %d %s", got.status, got.body)
			}
			w.fault("same key")
		})
		last, _ := w.persist(a)
		bodies[string(last.body)]++
		if len(bodies) != 1 {
			t.Errorf("%d different answers: %v", len(bodies), bodies)
		}
	})
}

func (w *world) cutAfterSending(t *testing.T) {
	s := w.sites[0]
	w.grows(t, s, 1, func() {
		a := registration(s, s.tokens[0])
		for i := range 10 {
			w.sendAndHangUp(t, i, a)
			w.fault("cut after sending")
		}
		w.persist(a)
	})
}

// sendAndHangUp sends a whole request and resets the connection.
func (w *world) sendAndHangUp(t *testing.T, instance int, a act) {
	t.Helper()
	data, err := json.Marshal(a.body)
	if err != nil {
		t.Fatal(err)
	}
	s := w.instances[instance%len(w.instances)]
	req, err := http.NewRequestWithContext(context.Background(), "POST", s.base()+a.path, bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+a.token)
	req.Header.Set("Idempotency-Key", a.key)
	conn, err := net.Dial("tcp", s.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if err := req.Write(conn); err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Duration(instance) * 3 * time.Millisecond) // each time it is further on
	_ = conn.(*net.TCPConn).SetLinger(0)
}

func (w *world) sameKeyAfterRestart(t *testing.T) {
	s := w.sites[0]
	w.grows(t, s, 1, func() {
		a := registration(s, s.tokens[0])
		first, _ := w.persist(a)
		for _, i := range w.instances {
			i.kill()
			w.fault("kill -9")
		}
		for _, i := range w.instances {
			i.start()
		}
		for i := range w.instances {
			again, err := w.post(i, a)
			if err != nil || again.status != first.status || !bytes.Equal(again.body, first.body) || again.header.Get("Idempotency-Replayed") == "" {
				t.Errorf("after the restart: %d %s, %v", again.status, again.body, err)
			}
		}
	})
}

func (w *world) sameActAtOnce(t *testing.T) {
	s := w.sites[0]
	w.grows(t, s, 1, func() { w.firstWins(t, registration(s, s.tokens[0])) })
	a := registration(s, s.tokens[0])
	got, _ := w.persist(a)
	var of struct {
		PersonID string `json:"person_id"`
	}
	if err := json.Unmarshal(got.body, &of); err != nil {
		t.Fatal(err)
	}
	w.grows(t, s, 1, func() { w.firstWins(t, placement(s, s.tokens[0], of.PersonID)) })
}

// firstWins does an act many times at once, each time under another key: one of
// them creates the record and the others are told of it.
func (w *world) firstWins(t *testing.T, a act) {
	t.Helper()
	var mu sync.Mutex
	created := 0
	w.atOnce(20, func(i int) {
		mine := a
		mine.key = fmt.Sprintf("%s-%d", a.key, i)
		got, _ := w.persist(mine)
		mu.Lock()
		defer mu.Unlock()
		if got.status == http.StatusCreated {
			created++
		}
		w.fault("same act")
	})
	if created != 1 {
		t.Errorf("%d answers say that they created the record", created)
	}
}

// atOnce does something n times in parallel.
func (w *world) atOnce(n int, do func(i int)) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { do(i) })
	}
	wg.Wait()
}
