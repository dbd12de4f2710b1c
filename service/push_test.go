package service_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// A push reaches each account once, says what became of all, and is the site's
// evidence.
func TestAPushReachesEachAccountOnce(t *testing.T) {
	onEachEngine(t, func(t *testing.T, w *world) {
		tm := w.team()
		n := w.notice(tm, until(day(2026, 12, 31)))
		w.subscribers(20, tm.site)
		w.seeker("unsubscribed", tm.site)
		w.register(tm.staff, tm.site, w.somebody()) // has no account
		p := w.push(tm, n)
		w.wantCounts(p.ID, service.PushPreparing, "")
		w.deliver()
		v := w.wantCounts(p.ID, service.PushFinished, "not_subscribed no_sends_left 1;sent  20;")
		if v.Audience != (service.Audience{People: 22, Reachable: 21, Subscribed: 20}) || v.Open || v.ClosedAt.IsZero() || v.May.Cancel {
			t.Errorf("%+v", v)
		}
		if users, messages, asked := w.mail.counts(); users != 20 || messages != 20 || asked != 20 {
			t.Errorf("%d users, %d messages, %d asked for", users, messages, asked)
		}
		got := w.mail.to("seeker 7")[0]
		want := map[string]string{"thing1": "灵活就业社保补贴申领", "thing2": "丰泽区人社局", "thing3": "丰泽区",
			"thing4": "2026年12月31日前有效", "thing5": "点击查看政策全文", "time6": "2026年7月15日"}
		if fmt.Sprint(got.Data) != fmt.Sprint(want) || got.TemplateID != "template-policy" || got.Page != "pages/notice/index?id="+n.ID {
			t.Errorf("the message is %+v", got)
		}
		if left := w.sendsLeft(w.login("seeker 7").Actor); left != 0 {
			t.Errorf("%d sends left", left)
		}
		list := w.entries(tm, "policy_push")
		if len(list) != 1 || list[0].Participants != 20 || list[0].ClientID != "push:"+p.ID || list[0].RecordedBy != tm.staff.Account.ID {
			t.Errorf("entries: %+v", list)
		}
		w.deliver()
		if _, messages, _ := w.mail.counts(); messages != 20 {
			t.Errorf("%d messages after another turn", messages)
		}
	})
}

// Whoever begins the same push again while it is under way has the same; later it is
// another one.
func TestOnePushAtATime(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	n := w.notice(tm)
	w.subscribers(2, tm.site)
	var got answers
	parallel(20, func(int) {
		v, created, err := w.StartPush(t.Context(), tm.staff, n.ID, service.AudienceInput{})
		check(t, err)
		got.add(v.ID, created)
	})
	got.once(t, 20)
	w.deliver()
	w.consents(w.seeker("late", tm.site), 1)
	ctx := service.WithRequest(t.Context(), "a phone's request")
	second, created, err := w.StartPush(ctx, tm.staff, n.ID, service.AudienceInput{})
	if check(t, err); !created || second.No != 2 {
		t.Fatalf("the second: %+v", second)
	}
	w.deliver()
	again, created, err := w.StartPush(ctx, tm.staff, n.ID, service.AudienceInput{}) // its answer was lost
	if check(t, err); created || again.ID != second.ID {
		t.Fatalf("asked again: %+v", again)
	}
	if users, messages, _ := w.mail.counts(); messages != 3 || users != 3 {
		t.Errorf("%d messages to %d", messages, users)
	}
	list, err := w.Pushes(t.Context(), tm.mate, service.PushFilter{NoticeID: n.ID, Page: service.Page{Limit: 9}})
	if err != nil || len(list) != 2 {
		t.Errorf("listed %d, %v", len(list), err)
	}
}

