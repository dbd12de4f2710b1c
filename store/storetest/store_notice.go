package storetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

var noticeKind = kind[service.Notice]{
	bare: func(id string) service.Notice { return service.Notice{ID: id, Rev: 1, Request: "request of " + id} },
	insert: func(s service.Store, ctx context.Context, n service.Notice) error {
		_, _, err := s.InsertNotice(ctx, n)
		return err
	},
	read:        service.Store.Notice,
	update:      service.Store.UpdateNotice,
	note:        func(n *service.Notice) *string { return &n.Title },
	answersKept: true,
}

var notices = []storeTest{
	{"of one request by many at once is one", func(t *testing.T, s service.Store) {
		wantOneKept(t, s.Notice, func(i int) (service.Notice, bool, error) {
			n := noticeKind.bare(fmt.Sprint(i))
			n.Request = "the same"
			return s.InsertNotice(deadline(t), n)
		})
	}},
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
			n.ID, n.Rev, n.Request = fmt.Sprint(i), 1, fmt.Sprint("request ", i)
			check(t, noticeKind.insert(s, deadline(t), n))
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
