package service

import (
	"context"
	"errors"
)

// resultMailing sends result messages. Whom one is for is asked again right before it
// goes out: a withdrawal or an erasure may have come between.
func (s *Service) resultMailing() mailing {
	return mailing{
		kind: ResultMessage,
		write: func(ctx context.Context, d Delivery, acc Account) (Message, string, error) {
			a, err := s.about(ctx, d.Result)
			if err != nil {
				return Message{}, "", err
			}
			if a.accountID != acc.ID {
				return Message{}, reasonConsent, nil
			}
			site, err := s.store.Site(ctx, a.siteID)
			return s.messages.result(d.Result, a.title, site, acc.OpenID), "", err
		},
		pause: func(ctx context.Context, w pause) error {
			s.log.WarnContext(ctx, "result messages wait", "why", w.reason, "until", w.until)
			s.pusher.resume.Store(w.until.UnixMilli())
			return nil
		},
	}
}

// resultsWait reports whether there is something to do for result messages. What
// WeChat says of one holds for all; another instance asks it once and knows, too.
func (s *Service) resultsWait(ctx context.Context) (bool, error) {
	now := s.now()
	if now.UnixMilli() < s.pusher.resume.Load() {
		return false, nil
	}
	due, err := s.store.Deliveries(ctx, resultQueue, DeliveryQueued, now, 1)
	if err != nil || len(due) > 0 {
		return len(due) > 0, err
	}
	broken, err := s.store.Deliveries(ctx, resultQueue, DeliverySending, now.Add(-claimLife), 1)
	return len(broken) > 0, err
}

// advanceResults sends the result messages that are due, a batch at a time.
func (s *Service) advanceResults(ctx context.Context, lease *holding) (more bool, err error) {
	if s.now().UnixMilli() < s.pusher.resume.Load() {
		return false, nil
	}
	if err := s.endBroken(ctx, resultQueue); err != nil {
		return false, err
	}
	due, err := s.store.Deliveries(ctx, resultQueue, DeliveryQueued, s.now(), sendBatch)
	if err != nil || len(due) == 0 {
		return false, err
	}
	return true, s.sendAll(ctx, lease, s.resultMailing(), due)
}

// endBroken ends the claims of a queue whose holders are gone.
func (s *Service) endBroken(ctx context.Context, queue string) error {
	now := s.now()
	broken, err := s.store.Deliveries(ctx, queue, DeliverySending, now.Add(-claimLife), sendBatch)
	for _, d := range broken {
		_, err := s.store.UpdateDelivery(ctx, d.ID, func(d *Delivery) error { return d.abandon(now) })
		if err != nil && !errors.Is(err, errNotOurs) {
			return err
		}
	}
	return err
}
