package service

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// Result is what a result message tells: something became of what a seeker asked for,
// an application, a rights report or a service request. The record owes it, as others
// owe the ledger an entry (see Owed), in the very write that it tells of.
type Result struct {
	Noun  OwingNoun // of the record; empty: the message is a push's
	ID    string    // of the record
	State string    // what became of it, in Chinese
	At    time.Time
}

// ApplicationNoun owes messages.
const ApplicationNoun OwingNoun = "application"

// resultQueue stands in Delivery.PushID for the messages that belong to no push.
const resultQueue = "results"

// results adds that the seeker is to be told. step is the number of the step that it
// tells of, so that each is told once.
func (s *Service) results(list []Owed, noun OwingNoun, id string, step int, state string) []Owed {
	if s.messages.Result.ID == "" {
		return list
	}
	return owe(list, Owed{ClientID: owedID(noun, id, "result", strconv.Itoa(step)), Tell: state, At: s.now()})
}

// telling makes a change of an application owe a message when it moves it to another
// state. The seeker's own steps are not made through it.
func (s *Service) telling(change func(*Application) error) func(*Application) error {
	return func(n *Application) error {
		before := n.State
		if err := change(n); err != nil {
			return err
		}
		if n.State != before {
			n.Owed = s.results(n.Owed, ApplicationNoun, n.ID, len(n.Steps), ApplicationTerms[n.State])
		}
		return nil
	}
}

// queueResult queues a message that a record owes, if there is somebody to be told who
// has consented to one. Queued again, it stays as it is, and so it is sent once.
func (s *Service) queueResult(ctx context.Context, d Debt, o Owed) error {
	r := Result{d.Noun, d.ID, o.Tell, o.At}
	about, err := s.about(ctx, r)
	if err != nil || about.accountID == "" {
		return err
	}
	known, err := s.store.Subscriptions(ctx, []string{SubscriptionID(about.accountID, ResultMessage)})
	if err != nil || len(known) == 0 || known[0].Left == 0 {
		return err
	}
	err = s.store.AddDeliveries(ctx, []Delivery{{
		ID: o.ClientID, Rev: 1, PushID: resultQueue, AccountID: about.accountID, State: DeliveryQueued, At: s.now(), Result: r,
	}})
	if err == nil {
		s.wakePusher()
	}
	return err
}

// about is whom a result concerns, as it is now, and what it can say.
type about struct {
	accountID string // empty: nobody is to be told
	title     string // names no person
	siteID    string
}

func (s *Service) about(ctx context.Context, r Result) (a about, err error) {
	switch r.Noun {
	case ApplicationNoun:
		a, err = s.aboutApplication(ctx, r.ID)
	case RightsNoun:
		var n RightsReport
		if n, err = s.store.RightsReport(ctx, r.ID); err == nil {
			a = about{title: "维权诉求", siteID: n.SiteID}
			a.accountID, err = s.reporter(ctx, n)
		}
	case HelpNoun:
		var n HelpRequest
		if n, err = s.store.HelpRequest(ctx, r.ID); err == nil {
			a = about{title: "服务申请", siteID: n.SiteID}
			a.accountID, err = s.accountOf(ctx, n.PersonID)
		}
	}
	if err != nil {
		return about{}, ignoreMissing(err)
	}
	return a, nil
}

func (s *Service) aboutApplication(ctx context.Context, id string) (about, error) {
	n, err := s.store.Application(ctx, id)
	if err != nil || n.Erased {
		return about{}, err
	}
	posting, err := s.store.Posting(ctx, n.PostingID)
	if err != nil {
		return about{}, err
	}
	account, err := s.accountOf(ctx, n.PersonID)
	return about{account, posting.Title, n.SiteID}, err
}

// accountOf is the account of a person who may be written to; empty: there is none.
func (s *Service) accountOf(ctx context.Context, personID string) (string, error) {
	p, err := s.store.Person(ctx, personID)
	if err != nil || !s.mayContact(p) {
		return "", err
	}
	return p.AccountID, nil
}

// reporter is the account of a report, unless one of its people took the consent back.
func (s *Service) reporter(ctx context.Context, r RightsReport) (string, error) {
	people, err := s.store.PeopleOfAccount(ctx, r.AccountID)
	for _, p := range people {
		if !s.mayContact(p) {
			return "", err
		}
	}
	return r.AccountID, err
}

// resultMailing sends result messages. Whom one is for is asked again right before it
// goes out: a withdrawal or an erasure may have come between.
func (s *Service) resultMailing() mailing {
	return mailing{
		kind: ResultMessage,
		write: func(ctx context.Context, d Delivery, acc Account) (Message, string, error) {
			a, err := s.about(ctx, d.Result)
			if err != nil {
				return Message{}, "", err
			}
			if a.accountID != acc.ID {
				return Message{}, reasonNoContact, nil
			}
			site, err := s.store.Site(ctx, a.siteID)
			return s.messages.result(d.Result, a.title, site, acc.OpenID), "", err
		},
		pause: func(ctx context.Context, w pause) error {
			s.log.WarnContext(ctx, "result messages wait", "why", w.reason, "until", w.until)
			s.pusher.resume.Store(w.until.UnixMilli())
			return nil
		},
	}
}

// resultsWait reports whether there is something to do for result messages. What
// WeChat says of one holds for all; another instance asks it once and knows, too.
func (s *Service) resultsWait(ctx context.Context) (bool, error) {
	now := s.now()
	if now.UnixMilli() < s.pusher.resume.Load() {
		return false, nil
	}
	due, err := s.store.Deliveries(ctx, resultQueue, DeliveryQueued, now, 1)
	if err != nil || len(due) > 0 {
		return len(due) > 0, err
	}
	broken, err := s.store.Deliveries(ctx, resultQueue, DeliverySending, now.Add(-claimLife), 1)
	return len(broken) > 0, err
}

// advanceResults sends the result messages that are due, a batch at a time.
func (s *Service) advanceResults(ctx context.Context, lease *holding) (more bool, err error) {
	if s.now().UnixMilli() < s.pusher.resume.Load() {
		return false, nil
	}
	if err := s.endBroken(ctx, resultQueue); err != nil {
		return false, err
	}
	due, err := s.store.Deliveries(ctx, resultQueue, DeliveryQueued, s.now(), sendBatch)
	if err != nil || len(due) == 0 {
		return false, err
	}
	return true, s.sendAll(ctx, lease, s.resultMailing(), due)
}

// endBroken ends the claims of a queue whose holders are gone.
func (s *Service) endBroken(ctx context.Context, queue string) error {
	now := s.now()
	broken, err := s.store.Deliveries(ctx, queue, DeliverySending, now.Add(-claimLife), sendBatch)
	for _, d := range broken {
		_, err := s.store.UpdateDelivery(ctx, d.ID, func(d *Delivery) error { return d.abandon(now) })
		if err != nil && !errors.Is(err, errNotOurs) {
			return err
		}
	}
	return err
}

// result is what became of something as a message to somebody.
func (m Messages) result(r Result, title string, site Site, openID string) Message {
	page := m.ResultPage
	if page == "" {
		page = defaultResultPage
	}
	return Message{OpenID: openID, TemplateID: m.Result.ID, Page: page + "?kind=" + string(r.Noun) + "&id=" + r.ID, Data: m.Result.Fill(map[string]string{
		"title": title, "state": r.State, "site": site.Name, "hint": "点击查看详情", "date": inWords(calendar.DateOf(r.At)),
	})}
}