// What WeChat says of a message decides what becomes of it, and of the consent.
func TestEndsOfMessages(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		failed *service.SendError
		turns  int
		state  service.PushState
		counts string
		left   int
		asked  int
	}{
		"not subscribed": {&service.SendError{Outcome: service.SendUnsubscribed, WeChatCode: 43101}, 1, service.PushFinished, "not_subscribed user_refused 1;", 0, 1},
		"refused":        {&service.SendError{Outcome: service.SendRefused, WeChatCode: 47003}, 1, service.PushFinished, "refused wechat_47003 1;", 3, 1},
		"out of form":    {&service.SendError{Outcome: service.SendRefused}, 1, service.PushFinished, "refused message_form 1;", 3, 1},
		"lost":           {&service.SendError{Outcome: service.SendLost}, 9, service.PushFinished, "unknown answer_lost 1;", 2, 1},
		"busy":           {&service.SendError{Outcome: service.SendPutOff, WeChatCode: -1, RetryAfter: 2 * time.Second}, 9, service.PushFinished, "failed wechat_busy 1;", 3, 5},
		"too fast":       {&service.SendError{Outcome: service.SendPutOff, WeChatCode: 45011, RetryAfter: time.Minute}, 1, service.PushPaused, "queued wechat_45011 1;", 3, 1},
		"out of reach":   {&service.SendError{Outcome: service.SendUnreached}, 9, service.PushPaused, "queued wechat_unreachable 1;", 3, 9},
		"quota":          {&service.SendError{Outcome: service.SendQuota, WeChatCode: 45009}, 9, service.PushPaused, "queued wechat_quota 1;", 3, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, tm := settled(t)
			n := w.notice(tm)
			ann := w.seeker("ann", tm.site)
			w.consents(ann, 3)
			w.mail.answers(func(service.Message) error { return c.failed })
			p := w.push(tm, n)
			for range c.turns {
				w.deliver()
				w.clock.add(40 * time.Second)
			}
			w.wantCounts(p.ID, c.state, c.counts)
			_, messages, asked := w.mail.counts()
			if messages != 0 || asked != c.asked || w.sendsLeft(ann) != c.left {
				t.Errorf("%d messages, %d asked for, %d sends left", messages, asked, w.sendsLeft(ann))
			}
			if len(w.entries(tm, "policy_push")) != 0 {
				t.Error("a push that reached nobody is evidence")
			}
		})
	}
}

// A quota that is used up stops the whole push until the next day.
func TestAQuotaPausesUntilTomorrow(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	n := w.notice(tm)
	w.subscribers(100, tm.site)
	w.mail.answers(func(service.Message) error {
		if users, _, _ := w.mail.counts(); users >= 30 {
			return &service.SendError{Outcome: service.SendQuota, WeChatCode: 45009}
		}
		return nil
	})
	p := w.push(tm, n)
	w.deliver()
	v := w.pushed(p.ID)
	users, _, asked := w.mail.counts()
	if v.State != service.PushPaused || v.Why != "wechat_quota" || users < 30 || asked > users+8 {
		t.Fatalf("%s for %s, %d users of %d asked for", v.State, v.Why, users, asked)
	}
	if want := time.Date(2026, 7, 16, 0, 5, 0, 0, calendar.Shanghai); !v.ResumeAt.Equal(want) {
		t.Errorf("goes on at %s", v.ResumeAt)
	}
	w.mail.answers(nil)
	w.clock.set(v.ResumeAt.Add(-time.Second))
	w.deliver()
	if now, _, _ := w.mail.counts(); now != users {
		t.Errorf("%d users before its time", now)
	}
	w.clock.add(time.Second)
	w.deliver()
	w.wantCounts(p.ID, service.PushFinished, "sent  100;")
	if users, messages, _ := w.mail.counts(); users != 100 || messages != 100 {
		t.Errorf("%d users, %d messages", users, messages)
	}
}

// Whoever stops a push, and however: what has not gone out never will.
func TestStoppedPushes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		stop func(ctx context.Context, w *world, tm team, n service.NoticeView, p service.PushView) error
		why  string
	}{
		"cancelled": {func(ctx context.Context, w *world, tm team, _ service.NoticeView, p service.PushView) error {
			_, err := w.CancelPush(ctx, tm.mate, p.ID)
			return err
		}, "cancelled"},
		"the notice withdrawn": {func(ctx context.Context, w *world, tm team, n service.NoticeView, _ service.PushView) error {
			_, err := w.WithdrawNotice(ctx, tm.mate, n.ID, "内容有误")
			return err
		}, "notice_withdrawn"},
		"the notice expired": {func(_ context.Context, w *world, _ team, _ service.NoticeView, _ service.PushView) error {
			w.clock.add(24 * time.Hour)
			return nil
		}, "notice_expired"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, tm := settled(t)
			n := w.notice(tm, until(w.Today()))
			w.subscribers(100, tm.site)
			p, once := w.push(tm, n), make(chan struct{}, 1)
			w.mail.answers(func(service.Message) error {
				select {
				case once <- struct{}{}:
					return c.stop(context.Background(), w, tm, n, p)
				default:
					return nil
				}
			})
			w.deliver()
			w.deliver()
			v := w.pushed(p.ID)
			_, messages, _ := w.mail.counts()
			sent, rest := v.Count(service.DeliverySent), v.Count(service.DeliveryCancelled)
			if v.State != service.PushCancelled || v.Why != c.why || v.Open || sent != messages || sent > 64 || sent+rest != 100 {
				t.Errorf("%s for %q: %d sent of %d messages, %d not: %+v", v.State, v.Why, sent, messages, rest, v.Counts)
			}
			if list := w.entries(tm, "policy_push"); len(list) != 1 || list[0].Participants != sent {
				t.Errorf("entries: %+v", list)
			}
			again, err := w.CancelPush(t.Context(), tm.staff, p.ID)
			if check(t, err); again.Why != c.why {
				t.Errorf("cancelled again: %+v", again)
			}
		})
	}
}

