package demo

import (
	"math"
	"time"

	"github.com/quanjiuye/backend/service"
)

// event is a record to come: everything but whom and what it is about.
type event struct {
	place    *place
	referral bool // a placement; otherwise a registration
	stable   bool // of a placement
	day      int  // on which it happens
	entered  int  // day on which it is entered, not before day
	at       time.Time
	source   service.Source
	status   service.Status
	settled  time.Time // when it was confirmed or voided
	by       string    // who enters it; empty: any of those who may
	self     bool      // it is the tour's seeker's own registration

	whom     *int      // index in Data.People; nil: whoever comes
	hirer    *employer // of a placement; nil: whoever hires
	unproven bool      // of a stable placement: nothing is said of a contract
}

// ordinary plans what a site records from one day up to, but not including,
// another.
func (w *world) ordinary(p *place, from, to int) []event {
	from = max(from, w.window.index(p.site.OpenedOn))
	if from >= to {
		return nil
	}
	months := 12 * w.window.share(from, to)
	var events []event
	for _, kind := range []struct {
		referral bool
		monthly  int
	}{{false, p.registered}, {true, p.placed}} {
		for range int(math.Round(months * float64(kind.monthly))) {
			e := event{place: p, referral: kind.referral, day: w.window.draw(w.rng, from, to)}
			if !w.missing(e) {
				events = append(events, w.enter(e))
			}
		}
	}
	return events
}

// missing tells what a site did not get to this month.
func (w *world) missing(e event) bool {
	if e.day < w.window.month {
		return false
	}
	return e.place.habit == silent || e.place.habit == slack && w.chance(0.85)
}

// enter settles how the record comes in and what becomes of it.
func (w *world) enter(e event) event {
	e.source, e.entered = service.FromStaff, e.day
	switch {
	case e.place.habit == paper && w.chance(0.7):
		e = w.byPaper(e)
	case !e.referral && w.chance(0.15):
		e.source = service.FromScan
	case e.place.habit != diligent && w.chance(0.08) && e.day+2 < w.window.today():
		e.entered += 1 + w.rng.IntN(2) // late, which happens
	}
	if e.at.IsZero() {
		e.at = w.during(e.entered)
	}
	e.stable = e.referral && w.chance(0.13)
	return w.review(e)
}

// byPaper has the record imported early on the Monday after, if that has been.
func (w *world) byPaper(e event) event {
	for i := e.day + 1; i < w.window.today(); i++ {
		if monday := w.window.days[i].Start(); monday.Weekday() == time.Monday {
			e.source, e.entered = service.FromImport, i
			e.at = monday.Add(9*time.Hour + time.Duration(w.rng.IntN(900_000))*time.Millisecond)
			break
		}
	}
	return e
}

// review confirms or voids the record, unless nobody has come to it yet.
func (w *world) review(e event) event {
	e.status = service.Recorded
	if w.chance(0.02) {
		return w.settle(e, service.Void, 0)
	}
	return w.vouch(e)
}

// vouch confirms nine in ten records; of last year, which is long settled, all.
func (w *world) vouch(e event) event {
	confirm, patience := 0.9, 7
	switch e.place.habit {
	case diligent:
		confirm, patience = 1, 1
	case lax:
		confirm = 0.04
	default:
		if e.day < w.window.newYear {
			confirm = 1
		}
	}
	if w.chance(confirm) {
		return w.settle(e, service.Confirmed, w.rng.IntN(patience))
	}
	return e
}

// settle brings the record to its last state some days after it was entered; if
// that is still to come, it stays as it was recorded.
func (w *world) settle(e event, status service.Status, days int) event {
	switch i := e.entered + days; {
	case days == 0:
		e.status, e.settled = status, w.soon(e)
	case i < w.window.today():
		e.status, e.settled = status, w.during(i)
	}
	return e
}

// soon is within the hour; what happens at today's first instant ends there.
func (w *world) soon(e event) time.Time {
	if e.entered == w.window.today() {
		return e.at
	}
	return e.at.Add(time.Duration(10+w.rng.IntN(45)) * time.Minute)
}
