package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/quanjiuye/backend/service"
)

type deliveryDoc struct {
	ID        string    `json:"_id"` // notice|account
	Rev       int64     `json:"rev"`
	PushID    string    `json:"push_id"`
	AccountID string    `json:"account_id"`
	State     string    `json:"state"`
	Reason    string    `json:"reason"`
	MessageID string    `json:"message_id"`
	Tries     int       `json:"tries"`
	By        string    `json:"by"`
	At        int64     `json:"at"`
	Result    resultDoc `json:"result"`
}

type resultDoc struct {
	Noun  string `json:"noun"`
	ID    string `json:"id"`
	State string `json:"state"`
	At    int64  `json:"at"`
}

func (s *Store) deliveries() table[deliveryDoc, service.Delivery] {
	return table[deliveryDoc, service.Delivery]{s, "deliveries", newDeliveryDoc, deliveryDoc.delivery,
		func(n *service.Delivery) *int64 { return &n.Rev }}
}

func newDeliveryDoc(n service.Delivery) (deliveryDoc, error) {
	r := n.Result
	return deliveryDoc{n.ID, n.Rev, n.PushID, n.AccountID, string(n.State), n.Reason, n.MessageID, n.Tries, n.By, millis(n.At),
		resultDoc{string(r.Noun), r.ID, r.State, millis(r.At)}}, nil
}

func (d deliveryDoc) delivery() (service.Delivery, error) {
	return service.Delivery{ID: d.ID, Rev: d.Rev, PushID: d.PushID, AccountID: d.AccountID, State: service.DeliveryState(d.State),
		Reason: d.Reason, MessageID: d.MessageID, Tries: d.Tries, By: d.By, At: fromMillis(d.At),
		Result: service.Result{Noun: service.OwingNoun(d.Result.Noun), ID: d.Result.ID, State: d.Result.State, At: fromMillis(d.Result.At)}}, nil
}

// AddDeliveries implements service.DeliveryStore.
func (s *Store) AddDeliveries(ctx context.Context, list []service.Delivery) error {
	return load(ctx, s.deliveries(), list)
}

// Delivery implements service.DeliveryStore.
func (s *Store) Delivery(ctx context.Context, id string) (service.Delivery, error) {
	return s.deliveries().get(ctx, id)
}

// UpdateDelivery implements service.DeliveryStore.
func (s *Store) UpdateDelivery(ctx context.Context, id string, change func(*service.Delivery) error) (service.Delivery, error) {
	return s.deliveries().update(ctx, id, change)
}

// Deliveries implements service.DeliveryStore.
func (s *Store) Deliveries(ctx context.Context, pushID string, state service.DeliveryState, by time.Time, n int) ([]service.Delivery, error) {
	return s.deliveries().find(ctx, Query{
		Where: []Cond{eq("push_id", pushID), eq("state", string(state)), {"at", Le, millis(by)}}, Sort: []string{"at", "_id"}, Limit: n})
}

// DeliveriesByID implements service.DeliveryStore.
func (s *Store) DeliveriesByID(ctx context.Context, ids []string) ([]service.Delivery, error) {
	return s.deliveries().find(ctx, Query{Where: []Cond{{"_id", In, ids}}, Latest: true})
}

// DeliveriesOfAccount implements service.DeliveryStore.
func (s *Store) DeliveriesOfAccount(ctx context.Context, accountID string, p service.Page) ([]service.Delivery, error) {
	return s.deliveries().find(ctx, page(p, eq("account_id", accountID)))
}

// CountDeliveries implements service.DeliveryStore. It reads the index only.
func (s *Store) CountDeliveries(ctx context.Context, pushID string) ([]service.Ends, error) {
	var docs []deliveryDoc
	err := s.engine.Find(ctx, "deliveries", Query{
		Where: []Cond{eq("push_id", pushID)}, Fields: []string{"state", "reason"}, Latest: true}, &docs)
	if err != nil {
		return nil, fault("count deliveries", err)
	}
	counts := map[service.Ends]int{}
	for _, d := range docs {
		counts[service.Ends{State: service.DeliveryState(d.State), Reason: d.Reason}]++
	}
	var list []service.Ends
	for e, n := range counts {
		e.Count = n
		list = append(list, e)
	}
	slices.SortFunc(list, func(x, y service.Ends) int {
		return cmp.Or(cmp.Compare(x.State, y.State), cmp.Compare(x.Reason, y.Reason))
	})
	return list, nil
}
