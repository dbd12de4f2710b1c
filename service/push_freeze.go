package service

import (
	"context"

	"github.com/quanjiuye/backend/internal/failpoint"
)

// freeze makes a delivery for every account of the audience. Broken off, it is done
// again: who is there already stays.
func (s *Service) freeze(ctx context.Context, lease *holding, p Push) error {
	r := reach{siteID: p.SiteID, county: p.County, conditions: p.Conditions}
	var err error
	if r.sites, err = s.sitesWithin(ctx, r); err != nil {
		return err
	}
	people, accounts, err := s.audience(ctx, r)
	if err != nil {
		return err
	}
	subscribed, err := s.subscribed(ctx, accounts)
	if err != nil {
		return err
	}
	now := s.now()
	for start := 0; start < len(accounts); start += freezeBatch {
		if err := lease.on(ctx); err != nil {
			return err
		}
		var list []Delivery
		for _, account := range accounts[start:min(start+freezeBatch, len(accounts))] {
			list = append(list, Delivery{ID: DeliveryID(p.ID, account), Rev: 1, PushID: p.ID, AccountID: account, State: DeliveryQueued, At: now})
		}
		if err := s.store.AddDeliveries(ctx, list); err != nil {
			return err
		}
		failpoint.Hit(failpoint.PushFreezing)
	}
	_, err = s.store.UpdatePush(ctx, p.ID, func(p *Push) error {
		if p.State == PushPreparing {
			p.State, p.StartedAt, p.Audience = PushSending, s.now(), Audience{people, len(accounts), subscribed}
		}
		return nil
	})
	return err
}
