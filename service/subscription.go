package service

import (
	"context"
	"errors"
	"slices"
	"time"
)

// Subscription counts an account's consents to one kind of message (一次性订阅): each
// prompt that was accepted allows one message. WeChat keeps the true number; ours is
// what phones have told of it.
type Subscription struct {
	ID        string // see SubscriptionID
	Rev       int64
	AccountID string
	Kind      MessageKind
	Left      int // sends
	Result    PromptResult
	At        time.Time // of that result
	Prompts   []string  // the last that were counted, so that a repetition counts once
}

// MessageKind is what a subscription message is about.
type MessageKind string

// The kinds, in the order in which they are shown.
const (
	PolicyMessage MessageKind = "policy" // 政策信息
	ResultMessage MessageKind = "result" // what became of something: see Result
)

var messageKinds = [...]MessageKind{PolicyMessage, ResultMessage}

// PromptResult is what WeChat tells the phone of a prompt.
type PromptResult string

// The results. Only PromptAccepted allows a message.
const (
	PromptAccepted PromptResult = "accept"
	PromptRejected PromptResult = "reject"
	PromptBanned   PromptResult = "ban"    // by WeChat
	PromptFiltered PromptResult = "filter" // another template has the same title
)

var promptResults = [...]PromptResult{PromptAccepted, PromptRejected, PromptBanned, PromptFiltered}

// MySubscription is a kind of message with what the caller has consented to.
type MySubscription struct {
	Kind       MessageKind
	TemplateID string // for the phone's prompt; empty: messages of this kind are not set up
	Left       int
}

// SubscriptionStore keeps subscriptions.
type SubscriptionStore interface {
	// ChangeSubscription applies change to the newest state, or to fresh when there
	// is none, and keeps the result.
	ChangeSubscription(ctx context.Context, fresh Subscription, change func(*Subscription) error) (Subscription, error)
	// Subscriptions reads those of the ids that are there.
	Subscriptions(ctx context.Context, ids []string) ([]Subscription, error)
	DeleteSubscriptions(ctx context.Context, ids []string) error
}

const (
	mostSends   = 1000
	mostPrompts = 8
)

// SubscriptionID names an account's subscription to a kind of message.
func SubscriptionID(accountID string, k MessageKind) string { return accountID + "|" + string(k) }

// subscriptionIDs are an account's of every kind, in their order.
func subscriptionIDs(accountID string) []string {
	ids := make([]string, len(messageKinds))
	for i, k := range messageKinds {
		ids[i] = SubscriptionID(accountID, k)
	}
	return ids
}

func newSubscription(accountID string, k MessageKind) Subscription {
	return Subscription{ID: SubscriptionID(accountID, k), Rev: 1, AccountID: accountID, Kind: k}
}

// Subscribe keeps what the caller's phone was told of a prompt.
func (s *Service) Subscribe(ctx context.Context, a Actor, k MessageKind, r PromptResult) ([]MySubscription, error) {
	var p problems
	if !slices.Contains(messageKinds[:], k) {
		p.add("body.template", "template", "订阅的消息类型只能是 policy 或 result")
	}
	if !slices.Contains(promptResults[:], r) {
		p.add("body.result", "result", "订阅结果只能是 accept、reject、ban 或 filter")
	}
	if err := p.err(); err != nil {
		return nil, err
	}
	prompt := requestID(ctx)
	_, err := s.store.ChangeSubscription(ctx, newSubscription(a.Account.ID, k), func(n *Subscription) error {
		n.note(r, prompt, s.now())
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.MySubscriptions(ctx, a)
}

func (n *Subscription) note(r PromptResult, prompt string, now time.Time) {
	if slices.Contains(n.Prompts, prompt) {
		return
	}
	n.Result, n.At = r, now
	n.Prompts = append(slices.Clone(n.Prompts), prompt)
	n.Prompts = n.Prompts[max(0, len(n.Prompts)-mostPrompts):]
	if r == PromptAccepted {
		n.Left = min(n.Left+1, mostSends)
	}
}

// MySubscriptions tells what the caller has consented to, of every kind.
func (s *Service) MySubscriptions(ctx context.Context, a Actor) ([]MySubscription, error) {
	mine, ids := make([]MySubscription, len(messageKinds)), subscriptionIDs(a.Account.ID)
	for i, k := range messageKinds {
		mine[i] = MySubscription{Kind: k, TemplateID: s.messages.templateID(k)}
	}
	found, err := s.store.Subscriptions(ctx, ids)
	for _, n := range found {
		mine[slices.Index(ids, n.ID)].Left = n.Left
	}
	return mine, err
}

// errNoSends ends the use of a consent that is not there.
var errNoSends = errors.New("service: no sends left")

// takeSend uses up one consent, or answers errNoSends.
func (s *Service) takeSend(ctx context.Context, accountID string, k MessageKind) error {
	return s.countSends(ctx, accountID, k, func(n *Subscription) error {
		if n.Left == 0 {
			return errNoSends
		}
		n.Left--
		return nil
	})
}

// giveSend takes a use back of which nothing came.
func (s *Service) giveSend(ctx context.Context, accountID string, k MessageKind) error {
	return s.countSends(ctx, accountID, k, func(n *Subscription) error { n.Left++; return nil })
}

// dropSends notes that WeChat knows of no consent.
func (s *Service) dropSends(ctx context.Context, accountID string, k MessageKind) error {
	return s.countSends(ctx, accountID, k, func(n *Subscription) error { n.Left = 0; return nil })
}

func (s *Service) countSends(ctx context.Context, accountID string, k MessageKind, count func(*Subscription) error) error {
	_, err := s.store.ChangeSubscription(ctx, newSubscription(accountID, k), count)
	return err
}
