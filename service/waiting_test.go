package service_test

import (
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// What waits in a month is one figure wherever it is told: on the board, in the queue's
// row and in its choice of months, above a site's list and in the list itself, from
// another month, and where a county closes its months.
func TestWhatWaitsIsOneFigure(t *testing.T) {
	onEachEngine(t, func(t *testing.T, w *world) {
		tm := w.team()
		july := day(2026, 7, 1).In()
		w.honoured(tm.site, tm.staff, "city", day(2025, 3, 1))
		seeker, hired := w.hire(tm, "seeker") // a registration and a placement
		twice := w.register(tm.staff, tm.site, w.somebody())
		w.place(tm.staff, tm.site, twice.PersonID, "甲公司") // one person at two employers: two records
		w.place(tm.staff, tm.site, twice.PersonID, "乙公司")
		w.enter(tm.staff, tm.site, "job_fair", calendar.Date{})
		e, _ := w.enterprise("丙公司", "")
		w.post(tm.staff, posting(tm.site, e.ID))
		w.wantWaiting(tm.site, july, 7)

		_, err := w.ConfirmPlacement(t.Context(), tm.mate, hired.ID)
		check(t, err)
		w.wantWaiting(tm.site, july, 6)
		_, err = w.DenyMyPlacement(t.Context(), seeker, hired.ID, "没有去") // confirmed, and in dispute
		check(t, err)
		w.wantWaiting(tm.site, july, 7)
		_, err = w.VoidRegistration(t.Context(), tm.mate, twice.ID, "录入有误")
		check(t, err)
		w.wantWaiting(tm.site, july, 6)
		w.rebuildChangesNothing(tm.site)
		w.wantWaiting(tm.site, july, 6)
	})
}

// wantWaiting asks everywhere how many records of this month wait at a site, which is the
// only one of its county.
func (w *world) wantWaiting(site service.Site, m calendar.Month, want int) {
	w.Helper()
	is := func(where string, got int) {
		w.Helper()
		if got != want {
			w.Errorf("%s: %d wait, want %d", where, got, want)
		}
	}
	w.clock.add(time.Minute) // a look at the records is kept for that long
	boss := w.hold("boss", service.County, site.County)
	is("board", *w.boardOf(boss, service.BoardFilter{Look: true})[site.Name].Look.Waits)
	q, err := w.Queue(w.Context(), boss, service.QueueFilter{Month: m})
	check(w, err)
	is("queue", q.Rows[0].Waits.All())
	is("queue's months", countOf(q.Months, m))
	list, err := w.Checklist(w.Context(), boss, site.ID, m, 100, "")
	check(w, err)
	is("site", list.Waits.All())
	is("site's months", countOf(list.Months, m))
	is("site's list", len(list.Items))
	other, err := w.Checklist(w.Context(), boss, site.ID, m.Add(-1), 100, "")
	check(w, err)
	is("from another month", other.Others[0].Count)
	months, err := w.Months(w.Context(), boss, site.County, m.Year)
	check(w, err)
	is("county's months", *months[m.Month-1].Unconfirmed)
	if list.Honours != 1 || len(list.OfHonour) != 1 || other.Honours != 1 || other.Waits.All() != 0 {
		w.Errorf("honours: %d, listed %d, in another month %d of %d", list.Honours, len(list.OfHonour), other.Honours, other.Waits.All())
	}
}

func countOf(months []service.MonthChoice, m calendar.Month) int {
	for _, c := range months {
		if c.Month == m {
			return *c.Count
		}
	}
	return -1
}
