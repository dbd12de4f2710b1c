package service_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

// wrong is a report of a kind that comes in at a site.
func wrong(s service.Site, kind service.ReportKind) service.RightsReportInput {
	return service.RightsReportInput{SiteID: s.ID, Kind: kind, Employer: "某某餐馆", Text: "招聘启事写日结，到岗后说要先交押金", Phone: "138 0013 8000"}
}

// reported is a new report of a seeker of its own.
func (w *world) reported(tm team, change ...func(*service.RightsReportInput)) (service.Actor, service.MyRightsReport) {
	w.Helper()
	seeker := w.login(w.somebody().Name).Actor
	in := wrong(tm.site, service.FakeJob)
	for _, c := range change {
		c(&in)
	}
	r, err := w.ReportWrong(context.Background(), seeker, in)
	check(w, err)
	return seeker, r
}

func anonymous(in *service.RightsReportInput) { in.Anonymous = true }
func aboutSite(in *service.RightsReportInput) { in.AboutSite = true }

func of(kind service.ReportKind) func(*service.RightsReportInput) {
	return func(in *service.RightsReportInput) { in.Kind = kind }
}

// steps are what a case has been through.
func steps(list []service.CaseStep) string {
	var out []string
	for _, s := range list {
		out = append(out, s.Step+" by "+string(s.Side))
	}
	return strings.Join(out, ", ")
}

func TestAReportFromFirstToLast(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	seeker, r := w.reported(tm)
	if list := w.entries(tm, service.RightsReceived); len(list) != 1 || list[0].RecordedBy != seeker.Account.ID ||
		list[0].Source != service.FromScan || !list[0].May.Confirm || list[0].ClientID != "rights:"+r.ID+":received" {
		t.Fatalf("received: %+v", list)
	}
	_, err := w.CloseReport(t.Context(), tm.staff, r.ID, service.Resolved, "已退还")
	refused(t, err, "report_not_answered")
	v, err := w.AnswerReport(t.Context(), tm.staff, r.ID, "已联系用人单位")
	check(t, err)
	if !v.May.Close || v.State != service.ReportHandled {
		t.Errorf("answered: %+v", v)
	}
	_, err = w.AnswerReport(t.Context(), tm.mate, r.ID, "用人单位答应今天退还")
	check(t, err)
	v, err = w.CloseReport(t.Context(), tm.mate, r.ID, service.Resolved, "押金已退还本人")
	check(t, err)
	if !v.DueAt.IsZero() || v.May.Answer || v.May.Close {
		t.Errorf("closed: %+v", v)
	}
	mine, err := w.MyReport(t.Context(), seeker, r.ID)
	check(t, err)
	if got := steps(mine.Steps); got != "received by seeker, answered by site, answered by site, closed by site" ||
		mine.Steps[3].Text != "押金已退还本人" || mine.Steps[3].Result != service.Resolved || !mine.MayReopen {
		t.Errorf("the seeker hears %s: %+v", got, mine)
	}
	want := map[string]int{"rights_received": 1, "rights_handled": 1, "rights_closed": 1}
	if got := w.item(tm.site, 13, false).Facts["types"]; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("item 13: %v", got)
	}
	w.rebuildChangesNothing(tm.site)
}

