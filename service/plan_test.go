package service_test

import (
	"testing"

	"github.com/quanjiuye/backend/service/rubric"
)

// The work that a plan asks for reaches its target: within the month on the
// counters as they are, by the year's end over all its months.
func TestPlanOfASite(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team(station, opened(day(2026, 6, 1))) // two months count in July, seven in December
	for range 3 {
		w.register(tm.staff, tm.site, w.somebody())
	}
	month, err := w.Plan(t.Context(), tm.manager, tm.site.ID, rubric.Goal{Target: rubric.Points(10), Horizon: rubric.ThisMonth})
	check(t, err)
	if r := month.Route; !r.Reached || r.Effort != 1 || len(r.Steps) != 1 || month.Now != r.From ||
		r.Steps[0].Text != "本月再登记求职者 1 人次，第7项得分由 0 分升至 5 分" || r.Through != w.Today() {
		t.Errorf("this month: %+v", month)
	}
	w.register(tm.staff, tm.site, w.somebody())
	if got := w.progress(tm.site).Live.Recorded; got != month.Route.To {
		t.Errorf("earned %s, promised %s", got, month.Route.To)
	}

	year, err := w.Plan(t.Context(), tm.manager, tm.site.ID, rubric.Goal{Target: rubric.Points(15), Horizon: rubric.YearEnd})
	check(t, err)
	r := year.Route
	// 4 registrations in 7 months earn nothing: 31 more make 5 a month, 10 points; 10 and 35 placed would be more work.
	if !r.Reached || r.Months != 6 || year.Now != rubric.Points(10) || r.From != rubric.Points(5) || r.Through != day(2026, 12, 31) || r.Added.Registered != 31 {
		t.Errorf("by the year's end: %+v", year)
	}
	w.clock.set(day(2026, 12, 30).Start())
	for range r.Added.Registered {
		w.register(tm.staff, tm.site, w.somebody())
	}
	if got := w.progress(tm.site).Live.Recorded; got != r.To {
		t.Errorf("earned %s, promised %s", got, r.To)
	}
}

func TestPlanOutOfReachAndRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.site()
	far, err := w.Plan(t.Context(), w.city, s.ID, rubric.Goal{Target: rubric.Points(110), Horizon: rubric.YearEnd})
	check(t, err)
	if r := far.Route; r.Reached || r.To.Cmp(rubric.Points(25)) < 0 || r.To.Cmp(rubric.Points(50)) > 0 {
		t.Errorf("%+v", far)
	}
	for _, g := range []rubric.Goal{
		{Target: rubric.Points(111), Horizon: rubric.YearEnd},
		{Target: rubric.Points(40), Horizon: "decade"},
		{Target: rubric.Points(40)},
	} {
		_, err := w.Plan(t.Context(), w.city, s.ID, g)
		refused(t, err, "invalid_input")
	}
}
