package service

import (
	"context"
	"errors"
	"time"
)

// StartPush begins a push of a notice to those who do not have it yet. While one of the
// same notice, place and conditions is under way, that is the one; created is false
// then.
func (s *Service) StartPush(ctx context.Context, a Actor, noticeID string, in AudienceInput) (v PushView, created bool, err error) {
	n, r, err := s.reach(ctx, a, noticeID, in)
	if err != nil {
		return PushView{}, false, err
	}
	if s.messages.Policy.ID == "" {
		return PushView{}, false, errPushSetUp
	}
	if !n.current(s.today()) {
		return PushView{}, false, errNotCurrent
	}
	p := Push{
		ID: newID(), Rev: 1, Request: requestID(ctx), NoticeID: n.ID, Digest: r.conditions.digest(placeOf(r.siteID, r.county)),
		SiteID: r.siteID, County: r.county, Conditions: r.conditions,
		State: PushPreparing, Open: true, CreatedBy: a.Account.ID, CreatedAt: s.now(),
	}
	if p, created, err = s.keepPush(ctx, p, r); err != nil {
		return PushView{}, false, err
	}
	s.wakePusher()
	v, err = s.viewPush(ctx, a, p, n)
	return v, created, err
}

// keepPush keeps p behind the last one of its kind, unless that is under way, or all
// whom it is for have the notice.
func (s *Service) keepPush(ctx context.Context, p Push, r reach) (Push, bool, error) {
	for range pushTries {
		kept, err := s.store.PushOf(ctx, p.Request) // an earlier attempt, whose push may have ended by now
		if !errors.Is(err, ErrNoRecord) {
			return kept, false, err
		}
		last, err := s.store.LastPush(ctx, p.NoticeID, p.Digest)
		switch {
		case errors.Is(err, ErrNoRecord):
		case err != nil:
			return Push{}, false, err
		case last.State.underWay():
			return last, false, nil
		}
		counted, _, _, err := s.measure(ctx, p.NoticeID, "", r)
		switch {
		case err != nil:
			return Push{}, false, err
		case counted.Already > 0 && counted.Reachable == 0:
			return Push{}, false, errNobodyLeft
		}
		p.No = last.No + 1
		if err = s.store.InsertPush(ctx, p); !errors.Is(err, ErrExists) {
			return p, err == nil, err
		}
	}
	return Push{}, false, ErrUnavailable
}

// pushTries bounds how often somebody else's push may come between.
const pushTries = 5

// CancelPush stops a push: what has not gone out stays here. Repeating it changes
// nothing.
func (s *Service) CancelPush(ctx context.Context, a Actor, id string) (PushView, error) {
	v, err := s.Push(ctx, a, id)
	if err != nil {
		return PushView{}, err
	}
	if !v.May.Cancel && v.State.underWay() {
		return PushView{}, ErrForbidden
	}
	p, err := s.cancelPush(ctx, id, "cancelled")
	if err != nil {
		return PushView{}, err
	}
	if p.State != PushCancelled {
		return PushView{}, &Error{Kind: Conflict, Code: "push_finished", Message: "推送已经完成，不能取消"}
	}
	s.wakePusher()
	return s.viewPush(ctx, a, p, v.Notice)
}

func (s *Service) cancelPush(ctx context.Context, id, why string) (Push, error) {
	return s.store.UpdatePush(ctx, id, func(p *Push) error {
		if p.State.underWay() {
			p.State, p.Why, p.ResumeAt = PushCancelled, why, time.Time{}
		}
		return nil
	})
}
