package store

import (
	"context"

	"github.com/quanjiuye/backend/service"
)

type requestDoc struct {
	ID         string `json:"_id"`
	Rev        int64  `json:"rev"`
	AccountID  string `json:"account_id"`
	Digest     []byte `json:"digest"` // sealed: it could be guessed back to an ID number
	Done       bool   `json:"done"`
	Status     int    `json:"status"`
	Type       string `json:"type"`
	Body       []byte `json:"body"` // sealed: an answer may carry an invite code
	LeaseUntil int64  `json:"lease_until"`
	ExpiresAt  int64  `json:"expires_at"`
}

func (s *Store) requests() table[requestDoc, service.Request] {
	return table[requestDoc, service.Request]{s, "requests", s.newRequestDoc, s.request,
		func(n *service.Request) *int64 { return &n.Rev }}
}

func (s *Store) newRequestDoc(n service.Request) (requestDoc, error) {
	o := s.opener("requests", n.ID)
	return requestDoc{
		ID: n.ID, Rev: n.Rev, AccountID: n.AccountID, Digest: o.seal(n.Digest, "digest"), Done: n.Done, Status: n.Answer.Status, Type: n.Answer.Type,
		Body: o.seal(string(n.Answer.Body), "body"), LeaseUntil: millis(n.LeaseUntil), ExpiresAt: millis(n.ExpiresAt),
	}, o.err
}

func (s *Store) request(d requestDoc) (service.Request, error) {
	o := s.opener("requests", d.ID)
	return service.Request{
		ID: d.ID, Rev: d.Rev, AccountID: d.AccountID, Digest: o.open(d.Digest, "digest"), Done: d.Done,
		Answer:     service.Answer{Status: d.Status, Type: d.Type, Body: append([]byte(nil), o.open(d.Body, "body")...)},
		LeaseUntil: fromMillis(d.LeaseUntil), ExpiresAt: fromMillis(d.ExpiresAt),
	}, o.err
}

// InsertRequest implements service.RequestStore.
func (s *Store) InsertRequest(ctx context.Context, n service.Request) error {
	return s.requests().insert(ctx, n)
}

// UpdateRequest implements service.RequestStore.
func (s *Store) UpdateRequest(ctx context.Context, id string, change func(*service.Request) error) (service.Request, error) {
	return s.requests().update(ctx, id, change)
}

// DeleteRequestsOf implements service.RequestStore.
func (s *Store) DeleteRequestsOf(ctx context.Context, accountID string) error {
	if accountID == "" { // which is what those from before accounts were noted have
		return nil
	}
	return s.delete(ctx, "requests", eq("account_id", accountID))
}
