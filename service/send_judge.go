package service

import (
	"context"
	"strconv"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// pause is for how long WeChat takes nothing more.
type pause struct {
	reason string
	until  time.Time
}

// settleSend keeps the count of consents in step with WeChat's: a message that was
// not taken used up none.
func (s *Service) settleSend(ctx context.Context, accountID string, k MessageKind, o SendOutcome) {
	ctx, cancel := context.WithTimeout(ctx, keepTimeout)
	defer cancel()
	var err error
	switch o {
	case SendUnsubscribed:
		err = s.dropSends(ctx, accountID, k)
	case SendLost: // it may have been taken
	default:
		err = s.giveSend(ctx, accountID, k)
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
