package service

import (
	"context"
	"strconv"
	"time"
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
