package service

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/quanjiuye/backend/internal/failpoint"
	"github.com/quanjiuye/backend/service/calendar"
)

// send claims a delivery, sends it and keeps what became of it. Once begun it goes on
// to its end, whatever ends ctx.
func (s *Service) send(ctx context.Context, p Push, n Notice, d Delivery) error {
	ctx = context.WithoutCancel(ctx)
	call, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	claim, err := s.store.UpdateDelivery(call, d.ID, func(d *Delivery) error { return d.claim(s.term.holder, s.now()) })
	if errors.Is(err, errNotOurs) {
		return nil
	}
	if err != nil { // or perhaps it is claimed: then the claim will be found broken off
		return err
	}
	failpoint.Hit(failpoint.PushClaimed)
	result, pause := s.sendOne(call, n, claim)
	failpoint.Hit(failpoint.PushAnswered)
	if err := s.keepEnd(ctx, claim, result); err != nil {
		return err
	}
	if pause.reason == "" {
		return nil
	}
	if err := s.pausePush(ctx, p.ID, pause); err != nil {
		return err
	}
	return errPaused
}

// pause is for how long WeChat takes nothing more.
type pause struct {
	reason string
	until  time.Time
}

// sendOne sends a claimed message and says what is to be kept of it.
func (s *Service) sendOne(ctx context.Context, n Notice, d Delivery) (Delivery, pause) {
	acc, err := s.store.Account(ctx, d.AccountID)
	switch {
	case errors.Is(err, ErrNoRecord):
		return s.ended(d, DeliveryRefused, reasonGone), pause{}
	case err != nil:
		return s.putOff(d, reasonStore, 0), pause{}
	case acc.Disabled:
		return s.ended(d, DeliveryRefused, reasonDisabled), pause{}
	}
	switch err := s.takeSend(ctx, acc.ID, PolicyMessage); {
	case errors.Is(err, errNoSends):
		return s.ended(d, DeliveryUnsubscribed, reasonNoSends), pause{}
	case err != nil:
		return s.putOff(d, reasonStore, 0), pause{}
	}
	id, err := s.wechat.SendMessage(ctx, s.messages.policy(n, acc.OpenID))
	if err == nil {
		d = s.ended(d, DeliverySent, "")
		d.MessageID = id
		return d, pause{}
	}
	var failed *SendError
	if !errors.As(err, &failed) {
		failed = &SendError{Outcome: SendLost, Cause: err}
	}
	s.settleSend(context.WithoutCancel(ctx), acc.ID, failed.Outcome)
	return s.judge(d, failed)
}

// settleSend keeps the count of consents in step with WeChat's: a message that was
// not taken used up none.
func (s *Service) settleSend(ctx context.Context, accountID string, o SendOutcome) {
	ctx, cancel := context.WithTimeout(ctx, keepTimeout)
	defer cancel()
	var err error
	switch o {
	case SendUnsubscribed:
		err = s.dropSends(ctx, accountID, PolicyMessage)
	case SendLost: // it may have been taken
	default:
		err = s.giveSend(ctx, accountID, PolicyMessage)
	}
	if err != nil {
		s.log.WarnContext(ctx, "consents not counted", "error", err)
	}
}

// judge decides what a failure means for the message and for its push.
func (s *Service) judge(d Delivery, e *SendError) (Delivery, pause) {
	code := reasonWeChat + strconv.FormatInt(e.WeChatCode, 10)
	switch e.Outcome {
	case SendUnsubscribed:
		s.log.Debug("message not subscribed", "push", d.PushID)
		return s.ended(d, DeliveryUnsubscribed, reasonUserRefused), pause{}
	case SendRefused:
		s.log.Warn("message refused", "push", d.PushID, "error", e)
		if e.WeChatCode == 0 {
			code = reasonForm
		}
		return s.ended(d, DeliveryRefused, code), pause{}
	case SendQuota:
		d.State, d.Reason, d.At = DeliveryQueued, reasonQuota, s.now()
		return d, pause{reasonQuota, s.tomorrow()}
	case SendUnreached:
		d.State, d.Reason, d.At = DeliveryQueued, reasonUnreached, s.now().Add(unreachedWait)
		return d, pause{reasonUnreached, d.At}
	case SendPutOff:
		if e.WeChatCode == -1 {
			return s.putOff(d, reasonBusy, e.RetryAfter), pause{}
		}
		d = s.putOff(d, code, e.RetryAfter)
		return d, pause{code, s.now().Add(e.RetryAfter)} // what WeChat says of one holds for all
	}
	s.log.Warn("answer of WeChat lost", "push", d.PushID, "error", e)
	return s.ended(d, DeliveryUnknown, reasonLost), pause{}
}

func (s *Service) ended(d Delivery, state DeliveryState, reason string) Delivery {
	d.State, d.Reason, d.At = state, reason, s.now()
	return d
}

// putOff lets a message that was surely not sent wait, longer each time, until it
// has been tried often enough.
func (s *Service) putOff(d Delivery, reason string, wait time.Duration) Delivery {
	if d.Tries++; d.Tries >= sendTries {
		return s.ended(d, DeliveryFailed, reason)
	}
	d.State, d.Reason = DeliveryQueued, reason
	d.At = s.now().Add(max(wait, time.Second<<d.Tries))
	return d
}

// unreachedWait is how long a push waits that could not reach WeChat at all.
const unreachedWait = 30 * time.Second

// tomorrow is when WeChat counts a new day, and some minutes, as clocks differ.
func (s *Service) tomorrow() time.Time {
	d := s.today().AddDays(1)
	return time.Date(d.Year, d.Month, d.Day, 0, 5, 0, 0, calendar.Shanghai).UTC()
}

// keepEnd keeps what became of a claim, however often it takes: what is not kept
// will look broken off.
func (s *Service) keepEnd(ctx context.Context, claim, result Delivery) error {
	ctx, cancel := context.WithTimeout(ctx, keepTimeout)
	defer cancel()
	for {
		late := false
		_, err := s.store.UpdateDelivery(ctx, claim.ID, func(d *Delivery) error {
			late = d.State == DeliveryUnknown
			return d.end(claim, result)
		})
		switch {
		case err == nil && late:
			return s.recountPush(ctx, claim.PushID)
		case err == nil, errors.Is(err, errNotOurs), errors.Is(err, ErrNoRecord):
			return nil
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// recountPush counts a closed push anew, after somebody who was taken for dead has
// told what became of his message.
func (s *Service) recountPush(ctx context.Context, id string) error {
	counts, err := s.store.CountDeliveries(ctx, id)
	if err != nil {
		return err
	}
	_, err = s.store.UpdatePush(ctx, id, func(p *Push) error {
		if !p.Open {
			p.Ends = p.ends(counts)
		}
		return nil
	})
	return err
}

// pausePush keeps a push from asking WeChat again before it takes more.
func (s *Service) pausePush(ctx context.Context, id string, w pause) error {
	_, err := s.store.UpdatePush(ctx, id, func(p *Push) error {
		if p.State == PushSending || p.State == PushPaused && p.ResumeAt.Before(w.until) {
			p.State, p.Why, p.ResumeAt = PushPaused, w.reason, w.until
		}
		return nil
	})
	return err
}

// entry is what a push that reached so many is to the site's ledger.
func (p Push) entry(sent int) Owed {
	return Owed{
		ClientID: owedID(PushNoun, p.ID), Type: "policy_push", SiteID: p.SiteID, County: p.County,
		HeldOn: calendar.DateOf(p.ClosedAt), Participants: sent, Note: "政策精准推送", By: p.CreatedBy, Source: FromStaff, At: p.ClosedAt,
	}
}
