package faults_test

import (
	"net/http"
	"testing"
	"time"
)

// The process dies between an act and its entry in the service ledger, and between
// the entry and the note that it is made. The next life enters it without being
// asked, and the phone that repeats its request gets the act that was kept.
func TestKilledBetweenAnActAndItsEntry(t *testing.T) {
	t.Parallel()
	w := newWorld(t, plan{})
	a, s := w.instances[0], w.sites[0]
	var seeker struct {
		PersonID string `json:"person_id"`
	}
	w.call(a, http.MethodPost, "/v1/registrations", s.tokens[0], registration(s, s.tokens[0]).body, &seeker)
	count := func(path string) int {
		var list struct{ Items []struct{ ID string } }
		w.call(a, http.MethodGet, path+"?site_id="+s.id, s.tokens[0], nil, &list)
		return len(list.Items)
	}
	for i, step := range []string{"owed/kept", "owed/entered"} {
		key := "guidance-at-" + step
		body := map[string]any{"site_id": s.id, "person_id": seeker.PersonID, "topics": []string{"面试"}, "advice": "先考电工证"}
		a.kill()
		a.start("FAILPOINT=" + step)
		if got, err := w.send(t.Context(), a, http.MethodPost, "/v1/guidance", s.tokens[0], key, body); err == nil {
			t.Fatalf("%s: answered %d %s", step, got.status, got.body)
		}
		a.diesOfItself(30 * time.Second)
		w.fault("kill -9 before the ledger had its entry")
		a.start()
		eventually(t, 30*time.Second, "the entry is made", func() bool { return count("/v1/activities") == i+1 })
		eventually(t, 40*time.Second, "the repetition is answered", func() bool {
			got, err := w.send(t.Context(), a, http.MethodPost, "/v1/guidance", s.tokens[0], key, body)
			return err == nil && got.status == http.StatusCreated
		})
		if talks, made := count("/v1/guidance"), count("/v1/activities"); talks != i+1 || made != i+1 {
			t.Errorf("%s: %d talks, %d entries", step, talks, made)
		}
	}
	w.finish(t)
}
