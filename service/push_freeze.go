package service

import (
	"context"
	"errors"
	"slices"

	"github.com/quanjiuye/backend/internal/failpoint"
)

// freeze makes a delivery for every account of the audience that is left. Broken off,
// it is done again: who is there already stays. Of pushes of one notice that are frozen
// at the same time, each account is in one.
func (s *Service) freeze(ctx context.Context, lease *holding, p Push) error {
	r := reach{siteID: p.SiteID, county: p.County, conditions: p.Conditions}
	var err error
	if r.sites, err = s.sitesWithin(ctx, r); err != nil {
		return err
	}
	counted, accounts, missed, err := s.measure(ctx, p.NoticeID, p.ID, r)
	if err != nil {
		return err
	}
	now := s.now()
	for part := range slices.Chunk(accounts, freezeBatch) {
		if err := lease.on(ctx); err != nil {
			return err
		}
		var list []Delivery
		for _, account := range part {
			list = append(list, Delivery{ID: DeliveryID(p.NoticeID, account), Rev: 1, PushID: p.ID, AccountID: account, State: DeliveryQueued, At: now})
		}
		if err := s.store.AddDeliveries(ctx, list); err != nil {
			return err
		}
		failpoint.Hit(failpoint.PushFreezing)
	}
	for _, seen := range missed {
		if err := lease.on(ctx); err != nil {
			return err
		}
		_, err := s.store.UpdateDelivery(ctx, seen.ID, func(d *Delivery) error { return d.takeOver(seen, p.ID, now) })
		if err != nil && !errors.Is(err, errNotOurs) {
			return err
		}
	}
	_, err = s.store.UpdatePush(ctx, p.ID, func(p *Push) error {
		if p.State == PushPreparing {
			p.State, p.StartedAt, p.Audience = PushSending, s.now(), counted
		}
		return nil
	})
	return err
}
