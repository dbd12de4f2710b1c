package storetest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

var rightsReportKind = kind[service.RightsReport]{
	bare: func(id string) service.RightsReport {
		return service.RightsReport{ID: id, Rev: 1, Request: "request of " + id, SiteID: "s"}
	},
	insert: func(s service.Store, ctx context.Context, n service.RightsReport) error {
		_, _, err := s.InsertRightsReport(ctx, n)
		return err
	},
	read:        service.Store.RightsReport,
	update:      service.Store.UpdateRightsReport,
	note:        func(n *service.RightsReport) *string { return &n.Text },
	answersKept: true,
}

// second is so many seconds after 1970.
func second(n int64) time.Time { return time.Unix(n, 0).UTC() }

var rightsReports = []storeTest{
	{"of a site, a county and an account", func(t *testing.T, s service.Store) {
		for i, n := range []service.RightsReport{
			{SiteID: "s", County: "c", AccountID: "a", ToSite: true, State: "received", DueAt: second(10)},
			{SiteID: "s", County: "c", AccountID: "b", WithCounty: true, State: "handled", DueAt: second(20)},
			{SiteID: "t", County: "c", AccountID: "a", ToSite: true, WithCounty: true, State: "received", DueAt: second(30)},
			{SiteID: "u", County: "d", AccountID: "a", ToSite: true, State: "closed"},
			{SiteID: "s", County: "c", AccountID: "b", ToSite: true, WithCounty: true, State: "closed"},
			{SiteID: "s", County: "c", AccountID: "b", ToSite: true, State: "handled", DueAt: second(40)},
		} {
			n.ID, n.Rev, n.Request = fmt.Sprint(i), 1, fmt.Sprint("request ", i)
			check(t, rightsReportKind.insert(s, deadline(t), n))
		}
		for want, f := range map[string]service.RightsReportFilter{
			"[5 4 1 0]":   {SiteID: "s"},
			"[5 4 0]":     {SiteID: "s", County: "d", ToSite: true},
			"[4]":         {SiteID: "s", State: "closed"},
			"[5 4 2 1 0]": {County: "c"},
			"[2 1]":       {County: "c", WithCounty: true},
			"[4] ":        {County: "c", WithCounty: true, State: "closed"},
			"[1 0]":       {County: "c", DueBy: second(29)},
			"[0]":         {SiteID: "s", ToSite: true, DueBy: second(10)},
			"[5]":         {SiteID: "s", ToSite: true, State: "handled"},
			"[4 2]":       {County: "c", Page: service.Page{Limit: 2, Before: "5"}},
			"[]":          {County: "x"},
		} {
			if got := fmt.Sprint(idsOf(must(s.RightsReports(deadline(t), f))(t))); got != strings.TrimSpace(want) {
				t.Errorf("%+v: %s, want %s", f, got, want)
			}
		}
		if got := idsOf(must(s.RightsReportsOfAccount(deadline(t), "a", service.Page{Limit: 2}))(t)); !slices.Equal(got, []string{"3", "2"}) {
			t.Errorf("of an account: %q", got)
		}
		wantAlike(t, must(s.DueTimes(deadline(t), service.RightsReportFilter{SiteID: "s", ToSite: true}))(t),
			[]time.Time{second(10), second(40)}, time.Time.Compare)
		for _, row := range []struct {
			by   int64
			n    int
			want []string
		}{{9, 10, nil}, {10, 10, []string{"0"}}, {50, 10, []string{"0", "5"}}, {50, 1, []string{"0"}}} {
			if got := must(s.OverdueReports(deadline(t), second(row.by), row.n))(t); !slices.Equal(got, row.want) {
				t.Errorf("overdue by %d: %q, want %q", row.by, got, row.want)
			}
		}
	}},
	{"open ones that postings are fake", func(t *testing.T, s service.Store) {
		for i, n := range []service.RightsReport{
			{PostingID: "p", Kind: service.FakeJob, State: service.ReportReceived, ToSite: true},
			{PostingID: "p", Kind: service.FakeJob, State: service.ReportHandled},
			{PostingID: "p", Kind: service.FakeJob, State: service.ReportClosed},
			{PostingID: "p", Kind: service.UnpaidWage, State: service.ReportReceived},
			{PostingID: "q", Kind: service.FakeJob, State: service.ReportReceived, ToSite: true},
			{PostingID: "r", Kind: service.FakeJob, State: service.ReportReceived},
			{Kind: service.FakeJob, State: service.ReportReceived},
		} {
			n.ID, n.Rev, n.Request = fmt.Sprint(i), 1, fmt.Sprint("request ", i)
			check(t, rightsReportKind.insert(s, deadline(t), n))
		}
		got := map[service.FakeReport]int{}
		for _, r := range must(s.FakeReports(deadline(t), []string{"p", "q", "none"}))(t) {
			got[r]++
		}
		wantSame(t, got, map[service.FakeReport]int{{PostingID: "p", ToSite: true}: 1, {PostingID: "p"}: 1, {PostingID: "q", ToSite: true}: 1})
		if none := must(s.FakeReports(deadline(t), nil))(t); len(none) > 0 {
			t.Errorf("of none: %+v", none)
		}
	}},
	{"inserted by many at once is one", func(t *testing.T, s service.Store) {
		wantOneKept(t, s.RightsReport, func(i int) (service.RightsReport, bool, error) {
			n := rightsReportKind.bare(fmt.Sprint(i))
			n.Request = "one"
			return s.InsertRightsReport(deadline(t), n)
		})
	}},
}
