package service_test

import (
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

var june = calendar.Month{Year: 2026, Month: time.June}

// month is one month's counter of a site.
func (w *world) month(s service.Site, m calendar.Month) service.MonthCount {
	w.Helper()
	for _, row := range w.progress(s).ByMonth {
		if row.Month == m {
			return row.MonthCount
		}
	}
	w.Fatalf("%v does not count", m)
	return service.MonthCount{}
}

// registerOn registers somebody new on a day.
func (w *world) registerOn(a service.Actor, s service.Site, on calendar.Date) service.RegistrationView {
	w.Helper()
	in := registration(s, w.somebody())
	in.RegisteredOn = on
	v, _, err := w.Register(w.Context(), a, in)
	check(w, err)
	return v
}

func (w *world) closeMonth(a service.Actor, m calendar.Month) service.MonthView {
	w.Helper()
	w.clock.add(time.Second) // what was recorded in this instant is still the month's
	v, err := w.CloseMonth(w.Context(), a, "350503", m)
	check(w, err)
	w.clock.add(time.Second)
	return v
}

func TestAClosedMonthRefusesSilentChange(t *testing.T) { onEachEngine(t, closedMonth) }

func closedMonth(t *testing.T, w *world) {
	tm, boss := w.team(), w.supervisor()
	kept, gone := w.registerOn(tm.staff, tm.site, day(2026, 6, 3)), w.registerOn(tm.staff, tm.site, day(2026, 6, 4))
	_, err := w.VoidRegistration(t.Context(), tm.mate, gone.ID, "录入有误")
	check(t, err)
	if v := w.closeMonth(boss, june); v.ClosedAt.IsZero() || !v.May.Reopen || v.May.Close || len(v.Steps) != 1 {
		t.Fatalf("closed: %+v", v)
	}
	_, err = w.ConfirmRegistration(t.Context(), tm.mate, kept.ID)
	refused(t, err, "month_closed")
	_, err = w.VoidRegistration(t.Context(), boss, kept.ID, "不属实")
	refused(t, err, "month_closed")
	_, err = w.RestoreRegistration(t.Context(), boss, gone.ID)
	refused(t, err, "month_closed")
	if v, err := w.Registration(t.Context(), boss, kept.ID); err != nil || v.May != (service.May{}) || v.Late {
		t.Errorf("shown as %+v, %v", v, err)
	}
	if m := w.month(tm.site, june); m.Recorded != registered(1) || m.Verified != none || m.Settled != nil {
		t.Errorf("counted %+v", m)
	}
	w.rebuildChangesNothing(tm.site)
}

// A late fact counts in its own month, is shown apart, and takes the same steps as
// any other record.
func TestALateFactIsAnAdjustment(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm, boss := w.team(), w.supervisor()
	w.registerOn(tm.staff, tm.site, day(2026, 6, 3))
	w.closeMonth(boss, june)
	late := w.registerOn(tm.staff, tm.site, day(2026, 6, 20))
	if !late.Late || !late.May.Void || late.Month != june {
		t.Errorf("entered as %+v", late)
	}
	if _, err := w.ConfirmRegistration(t.Context(), tm.mate, late.ID); err != nil {
		t.Error(err)
	}
	job := w.place(tm.staff, tm.site, late.PersonID, "雇主") // this month's
	if job.Late {
		t.Error("an entry of the running month is an adjustment")
	}
	m := w.month(tm.site, june)
	if m.Recorded != registered(2) || m.Verified != registered(1) || m.Settled == nil ||
		m.Settled.Recorded != registered(1) || m.Settled.Verified != none {
		t.Errorf("counted %+v", m)
	}
	list, err := w.Adjustments(t.Context(), boss, tm.site.ID, 2026)
	if check(t, err); len(list) != 1 || list[0].ID != late.ID || list[0].Month != june || list[0].Status != service.Confirmed {
		t.Errorf("adjustments: %+v", list)
	}
	w.rebuildChangesNothing(tm.site)

	// Opened again, it is an entry like any other, and closed again, settled.
	v, err := w.ReopenMonth(t.Context(), boss, "350503", june, "补录六月台账")
	if check(t, err); !v.ClosedAt.IsZero() || len(v.Steps) != 2 || v.Steps[1].Reason != "补录六月台账" || !v.May.Close {
		t.Errorf("reopened: %+v", v)
	}
	if m := w.month(tm.site, june); m.Recorded != registered(2) || m.Settled != nil {
		t.Errorf("reopened, counted %+v", m)
	}
	w.closeMonth(boss, june)
	_, err = w.VoidRegistration(t.Context(), tm.mate, late.ID, "录入有误")
	refused(t, err, "month_closed")
	if list, err := w.Adjustments(t.Context(), boss, tm.site.ID, 2026); err != nil || len(list) != 0 {
		t.Errorf("adjustments: %+v, %v", list, err)
	}
	w.rebuildChangesNothing(tm.site)
}

// An incomplete registration of a closed month is not completed behind its back.
func TestAClosedMonthLearnsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	in := registration(tm.site, w.somebody())
	in.RegisteredOn, in.EmploymentStatus = day(2026, 6, 3), ""
	_, _, err := w.Register(t.Context(), tm.staff, in)
	check(t, err)
	w.closeMonth(w.supervisor(), june)
	in.EmploymentStatus = "失业"
	again, created, err := w.Register(t.Context(), tm.staff, in)
	if check(t, err); created || again.Complete {
		t.Errorf("completed: %+v", again)
	}
	if m := w.month(tm.site, june); m.Recorded != (service.Tallied{Registered: 1}) {
		t.Errorf("counted %+v", m)
	}
}

