package service

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"time"
)

// Session is one login. The store keeps only a hash of its token.
type Session struct {
	ID        string // hash of the token
	AccountID string
	CreatedAt time.Time
	ExpiresAt time.Time
}

// SessionStore keeps sessions.
type SessionStore interface {
	InsertSession(ctx context.Context, s Session) error
	Session(ctx context.Context, id string) (Session, error)
	DeleteSession(ctx context.Context, id string) error
	DeleteSessionsOf(ctx context.Context, accountID string) error
	// SessionsOf lists an account's sessions.
	SessionsOf(ctx context.Context, accountID string) ([]Session, error)
	// DeleteExpired removes what nobody can use any more: old sessions, logins by
	// scanning, codes and kept answers.
	DeleteExpired(ctx context.Context, now time.Time) error
}

// WeChat is the platform that knows who holds the phone. Its refusals are
// *Errors already.
type WeChat interface {
	// Login trades a one-time login code for the user's openid, which is never empty.
	Login(ctx context.Context, code string) (openID string, err error)
	// PhoneNumber trades a one-time phone code for a mainland number.
	PhoneNumber(ctx context.Context, code string) (string, error)
	// CheckText asks what WeChat says about a text of 1 to 2,500 characters that
	// openID wants published. On an error the text is unchecked, whatever the kind:
	// an outage, a quota, or a user who has not been here for two hours.
	CheckText(ctx context.Context, openID, text string) (TextVerdict, error)
	Messenger
	// MiniProgramCode draws the code that opens page ("": the first) with scene,
	// width pixels wide; a JPEG.
	MiniProgramCode(ctx context.Context, scene, page string, width int) ([]byte, error)
}

// TextVerdict is what WeChat says about a text.
type TextVerdict string

// The verdicts.
const (
	TextPass   TextVerdict = "pass"
	TextReview TextVerdict = "review" // somebody should look at it
	TextRisky  TextVerdict = "risky"
)

// Login is a fresh session with the one copy of its token.
type Login struct {
	Token   string // 256 random bits, base64url
	Session Session
	Actor   Actor
}

// LoginWeChat opens a session for the WeChat user behind a one-time code, making
// the account at the first visit.
func (s *Service) LoginWeChat(ctx context.Context, code string) (Login, error) {
	openID, err := s.wechat.Login(ctx, code)
	if err != nil {
		return Login{}, err
	}
	acc, err := s.store.EnsureAccount(ctx, Account{ID: newID(), OpenID: openID, CreatedAt: s.now()})
	if err != nil {
		return Login{}, err
	}
	return s.openSession(ctx, acc, s.sessionTTL)
}

// openSession opens a session of acc's that lasts for ttl.
func (s *Service) openSession(ctx context.Context, acc Account, ttl time.Duration) (Login, error) {
	if acc.Disabled {
		return Login{}, &Error{Kind: Forbidden, Code: "account_disabled", Message: "该账号已停用，请联系主管部门"}
	}
	actor, err := s.actor(ctx, acc)
	if err != nil {
		return Login{}, err
	}
	token := newToken()
	session := Session{ID: hashToken(token), AccountID: acc.ID, CreatedAt: s.now(), ExpiresAt: s.now().Add(ttl)}
	if err := s.store.InsertSession(ctx, session); err != nil {
		return Login{}, err
	}
	return Login{token, session, actor}, nil
}

// Authenticate finds who holds a token. The answer is cached for a few seconds
// at most and dropped at once when the account changes.
func (s *Service) Authenticate(ctx context.Context, token string) (Actor, Session, error) {
	if len(token) != tokenLength {
		return Actor{}, Session{}, ErrUnauthenticated
	}
	id := hashToken(token)
	now := s.now()
	if e, ok := s.sessions.get(id, now); ok {
		return e.actor, e.session, nil
	}
	generation := s.sessions.generation()
	session, err := s.store.Session(ctx, id)
	if errors.Is(err, ErrNoRecord) || err == nil && !session.ExpiresAt.After(now) {
		return Actor{}, Session{}, ErrUnauthenticated
	}
	if err != nil {
		return Actor{}, Session{}, err
	}
	acc, err := s.store.Account(ctx, session.AccountID)
	if err != nil && !errors.Is(err, ErrNoRecord) {
		return Actor{}, Session{}, err
	}
	if err != nil || acc.Disabled { // err: the account was deleted
		return Actor{}, Session{}, ErrUnauthenticated
	}
	actor, err := s.actor(ctx, acc)
	if err != nil {
		return Actor{}, Session{}, err
	}
	s.sessions.put(id, cachedSession{actor, session, now.Add(sessionCacheTTL)}, generation)
	return actor, session, nil
}

// Logout ends a session; its open streams are closed.
func (s *Service) Logout(ctx context.Context, session Session) error {
	if err := s.store.DeleteSession(ctx, session.ID); err != nil {
		return err
	}
	s.accountChanged(ctx, session.AccountID)
	return nil
}

func (s *Service) actor(ctx context.Context, acc Account) (Actor, error) {
	all, err := s.store.GrantsOf(ctx, acc.ID)
	if err != nil {
		return Actor{}, err
	}
	a := Actor{Account: acc}
	for _, g := range all {
		if g.Active(s.today()) {
			a.Grants = append(a.Grants, g)
		}
	}
	return a, nil
}

// tokenLength is the length of 256 bits in unpadded base64.
const tokenLength = 43

func newToken() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails: crypto/rand.Read aborts the program instead
	return base64.RawURLEncoding.EncodeToString(b)
}

func hashToken(token string) string {
	h := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(h[:])
}
