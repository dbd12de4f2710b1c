package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

var pushKind = kind[service.Push]{
	bare: func(id string) service.Push {
		return service.Push{ID: id, Rev: 1, Request: "request of " + id, NoticeID: "of " + id, Digest: "d", No: 1}
	},
	insert: service.Store.InsertPush,
	read:   service.Store.Push,
	update: service.Store.UpdatePush,
	note:   func(n *service.Push) *string { return &n.Why },
}

var pushes = []storeTest{
	{"of the same notice and conditions follow each other", func(t *testing.T, s service.Store) {
		_, err := s.LastPush(deadline(t), "n", "d")
		wantIs(t, err, service.ErrNoRecord)
		for no := range int64(12) { // the tenth is not before the second
			p := pushKind.bare(fmt.Sprint("p", no+1))
			p.NoticeID, p.No = "n", no+1
			check(t, s.InsertPush(deadline(t), p))
			wantSame(t, must(s.LastPush(deadline(t), "n", "d"))(t), p)
		}
		again := pushKind.bare("again")
		again.NoticeID, again.No = "n", 12
		wantIs(t, s.InsertPush(deadline(t), again), service.ErrExists)
		again.Digest = "other"
		check(t, s.InsertPush(deadline(t), again))
		_, err = s.LastPush(deadline(t), "m", "d")
		wantIs(t, err, service.ErrNoRecord)
	}},
	{"of a request is the one that it made", func(t *testing.T, s service.Store) {
		p := pushKind.bare("p")
		check(t, s.InsertPush(deadline(t), p))
		again := pushKind.bare("again")
		again.Request = p.Request
		wantIs(t, s.InsertPush(deadline(t), again), service.ErrExists)
		wantSame(t, must(s.PushOf(deadline(t), p.Request))(t), p)
		_, err := s.PushOf(deadline(t), "another")
		wantIs(t, err, service.ErrNoRecord)
	}},
	{"begun by many at once is one", func(t *testing.T, s service.Store) {
		wantOneWinner(t, together(racers, func(i int) error {
			p := pushKind.bare(fmt.Sprint(i))
			p.NoticeID = "n"
			return s.InsertPush(deadline(t), p)
		}), service.ErrExists)
	}},
	{"of a notice and a place, and open", func(t *testing.T, s service.Store) {
		for i, p := range []service.Push{
			{SiteID: "s", County: "c", Open: true}, {County: "c"}, {Open: true}, {SiteID: "other", County: "c", Open: true}, {SiteID: "s", County: "c"},
		} {
			p.ID, p.Rev, p.Request, p.NoticeID, p.Digest, p.No = fmt.Sprint(i), 1, fmt.Sprint("request ", i), "n", "d", int64(i+1)
			check(t, s.InsertPush(deadline(t), p))
		}
		check(t, s.InsertPush(deadline(t), pushKind.bare("9")))
		for want, f := range map[string]service.PushFilter{
			"[4 3 2 1 0]": {NoticeID: "n"}, "[4 0]": {NoticeID: "n", SiteID: "s"}, "[4 3 1 0]": {NoticeID: "n", County: "c"},
			"[2 1]": {NoticeID: "n", Page: service.Page{Limit: 2, Before: "3"}}, "[]": {NoticeID: "none"}, "[9]": {NoticeID: "of 9"},
		} {
			if got := fmt.Sprint(idsOf(must(s.Pushes(deadline(t), f))(t))); got != want {
				t.Errorf("%+v: %s, want %s", f, got, want)
			}
		}
		if got := fmt.Sprint(idsOf(must(s.OpenPushes(deadline(t)))(t))); got != "[0 2 3]" {
			t.Errorf("open: %s", got)
		}
	}},
}

