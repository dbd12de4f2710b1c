package service_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

// heard is what the phone of a user shows of results, oldest first: "保洁员 已推荐".
func (w *world) heard(openID string) (list []string) {
	w.Helper()
	for _, m := range w.mail.to(openID) {
		if m.TemplateID == "template-result" {
			list = append(list, m.Data["thing1"]+" "+m.Data["thing2"])
		}
	}
	return list
}

// listens is an agency whose seeker has consented to so many result messages.
func listens(w *world, sends int) *agency {
	w.Helper()
	g := newAgency(w)
	w.prompted(g.seeker, service.ResultMessage, sends)
	return g
}

// Whatever others do to an application reaches the phone, each step once; what the
// seeker does himself does not.
func TestASeekerHearsOfAnApplication(t *testing.T) {
	onEachEngine(t, func(t *testing.T, w *world) {
		g, ctx := listens(w, 9), t.Context()
		n := g.apply()
		w.deliver()
		if got := w.heard("seeker"); len(got) != 0 {
			t.Fatalf("of his own step: %q", got)
		}
		g.refer()
		g.refer()
		w.deliver()
		m := w.mail.to("seeker")[0]
		if want := map[string]string{"thing1": "保洁员", "thing2": "已推荐", "thing3": g.site.Name, "date4": "2026年7月15日"}; fmt.Sprint(m.Data) != fmt.Sprint(want) ||
			m.Page != "pages/result/index?kind=application&id="+n.ID {
			t.Errorf("%+v", m)
		}
		_, err := w.Conclude(ctx, g.staff, n.ID, service.OutcomeInput{Outcome: service.NotContacted})
		check(t, err)
		check(t, w.AnswerApplicationLink(ctx, g.link(n.ID), service.OutcomeInput{Outcome: service.Hired}))
		_, _, err = w.PlaceApplicant(ctx, g.staff, n.ID, service.PlaceInput{Kind: service.Casual}) // he has heard that already
		check(t, err)
		w.deliver()
		w.later()
		w.deliver()
		got := w.heard("seeker")
		if slices.Sort(got[1:]); !slices.Equal(got, []string{"保洁员 已推荐", "保洁员 已上岗", "保洁员 未联系上"}) {
			t.Errorf("heard %q", got)
		}
		if mine, err := w.MySubscriptions(ctx, g.seeker); err != nil || mine[1].Left != 6 {
			t.Errorf("%+v, %v", mine, err)
		}
		if left := w.debts(); len(left) != 0 {
			t.Errorf("still owed: %+v", left)
		}
	})
}

// A report and a request: answered and closed.
func TestASeekerHearsOfReportsAndRequests(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	reporter, report := w.reported(tm)
	w.prompted(reporter, service.ResultMessage, 5)
	_, err := w.AnswerReport(t.Context(), tm.staff, report.ID, "已联系用人单位")
	check(t, err)
	_, err = w.CloseReport(t.Context(), tm.mate, report.ID, service.Resolved, "押金已退还本人")
	check(t, err)
	w.deliver()
	if got := w.heard(reporter.Account.OpenID); !slices.Equal(slices.Sorted(slices.Values(got)), []string{"维权诉求 已办结", "维权诉求 已答复"}) {
		t.Errorf("of the report: %q", got)
	}
	g := listens(w, 5)
	help, err := w.AskHelp(t.Context(), g.seeker, service.HelpInput{SiteID: g.site.ID, Type: "hardship_help", Text: "请帮我看看能办什么"})
	check(t, err)
	_, err = w.TakeHelp(t.Context(), g.staff, help.ID)
	check(t, err)
	w.deliver()
	if got := w.heard("seeker"); len(got) != 0 {
		t.Errorf("taken: %q", got)
	}
	_, err = w.AnswerHelp(t.Context(), g.staff, help.ID, "请带身份证到站点")
	check(t, err)
	_, err = w.CloseHelp(t.Context(), g.mate, help.ID, service.HelpDone, "已办理")
	check(t, err)
	w.deliver()
	if got := w.heard("seeker"); !slices.Equal(slices.Sorted(slices.Values(got)), []string{"服务申请 已办结", "服务申请 已答复"}) {
		t.Errorf("of the request: %q", got)
	}
	if m := w.mail.to("seeker")[0]; m.Page != "pages/result/index?kind=help&id="+help.ID {
		t.Errorf("opens %s", m.Page)
	}
}

