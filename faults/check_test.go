package faults_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
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
		if all, wrong = w.compare(); len(wrong) == 0 || time.Now().After(deadline) {
			break
		}
	}
	wrong = append(wrong, w.recount(final)...)
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

func (w *world) compareSite(name, siteID string, want months, row boardRow) (wrong []string) {
	differ := func(who string, got, want any) {
		if !reflect.DeepEqual(got, want) {
			wrong = append(wrong, fmt.Sprintf("%s, %s: %+v, records have %+v", name, who, got, want))
		}
	}
	held, err := w.cached(siteID)
	if err != nil {
		wrong = append(wrong, fmt.Sprintf("%s, Redis: %v", name, err))
	}
	differ("Redis", held, want)
	now, err := w.progress(siteID)
	if err != nil {
		return append(wrong, fmt.Sprintf("%s, progress: %v", name, err))
	}
	differ("progress", now.months, want)
	differ("progress, item 7", now.persons, want.personMonths().Registered)
	differ("board", row.month, want[thisMonth])
	differ("board, score", row.recorded, now.score)
	for _, v := range w.watchers {
		last, ok := v.shown(siteID)
		if !ok && v.follows(siteID) {
			wrong = append(wrong, fmt.Sprintf("%s, %s: no event", name, v.name))
		} else if ok && last.text != now.text {
			differ(v.name, last.months, want)
			if reflect.DeepEqual(last.months, want) {
				wrong = append(wrong, fmt.Sprintf("%s, %s: not the document that progress answers", name, v.name))
			}
		}
	}
	return wrong
}

// progress asks an instance that is there, and every other one must agree.
func (w *world) progress(siteID string) (now screen, err error) {
	for _, s := range w.instances {
		if !s.proc.alive() {
			continue
		}
		var raw json.RawMessage
		if err := w.try(s, "GET", "/v1/sites/"+siteID+"/progress", w.city, nil, &raw); err != nil {
			return screen{}, err
		}
		next, err := readScreen(raw)
		if err != nil {
			return screen{}, err
		}
		if now.text != "" && next.text != now.text {
			return screen{}, fmt.Errorf("instance %s says another thing: %+v, not %+v", s.name, next.months, now.months)
		}
		now = next
	}
	return now, nil
}

type boardRow struct {
	month    columns
	recorded float64
	persons  int // registered, over all months, by way of the site's progress
}

// board reads the row of every site.
func (w *world) board() (map[string]boardRow, error) {
	rows := map[string]boardRow{}
	var board struct {
		Items []struct {
			Site     struct{ ID string }
			Recorded float64
			Month    struct {
				Month string
				columns
			}
		}
	}
	if err := w.try(w.reader(), "GET", "/v1/board", w.city, nil, &board); err != nil {
		return rows, err
	}
	for _, item := range board.Items {
		now, err := w.progress(item.Site.ID)
		if err != nil {
			return rows, err
		}
		rows[item.Site.ID] = boardRow{item.Month.columns, item.Recorded, now.persons}
	}
	return rows, nil
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

// ours is the label of an act; rows of an imported sheet have others.
var ours = regexp.MustCompile(`^第\d+号$`)

// held compares the records with what phones were told: each acknowledged one is
// there, in the state that was acknowledged, and none is there twice.
func (w *world) held(all map[string][]record) (wrong []string) {
	byID, byLabel := map[string]record{}, map[string]string{}
	for _, records := range all {
		for _, r := range records {
			if _, twice := byID[r.ID]; twice {
				wrong = append(wrong, "listed twice: "+r.ID)
			}
			byID[r.ID] = r
			key := r.noun + " " + r.label()
			if other, twice := byLabel[key]; twice && ours.MatchString(r.label()) {
				wrong = append(wrong, fmt.Sprintf("%s is stored twice: %s and %s", key, other, r.ID))
			}
			byLabel[key] = r.ID
		}
	}
	for _, a := range w.ledger.all() {
		r, stored := byID[a.id]
		switch {
		case !stored:
			wrong = append(wrong, fmt.Sprintf("act %d (%s) was acknowledged and is lost: %s", a.act.n, a.act.kind, a.id))
		case a.act.kind == confirms && r.Status == "recorded",
			a.act.kind == voids && r.Status != "void":
			wrong = append(wrong, fmt.Sprintf("act %d (%s) was acknowledged and is undone: %s is %s", a.act.n, a.act.kind, a.id, r.Status))
		}
	}
	return wrong
}
