package service

import (
	"context"
	"errors"
	"slices"
)

// errNobodyLeft refuses what would be another entry in the ledger and reach nobody.
var errNobodyLeft = &Error{Kind: Conflict, Code: "nobody_left", Message: "符合条件的人员都已收到过或正在接收这条政策信息，无需重复推送"}

// left are the accounts that a push of the notice (empty: one that is not begun yet)
// may write to: all but those that were sent the notice, may have been, or are about to
// be, by another. missed are the deliveries to some of them that reached nobody.
func (s *Service) left(ctx context.Context, noticeID, pushID string, accounts []string) (left []string, missed []Delivery, err error) {
	underWay := map[string]bool{} // by push
	for part := range slices.Chunk(accounts, manyIDs) {
		ids := make([]string, len(part))
		for i, account := range part {
			ids[i] = DeliveryID(noticeID, account)
		}
		found, err := s.store.DeliveriesByID(ctx, ids)
		if err != nil {
			return nil, nil, err
		}
		known := map[string]Delivery{}
		for _, d := range found {
			if _, ok := underWay[d.PushID]; !ok {
				p, err := s.store.Push(ctx, d.PushID)
				if err != nil && !errors.Is(err, ErrNoRecord) {
					return nil, nil, err
				}
				underWay[d.PushID] = p.State.underWay()
			}
			known[d.AccountID] = d
		}
		for _, account := range part {
			switch d, ok := known[account]; {
			case !ok || d.PushID == pushID:
				left = append(left, account)
			case d.missed(underWay[d.PushID]):
				left, missed = append(left, account), append(missed, d)
			}
		}
	}
	return left, missed, nil
}

// measure counts whom a push of the notice is for: see left.
func (s *Service) measure(ctx context.Context, noticeID, pushID string, r reach) (aud Audience, left []string, missed []Delivery, err error) {
	people, accounts, err := s.audience(ctx, r)
	if err != nil {
		return Audience{}, nil, nil, err
	}
	if left, missed, err = s.left(ctx, noticeID, pushID, accounts); err != nil {
		return Audience{}, nil, nil, err
	}
	subscribed, err := s.subscribed(ctx, left)
	return Audience{people, len(left), subscribed, len(accounts) - len(left)}, left, missed, err
}
