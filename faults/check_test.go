package faults_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

// settleTime is how long it may take until everything is counted after the last
// fault: marks are swept after three seconds, streams refreshed every five.
const settleTime = 60 * time.Second

// settle waits until all is quiet and then holds everything that can be asked
// against the records: the recount, Redis, progress, the board, the sum over the
// sites and the last event of every stream; and the records against the ledger.
// Marks of writes that died may still be there: see finish.
func (w *world) settle(t *testing.T) {
	t.Helper()
	w.check(t, false)
}

// finish ends a scenario: settle, and no mark is left in Redis.
func (w *world) finish(t *testing.T) {
	t.Helper()
	w.settle(t)
	eventually(t, cacheMarksLast, "no mark is left in Redis", func() bool {
		n, err := w.plan.cache.ZCard(t.Context(), marksKey).Result()
		return err == nil && n == 0
	})
}

// finishAll ends a scenario without Redis: no mark is left in the store either.
func (w *world) finishAll(t *testing.T) {
	t.Helper()
	w.finish(t)
	eventually(t, storeMarksLast, "no mark is left in the store", func() bool { return len(w.recount(true)) == 0 })
	w.check(t, true)
}

// How long the mark of a write that died may stay: half a minute in Redis, two
// minutes in the store (service/mark.go).
const (
	cacheMarksLast = 60 * time.Second
	storeMarksLast = 150 * time.Second
)

func (w *world) check(t *testing.T, final bool) {
	t.Helper()
	var all map[string][]record
	var wrong []string
	for deadline := time.Now().Add(settleTime); ; time.Sleep(200 * time.Millisecond) {
		if all, wrong = w.compare(); len(wrong) == 0 {
			wrong = w.recount(final)
		}
		if len(wrong) == 0 || time.Now().After(deadline) {
			break
		}
	}
	wrong = append(wrong, w.held(all)...)
	for _, d := range wrong {
		t.Error(d)
	}
	w.differences += len(wrong)
	for _, b := range w.breaches.take() {
		t.Errorf("breach: %s", b)
	}
	for _, s := range w.instances {
		s.log.check(t, s.name)
	}
}

// compare asks everything once and lists what does not agree with the records.
func (w *world) compare() (all map[string][]record, wrong []string) {
	wrong = w.unwhole()
	all = map[string][]record{}
	board, err := w.board()
	if err != nil {
		wrong = append(wrong, "board: "+err.Error())
	}
	sum := figures{}
	w.records = 0
	for i, s := range w.sites {
		records, err := w.listed(s.id)
		if err != nil {
			wrong = append(wrong, "records: "+err.Error())
			continue
		}
		all[s.id] = records
		w.records += len(records)
		want := w.counted(records)
		total := want.personMonths()
		sum.Registered += total.Registered
		wrong = append(wrong, w.compareSite(fmt.Sprintf("site %d", i+1), s.id, want, board[s.id])...)
		board["sum"] = boardRow{persons: board["sum"].persons + board[s.id].persons}
	}
	if got := board["sum"].persons; got != sum.Registered {
		wrong = append(wrong, fmt.Sprintf("sum over sites: %d registered person-months, records have %d", got, sum.Registered))
	}
	return all, wrong
}

// reader is an instance that lives.
func (w *world) reader() *service {
	for _, s := range w.instances {
		if s.proc.alive() {
			return s
		}
	}
	w.t.Fatal("no instance lives")
	return nil
}

// recount asks `quanjiuye check`. At a final look no mark is left.
func (w *world) recount(final bool) []string {
	code, out := w.reader().tool("check", "--json")
	var report struct {
		Units, Unknown, Marks int
		Differences           []string
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		return []string{fmt.Sprintf("check: exit code %d: %s", code, out)}
	}
	if code != 0 || report.Units == 0 || report.Unknown+len(report.Differences) > 0 || final && report.Marks > 0 {
		return []string{fmt.Sprintf("check: exit code %d: %s", code, strings.TrimSpace(out))}
	}
	return nil
}
