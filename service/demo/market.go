package demo

import (
	"slices"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/rubric"
)

// marketYear plans Market's records. Last year's are like any site's. This
// year's, over n months, are made so that every next step is visible:
//
//	registered person-months       7n−1 recorded, 6n−1 confirmed
//	placed persons, stable twice  12n−1 recorded
//	placed persons, each once     11n−1 confirmed (no evidence is attached)
//
// One more of any raises its score by a point. What is not confirmed is new, all
// of it by StaffLogin, and this month has some of both kinds. Nobody is placed
// twice in a month here: acquaintance sees to it.
func (w *world) marketYear(p *place) []event {
	n := rubric.CountedMonths(p.site.OpenedOn, w.today)
	stable := 2 * n / 3 // fewer than n, or nothing would be left to confirm
	events := w.ordinary(p, 0, w.window.newYear)
	events = append(events, w.exactly(7*n-1, 6*n-1, event{place: p})...)
	referrals := w.exactly(12*n-1-stable, 11*n-1, event{place: p, referral: true})
	for _, i := range w.rng.Perm(len(referrals))[:stable] {
		referrals[i].stable = true
	}
	events = append(events, referrals...)
	events = append(events, w.mistakes(p, 1+n/2)...)
	slices.SortFunc(events, byTime)
	w.seekersOwn(events)
	return events
}

// exactly plans so many records of this year, in the order of their time, with
// so many of them confirmed.
func (w *world) exactly(total, confirmed int, like event) []event {
	events := make([]event, total)
	for i := range events {
		events[i] = w.onMarketDay(like, w.marketDay(i == 0))
	}
	slices.SortFunc(events, byTime)
	open := w.newest(total, total-confirmed)
	for i, e := range events {
		if open[i] {
			events[i].by = StaffLogin
		} else {
			events[i] = w.confirmedInTime(e)
		}
	}
	return events
}

// newest picks n of total, all of them among the last and always the last one.
func (w *world) newest(total, n int) map[int]bool {
	among := min(total, 2*n)
	picked := map[int]bool{total - 1: true}
	for _, i := range w.rng.Perm(among - 1)[:n-1] {
		picked[total-among+i] = true
	}
	return picked
}

// marketDay draws a day of this year before today. The last one is of this
// month, be it today.
func (w *world) marketDay(last bool) int {
	switch today := w.window.today(); {
	case last && today > w.window.month:
		return today - 1
	case last, today == w.window.newYear:
		return today
	default:
		return w.window.draw(w.rng, w.window.newYear, today)
	}
}

func (w *world) onMarketDay(e event, day int) event {
	e.day, e.entered = day, day
	e.source, e.status = service.FromStaff, service.Recorded
	e.at = w.window.days[day].Start() // of today, nothing later is sure to be over
	if day < w.window.today() {
		e.at = w.during(day)
	}
	return e
}

// confirmedInTime has the record confirmed within days, or at once if that would
// be too late.
func (w *world) confirmedInTime(e event) event {
	if !e.referral && w.chance(0.2) {
		e.source = service.FromScan
	}
	if e = w.settle(e, service.Confirmed, w.rng.IntN(4)); e.status == service.Recorded {
		e = w.settle(e, service.Confirmed, 0)
	}
	return e
}

// mistakes plans voided records. They count nowhere.
func (w *world) mistakes(p *place, n int) []event {
	if w.window.newYear == w.window.today() {
		return nil
	}
	events := make([]event, n)
	for i := range events {
		e := w.onMarketDay(event{place: p, referral: i%2 == 0}, w.marketDay(false))
		events[i] = w.settle(e, service.Void, 0)
	}
	return events
}

// seekersOwn makes the last confirmed registration before this month the one
// that the tour's seeker made.
func (w *world) seekersOwn(events []event) {
	for i, e := range slices.Backward(events) {
		if !e.referral && e.status == service.Confirmed && e.day < w.window.month {
			events[i].self, events[i].source = true, service.FromScan
			return
		}
	}
}
