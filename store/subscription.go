package store

import (
	"context"
	"errors"

	"github.com/quanjiuye/backend/service"
)

type subscriptionDoc struct {
	ID        string   `json:"_id"` // account|kind
	Rev       int64    `json:"rev"`
	AccountID string   `json:"account_id"`
	Kind      string   `json:"kind"`
	Left      int      `json:"left"`
	Result    string   `json:"result"`
	At        int64    `json:"at"`
	Prompts   []string `json:"prompts"`
}

func (s *Store) subscriptions() table[subscriptionDoc, service.Subscription] {
	return table[subscriptionDoc, service.Subscription]{s, "subscriptions", newSubscriptionDoc, subscriptionDoc.subscription,
		func(n *service.Subscription) *int64 { return &n.Rev }}
}

func newSubscriptionDoc(n service.Subscription) (subscriptionDoc, error) {
	return subscriptionDoc{n.ID, n.Rev, n.AccountID, string(n.Kind), n.Left, string(n.Result), millis(n.At), n.Prompts}, nil
}

func (d subscriptionDoc) subscription() (service.Subscription, error) {
	return service.Subscription{ID: d.ID, Rev: d.Rev, AccountID: d.AccountID, Kind: service.MessageKind(d.Kind), Left: d.Left,
		Result: service.PromptResult(d.Result), At: fromMillis(d.At), Prompts: d.Prompts}, nil
}

// ChangeSubscription implements service.SubscriptionStore.
func (s *Store) ChangeSubscription(ctx context.Context, fresh service.Subscription, change func(*service.Subscription) error) (service.Subscription, error) {
	n, err := s.subscriptions().update(ctx, fresh.ID, change)
	if !errors.Is(err, service.ErrNoRecord) {
		return n, err
	}
	if err := change(&fresh); err != nil {
		return service.Subscription{}, err
	}
	err = s.subscriptions().insert(ctx, fresh)
	if errors.Is(err, service.ErrExists) { // somebody else was first
		return s.subscriptions().update(ctx, fresh.ID, change)
	}
	return fresh, err
}

// Subscriptions implements service.SubscriptionStore.
func (s *Store) Subscriptions(ctx context.Context, ids []string) ([]service.Subscription, error) {
	return s.subscriptions().find(ctx, Query{Where: []Cond{{"_id", In, ids}}})
}

// DeleteSubscriptions implements service.SubscriptionStore.
func (s *Store) DeleteSubscriptions(ctx context.Context, ids []string) error {
	_, err := s.engine.Delete(ctx, "subscriptions", Query{Where: []Cond{{"_id", In, ids}}})
	return fault("delete subscriptions", err)
}
