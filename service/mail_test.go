package service_test

import (
	"context"
	"fmt"
	"sync"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/message"
)

// mail is WeChat's side of subscription messages. It takes every message, unless
// it is told otherwise.
type mail struct {
	mu     sync.Mutex
	taken  map[string][]service.Message // by openid
	asked  int
	answer func(m service.Message) error // of a message that has been asked for; nil: it is taken
}

func (b *mail) SendMessage(_ context.Context, m service.Message) (string, error) {
	b.mu.Lock()
	answer := b.answer
	b.asked++
	id := fmt.Sprint("msg ", b.asked)
	b.mu.Unlock()
	if answer != nil {
		if err := answer(m); err != nil {
			return "", err
		}
	}
	b.take(m)
	return id, nil
}

func (b *mail) take(m service.Message) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.taken == nil {
		b.taken = map[string][]service.Message{}
	}
	b.taken[m.OpenID] = append(b.taken[m.OpenID], m)
}

func (b *mail) answers(f func(m service.Message) error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.answer = f
}

// counts is how many users got a message, and how many asked-for messages there were.
func (b *mail) counts() (users, messages, asked int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, list := range b.taken {
		messages += len(list)
	}
	return len(b.taken), messages, b.asked
}

func (b *mail) to(openID string) []service.Message {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.taken[openID]
}

// testMessages is a set-up of every kind of message.
func testMessages() service.Messages {
	t, err := message.Parse("template-policy", "thing1=title,thing2=source,thing3=area,thing4=validity,thing5=hint,time6=date", service.PolicySources)
	if err != nil {
		panic(err)
	}
	result, err := message.Parse("template-result", "thing1=title,thing2=state,thing3=site,date4=date", service.ResultSources)
	if err != nil {
		panic(err)
	}
	return service.Messages{Policy: t, Result: result, Page: "pages/notice/index", PerMinute: 600_000}
}

// notice is published by the site's staff, and says this.
func (w *world) notice(tm team, change ...func(*service.NoticeInput)) service.NoticeView {
	w.Helper()
	in := service.NoticeInput{SiteID: tm.site.ID, Title: "灵活就业社保补贴申领", Body: "条件、材料与办理地点。", Source: "丰泽区人社局"}
	return w.published(tm.staff, in, change...)
}

func (w *world) published(a service.Actor, in service.NoticeInput, change ...func(*service.NoticeInput)) service.NoticeView {
	w.Helper()
	for _, c := range change {
		c(&in)
	}
	n, err := w.CreateNotice(context.Background(), a, in)
	check(w, err)
	n, err = w.PublishNotice(context.Background(), a, n.ID)
	check(w, err)
	return n
}

// seeker registers itself at a site through an account of its own.
func (w *world) seeker(openID string, s service.Site, change ...func(*service.RegistrationInput)) service.Actor {
	w.Helper()
	a := w.login(openID).Actor
	in := registration(s, w.somebody())
	for _, c := range change {
		c(&in)
	}
	_, _, err := w.RegisterMe(context.Background(), a, in)
	check(w, err)
	return a
}

// subscribers are n seekers with a send each: "seeker 0" and so on.
func (w *world) subscribers(n int, s service.Site) {
	w.Helper()
	for i := range n {
		w.consents(w.seeker(fmt.Sprint("seeker ", i), s), 1)
	}
}

// consents lets a user accept the prompt for policy messages n times.
func (w *world) consents(a service.Actor, n int) { w.prompted(a, service.PolicyMessage, n) }

func (w *world) prompted(a service.Actor, k service.MessageKind, n int) {
	w.Helper()
	for range n {
		_, err := w.Subscribe(context.Background(), a, k, service.PromptAccepted)
		check(w, err)
	}
}

// sendsLeft is what an account may still be sent of policy messages.
func (w *world) sendsLeft(a service.Actor) int {
	w.Helper()
	mine, err := w.MySubscriptions(context.Background(), a)
	check(w, err)
	return mine[0].Left
}

// push begins a push of a site's staff to all of the site's people.
func (w *world) push(tm team, n service.NoticeView) service.PushView {
	w.Helper()
	v, created, err := w.StartPush(context.Background(), tm.staff, n.ID, service.AudienceInput{})
	check(w, err)
	if !created {
		w.Fatalf("it was there already: %+v", v)
	}
	return v
}

// deliver is one turn of sending.
func (w *world) deliver() {
	w.Helper()
	check(w, w.Deliver(context.Background()))
}

// pushed reads a push as the city.
func (w *world) pushed(id string) service.PushView {
	w.Helper()
	v, err := w.Push(context.Background(), w.city, id)
	check(w, err)
	return v
}

// wantCounts holds a push's state and counts against what they should be.
func (w *world) wantCounts(id string, state service.PushState, want string) service.PushView {
	w.Helper()
	v, got := w.pushed(id), ""
	for _, e := range v.Counts {
		got += fmt.Sprintf("%s %s %d;", e.State, e.Reason, e.Count)
	}
	if v.State != state || got != want {
		w.Fatalf("%s: %s, want %s: %s", v.State, got, state, want)
	}
	return v
}

func until(d calendar.Date) func(*service.NoticeInput) {
	return func(in *service.NoticeInput) { in.ValidUntil = d }
}
