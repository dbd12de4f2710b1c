package service

import (
	"context"
	"errors"
	"time"
)

// Delivery is one message to one account, of a notice or of a Result. It is claimed before WeChat is
// asked, so that no message is ever sent twice; what became of it after a claim is
// not always known, and then it is not tried again. There is one for each notice and
// account: it belongs to the push that takes it to its end, and a later push of the
// notice takes over only one that reached nobody.
type Delivery struct {
	ID        string // see DeliveryID; of a Result, what its record knows it by
	Rev       int64
	PushID    string // or resultQueue
	AccountID string
	State     DeliveryState
	Reason    string    // a code: see ReasonText; of a queued one: why it was not sent the last time
	MessageID string    // WeChat's, of a sent one
	Tries     int       // that WeChat put off
	By        string    // whose claim it is
	At        time.Time // queued: not before; sending: when it was claimed; otherwise: the end
	Result    Result    // of a message that belongs to no push
}

// DeliveryState is where a delivery stands.
type DeliveryState string

// The states of a delivery; all but the first two are ends.
const (
	DeliveryQueued       DeliveryState = "queued"
	DeliverySending      DeliveryState = "sending"
	DeliverySent         DeliveryState = "sent"
	DeliveryUnsubscribed DeliveryState = "not_subscribed"
	DeliveryRefused      DeliveryState = "refused" // WeChat, or the account's state, allows no message
	DeliveryFailed       DeliveryState = "failed"  // surely not sent, after several tries
	DeliveryUnknown      DeliveryState = "unknown" // it may have arrived
	DeliveryCancelled    DeliveryState = "cancelled"
)

// Ends is how many deliveries came to an end, or stand where they do.
type Ends struct {
	State  DeliveryState
	Reason string
	Count  int
}

// DeliveryID names the one delivery of a notice to an account.
func DeliveryID(noticeID, accountID string) string { return noticeID + "|" + accountID }

// DeliveryStore keeps deliveries.
type DeliveryStore interface {
	// AddDeliveries keeps many; those that are there already stay as they are.
	AddDeliveries(ctx context.Context, list []Delivery) error
	Delivery(ctx context.Context, id string) (Delivery, error)
	UpdateDelivery(ctx context.Context, id string, change func(*Delivery) error) (Delivery, error)
	// Deliveries lists at most n of a push in a state whose At has come by then.
	Deliveries(ctx context.Context, pushID string, state DeliveryState, by time.Time, n int) ([]Delivery, error)
	// DeliveriesByID lists those of the ids that there are, in no promised order.
	DeliveriesByID(ctx context.Context, ids []string) ([]Delivery, error)
	// DeliveriesOfAccount lists an account's, those of the newest notices first.
	DeliveriesOfAccount(ctx context.Context, accountID string, p Page) ([]Delivery, error)
	// CountDeliveries counts a push's by state and reason, in their order.
	CountDeliveries(ctx context.Context, pushID string) ([]Ends, error)
}

// claimLife is how long a claim may be at work: the call of WeChat has sendTimeout,
// and keeping its result keepTimeout. What is still claimed after that was broken off.
const claimLife = sendTimeout + keepTimeout + 2*time.Second

// errNotOurs ends a change of a delivery that somebody else has in hand, or had.
var errNotOurs = errors.New("service: somebody else's delivery")

// claim makes holder the one who sends it.
func (d *Delivery) claim(holder string, now time.Time) error {
	if d.State != DeliveryQueued || d.At.After(now) {
		return errNotOurs
	}
	d.State, d.By, d.At = DeliverySending, holder, now
	return nil
}

// end keeps what became of a claim. Who was taken for dead may still tell: it knows
// better than "unknown".
func (d *Delivery) end(claim, result Delivery) error {
	mine := d.By == claim.By && (d.State == DeliverySending && d.At.Equal(claim.At) || d.State == DeliveryUnknown && d.Reason == reasonBroken)
	if !mine {
		return errNotOurs
	}
	if d.State == DeliveryUnknown && result.State == DeliveryQueued { // its push may be over
		result.State = DeliveryFailed
	}
	d.State, d.Reason, d.MessageID, d.Tries, d.At = result.State, result.Reason, result.MessageID, result.Tries, result.At
	return nil
}

// abandon ends a claim whose holder is gone.
func (d *Delivery) abandon(now time.Time) error {
	if d.State != DeliverySending || d.At.After(now.Add(-claimLife)) {
		return errNotOurs
	}
	d.State, d.Reason, d.At = DeliveryUnknown, reasonBroken, now
	return nil
}

// missed reports whether nobody was reached and the push it belongs to is done with it.
// A queued one is its push's as long as that is under way.
func (d Delivery) missed(underWay bool) bool {
	switch d.State {
	case DeliveryUnsubscribed, DeliveryRefused, DeliveryFailed, DeliveryCancelled:
		return true
	}
	return d.State == DeliveryQueued && !underWay
}

// takeOver makes a delivery that was missed, as seen, a later push's.
func (d *Delivery) takeOver(seen Delivery, pushID string, now time.Time) error {
	if d.Rev != seen.Rev {
		return errNotOurs
	}
	d.PushID, d.State, d.Reason, d.Tries, d.At = pushID, DeliveryQueued, "", 0, now
	return nil
}