// Who does not want to be known at the site is known there by nothing: not by the
// report, its steps, the list, nor the ledger.
func TestAnAnonymousReportNamesNobody(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	seeker, r := w.reported(tm, anonymous)
	id := seeker.Account.ID
	_, _, err := w.RegisterMe(t.Context(), seeker, registration(tm.site, w.somebody())) // there his account is known
	check(t, err)
	v, err := w.RightsReport(t.Context(), tm.staff, r.ID)
	check(t, err)
	list, err := w.RightsReports(t.Context(), tm.manager, service.RightsReportFilter{SiteID: tm.site.ID}, false)
	check(t, err)
	answered, err := w.AnswerReport(t.Context(), tm.staff, r.ID, "已联系用人单位")
	check(t, err)
	_, err = w.CloseReport(t.Context(), tm.staff, r.ID, service.Unfounded, "未发现收费")
	check(t, err)
	_, err = w.ReopenReport(t.Context(), seeker, r.ID, "确实收了，有转账记录")
	check(t, err)
	again, err := w.RightsReport(t.Context(), tm.staff, r.ID)
	check(t, err)
	ledger, err := w.Activities(t.Context(), tm.manager, service.RecordFilter{SiteID: tm.site.ID, Page: service.Page{Limit: 50}})
	check(t, err)
	for what, shown := range map[string]any{"the report": v, "the list": list, "the answer": answered, "once reopened": again, "the ledger": ledger} {
		for _, n := range []string{id, "13800138000"} {
			if text := fmt.Sprintf("%+v", shown); strings.Contains(text, n) || !strings.Contains(text, r.ID) {
				t.Errorf("%s tells %s: %s", what, n, text)
			}
		}
	}
	if len(list) != 1 || v.AccountID != "" || v.Phone != "" || v.May.Reveal || v.Steps[0].By != "" {
		t.Errorf("shown to the site: %+v", v)
	}
	_, err = w.RevealReporter(t.Context(), tm.staff, r.ID, "回访")
	refused(t, err, "forbidden")
	county := w.hold("fengze", service.County, "350503")
	if phone, err := w.RevealReporter(t.Context(), county, r.ID, "核实情况"); err != nil || phone != "13800138000" {
		t.Errorf("the county is told %q, %v", phone, err)
	}
	if mine, err := w.MyReport(t.Context(), seeker, r.ID); err != nil || len(mine.Reveals) != 1 || mine.Reveals[0].Reason != "核实情况" {
		t.Errorf("the seeker sees %+v, %v", mine.Reveals, err)
	}
	w.rebuildChangesNothing(tm.site)
}

// What is the county's to look into goes past the site, and past a supervisor who
// works there too.
func TestReportsThatGoPastTheSite(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	county := w.hold("fengze", service.County, "350503")
	w.hold("both", service.County, "350503")
	both := w.hold("both", service.Staff, tm.site.ID)
	for name, change := range map[string]func(*service.RightsReportInput){
		"about the site": aboutSite, "discrimination": of(service.Discrimination), "unpaid wage": of(service.UnpaidWage),
	} {
		seeker, r := w.reported(tm, change)
		for who, a := range map[string]service.Actor{"staff": tm.staff, "manager": tm.manager, "both": both} {
			_, err := w.RightsReport(t.Context(), a, r.ID)
			if code(t, err) != "not_found" {
				t.Errorf("%s reads one %s: %v", who, name, err)
			}
			_, err = w.AnswerReport(t.Context(), a, r.ID, "已联系")
			refused(t, err, "not_found")
		}
		_, err := w.AnswerReport(t.Context(), county, r.ID, "已转劳动监察核查")
		check(t, err)
		v, err := w.CloseReport(t.Context(), county, r.ID, service.Transferred, "移交丰泽区劳动保障监察大队")
		check(t, err)
		if steps(v.Steps) != "received by seeker, answered by county, closed by county" || v.AccountID != seeker.Account.ID {
			t.Errorf("%s: %+v", name, v)
		}
	}
	for _, a := range []service.Actor{tm.manager, both} {
		if list, err := w.RightsReports(t.Context(), a, service.RightsReportFilter{SiteID: tm.site.ID}, false); err != nil || len(list) != 0 {
			t.Errorf("the site is shown %+v, %v", list, err)
		}
	}
	for state, want := range map[service.ReportState]int{"": 0, service.ReportClosed: 3} { // what is closed is in no queue
		list, err := w.RightsReports(t.Context(), county, service.RightsReportFilter{County: "350503", WithCounty: true, State: state}, false)
		if err != nil || len(list) != want {
			t.Errorf("the county is shown %+v, %v", list, err)
		}
	}
	if c, err := w.ReportCounts(t.Context(), county, service.RightsReportFilter{County: "350503", WithCounty: true}); err != nil || c.Open != 0 {
		t.Errorf("counted: %+v, %v", c, err)
	}
	_, err := w.RightsReports(t.Context(), both, service.RightsReportFilter{County: "350503"}, false)
	refused(t, err, "own_site")
	if list := w.entries(tm, service.RightsReceived); len(list) != 2 || list[0].RecordedBy != service.Anonymous || list[1].RecordedBy != service.Anonymous {
		t.Errorf("the ledger tells %+v", list)
	}
}

