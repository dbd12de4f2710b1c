package service

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/time/rate"
)

// Times and bounds of the worker that sends.
const (
	pushEvery   = 2 * time.Second
	sendAtOnce  = 8
	sendBatch   = 64 // deliveries between two looks at their push
	sendTries   = 5
	sendTimeout = 6 * time.Second  // of one call: longer than the client's own
	keepTimeout = 10 * time.Second // for keeping its result
	freezeBatch = 500
)

// pusher is the worker's own.
type pusher struct {
	wake   chan struct{}
	pace   *rate.Limiter
	resume atomic.Int64 // when result messages go on, in milliseconds
}

// mailing is what the messages of a queue have in common.
type mailing struct {
	kind  MessageKind
	write func(ctx context.Context, d Delivery, acc Account) (m Message, refused string, err error)
	pause func(ctx context.Context, w pause) error // WeChat takes no more for now
}

func (s *Service) pushMailing(p Push, n Notice) mailing {
	return mailing{
		kind: PolicyMessage,
		write: func(ctx context.Context, _ Delivery, acc Account) (Message, string, error) {
			willing, err := s.mayWrite(ctx, acc) // perhaps no more, since the audience was frozen
			if err != nil || !willing {
				return Message{}, reasonConsent, err
			}
			return s.messages.policy(n, acc.OpenID), "", nil
		},
		pause: func(ctx context.Context, w pause) error { return s.pausePush(ctx, p.ID, w) },
	}
}

func newPusher(perMinute int) pusher {
	if perMinute == 0 {
		perMinute = defaultPerMinute
	}
	return pusher{wake: make(chan struct{}, 1), pace: rate.NewLimiter(rate.Limit(float64(perMinute)/60), max(perMinute/60, 1))}
}

// wakePusher has this instance look for pushes at once; another that has the lease
// looks within pushEvery.
func (s *Service) wakePusher() {
	select {
	case s.pusher.wake <- struct{}{}:
	default:
	}
}

// followPushes sends until ctx ends; what is in flight then comes to its end.
func (s *Service) followPushes(ctx context.Context) {
	tick := time.NewTicker(pushEvery)
	defer tick.Stop()
	for ctx.Err() == nil {
		if err := s.Deliver(ctx); err != nil && ctx.Err() == nil {
			s.log.WarnContext(ctx, "push", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-tick.C:
		case <-s.pusher.wake:
		}
	}
}

// Deliver is one turn of sending: everything that is due, of result messages and all
// pushes in turns, so that a large one does not hold up a small one. Only the instance
// that holds the lease does anything. That it may hold it no longer without knowing
// does no harm: every message is claimed in the store before it is sent.
func (s *Service) Deliver(ctx context.Context) error {
	open, err := s.store.OpenPushes(ctx)
	if err != nil {
		return err
	}
	results, err := s.resultsWait(ctx)
	if err != nil || len(open) == 0 && !results {
		return err
	}
	fence, err := s.cache.Lease(ctx, s.term.holder, lostAfter)
	if err != nil || fence == 0 {
		return err
	}
	lease := &holding{svc: s, fence: fence, last: s.clock()}
	var work []func() (more bool, err error)
	if results {
		work = append(work, func() (bool, error) { return s.advanceResults(ctx, lease) })
	}
	for _, p := range open {
		work = append(work, func() (bool, error) { return s.advance(ctx, lease, p.ID) })
	}
	return inTurns(ctx, work)
}

// inTurns does each piece of work until there is no more of it.
func inTurns(ctx context.Context, work []func() (more bool, err error)) error {
	var errs []error
	for len(work) > 0 {
		var again []func() (bool, error)
		for _, advance := range work {
			more, err := advance()
			if ctx.Err() != nil || errors.Is(err, errTermOver) {
				return errors.Join(append(errs, err)...)
			}
			if err != nil { // the others need not wait for it
				errs = append(errs, err)
			} else if more {
				again = append(again, advance)
			}
		}
		work = again
	}
	return errors.Join(errs...)
}

// advance does the next piece of work on a push; more says that there is another
// one right away.
func (s *Service) advance(ctx context.Context, lease *holding, id string) (more bool, err error) {
	p, n, err := s.readPush(ctx, id)
	if err != nil || !p.Open {
		return false, err
	}
	switch {
	case p.State == PushPaused && p.ResumeAt.After(s.now()):
		return false, nil
	case p.State == PushPreparing:
		return true, s.freeze(ctx, lease, p)
	case p.State == PushPaused:
		_, err = s.store.UpdatePush(ctx, id, func(p *Push) error {
			if p.State == PushPaused {
				p.State, p.Why, p.ResumeAt = PushSending, "", time.Time{}
			}
			return nil
		})
		return true, err
	case p.State == PushSending:
		due, err := s.store.Deliveries(ctx, id, DeliveryQueued, s.now(), sendBatch)
		if err != nil {
			return false, err
		}
		if len(due) > 0 {
			return true, s.sendAll(ctx, lease, s.pushMailing(p, n), due)
		}
	}
	return false, s.closePush(ctx, p)
}

// readPush reads a push and its notice. A push whose notice is gone is cancelled.
func (s *Service) readPush(ctx context.Context, id string) (Push, Notice, error) {
	p, err := s.store.Push(ctx, id)
	if err != nil {
		return Push{}, Notice{}, err
	}
	n, err := s.store.Notice(ctx, p.NoticeID)
	if err != nil || !p.State.underWay() || n.current(s.today()) {
		return p, n, err
	}
	why := reasonExpired
	if n.State == NoticeWithdrawn {
		why = reasonWithdrawn
	}
	p, err = s.cancelPush(ctx, id, why)
	return p, n, err
}

// errPaused ends a batch whose queue has paused meanwhile.
var errPaused = errors.New("service: the queue has paused")

// sendAll sends a batch, a few at once, no faster than WeChat likes. A message that
// cannot be claimed does not keep the others waiting; a pause, or the lease's end,
// does.
func (s *Service) sendAll(ctx context.Context, lease *holding, m mailing, due []Delivery) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var g errgroup.Group
	g.SetLimit(sendAtOnce)
	for _, d := range due {
		g.Go(func() error {
			if s.pusher.pace.Wait(ctx) != nil {
				return context.Cause(ctx)
			}
			err := lease.on(ctx)
			if err == nil {
				err = s.send(ctx, m, d)
			}
			if errors.Is(err, errPaused) || errors.Is(err, errTermOver) {
				stop(err)
			}
			return err
		})
	}
	if err := g.Wait(); !errors.Is(err, errPaused) {
		return err
	}
	return nil
}
