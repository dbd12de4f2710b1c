package service_test

import (
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// history is a station that opened in the middle of November, with a
// registration on each of some days, confirmed where the person is odd.
func history(t *testing.T, w *world) (team, book) {
	t.Helper()
	tm := w.team(opened(day(2025, 11, 20)), station)
	b := book{site: tm.site, staff: 3, since: w.Today()}
	for i, on := range []calendar.Date{
		day(2025, 11, 20), day(2025, 11, 30), day(2025, 12, 1), day(2025, 12, 31), day(2026, 1, 1), day(2026, 3, 31),
		day(2026, 6, 1), day(2026, 6, 10), day(2026, 6, 11), day(2026, 6, 30), day(2026, 7, 1), day(2026, 7, 15),
	} {
		in := registration(tm.site, w.somebody())
		in.RegisteredOn = on
		v, _, err := w.Register(t.Context(), tm.staff, in)
		check(t, err)
		l := &line{id: v.ID, person: v.PersonID, day: on, complete: true, by: v.RecordedBy, status: service.Recorded}
		if i%2 == 1 {
			_, err := w.ConfirmRegistration(t.Context(), tm.mate, v.ID)
			check(t, err)
			l.status = service.Confirmed
		}
		b.lines = append(b.lines, l)
	}
	return tm, b
}

// On each day the standing is that of the records until then, and what is
// settled ends with the last month that was over.
func TestProgressAsOf(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm, b := history(t, w)
	for _, c := range []struct {
		asOf       calendar.Date
		months     int
		registered int           // in the last of them
		settled    calendar.Date // zero: nothing is
	}{
		{day(2026, 7, 15), 7, 2, day(2026, 6, 30)}, // today
		{day(2026, 7, 14), 7, 1, day(2026, 6, 30)},
		{day(2026, 6, 30), 6, 4, day(2026, 6, 30)}, // a month that is over settles itself
		{day(2026, 6, 29), 6, 3, day(2026, 5, 31)},
		{day(2026, 6, 10), 6, 2, day(2026, 5, 31)},
		{day(2026, 5, 31), 5, 0, day(2026, 5, 31)}, // an empty month counts
		{day(2026, 2, 28), 2, 0, day(2026, 2, 28)},
		{day(2026, 1, 31), 1, 1, day(2026, 1, 31)},
		{day(2026, 1, 30), 1, 1, calendar.Date{}}, // no month of the year was over
		{day(2025, 12, 31), 2, 2, day(2025, 12, 31)},
		{day(2025, 12, 30), 2, 1, day(2025, 11, 30)},
		{day(2025, 11, 30), 1, 2, day(2025, 11, 30)},
		{day(2025, 11, 20), 1, 1, calendar.Date{}}, // the day of opening
		{day(2025, 11, 19), 0, 0, calendar.Date{}},
		{day(2024, 12, 31), 0, 0, calendar.Date{}},
	} {
		p := w.progressOn(tm.site, c.asOf)
		b.compare(t, p, c.asOf, w.Today())
		if p.Months != c.months || len(p.ByMonth) > 0 && p.ByMonth[len(p.ByMonth)-1].Recorded.Registered != c.registered {
			t.Errorf("as of %s: %d months, %+v", c.asOf, p.Months, p.ByMonth)
		}
		if (p.Settled == nil) != c.settled.IsZero() || p.Settled != nil && p.Settled.Through != c.settled {
			t.Errorf("as of %s: settled %v, want through %s", c.asOf, p.Settled, c.settled)
		}
		if (p.Forecast == nil) != (c.months == 0) {
			t.Errorf("as of %s: forecast %v", c.asOf, p.Forecast)
		}
	}
}

// Before opening nothing has been earned or missed.
func TestProgressBeforeOpening(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team(opened(day(2026, 9, 1)))
	p := w.progress(tm.site)
	if p.Months != 0 || len(p.ByMonth) != 0 || p.Settled != nil || p.Forecast != nil || p.Version <= 0 {
		t.Fatalf("%d months, settled %v, forecast %v, version %d", p.Months, p.Settled, p.Forecast, p.Version)
	}
	for _, no := range []int{7, 8} {
		if s := p.Recorded.Items[no-1].Score; s != nil {
			t.Errorf("item %d: %s, want not known", no, s)
		}
	}
	if s := p.Recorded.Items[1].Score; s == nil || *s != rubric.Points(5) {
		t.Errorf("item 2: %v although three are at work", s)
	}
	_, _, err := w.Register(t.Context(), tm.staff, registration(tm.site, w.somebody()))
	refused(t, err, "invalid_input")
}

func TestDaysThatCannotBeAsked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.site()
	for asOf, want := range map[calendar.Date]string{
		day(1999, 12, 31): "invalid_input", day(2000, 1, 1): "", day(2026, 12, 31): "", day(2027, 1, 1): "invalid_input",
	} {
		_, err := w.Progress(t.Context(), w.city, s.ID, asOf)
		if got := code(t, err); got != want {
			t.Errorf("progress as of %s: %q, want %q", asOf, got, want)
		}
		_, _, err = w.Board(t.Context(), w.city, service.BoardFilter{AsOf: asOf})
		if got := code(t, err); got != want {
			t.Errorf("board as of %s: %q, want %q", asOf, got, want)
		}
	}
}

// At midnight the same records are another day's.
func TestProgressAtMidnight(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	w.clock.set(day(2026, 8, 1).Start().Add(-1))
	w.register(tm.staff, tm.site, w.somebody())
	before := w.progress(tm.site)
	w.clock.add(1)
	after := w.progress(tm.site)
	if before.Months != 7 || before.Settled.Through != day(2026, 6, 30) {
		t.Fatalf("on the last of July: %d months, settled %v", before.Months, before.Settled)
	}
	if after.AsOf != day(2026, 8, 1) || after.Months != 8 || after.Settled.Through != day(2026, 7, 31) || after.Version < before.Version {
		t.Fatalf("on the first of August: %d months, settled %v", after.Months, after.Settled)
	}
	if *after.Settled != (service.Columns{Through: day(2026, 7, 31), Recorded: before.Live.Recorded, Verified: before.Live.Verified}) {
		t.Fatalf("July settled %v, was %v", *after.Settled, before.Live)
	}
}