// Three workdays for the answer, fifteen for the end; what the site lets lie is the
// county's, and the site still sees it.
func TestTheClockOfAReport(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	county := w.hold("fengze", service.County, "350503")
	seeker, r := w.reported(tm) // on a Wednesday
	if want := day(2026, 7, 21).Start(); !r.DueAt.Equal(want) {
		t.Fatalf("due at %v, want %v", r.DueAt, want)
	}
	late := func() []service.RightsReportView {
		list, err := w.RightsReports(t.Context(), county, service.RightsReportFilter{County: "350503"}, true)
		check(t, err)
		return list
	}
	counts := func(a service.Actor, f service.RightsReportFilter) string {
		c, err := w.ReportCounts(t.Context(), a, f)
		check(t, err)
		return fmt.Sprintf("%d open, %d overdue", c.Open, c.Overdue)
	}
	ofCounty, ofSite := service.RightsReportFilter{County: "350503"}, service.RightsReportFilter{SiteID: tm.site.ID}
	w.clock.set(r.DueAt.Add(-time.Millisecond))
	w.sweep()
	if got := counts(county, ofCounty); len(late()) != 0 || got != "1 open, 0 overdue" {
		t.Errorf("a moment before: %s, %+v", got, late())
	}
	w.clock.set(r.DueAt)
	w.clock.add(time.Minute) // the sweeper looks once a minute
	w.sweep()
	list := late()
	if got := counts(tm.staff, ofSite); got != "1 open, 1 overdue" || len(list) != 1 || !list[0].Overdue || !list[0].WithCounty {
		t.Fatalf("overdue: %s, %+v", got, list)
	}
	v, err := w.AnswerReport(t.Context(), tm.staff, r.ID, "迟复为歉，正在核实")
	check(t, err)
	if want := day(2026, 8, 6).Start(); !v.DueAt.Equal(want) || v.Overdue {
		t.Errorf("answered: due at %v, want %v", v.DueAt, want)
	}
	if mine, err := w.MyReport(t.Context(), seeker, r.ID); err != nil || steps(mine.Steps) != "received by seeker, escalated by clock, answered by site" {
		t.Errorf("the seeker hears %s, %v", steps(mine.Steps), err)
	}
	w.later()
	if again, err := w.RightsReport(t.Context(), county, r.ID); err != nil || len(again.Steps) != 3 {
		t.Errorf("escalated again: %+v, %v", again.Steps, err)
	}
}

// Of ten who close it at once one does, and the ledger has one entry.
func TestOneClosesAReport(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	_, r := w.reported(tm)
	_, err := w.AnswerReport(t.Context(), tm.staff, r.ID, "已联系用人单位")
	check(t, err)
	var codes [10]string
	parallel(10, func(i int) {
		_, err := w.CloseReport(t.Context(), []service.Actor{tm.staff, tm.mate}[i%2], r.ID, service.Resolved, fmt.Sprint("结果", i))
		codes[i] = code(t, err)
	})
	slices.Sort(codes[:])
	if codes[0] != "" || codes[1] != "report_closed" || len(w.entries(tm, service.RightsClosed)) != 1 {
		t.Errorf("%q, entries %+v", codes, w.entries(tm, service.RightsClosed))
	}
}

