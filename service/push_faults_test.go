package service_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

// Two instances that both take themselves for the holder of the lease send nobody
// a message twice.
func TestTwoSendersSendOnce(t *testing.T) {
	onEachEngine(t, func(t *testing.T, w *world) {
		tm := w.team()
		n := w.notice(tm)
		w.subscribers(60, tm.site)
		p := w.push(tm, n)
		w.redis.shared.Store(true)
		instances := []*service.Service{w.Service, w.instance(), w.instance()}
		for i := 0; w.pushed(p.ID).Open && i < 50; i++ {
			parallel(len(instances), func(i int) { check(t, instances[i].Deliver(context.Background())) })
		}
		w.wantCounts(p.ID, service.PushFinished, "sent  60;")
		if users, messages, asked := w.mail.counts(); users != 60 || messages != 60 || asked != 60 {
			t.Errorf("%d users, %d messages, %d asked for", users, messages, asked)
		}
		if list := w.entries(tm, "policy_push"); len(list) != 1 || list[0].Participants != 60 {
			t.Errorf("entries: %+v", list)
		}
	})
}

// Without the lease nothing is sent; its next holder goes on.
func TestOneInstanceSends(t *testing.T) {
	t.Parallel()
	w, tm := settled(t) // which holds the lease
	w.subscribers(3, tm.site)
	p := w.push(tm, w.notice(tm))
	other := w.instance()
	check(t, other.Deliver(t.Context()))
	w.wantCounts(p.ID, service.PushPreparing, "")
	w.redis.down.Store(true)
	if err := w.Deliver(t.Context()); err == nil {
		t.Error("sent without knowing who sends")
	}
	w.redis.down.Store(false)
	over, stop := context.WithCancel(t.Context())
	stop()
	w.Run(over) // gives the lease back
	check(t, other.Deliver(t.Context()))
	w.wantCounts(p.ID, service.PushFinished, "sent  3;")
}

// A process that dies between the claim of a message and its end leaves it unknown:
// nobody sends it again.
func TestABrokenClaimIsNeverSentAgain(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	w.subscribers(30, tm.site)
	p, once, broken := w.push(tm, w.notice(tm)), sync.Once{}, 0
	die := func(d *service.Delivery) error {
		if d.State == service.DeliveryQueued && broken < 3 {
			d.State, d.By, d.At = service.DeliverySending, "the dead", w.clock.Now()
		}
		return nil
	}
	w.mail.answers(func(service.Message) error { // while the first are on their way, another process dies over some more
		once.Do(func() {
			queue, err := w.store.Deliveries(context.Background(), p.ID, service.DeliveryQueued, w.clock.Now(), 30)
			check(t, err)
			for _, d := range queue {
				d, err := w.store.Store.UpdateDelivery(context.Background(), d.ID, die)
				check(t, err)
				if d.By == "the dead" {
					broken++
				}
			}
		})
		return nil
	})
	w.deliver()
	w.wantCounts(p.ID, service.PushSending, "sending  3;sent  27;")
	w.clock.add(time.Minute)
	w.deliver()
	w.wantCounts(p.ID, service.PushFinished, "sent  27;unknown interrupted 3;")
	if users, messages, asked := w.mail.counts(); users != 27 || messages != 27 || asked != 27 {
		t.Errorf("%d messages to %d users, %d asked for", messages, users, asked)
	}
}

// Who was taken for dead, and was only slow, still tells what became of its message.
func TestALateEndIsBetterThanUnknown(t *testing.T) {
	t.Parallel()
	for want, answer := range map[string]error{
		"sent  1;":               nil,
		"failed wechat_busy 1;":  &service.SendError{Outcome: service.SendPutOff, WeChatCode: -1}, // nobody will try again
		"failed wechat_quota 1;": &service.SendError{Outcome: service.SendQuota, WeChatCode: 45009},
		"unknown answer_lost 1;": &service.SendError{Outcome: service.SendLost},
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			w, tm := settled(t)
			w.subscribers(1, tm.site)
			p := w.push(tm, w.notice(tm))
			g := newGate()
			w.mail.answers(func(service.Message) error { g.come <- struct{}{}; <-g.pass; return answer })
			done := make(chan error)
			go func() { done <- w.Deliver(context.Background()) }()
			<-g.come
			w.redis.shared.Store(true)
			w.clock.add(time.Minute)
			check(t, w.instance().Deliver(t.Context()))
			w.wantCounts(p.ID, service.PushFinished, "unknown interrupted 1;")
			g.pass <- struct{}{}
			check(t, <-done)
			w.wantCounts(p.ID, service.PushFinished, want)
		})
	}
}

// An audience that was half kept when the process died is completed, and nobody in
// it twice.
func TestAFreezeThatBrokeOff(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]func(w *world){
		"before": func(w *world) { w.store.before("AddDeliveries", func() error { return errStore }) },
		"after":  func(w *world) { w.store.after("AddDeliveries", func() error { return errStore }) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, tm := settled(t)
			w.subscribers(5, tm.site)
			p := w.push(tm, w.notice(tm))
			fault(w)
			if err := w.Deliver(t.Context()); err == nil {
				t.Error("all went well")
			}
			w.store.before("AddDeliveries", nil)
			w.store.after("AddDeliveries", nil)
			late := w.seeker("late", tm.site)
			w.consents(late, 1)
			w.deliver()
			if v := w.wantCounts(p.ID, service.PushFinished, "sent  6;"); v.Audience.Reachable != 6 {
				t.Errorf("%+v", v.Audience)
			}
			if users, messages, _ := w.mail.counts(); users != 6 || messages != 6 {
				t.Errorf("%d messages to %d users", messages, users)
			}
		})
	}
}

// The store fails at any claim or end, now and then: nobody gets two messages, and
// everybody has an end.
func TestAFlakyStoreSendsNobodyTwice(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	w.subscribers(40, tm.site)
	p := w.push(tm, w.notice(tm))
	var calls atomic.Int64
	flaky := func() error {
		if calls.Add(1)%7 == 3 {
			return errStore
		}
		return nil
	}
	w.store.before("UpdateDelivery", flaky)
	w.store.after("UpdateDelivery", flaky)
	for range 30 {
		_ = w.Deliver(t.Context())
		w.clock.add(20 * time.Second)
	}
	v := w.pushed(p.ID)
	users, messages, _ := w.mail.counts()
	sent, unknown := v.Count(service.DeliverySent), v.Count(service.DeliveryUnknown)
	if v.State != service.PushFinished || messages != users || sent+unknown != 40 || sent > users || users > sent+unknown {
		t.Errorf("%s: %d messages to %d users, %d sent and %d unknown", v.State, messages, users, sent, unknown)
	}
}