func TestAFinishedPushIsNotCancelled(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	p := w.push(tm, w.notice(tm))
	w.deliver()
	w.wantCounts(p.ID, service.PushFinished, "")
	_, err := w.CancelPush(t.Context(), tm.staff, p.ID)
	refused(t, err, "push_finished")
	_, err = w.CancelPush(t.Context(), w.city, p.ID)
	refused(t, err, "push_finished")
	other := w.push(tm, w.notice(tm))
	_, err = w.CancelPush(t.Context(), w.city, other.ID)
	refused(t, err, "forbidden")
	w.deps.Messages = service.Messages{}
	_, _, err = w.instance().StartPush(t.Context(), tm.staff, w.notice(tm).ID, service.AudienceInput{})
	refused(t, err, "push_not_set_up")
}

// Accounts that are closed or stopped since get nothing.
func TestStoppedAccountsGetNothing(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	a := w.seeker("stopped", tm.site)
	w.consents(a, 1)
	_, err := w.store.UpdateAccount(t.Context(), a.Account.ID, func(acc *service.Account) error { acc.Disabled = true; return nil })
	check(t, err)
	p := w.push(tm, w.notice(tm))
	w.deliver()
	w.wantCounts(p.ID, service.PushFinished, "refused account_disabled 1;")
}

// Who has a notice is not sent it again, whatever the conditions of another push of it;
// who was not reached may be. A push that would reach nobody else is refused, and the
// ledger counts only whom each has reached.
func TestANoticeReachesEachAccountOnce(t *testing.T) {
	onEachEngine(t, func(t *testing.T, w *world) {
		ctx, tm := t.Context(), w.team()
		n, all := w.notice(tm), service.AudienceInput{}
		var some []service.AudienceInput
		for _, word := range []string{"电焊", "保安", "保洁"} {
			some = append(some, service.AudienceInput{Conditions: service.Conditions{Occupations: []string{word}}})
			w.consents(w.seeker(word, tm.site, wants(service.Profile{}, word)), 9)
		}
		poor := w.seeker("without consent", tm.site)
		start := func(in service.AudienceInput) (service.PushView, string) {
			v, _, err := w.StartPush(ctx, tm.staff, n.ID, in)
			return v, code(t, err)
		}
		first, _ := start(some[0])
		w.deliver()
		w.wantCounts(first.ID, service.PushFinished, "sent  1;")
		if _, got := start(some[0]); got != "nobody_left" {
			t.Errorf("again: %q", got)
		}
		if got := w.audience(tm.staff, n.ID, all); got != (service.Audience{People: 4, Reachable: 3, Subscribed: 2, Already: 1}) {
			t.Errorf("counted before: %+v", got)
		}
		second, _ := start(all)
		third, _ := start(some[1]) // while the second is about to
		w.deliver()
		w.wantCounts(third.ID, service.PushFinished, "")
		if v := w.wantCounts(second.ID, service.PushFinished, "not_subscribed no_sends_left 1;sent  2;"); v.Audience.Already != 1 || v.Audience.Reachable != 3 {
			t.Errorf("frozen: %+v", v.Audience)
		}
		w.consents(poor, 1)
		fourth, got := start(all)
		if got != "" {
			t.Fatalf("one who was not reached is left: %q", got)
		}
		w.deliver()
		w.wantCounts(fourth.ID, service.PushFinished, "sent  1;")
		w.wantCounts(second.ID, service.PushFinished, "not_subscribed no_sends_left 1;sent  2;")
		for _, in := range append(some, all) {
			if _, got := start(in); got != "nobody_left" {
				t.Errorf("in the end: %q", got)
			}
		}
		if users, messages, _ := w.mail.counts(); users != 4 || messages != 4 {
			t.Errorf("%d messages to %d users", messages, users)
		}
		reached := 0
		list := w.entries(tm, "policy_push")
		for _, e := range list {
			reached += e.Participants
		}
		if len(list) != 3 || reached != 4 {
			t.Errorf("%d entries of %d people", len(list), reached)
		}
	})
}

// Pushes that several instances freeze at the same time send nobody two messages.
func TestPushesOfANoticeThatRace(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	n := w.notice(tm)
	w.subscribers(30, tm.site)
	for _, word := range []string{"保", "洁", "保洁"} {
		_, _, err := w.StartPush(t.Context(), tm.staff, n.ID, service.AudienceInput{Conditions: service.Conditions{Occupations: []string{word}}})
		check(t, err)
	}
	w.redis.shared.Store(true)
	instances := []*service.Service{w.Service, w.instance(), w.instance()}
	for range 5 { // an instance that waits too long for the lease comes back later
		parallel(len(instances), func(i int) { _ = instances[i].Deliver(context.Background()) })
	}
	check(t, w.Deliver(context.Background()))
	if users, messages, _ := w.mail.counts(); users != 30 || messages != 30 {
		t.Errorf("%d messages to %d users", messages, users)
	}
}
