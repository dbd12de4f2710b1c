package service_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// TestNoScheduleLosesACount runs the real writers and the real sweeper under
// schedules that rapid invents, and shrinks when one ends on a wrong counter.
func TestNoScheduleLosesACount(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		for range 200 { // one alone is quick
			schedule := rapid.SliceOfN(rapid.IntRange(0, numbers-1), 0, 120).Draw(rt, "schedule")
			if trace, wrong := explore(t, schedule, sound); wrong != "" {
				rt.Fatalf("%s after\n%s", wrong, trace)
			}
		}
	})
}

// The same on as many schedules as it takes to find every flaw of the next test,
// several times over.
func TestNoRandomScheduleLosesACount(t *testing.T) {
	next := dice()
	for range 4000 {
		if trace, wrong := explore(t, next(), sound); wrong != "" {
			t.Fatalf("%s after\n%s", wrong, trace)
		}
	}
}

// TestTheLaboratoryMissesEachPart takes one part of the protocol out and looks
// for a schedule that ends on a wrong counter.
func TestTheLaboratoryMissesEachPart(t *testing.T) {
	for _, f := range []flaw{noTicket, noMark, sharedMark, youngCleared, noStoreMark, lossUnnoticed, noSweeper} {
		t.Run(string(f), func(t *testing.T) {
			next := dice()
			for n := 1; n <= 40_000; n++ {
				if _, wrong := explore(t, next(), f); wrong != "" {
					t.Logf("schedule %d: %s", n, wrong)
					return
				}
			}
			t.Error("no schedule shows it")
		})
	}
}

// numbers is what the numbers of a schedule are below: a multiple of every number
// of choices.
const numbers = 5040

// dice gives the same random schedules each time.
func dice() (next func() []int) {
	r := rand.New(rand.NewPCG(1, 2))
	return func() []int {
		schedule := make([]int, 20+r.IntN(80)) // a later write would mend what an earlier one left
		for i := range schedule {
			schedule[i] = r.IntN(numbers)
		}
		return schedule
	}
}

// explore runs one schedule to its end, lets everything come to rest, and says
// what is wrong with the counters then.
func explore(t *testing.T, schedule []int, f flaw) (trace, wrong string) {
	synctest.Test(t, func(t *testing.T) {
		e := newExperiment(f)
		e.free = false
		e.schedule = schedule
		for kind := range kinds { // few kinds in one schedule meet more often than all
			e.without[kind] = e.choose(2) == 0
		}
		e.reliable = e.choose(2) == 0
		for len(e.schedule) > 0 {
			synctest.Wait()
			e.step()
		}
		wrong = e.rest()
		trace = e.trace.String()
	})
	return trace, wrong
}

// experiment is a lab with two processes: one that tends and never dies, and
// one that does.
type experiment struct {
	*labState
	tender, writer *service.Service
	dies           *proc
	work           sync.WaitGroup
	writes, sweeps int // under way; the scheduler's alone, see busy
	mu             sync.Mutex
	aged           time.Duration
	without        map[int]bool // kinds of events that this schedule does without
}

func newExperiment(f flaw) *experiment {
	s := &labState{
		lab: &lab{free: true}, flaw: f,
		site:   service.Site{ID: "s", Kind: rubric.Market, OpenedOn: calendar.DateOf(time.Now())},
		grants: map[string]bool{}, kept: map[service.Mark]time.Time{},
	}
	s.flush()
	e := &experiment{labState: s, without: map[int]bool{}}
	e.tender = e.process(&proc{"tender", make(chan struct{})})
	e.birth()
	for range 2 { // its term has begun, and all is counted that is counted without a mark
		_ = e.tender.Sweep(context.Background())
		time.Sleep(31 * time.Second)
	}
	return e
}

func (e *experiment) birth() {
	e.dies = &proc{"writer", make(chan struct{})}
	e.writer = e.process(e.dies)
}

func (e *experiment) process(p *proc) *service.Service {
	return service.New(service.Deps{
		Store: &labStore{labState: e.labState, proc: p}, Cache: &labCache{labState: e.labState, proc: p}, Relay: labRelay{},
	})
}

// kinds of events other than writes and moves.
const kinds = 5

// step is one event.
func (e *experiment) step() {
	kind := e.choose(12)
	if e.without[kind] {
		kind = -1
	}
	switch kind {
	case 0:
		e.sweep()
	case 1:
		e.die()
	case 2:
		e.forgetful()
	case 3:
		e.age(4 * time.Second)
	case 4:
		e.age([]time.Duration{100 * time.Millisecond, 31 * time.Second}[e.choose(2)])
	case 5:
		e.write()
	default:
		e.move()
	}
}

func (e *experiment) die() {
	e.say("the writer dies")
	close(e.dies.dead)
	synctest.Wait()
	e.birth()
}

// write has somebody added or removed, by one process or the other.
func (e *experiment) write() {
	if e.busy(&e.writes, 3) {
		return
	}
	svc, who := e.writer, fmt.Sprint("p", e.choose(3))
	if e.choose(3) == 0 {
		svc = e.tender
	}
	do := func() { _ = svc.GiveRole(context.Background(), who, "", service.Staff, "s") }
	if e.choose(3) == 0 {
		do = func() { _ = svc.TakeRole(context.Background(), who, service.Staff, "s") }
	}
	e.start(&e.writes, do)
}

func (e *experiment) sweep() {
	if !e.busy(&e.sweeps, 1) {
		e.say("a turn of the tender begins")
		e.start(&e.sweeps, func() { _ = e.tender.Sweep(context.Background()) })
	}
}

func (e *experiment) busy(n *int, most int) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return *n >= most
}

func (e *experiment) start(n *int, do func()) {
	count := func(by int) {
		e.mu.Lock()
		defer e.mu.Unlock()
		*n += by
	}
	count(1)
	e.work.Go(func() {
		defer count(-1)
		do()
	})
}

// forgetful empties the cache, keeps a snapshot of it, or takes it back to one.
func (e *experiment) forgetful() {
	e.lab.mu.Lock()
	defer e.lab.mu.Unlock()
	switch e.choose(4) {
	case 0:
		e.say("the cache is emptied")
		e.flush()
	case 1:
		e.say("the cache forgets")
		e.forget()
	default:
		e.snapshot = e.cached.clone()
	}
}

// age lets time pass, within the hour after which everything is counted anyway.
func (e *experiment) age(d time.Duration) {
	if e.aged += d; e.aged < 30*time.Minute {
		e.say("%s pass", d)
		time.Sleep(d)
	}
}

// rest ends the experiment: nothing fails any more, and the tender does its
// work for some minutes.
func (e *experiment) rest() (wrong string) {
	e.open()
	e.work.Wait()
	for range 5 {
		time.Sleep(31 * time.Second)
		_ = e.tender.Sweep(context.Background())
	}
	report, err := e.tender.Check(context.Background(), e.site.OpenedOn.Year)
	switch {
	case err != nil:
		return err.Error()
	case len(report.Differences) > 0:
		held := e.cached.parts[service.YearUnit("s", e.site.OpenedOn.Year)].data
		return fmt.Sprintf("the counter has %d at work, the records %d", strings.Count(held, "since"), len(e.grants))
	case e.flaw != noSweeper && report.Marks > 0:
		return fmt.Sprintf("%d marks are left", report.Marks)
	}
	return ""
}