// Who has not consented, has taken a consent back, is erased or stopped hears
// nothing, also when that came after the message was queued.
func TestWhoHearsNothing(t *testing.T) {
	t.Parallel()
	withdraw := func(w *world, g *agency) { _, err := w.WithdrawConsent(context.Background(), g.seeker); check(w, err) }
	leave := func(w *world, g *agency) {
		_, err := w.DeleteMe(context.Background(), g.seeker, "删除")
		check(w, err)
	}
	for name, c := range map[string]struct {
		sends         int
		before, after func(w *world, g *agency)
	}{
		"no consent to a message": {sends: 0},
		"consent taken back":      {sends: 1, after: withdraw},
		"account deleted":         {sends: 1, after: leave},
		"account stopped": {sends: 1, after: func(w *world, g *agency) {
			_, err := w.store.UpdateAccount(context.Background(), g.seeker.Account.ID, func(a *service.Account) error { a.Disabled = true; return nil })
			check(w, err)
		}},
		"erased before the outcome": {sends: 2, before: leave},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			g := listens(w, c.sends)
			if c.before == nil {
				g.refer()
			} else {
				r, err := w.ReportWrong(t.Context(), g.seeker, wrong(g.site, service.FakeJob))
				check(t, err)
				c.before(w, g)
				_, err = w.AnswerReport(t.Context(), g.staff, r.ID, "已联系")
				check(t, err)
			}
			if c.after != nil {
				c.after(w, g)
			}
			w.deliver()
			w.later()
			w.deliver()
			if _, messages, asked := w.mail.counts(); messages != 0 || asked != 0 {
				t.Errorf("%d messages, %d asked for", messages, asked)
			}
			if left := w.debts(); len(left) != 0 {
				t.Errorf("still owed: %+v", left)
			}
		})
	}
}

// Without a template nothing is owed.
func TestWithoutATemplateNobodyIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.deps.Messages.Result.ID = ""
	w.Service = w.instance()
	g := listens(w, 1)
	w.store.before("ChangeOwed", func() error { t.Error("something was owed"); return nil })
	if v := g.refer(); len(v.Owed) != 0 {
		t.Errorf("%+v", v.Owed)
	}
}

// Whatever fails between the act and its message: the act is acknowledged, and in the
// end the phone has one message.
func TestAResultIsToldOnceWhateverFails(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]func(w *world){
		"before the queue":  func(w *world) { w.store.before("AddDeliveries", func() error { return errStore }) },
		"after the queue":   func(w *world) { w.store.after("AddDeliveries", func() error { return errStore }) },
		"before the strike": func(w *world) { w.store.before("ChangeOwed", func() error { return errStore }) },
		"after the strike":  func(w *world) { w.store.after("ChangeOwed", func() error { return errStore }) },
		"sent, and paid again": func(w *world) {
			w.store.before("ChangeOwed", func() error { w.store.before("ChangeOwed", nil); w.deliver(); return errStore })
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			g := listens(w, 3)
			w.later() // holds the lease
			fault(w)
			g.refer()
			for _, op := range []string{"AddDeliveries", "ChangeOwed"} {
				w.store.before(op, nil)
				w.store.after(op, nil)
			}
			for range 3 {
				w.later()
				w.deliver()
			}
			if got := w.heard("seeker"); !slices.Equal(got, []string{"保洁员 已推荐"}) {
				t.Errorf("heard %q", got)
			}
			if left := w.debts(); len(left) != 0 {
				t.Errorf("still owed: %+v", left)
			}
		})
	}
}

// A claim that broke off is never sent again, and what WeChat refuses for now is sent
// later, by whichever instance, once.
func TestEndsOfResultMessages(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault       func(w *world)
		heard, left int
	}{
		"the end cannot be kept": {func(w *world) {
			w.mail.answers(func(service.Message) error {
				w.store.before("UpdateDelivery", func() error { return service.ErrNoRecord })
				return nil
			})
		}, 1, 1},
		"lost":           {answered(service.SendLost, 0), 0, 1},
		"not subscribed": {answered(service.SendUnsubscribed, 43101), 0, 0},
		"refused":        {answered(service.SendRefused, 47003), 0, 2},
		"busy at first":  {answered(service.SendPutOff, -1), 1, 1},
		"quota":          {answered(service.SendQuota, 45009), 1, 1},
		"out of reach":   {answered(service.SendUnreached, 0), 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			g := listens(w, 2)
			w.redis.shared.Store(true)
			c.fault(w)
			g.refer()
			_ = w.Deliver(t.Context())
			w.mail.answers(nil)
			w.store.before("UpdateDelivery", nil)
			for range 3 {
				w.clock.add(24 * time.Hour)
				parallel(3, func(i int) { check(t, []*service.Service{w.Service, w.instance()}[i%2].Deliver(t.Context())) })
			}
			if got := w.heard("seeker"); len(got) != c.heard {
				t.Errorf("heard %q", got)
			}
			if mine, err := w.MySubscriptions(t.Context(), g.seeker); err != nil || mine[1].Left != c.left {
				t.Errorf("%+v, %v", mine, err)
			}
		})
	}
}

// answered is a WeChat that says this of every message.
func answered(o service.SendOutcome, code int64) func(w *world) {
	return func(w *world) {
		w.mail.answers(func(service.Message) error {
			return &service.SendError{Outcome: o, WeChatCode: code, RetryAfter: time.Second}
		})
	}
}

// A pause of the pushes does not hold results up, and the other way round.
func TestResultsGoOnBesideAPausedPush(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := listens(w, 1)
	w.consents(g.seeker, 1)
	w.mail.answers(func(m service.Message) error {
		if m.TemplateID == "template-policy" {
			return &service.SendError{Outcome: service.SendQuota, WeChatCode: 45009}
		}
		return nil
	})
	p := w.push(g.team, w.notice(g.team))
	g.refer()
	w.deliver()
	if got := w.heard("seeker"); len(got) != 1 || w.pushed(p.ID).State != service.PushPaused {
		t.Errorf("heard %q, the push is %s", got, w.pushed(p.ID).State)
	}
}
