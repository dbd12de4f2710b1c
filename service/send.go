package service

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/quanjiuye/backend/internal/failpoint"
	"github.com/quanjiuye/backend/service/calendar"
)

// send claims a delivery, sends it and keeps what became of it. Once begun it goes on
// to its end, whatever ends ctx.
func (s *Service) send(ctx context.Context, m mailing, d Delivery) error {
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
	result, pause := s.sendOne(call, m, claim)
	failpoint.Hit(failpoint.PushAnswered)
	if err := s.keepEnd(ctx, claim, result); err != nil {
		return err
	}
	if pause.reason == "" {
		return nil
	}
	if err := m.pause(ctx, pause); err != nil {
		return err
	}
	return errPaused
}

// sendOne sends a claimed message and says what is to be kept of it.
func (s *Service) sendOne(ctx context.Context, m mailing, d Delivery) (Delivery, pause) {
	acc, err := s.store.Account(ctx, d.AccountID)
	switch {
	case errors.Is(err, ErrNoRecord):
		return s.ended(d, DeliveryRefused, reasonGone), pause{}
	case err != nil:
		return s.putOff(d, reasonStore, 0), pause{}
	case acc.Disabled:
		return s.ended(d, DeliveryRefused, reasonDisabled), pause{}
	}
	text, refused, err := m.write(ctx, d, acc)
	switch {
	case err != nil:
		return s.putOff(d, reasonStore, 0), pause{}
	case refused != "":
		return s.ended(d, DeliveryRefused, refused), pause{}
	}
	switch err := s.takeSend(ctx, acc.ID, m.kind); {
	case errors.Is(err, errNoSends):
		return s.ended(d, DeliveryUnsubscribed, reasonNoSends), pause{}
	case err != nil:
		return s.putOff(d, reasonStore, 0), pause{}
	}
	id, err := s.wechat.SendMessage(ctx, text)
	if err == nil {
		d = s.ended(d, DeliverySent, "")
		d.MessageID = id
		return d, pause{}
	}
	var failed *SendError
	if !errors.As(err, &failed) {
		failed = &SendError{Outcome: SendLost, Cause: err}
	}
	s.settleSend(context.WithoutCancel(ctx), acc.ID, m.kind, failed.Outcome)
	return s.judge(d, failed)
}

// keepEnd keeps what became of a claim, however often it takes: what is not kept
// will look broken off.
func (s *Service) keepEnd(ctx context.Context, claim, result Delivery) error {
	ctx, cancel := context.WithTimeout(ctx, keepTimeout)
	defer cancel()
	for {
		late := false
		kept, err := s.store.UpdateDelivery(ctx, claim.ID, func(d *Delivery) error {
			late = d.State == DeliveryUnknown
			return d.end(claim, result)
		})
		switch {
		case err == nil && late && claim.PushID != resultQueue:
			return s.correctPush(ctx, kept)
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

// correctPush corrects the counts of a closed push, after somebody who was taken for
// dead has told what became of his message. They are not counted anew: a later push may
// have taken over what this one missed.
func (s *Service) correctPush(ctx context.Context, d Delivery) error {
	_, err := s.store.UpdatePush(ctx, d.PushID, func(p *Push) error {
		if !p.Open {
			p.Ends = moved(p.Ends, Ends{State: DeliveryUnknown, Reason: reasonBroken}, Ends{State: d.State, Reason: d.Reason})
		}
		return nil
	})
	return err
}

// moved counts one delivery at another end.
func moved(counts []Ends, from, to Ends) []Ends {
	at := func(e Ends) func(Ends) bool {
		return func(c Ends) bool { return c.State == e.State && c.Reason == e.Reason }
	}
	i := slices.IndexFunc(counts, at(from))
	if i < 0 {
		return counts
	}
	counts = slices.Clone(counts)
	counts[i].Count--
	if j := slices.IndexFunc(counts, at(to)); j >= 0 {
		counts[j].Count++
	} else {
		to.Count = 1
		counts = append(counts, to)
	}
	return slices.DeleteFunc(counts, func(c Ends) bool { return c.Count == 0 })
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
		HeldOn: calendar.DateOf(p.ClosedAt), Participants: sent, Note: "政策精准推送", About: p.NoticeID, By: p.CreatedBy, Source: FromStaff, At: p.ClosedAt,
	}
}
