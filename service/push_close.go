package service

import (
	"context"
	"time"
)

// closePush ends claims that were broken off and, once nothing is on its way, counts
// what became of all. At a site a push that reached somebody is evidence for item 9.
func (s *Service) closePush(ctx context.Context, p Push) error {
	if err := s.endBroken(ctx, p.ID); err != nil {
		return err
	}
	counts, err := s.store.CountDeliveries(ctx, p.ID)
	if err != nil || tallyOf(counts, DeliverySending) > 0 || p.State.underWay() && tallyOf(counts, DeliveryQueued) > 0 {
		return err
	}
	closed, err := s.store.UpdatePush(ctx, p.ID, func(p *Push) error {
		if p.Open {
			p.close(counts, s.now())
		}
		return nil
	})
	if err == nil {
		s.pay(ctx, PushNoun, p.ID, closed.Owed)
	}
	return err
}

func (p *Push) close(counts []Ends, now time.Time) {
	if p.State.underWay() {
		p.State = PushFinished
	}
	p.Open, p.Ends, p.ClosedAt = false, p.ends(counts), now
	if sent := tallyOf(counts, DeliverySent); p.SiteID != "" && sent > 0 {
		p.Owed = owe(p.Owed, p.entry(sent))
	}
}
