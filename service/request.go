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
	AccountID  string
	Digest     string // hash of method, path and body; empty: an attempt gave the key back
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
	// DeleteRequestsOf removes what is kept for an account.
	DeleteRequestsOf(ctx context.Context, accountID string) error
}

// Claim is one attempt's hold on a request, until another takes it over.
type Claim struct {
	ID    string // of the request: the same for every attempt
	until time.Time
}

const (
	// requestLease is how long one attempt may take. Should the process die, a
	// repeat after that runs anew; natural keys keep it from storing twice.
	requestLease = 20 * time.Second
	// requestTTL is how long a repeat gets the first answer: a phone may be
	// offline for days.
	requestTTL = 7 * 24 * time.Hour
	// requestWaitMost bounds what a repeat is told to wait. Most attempts that are
	// under way end within a second; one whose process died holds its whole lease.
	requestWaitMost = 5 * time.Second
	// freedTTL is how long a key is remembered that was given back.
	freedTTL = time.Minute
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
func (s *Service) BeginRequest(ctx context.Context, account, key, digest string) (Claim, *Answer, error) {
	now := s.now()
	r := Request{
		ID: hashToken(account + "\x00" + key), Rev: 1, AccountID: account, Digest: digest,
		LeaseUntil: now.Add(requestLease), ExpiresAt: now.Add(requestTTL),
	}
	claim := Claim{r.ID, r.LeaseUntil}
	err := s.store.InsertRequest(ctx, r)
	if err == nil {
		failpoint.Hit(failpoint.RequestClaimed)
		return claim, nil, nil
	}
	if !errors.Is(err, ErrExists) {
		return Claim{}, nil, err
	}
	known, err := s.store.UpdateRequest(ctx, r.ID, func(k *Request) error { return k.take(r, now) })
	if errors.Is(err, ErrNoRecord) { // it expired this very moment
		return Claim{}, nil, errInProgress
	}
	if err != nil {
		return Claim{}, nil, err
	}
	if known.Done {
		return claim, &known.Answer, nil
	}
	return claim, nil, nil
}

// take makes k the attempt r, unless it is done or somebody else is at it.
func (k *Request) take(r Request, now time.Time) error {
	switch {
	case k.Digest != "" && k.Digest != r.Digest:
		return errKeyReused
	case k.Done:
		return nil
	case k.LeaseUntil.After(now):
		return inProgress(k.LeaseUntil.Sub(now))
	}
	k.Digest, k.LeaseUntil, k.ExpiresAt = r.Digest, r.LeaseUntil, r.ExpiresAt
	return nil
}

// inProgress is the refusal of a repeat while another attempt has left of its lease.
func inProgress(left time.Duration) error {
	e := *errInProgress
	e.RetryAfter = min(left, requestWaitMost)
	return &e
}

// FinishRequest keeps the answer for repeats, unless another attempt has taken
// the request over meanwhile: then its answer is the one.
func (s *Service) FinishRequest(ctx context.Context, c Claim, a Answer) error {
	err := s.endRequest(ctx, c, func(r *Request) { r.Done, r.Answer = true, a })
	failpoint.Hit(failpoint.RequestKept)
	return err
}

// AbandonRequest gives the key back, so that a repeat runs anew, with another body
// even.
func (s *Service) AbandonRequest(ctx context.Context, c Claim) error {
	return s.endRequest(ctx, c, func(r *Request) {
		r.Digest, r.LeaseUntil, r.ExpiresAt = "", time.Time{}, s.now().Add(freedTTL)
	})
}

// errTakenOver ends the update of a request that is somebody else's by now.
var errTakenOver = errors.New("service: request taken over")

func (s *Service) endRequest(ctx context.Context, c Claim, end func(*Request)) error {
	_, err := s.store.UpdateRequest(ctx, c.ID, func(r *Request) error {
		if r.Done || !r.LeaseUntil.Equal(c.until) {
			return errTakenOver
		}
		end(r)
		return nil
	})
	if errors.Is(err, errTakenOver) || errors.Is(err, ErrNoRecord) {
		return nil
	}
	return err
}
