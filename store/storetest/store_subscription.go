package storetest

import (
	"context"
	"errors"
	"testing"

	"github.com/quanjiuye/backend/service"
)

// subscribe adds n sends to an account's subscription.
func subscribe(t *testing.T, s service.Store, account string, n int) service.Subscription {
	t.Helper()
	id := service.SubscriptionID(account, service.PolicyMessage)
	return must(s.ChangeSubscription(deadline(t), service.Subscription{ID: id, Rev: 1}, func(n2 *service.Subscription) error {
		n2.Left += n
		return nil
	}))(t)
}

var subscriptions = []storeTest{
	{"comes back as it went in", func(t *testing.T, s service.Store) {
		var want []service.Subscription
		for seed, id := range []string{"0", "1 𠀀 $"} {
			n := filled[service.Subscription](id, seed)
			got := must(s.ChangeSubscription(deadline(t), n, func(*service.Subscription) error { return nil }))(t)
			wantSame(t, got, n)
			want = append(want, n)
		}
		got := must(s.Subscriptions(deadline(t), []string{"1 𠀀 $", "none", "0"}))(t)
		wantAlike(t, got, want, func(a, b service.Subscription) int { return int(a.ID[0]) - int(b.ID[0]) })
		if got := must(s.Subscriptions(deadline(t), nil))(t); len(got) != 0 {
			t.Errorf("of nobody: %+v", got)
		}
	}},
	{"is changed from its newest state", func(t *testing.T, s service.Store) {
		wantSame(t, subscribe(t, s, "a", 2).Left, 2)
		wantSame(t, subscribe(t, s, "a", 3).Left, 5)
		wantSame(t, subscribe(t, s, "b", 1).Left, 1)
		refused := errors.New("refused")
		for _, account := range []string{"a", "new"} {
			fresh := service.Subscription{ID: service.SubscriptionID(account, service.PolicyMessage), Rev: 1}
			_, err := s.ChangeSubscription(deadline(t), fresh, func(n *service.Subscription) error { n.Left = 9; return refused })
			wantIs(t, err, refused)
		}
		wantSame(t, subscribe(t, s, "a", 0).Left, 5)
		wantSame(t, subscribe(t, s, "new", 0).Left, 0)
	}},
	{"changed by many at once loses nothing", func(t *testing.T, s service.Store) {
		for _, err := range together(racers, func(int) error {
			_, err := s.ChangeSubscription(deadline(t), service.Subscription{ID: "x", Rev: 1}, func(n *service.Subscription) error { n.Left++; return nil })
			return err
		}) {
			check(t, err)
		}
		wantSame(t, must(s.Subscriptions(deadline(t), []string{"x"}))(t)[0].Left, racers)
	}},
	{"is deleted by id", func(t *testing.T, s service.Store) {
		subscribe(t, s, "a", 1)
		kept := subscribe(t, s, "b", 1)
		gone := service.SubscriptionID("a", service.PolicyMessage)
		for range 2 {
			check(t, s.DeleteSubscriptions(deadline(t), []string{gone, "none"}))
		}
		check(t, s.DeleteSubscriptions(deadline(t), nil))
		wantSame(t, must(s.Subscriptions(deadline(t), []string{gone, kept.ID}))(t), []service.Subscription{kept})
	}},
	{"whose context has ended", func(t *testing.T, s service.Store) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		_, err := s.ChangeSubscription(ctx, service.Subscription{ID: "x", Rev: 1}, func(*service.Subscription) error { return nil })
		wantIs(t, err, context.Canceled)
		_, err = s.Subscriptions(ctx, []string{"x"})
		wantIs(t, err, context.Canceled)
	}},
}