func TestWhoClosesWhichMonth(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm, boss := w.team(), w.supervisor()
	_, err := w.CloseMonth(t.Context(), boss, "350503", calendar.Month{Year: 2026, Month: time.July})
	refused(t, err, "month_running")
	_, err = w.CloseMonth(t.Context(), boss, "350504", june)
	refused(t, err, "forbidden")
	_, err = w.CloseMonth(t.Context(), tm.manager, "350503", june)
	refused(t, err, "forbidden")
	_, err = w.CloseMonth(t.Context(), w.city, "351111", june)
	refused(t, err, "not_found")
	_, err = w.CloseMonth(t.Context(), boss, "350503", calendar.Month{Year: 1999, Month: time.December})
	if got := firstField(t, err); got != "path.month month" {
		t.Errorf("refused with %q", got)
	}
	_, err = w.ReopenMonth(t.Context(), boss, "350503", june, "")
	refused(t, err, "invalid_input")
	if v, err := w.ReopenMonth(t.Context(), boss, "350503", june, "没有结过账"); err != nil || len(v.Steps) != 0 || v.May.Reopen {
		t.Errorf("reopened what was open: %+v, %v", v, err)
	}
	first := w.closeMonth(w.city, june)
	again := w.closeMonth(boss, june)
	if !again.ClosedAt.Equal(first.ClosedAt) || len(again.Steps) != 1 {
		t.Errorf("closed twice: %+v", again)
	}
	list, err := w.Months(t.Context(), tm.staff, "350503", 2026)
	if check(t, err); len(list) != 12 || list[5].ClosedAt.IsZero() || list[5].Steps != nil || list[5].May.Reopen || !list[4].ClosedAt.IsZero() {
		t.Errorf("staff see %+v", list)
	}
	if list, err = w.Months(t.Context(), boss, "350503", 2026); err != nil || !list[4].May.Close || list[6].May.Close || len(list[5].Steps) != 1 {
		t.Errorf("the county sees %+v, %v", list, err)
	}
}

// Fifty supervisors at once close a month once.
func TestAMonthIsClosedOnce(t *testing.T) { onEachEngine(t, closedOnce) }

func closedOnce(t *testing.T, w *world) {
	tm, boss := w.team(), w.supervisor()
	w.registerOn(tm.staff, tm.site, day(2026, 6, 3))
	parallel(20, func(int) {
		_, err := w.CloseMonth(t.Context(), boss, "350503", june)
		check(t, err)
	})
	list, err := w.Months(t.Context(), boss, "350503", 2026)
	if check(t, err); len(list[5].Steps) != 1 {
		t.Errorf("%+v", list[5])
	}
}
