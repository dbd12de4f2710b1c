package service

import (
	"context"
	"slices"
)

// PushView is a push as a screen may show it.
type PushView struct {
	Push
	Notice Notice
	Counts []Ends // by state and reason; a cancelled push's queue counts as cancelled
	May    MayOfPush
}

// MayOfPush says which steps a screen may offer.
type MayOfPush struct{ Cancel bool }

// viewPush counts an open push's deliveries; a closed one's are known.
func (s *Service) viewPush(ctx context.Context, a Actor, p Push, n Notice) (PushView, error) {
	v := PushView{Push: p, Notice: n, Counts: p.Ends}
	v.May.Cancel = p.State.underWay() && a.may(noticeOp(p.SiteID), p.SiteID, p.County)
	if !p.Open {
		return v, nil
	}
	counts, err := s.store.CountDeliveries(ctx, p.ID)
	v.Counts = p.ends(counts)
	return v, err
}

// ends is what counts mean: what waits in a cancelled push will never be sent.
func (p Push) ends(counts []Ends) []Ends {
	if p.State != PushCancelled {
		return counts
	}
	rest := Ends{State: DeliveryCancelled, Reason: p.Why}
	out := slices.DeleteFunc(slices.Clone(counts), func(e Ends) bool {
		if e.State == DeliveryQueued {
			rest.Count += e.Count
		}
		return e.State == DeliveryQueued
	})
	if rest.Count > 0 {
		out = append(out, rest)
	}
	return out
}

// tally is how many deliveries stand at a state.
func tallyOf(counts []Ends, state DeliveryState) (n int) {
	for _, e := range counts {
		if e.State == state {
			n += e.Count
		}
	}
	return n
}

// Count is how many deliveries stand at a state.
func (v PushView) Count(state DeliveryState) int { return tallyOf(v.Counts, state) }
