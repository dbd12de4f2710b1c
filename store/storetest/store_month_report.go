package storetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/quanjiuye/backend/service"
)

var monthReportKind = kind[service.MonthReport]{
	bare: func(id string) service.MonthReport { return service.MonthReport{ID: id, Rev: 1, SiteID: "s"} },
	insert: func(s service.Store, ctx context.Context, n service.MonthReport) error {
		_, _, err := s.InsertMonthReport(ctx, n)
		return err
	},
	read:        service.Store.MonthReport,
	update:      service.Store.UpdateMonthReport,
	note:        func(n *service.MonthReport) *string { return &n.By },
	answersKept: true,
}

var monthReports = []storeTest{
	{"of a site and month is the first", func(t *testing.T, s service.Store) {
		first := monthReportKind.bare("s|2026-11")
		first.By = "first"
		check(t, monthReportKind.insert(s, deadline(t), first))
		for i := range 3 {
			again := monthReportKind.bare("s|2026-11")
			again.By = fmt.Sprint("again ", i)
			kept, created, err := s.InsertMonthReport(deadline(t), again)
			check(t, err)
			wantSame(t, kept, first)
			wantSame(t, created, false)
		}
	}},
}