var deliveryKind = kind[service.Delivery]{
	bare: func(id string) service.Delivery { return service.Delivery{ID: id, Rev: 1, PushID: "p"} },
	insert: func(s service.Store, ctx context.Context, n service.Delivery) error {
		return s.AddDeliveries(ctx, []service.Delivery{n})
	},
	read:        service.Store.Delivery,
	update:      service.Store.UpdateDelivery,
	note:        func(n *service.Delivery) *string { return &n.Reason },
	answersKept: true,
}

var deliveriesOfAccount = storeTest{"of an account, those of the newest notices first, and by id", func(t *testing.T, s service.Store) {
	var list []service.Delivery
	for _, notice := range []string{"1", "2", "3"} {
		for _, account := range []string{"a", "b"} {
			list = append(list, service.Delivery{ID: service.DeliveryID(notice, account), Rev: 1, PushID: "of " + notice, AccountID: account})
		}
	}
	check(t, s.AddDeliveries(deadline(t), list))
	got := idsOf(must(s.DeliveriesOfAccount(deadline(t), "a", service.Page{Limit: 2}))(t))
	wantSame(t, got, []string{"3|a", "2|a"})
	got = idsOf(must(s.DeliveriesByID(deadline(t), []string{"1|b", "9|b", "2|a"}))(t))
	slices.Sort(got)
	wantSame(t, got, []string{"1|b", "2|a"})
}}

var deliveries = []storeTest{
	deliveriesOfAccount,
	{"added again stays as it is", func(t *testing.T, s service.Store) {
		first := filled[service.Delivery]("x", 0)
		check(t, s.AddDeliveries(deadline(t), []service.Delivery{first}))
		check(t, s.AddDeliveries(deadline(t), []service.Delivery{filled[service.Delivery]("x", 1), filled[service.Delivery]("y", 1)}))
		wantSame(t, must(s.Delivery(deadline(t), "x"))(t), first)
		wantSame(t, must(s.Delivery(deadline(t), "y"))(t), filled[service.Delivery]("y", 1))
		check(t, s.AddDeliveries(deadline(t), nil))
	}},
	{"of a push by state and time, and counted", func(t *testing.T, s service.Store) {
		at := func(n int) time.Time { return time.Unix(int64(n), 0).UTC() }
		var list []service.Delivery
		for i, d := range []service.Delivery{
			{PushID: "p", State: service.DeliveryQueued, At: at(30)},
			{PushID: "p", State: service.DeliveryQueued, At: at(10), Reason: "busy"},
			{PushID: "p", State: service.DeliveryQueued, At: at(20)},
			{PushID: "p", State: service.DeliverySent, At: at(5)},
			{PushID: "q", State: service.DeliveryQueued, At: at(1)},
		} {
			d.ID, d.Rev = fmt.Sprint(i), 1
			list = append(list, d)
		}
		check(t, s.AddDeliveries(deadline(t), list))
		for _, row := range []struct {
			state service.DeliveryState
			by, n int
			want  string
		}{
			{service.DeliveryQueued, 9, 10, "[]"}, {service.DeliveryQueued, 20, 10, "[1 2]"}, {service.DeliveryQueued, 99, 10, "[1 2 0]"},
			{service.DeliveryQueued, 99, 1, "[1]"}, {service.DeliverySent, 99, 10, "[3]"}, {service.DeliverySending, 99, 10, "[]"},
		} {
			if got := fmt.Sprint(idsOf(must(s.Deliveries(deadline(t), "p", row.state, at(row.by), row.n))(t))); got != row.want {
				t.Errorf("%+v: %s", row, got)
			}
		}
		wantSame(t, must(s.CountDeliveries(deadline(t), "p"))(t), []service.Ends{
			{State: service.DeliveryQueued, Count: 2}, {State: service.DeliveryQueued, Reason: "busy", Count: 1}, {State: service.DeliverySent, Count: 1}})
		if got := must(s.CountDeliveries(deadline(t), "none"))(t); len(got) != 0 {
			t.Errorf("of none: %+v", got)
		}
	}},
}
