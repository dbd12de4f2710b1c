package service

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/quanjiuye/backend/internal/failpoint"
)

// Request is one use of an Idempotency-Key: under way, or done with the answer
// that repeats will get.
type Request struct {
	ID         string // hash of account and key
	Rev        int64
	Digest     string // hash of method, path and body
	Done       bool
	Answer     Answer // set once Done
	LeaseUntil time.Time
	ExpiresAt  time.Time
}

// Answer is a response as it went out. Personal data in it is masked already.
type Answer struct {
	Status int
	Type   string // Content-Type
	Body   []byte
}

// RequestStore keeps requests.
type RequestStore interface {
	InsertRequest(ctx context.Context, r Request) error // ErrExists: the id is there
	UpdateRequest(ctx context.Context, id string, change func(*Request) error) (Request, error)
	DeleteRequest(ctx context.Context, id string) error
}

const (
	// requestLease is how long one attempt may take. Should the process die, a
	// repeat after that runs anew; natural keys keep it from storing twice.
	requestLease = 20 * time.Second
	// requestTTL is how long a repeat gets the first answer: a phone may be
	// offline for days.
	requestTTL = 7 * 24 * time.Hour
)

var (
	errKeyReused  = &Error{Kind: Invalid, Code: "idempotency_key_reused", Message: "该幂等键已用于另一个请求"}
	errInProgress = &Error{Kind: Conflict, Code: "in_progress", Message: "同一请求正在处理，请稍候重试", RetryAfter: time.Second}
)

type requestKey struct{}

// WithRequest says that ctx serves the request of that id: see BeginRequest.
func WithRequest(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestKey{}, id)
}

// requestID is an id for a record without a natural key: the same for every
// attempt at one request, new without a request.
func requestID(ctx context.Context) string {
	if id, ok := ctx.Value(requestKey{}).(string); ok {
		return uuid.NewSHA1(uuid.NameSpaceOID, []byte(id)).String()
	}
	return newID()
}

// BeginRequest claims a key for one attempt. It answers the kept answer of an
// earlier attempt, or nil when the caller is to go on and then call
// FinishRequest or AbandonRequest.
func (s *Service) BeginRequest(ctx context.Context, account, key, digest string) (id string, kept *Answer, err error) {
	r := Request{
		ID: hashToken(account + "\x00" + key), Rev: 1, Digest: digest,
		LeaseUntil: s.now().Add(requestLease), ExpiresAt: s.now().Add(requestTTL),
	}
	err = s.store.InsertRequest(ctx, r)
	if err == nil {
		failpoint.Hit(failpoint.RequestClaimed)
		return r.ID, nil, nil
	}
	if !errors.Is(err, ErrExists) {
		return "", nil, err
	}
	known, err := s.store.UpdateRequest(ctx, r.ID, func(k *Request) error {
		switch {
		case k.Digest != digest:
			return errKeyReused
		case k.Done:
			return nil
		case k.LeaseUntil.After(s.now()):
			return errInProgress
		}
		k.LeaseUntil = r.LeaseUntil
		return nil
	})
	if errors.Is(err, ErrNoRecord) { // abandoned this very moment
		return "", nil, errInProgress
	}
	if err != nil {
		return "", nil, err
	}
	if known.Done {
		return known.ID, &known.Answer, nil
	}
	return known.ID, nil, nil
}

// FinishRequest keeps the answer for repeats.
func (s *Service) FinishRequest(ctx context.Context, id string, a Answer) error {
	_, err := s.store.UpdateRequest(ctx, id, func(r *Request) error {
		r.Done, r.Answer = true, a
		return nil
	})
	failpoint.Hit(failpoint.RequestKept)
	return err
}

// AbandonRequest frees the key, so that a repeat runs anew.
func (s *Service) AbandonRequest(ctx context.Context, id string) error {
	return s.store.DeleteRequest(ctx, id)
}
