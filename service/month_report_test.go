package service_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// figures are a report's as "key=value".
func figures(v service.MonthReportView) string {
	var out []string
	for _, f := range v.Figures {
		value := "?"
		if f.Value != nil {
			value = fmt.Sprint(*f.Value)
		}
		out = append(out, f.Key+"="+value)
	}
	return strings.Join(out, " ")
}

// People count once in each figure, another month's or site's do not, and the report of
// a month is an entry of that month.
func TestTheMonthlyReport(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	july := day(2026, 7, 1).In()
	who := registration(tm.site, w.somebody())
	who.Profile.WantsTraining, who.Profile.WantsStartup = true, true
	r, _, err := w.Register(t.Context(), tm.staff, who)
	check(t, err)
	for _, kind := range []service.ActivityType{"skills_training", "training_subsidy", "startup_loan"} {
		_, err := w.AskHelp(t.Context(), tm.staff, service.HelpInput{SiteID: tm.site.ID, PersonID: r.PersonID, Type: kind, Text: "想学电工"})
		check(t, err)
	}
	w.asked(tm, "startup_guidance")
	e, _ := w.enterprise("泉州某某物业有限公司", "")
	offer := w.post(tm.staff, posting(tm.site, e.ID))
	w.post(tm.staff, posting(tm.site, e.ID, titled("保安")))
	w.post(tm.staff, posting(tm.site, e.ID)) // the same again
	other := w.team()
	w.post(other.staff, posting(other.site, e.ID, titled("门卫")))
	_, _, err = w.Refer(t.Context(), tm.staff, service.ReferInput{PersonID: r.PersonID, PostingID: offer.ID})
	check(t, err)
	c := w.course(tm, 1)
	_, err = w.SignUpFor(t.Context(), tm.staff, c.ID, r.PersonID)
	check(t, err)
	void := w.place(tm.staff, tm.site, r.PersonID, "甲公司")
	w.place(tm.staff, tm.site, r.PersonID, "乙公司")
	_, err = w.VoidPlacement(t.Context(), tm.staff, void.ID, "录入有误")
	check(t, err)
	_, _, err = w.SubmitMonthReport(t.Context(), tm.staff, tm.site.ID, july)
	refused(t, err, "month_running")
	want := "postings=2 vacancies=6 employers=1 seekers=3 applications=1 recruited=1 training_needs=1 training_requests=2 sign_ups=1 startup_needs=1 startup_requests=2"
	if v, err := w.MonthReport(t.Context(), tm.staff, tm.site.ID, july); err != nil || figures(v) != want || v.Submitted || v.MaySubmit {
		t.Errorf("up to now: %s, %+v, %v", figures(v), v, err)
	}
	w.clock.set(time.Date(2026, 8, 5, 23, 59, 0, 0, calendar.Shanghai))
	var got answers
	parallel(8, func(i int) {
		v, created, err := w.SubmitMonthReport(t.Context(), []service.Actor{tm.staff, tm.manager}[i%2], tm.site.ID, july)
		check(t, err)
		if v.Late || figures(v) != want {
			t.Errorf("handed in: %s, %+v", figures(v), v)
		}
		got.add(v.ID, created)
	})
	got.once(t, 8)
	if list := w.entries(tm, service.MonthlyReport); len(list) != 1 || list[0].HeldOn != july.LastDay() {
		t.Errorf("entries: %+v", list)
	}
	if text := w.item(tm.site, 14, false).Explanation; !strings.Contains(text, "8个月中有1个月报送，缺1月、2月、3月、4月、5月、6月、8月") {
		t.Errorf("item 14 says %q", text)
	}
	w.clock.add(time.Minute)
	if v, _, err := w.SubmitMonthReport(t.Context(), tm.staff, tm.site.ID, day(2026, 6, 1).In()); err != nil || !v.Late || !strings.HasPrefix(figures(v), "postings=0 vacancies=0 employers=0 seekers=0 applications=0 ") {
		t.Errorf("a late one: %+v, %v", v, err)
	}
	for _, m := range []calendar.Month{day(2026, 9, 1).In(), day(2025, 12, 1).In()} {
		_, _, err := w.SubmitMonthReport(t.Context(), tm.staff, tm.site.ID, m)
		if got := firstField(t, err); got != "path.month month" {
			t.Errorf("%s: %q", m, got)
		}
	}
	w.rebuildChangesNothing(tm.site)
}
