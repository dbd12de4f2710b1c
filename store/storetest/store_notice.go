package storetest

import (
	"fmt"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

var noticeKind = kind[service.Notice]{
	bare:   func(id string) service.Notice { return service.Notice{ID: id, Rev: 1} },
	insert: service.Store.InsertNotice,
	read:   service.Store.Notice,
	update: service.Store.UpdateNotice,
	note:   func(n *service.Notice) *string { return &n.Title },
}

var notices = []storeTest{
	{"of places, states and days", func(t *testing.T, s service.Store) {
		may := calendar.Date{Year: 2026, Month: 5, Day: 1}
		for i, n := range []service.Notice{
			{SiteID: "s", County: "c", State: service.NoticePublished},
			{SiteID: "s", County: "c", State: service.NoticeDraft},
			{County: "c", State: service.NoticePublished, ValidUntil: may},
			{State: service.NoticePublished, ValidUntil: may.AddDays(1)},
			{SiteID: "other", County: "c", State: service.NoticePublished},
			{County: "d", State: service.NoticeWithdrawn},
		} {
			n.ID, n.Rev = fmt.Sprint(i), 1
			check(t, s.InsertNotice(deadline(t), n))
		}
		for _, row := range []struct {
			f    service.NoticeFilter
			want string
		}{
			{service.NoticeFilter{}, "[5 4 3 2 1 0]"},
			{service.NoticeFilter{Page: service.Page{Limit: 2, Before: "4"}}, "[3 2]"},
			{service.NoticeFilter{State: service.NoticePublished}, "[4 3 2 0]"},
			{service.NoticeFilter{State: service.NoticePublished, ValidOn: may}, "[4 3 2 0]"},
			{service.NoticeFilter{State: service.NoticePublished, ValidOn: may.AddDays(1)}, "[4 3 0]"},
			{service.NoticeFilter{State: service.NoticePublished, ValidOn: may.AddYears(900)}, "[4 0]"},
			{service.NoticeFilter{Places: []string{"s"}}, "[1 0]"},
			{service.NoticeFilter{Places: []string{"s", "c", service.All}, State: service.NoticePublished, ValidOn: may}, "[3 2 0]"},
			{service.NoticeFilter{Places: []string{"none"}}, "[]"},
		} {
			if got := fmt.Sprint(idsOf(must(s.Notices(deadline(t), row.f))(t))); got != row.want {
				t.Errorf("%+v: %s, want %s", row.f, got, row.want)
			}
		}
	}},
}
