package service

import (
	"context"
	"time"
)

// Push sends a notice to the people it fits (政策精准推送), each account once. It is
// kept before anything is sent, and the worker takes it from there: see Deliver.
type Push struct {
	ID       string
	Rev      int64
	Request  string // that made it: another attempt at it makes no other
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
	// InsertPush keeps p, or answers ErrExists: its request has made one, or the place
	// of its No among the pushes of the same notice and digest is taken.
	InsertPush(ctx context.Context, p Push) error
	Push(ctx context.Context, id string) (Push, error)
	// PushOf is the one that a request has made, or ErrNoRecord.
	PushOf(ctx context.Context, request string) (Push, error)
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
