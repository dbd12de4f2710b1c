package service_test

import (
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

func about(n service.PostingView) func(*service.RightsReportInput) {
	return func(in *service.RightsReportInput) { in.PostingID, in.Employer = n.ID, "" }
}

// A report of a posting names its employer and goes to the site that published it.
func TestAPostingIsReported(t *testing.T) { onEachEngine(t, postingReported) }

func postingReported(t *testing.T, w *world) {
	tm, far := w.team(), w.team(inCounty("350504"))
	county, farCounty := w.hold("fengze", service.County, "350503"), w.hold("luojiang", service.County, "350504")
	e, _ := w.enterprise("泉州某某物业有限公司", "")
	n := w.post(far.staff, posting(far.site, e.ID))
	seeker, r := w.reported(tm, about(n))
	if r.SiteID != far.site.ID || r.County != "350504" || r.Site.ID != far.site.ID || r.EnterpriseID != e.ID || r.Employer != "泉州某某物业有限公司" || !r.ToSite {
		t.Errorf("reported: %+v", r.RightsReport)
	}
	for _, a := range []service.Actor{tm.staff, tm.manager, county} {
		_, err := w.RightsReport(t.Context(), a, r.ID)
		refused(t, err, "not_found")
	}
	for _, a := range []service.Actor{far.staff, farCounty} {
		if v, err := w.RightsReport(t.Context(), a, r.ID); err != nil || v.AccountID != seeker.Account.ID {
			t.Errorf("it is not theirs: %+v, %v", v, err)
		}
	}
	if here, there := w.entries(tm, service.RightsReceived), w.entries(far, service.RightsReceived); len(here) != 0 || len(there) != 1 {
		t.Errorf("entries here %+v, there %+v", here, there)
	}
	_, accusing := w.reported(tm, about(n), aboutSite) // the site where it comes in
	if accusing.SiteID != tm.site.ID || accusing.ToSite || len(w.entries(far, service.RightsReceived)) != 1 {
		t.Errorf("accusing: %+v", accusing.RightsReport)
	}
	_, unpaid := w.reported(tm, about(n), of(service.UnpaidWage))
	if unpaid.SiteID != far.site.ID || unpaid.ToSite || !unpaid.WithCounty {
		t.Errorf("past the site: %+v", unpaid.RightsReport)
	}
	for want, change := range map[string]func(*service.RightsReportInput){
		"body.posting_id unknown_posting":     func(in *service.RightsReportInput) { in.PostingID = "x" },
		"body.enterprise_id posting_employer": func(in *service.RightsReportInput) { in.EnterpriseID = "x" },
	} {
		in := wrong(tm.site, service.FakeJob)
		about(n)(&in)
		change(&in)
		_, err := w.ReportWrong(t.Context(), seeker, in)
		if got := firstField(t, err); got != want {
			t.Errorf("refused with %q, want %q", got, want)
		}
	}
	w.rebuildChangesNothing(tm.site)
}

// Those who look after a posting are told of open reports that it is fake, whoever
// works at the site only of those that the site handles; seekers are told nothing.
func TestAFakeJobIsMarked(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	county := w.hold("fengze", service.County, "350503")
	e, _ := w.enterprise("泉州某某物业有限公司", "")
	n := w.post(tm.staff, posting(tm.site, e.ID))
	held := w.post(tm.staff, posting(tm.site, e.ID, titled("收银员"), func(in *service.PostingInput) { in.Conditions = "25-35岁" }))
	blocked := w.post(tm.staff, posting(tm.site, e.ID, titled("限女性保洁")))
	if held.Review.State != service.Held || blocked.Review.State != service.Blocked {
		t.Fatalf("%s, %s", held.Review.State, blocked.Review.State)
	}
	_, r := w.reported(tm, about(n))
	w.reported(tm, about(n), aboutSite)
	w.reported(tm, about(n), of(service.FeeOrDeposit))
	w.reported(tm, about(held))
	w.reported(tm, about(blocked)) // in any state
	told := func(a service.Actor, want int) {
		t.Helper()
		v, err := w.Posting(t.Context(), a, n.ID)
		check(t, err)
		list, err := w.Postings(t.Context(), a, service.PostingFilter{RecordFilter: service.RecordFilter{SiteID: tm.site.ID, Page: service.Page{Limit: 9}}})
		check(t, err)
		if last := list[len(list)-1]; v.Reports != want || last.ID != n.ID || last.Reports != want {
			t.Errorf("told of %d and %d reports, want %d", v.Reports, last.Reports, want)
		}
	}
	told(tm.staff, 1)
	told(tm.manager, 1)
	told(county, 2)
	told(w.city, 2)
	if list, err := w.HeldPostings(t.Context(), county, "", service.Page{Limit: 9}); err != nil || len(list) != 1 || list[0].Reports != 1 {
		t.Errorf("held: %+v, %v", list, err)
	}
	l, err := w.Checklist(t.Context(), county, tm.site.ID, w.Today().In(), 9, "")
	check(t, err)
	marked := 0
	for _, item := range l.Items {
		if item.Posting != nil && item.Posting.ID == n.ID {
			marked = item.Posting.Reports
		}
	}
	if marked != 2 {
		t.Errorf("the queue tells of %d", marked)
	}
	w.clock.add(time.Hour)
	_, err = w.AnswerReport(t.Context(), tm.mate, r.ID, "已到现场核实")
	check(t, err)
	told(county, 2)
	_, err = w.CloseReport(t.Context(), tm.mate, r.ID, service.Unfounded, "岗位属实")
	check(t, err)
	told(tm.staff, 0)
	told(county, 1)
}
