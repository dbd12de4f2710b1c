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
// One more of any raises its score by a point. What is not confirmed is the
// newest, all of it by StaffLogin, and this month has some of both kinds.
// Nobody is placed twice in a month here (seeker sees to it).
func (w *world) marketYear(p *place) []event {
	n := rubric.CountedMonths(p.site.OpenedOn, w.today)
	stable := 2 * n / 3 // fewer than n, or nothing would be left to confirm
	events := w.ordinary(p, 0, w.window.newYear)
	events = append(events, w.exact(p, false, 7*n-1, 6*n-1, 0)...)
	events = append(events, w.exact(p, true, 12*n-1-stable, 11*n-1, stable)...)
	events = append(events, w.mistakes(p)...)
	slices.SortStableFunc(events, byTime)
	w.seekersOwn(events)
	return events
}

// exact plans so many records of this year, the first of them confirmed and
// some of them stable.
func (w *world) exact(p *place, referral bool, total, confirmed, stable int) []event {
	events := make([]event, total)
	for i := range events {
		e := event{place: p, referral: referral, source: service.FromStaff, status: service.Recorded}
		e.day = w.marketDay(i == 0)
		e.entered = e.day
		e.at = w.atMarket(e.day)
		events[i] = e
	}
	for _, i := range w.rng.Perm(total)[:stable] {
		events[i].stable = true
	}
	slices.SortStableFunc(events, byTime)
	for i, e := range events {
		switch {
		case i >= confirmed:
			e.by = StaffLogin
		default:
			e = w.confirmInTime(e)
		}
		events[i] = e
	}
	return events
}

// marketDay draws a day of this year before today. The last one asked for is of
// this month, if need be today.
func (w *world) marketDay(last bool) int {
	today, from := w.window.today(), w.window.newYear
	switch {
	case last && today > w.window.month:
		return today - 1
	case last, today == from:
		return today
	}
	return w.window.draw(w.rng, from, today)
}
