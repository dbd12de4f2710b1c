package service

import (
	"context"
	"errors"
	"time"
)

// Push sends a notice to the people it fits (政策精准推送), each account once. It is
// kept before anything is sent, and the worker takes it from there: see Deliver.
type Push struct {
	ID       string
	Rev      int64
	NoticeID string
	Digest   string // of its place and conditions
	No       int64  // of the pushes of the same notice and digest: 1, 2 …

	SiteID     string // whose registered people; empty: more than one site's
	County     string // empty: the whole city's
	Conditions Conditions
	Audience   Audience // when it was frozen

	State     PushState
	Open      bool // the worker has something to do yet
	Why       string
	ResumeAt  time.Time // of a paused one
	CreatedBy string
	CreatedAt time.Time
	StartedAt time.Time // the audience was frozen; zero: not yet
	ClosedAt  time.Time // every delivery has come to its end
	Ends      []Ends    // then: how many came to which
	Owed      []Owed
}

// PushState is where a push stands.
type PushState string

// The states of a push.
const (
	PushPreparing PushState = "preparing" // its audience is not frozen yet
	PushSending   PushState = "sending"
	PushPaused    PushState = "paused" // WeChat takes no more for now
	PushFinished  PushState = "finished"
	PushCancelled PushState = "cancelled" // by somebody, or because its notice was withdrawn or expired
)

// underWay reports whether more messages may go out.
func (p PushState) underWay() bool { return p == PushPreparing || p == PushSending || p == PushPaused }

// PushNoun owes entries.
const PushNoun OwingNoun = "push"

// PushStore keeps pushes.
type PushStore interface {
	// InsertPush keeps p, or answers ErrExists: the id, or the place of its No among
	// the pushes of the same notice and digest, is taken.
	InsertPush(ctx context.Context, p Push) error
	Push(ctx context.Context, id string) (Push, error)
	UpdatePush(ctx context.Context, id string, change func(*Push) error) (Push, error)
	// LastPush is the one with the largest No, or ErrNoRecord.
	LastPush(ctx context.Context, noticeID, digest string) (Push, error)
	// OpenPushes lists those on which the worker has something to do, oldest first.
	OpenPushes(ctx context.Context) ([]Push, error)
	Pushes(ctx context.Context, f PushFilter) ([]Push, error)
}

// PushFilter narrows the list of a notice's pushes.
type PushFilter struct {
	NoticeID string
	SiteID   string // empty: any
	County   string // empty: any
	Page     Page
}

var (
	errPushSetUp = &Error{Kind: Conflict, Code: "push_not_set_up", Message: "尚未设置政策推送的订阅消息模板，请联系系统管理员"}
)

// StartPush begins a push of a notice. While one of the same notice, place and
// conditions is under way, that is the one; created is false then.
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
		ID: requestID(ctx), Rev: 1, NoticeID: n.ID, Digest: r.conditions.digest(placeOf(r.siteID, r.county)),
		SiteID: r.siteID, County: r.county, Conditions: r.conditions,
		State: PushPreparing, Open: true, CreatedBy: a.Account.ID, CreatedAt: s.now(),
	}
	if p, created, err = s.keepPush(ctx, p); err != nil {
		return PushView{}, false, err
	}
	s.wakePusher()
	v, err = s.viewPush(ctx, a, p, n)
	return v, created, err
}

// keepPush keeps p behind the last one of its kind, unless that is under way.
func (s *Service) keepPush(ctx context.Context, p Push) (Push, bool, error) {
	kept, err := s.store.Push(ctx, p.ID) // an earlier attempt, whose push may have ended by now
	if !errors.Is(err, ErrNoRecord) {
		return kept, false, err
	}
	for range pushTries {
		last, err := s.store.LastPush(ctx, p.NoticeID, p.Digest)
		switch {
		case errors.Is(err, ErrNoRecord):
		case err != nil:
			return Push{}, false, err
		case last.State.underWay():
			return last, false, nil
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

// Push answers a push with how far it has come.
func (s *Service) Push(ctx context.Context, a Actor, id string) (PushView, error) {
	p, err := s.store.Push(ctx, id)
	if err != nil {
		return PushView{}, missing(err)
	}
	if err := a.touch(readRecords, p.SiteID, p.County); err != nil {
		return PushView{}, err
	}
	n, err := s.store.Notice(ctx, p.NoticeID)
	if err != nil {
		return PushView{}, err
	}
	return s.viewPush(ctx, a, p, n)
}

// Pushes lists a notice's pushes to a site, a county's sites or anywhere, newest
// first; where the notice is for, unless another place is named.
func (s *Service) Pushes(ctx context.Context, a Actor, f PushFilter) ([]PushView, error) {
	n, err := s.store.Notice(ctx, f.NoticeID)
	if err != nil {
		return nil, missing(err)
	}
	if f.SiteID == "" && f.County == "" {
		f.SiteID, f.County = n.SiteID, n.County
	}
	county, err := s.placeInSight(ctx, a, f.SiteID, f.County)
	if err != nil {
		return nil, err
	}
	f.County = county
	list, err := s.store.Pushes(ctx, f)
	if err != nil {
		return nil, err
	}
	views := make([]PushView, len(list))
	for i, p := range list {
		if views[i], err = s.viewPush(ctx, a, p, n); err != nil {
			return nil, err
		}
	}
	return views, nil
}