// The seeker has the last word once: what was closed is open again, in the ledger
// too, and counts once more when it is closed again.
func TestAReportIsReopenedOnce(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	seeker, r := w.reported(tm)
	other, _ := w.reported(tm)
	_, err := w.ReopenReport(t.Context(), seeker, r.ID, "还没有退")
	refused(t, err, "report_open")
	settle := func() {
		t.Helper()
		_, err := w.AnswerReport(t.Context(), tm.staff, r.ID, "已联系用人单位")
		check(t, err)
		_, err = w.CloseReport(t.Context(), tm.staff, r.ID, service.Resolved, "已退还")
		check(t, err)
	}
	settle()
	_, err = w.ReopenReport(t.Context(), other, r.ID, "还没有退")
	refused(t, err, "not_found")
	w.clock.add(24 * time.Hour)
	v, err := w.ReopenReport(t.Context(), seeker, r.ID, "还没有退")
	check(t, err)
	if v.State != service.ReportReceived || !v.WithCounty || !v.DueAt.Equal(day(2026, 7, 22).Start()) || len(w.entries(tm, service.RightsClosed)) != 0 {
		t.Errorf("reopened: %+v, closed entries %+v", v, w.entries(tm, service.RightsClosed))
	}
	settle()
	if list := w.entries(tm, service.RightsClosed); len(list) != 1 || list[0].ClientID != "rights:"+r.ID+":closed:2" {
		t.Errorf("closed again: %+v", list)
	}
	if n := len(w.entries(tm, "rights_handled")); n != 1 {
		t.Errorf("handled %d times", n)
	}
	_, err = w.ReopenReport(t.Context(), seeker, r.ID, "还没有退")
	refused(t, err, "report_reopened")
	w.rebuildChangesNothing(tm.site)
}

// A seeker reads his own reports; whoever works at the site does not handle his own.
func TestWhoseReport(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	seeker, r := w.reported(tm)
	other, _ := w.reported(tm)
	_, err := w.MyReport(t.Context(), other, r.ID)
	refused(t, err, "not_found")
	_, err = w.RightsReport(t.Context(), other, r.ID)
	refused(t, err, "not_found")
	if list, err := w.MyReports(t.Context(), seeker, service.Page{Limit: 10}); err != nil || len(list) != 1 || list[0].ID != r.ID {
		t.Errorf("mine: %+v, %v", list, err)
	}
	own, err := w.ReportWrong(t.Context(), tm.staff, wrong(tm.site, service.OtherWrong))
	check(t, err)
	_, err = w.AnswerReport(t.Context(), tm.staff, own.ID, "已处理")
	refused(t, err, "own_report")
	_, err = w.AnswerReport(t.Context(), tm.mate, own.ID, "已处理")
	check(t, err)
}

func TestWhatAReportNeeds(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	seeker := w.login("seeker").Actor
	for want, change := range map[string]func(*service.RightsReportInput){
		"body.kind report_kind":                 of("rudeness"),
		"body.text too_short":                   func(in *service.RightsReportInput) { in.Text = "坏" },
		"body.phone phone":                      func(in *service.RightsReportInput) { in.Phone = "12345" },
		"body.enterprise_id unknown_enterprise": func(in *service.RightsReportInput) { in.EnterpriseID = "x" },
		"body.employer_name text_too_long":      func(in *service.RightsReportInput) { in.Employer = strings.Repeat("长", 101) },
	} {
		in := wrong(tm.site, service.FakeJob)
		change(&in)
		_, err := w.ReportWrong(t.Context(), seeker, in)
		if got := firstField(t, err); got != want {
			t.Errorf("refused with %q, want %q", got, want)
		}
	}
	nowhere := wrong(service.Site{ID: "missing"}, service.FakeJob)
	_, err := w.ReportWrong(t.Context(), seeker, nowhere)
	refused(t, err, "not_found")
}
