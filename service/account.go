package service

import (
	"context"
	"errors"
	"time"

	"github.com/quanjiuye/backend/service/identity"
)

// Account is somebody who has logged in through WeChat.
type Account struct {
	ID        string
	Rev       int64
	OpenID    string
	Name      string // shown to colleagues; may be empty
	Phone     string // from WeChat's answer only; sealed at rest; empty until given
	Consent   Consent
	Disabled  bool
	LoginCode string // id of the last code it was given; only of accounts without WeChat
	CreatedAt time.Time
}

// Consent is the agreement to the privacy notice (PIPL arts. 13–17).
type Consent struct {
	Version     string // empty: never given
	At          time.Time
	WithdrawnAt time.Time // zero: it stands
}

// Given reports whether the agreement stands.
func (c Consent) Given() bool { return c.Version != "" && c.WithdrawnAt.IsZero() }

// AccountStore keeps accounts and their grants.
type AccountStore interface {
	// EnsureAccount returns the account of fresh.OpenID, inserting fresh when
	// there is none; parallel calls agree.
	EnsureAccount(ctx context.Context, fresh Account) (Account, error)
	Account(ctx context.Context, id string) (Account, error)
	AccountByOpenID(ctx context.Context, openID string) (Account, error)
	// AccountsByID lists those of the ids that there are, in no promised order.
	AccountsByID(ctx context.Context, ids []string) ([]Account, error)
	// DeskAccounts lists accounts without WeChat, newest first.
	DeskAccounts(ctx context.Context, limit int) ([]Account, error)
	// UpdateAccount applies change to the newest state and keeps the result, or
	// keeps nothing when change fails; change may be called again.
	UpdateAccount(ctx context.Context, id string, change func(*Account) error) (Account, error)
	// DeleteAccount removes the account and so frees its openid; one that is not there
	// is no error. Its grants are left.
	DeleteAccount(ctx context.Context, id string) error

	// PutGrant inserts g, or revives and redates the grant of the same account,
	// role and scope.
	PutGrant(ctx context.Context, g Grant) error
	// EndGrant dates the end of an active grant; ErrNoRecord if there is none.
	EndGrant(ctx context.Context, g Grant) error
	// GrantsOf lists an account's grants, ended ones too.
	GrantsOf(ctx context.Context, accountID string) ([]Grant, error)
	// GrantsOfAll lists the grants of several accounts, ended ones too.
	GrantsOfAll(ctx context.Context, accountIDs []string) ([]Grant, error)
	// GrantsInForce lists grants that nobody has ended, in no promised order.
	GrantsInForce(ctx context.Context, limit int) ([]Grant, error)
	// GrantsOver lists the grants over a scope, ended ones too.
	GrantsOver(ctx context.Context, scope string) ([]Grant, error)
}

// Rename sets the name that colleagues see.
func (s *Service) Rename(ctx context.Context, a Actor, name string) (Account, error) {
	var p problems
	name, err := identity.CanonicalName(name)
	p.check("body.name", err)
	if err := p.err(); err != nil {
		return Account{}, err
	}
	return s.changeAccount(ctx, a, func(acc *Account) { acc.Name = name })
}

// RecordConsent notes that the account agreed to the notice in force, which version
// names.
func (s *Service) RecordConsent(ctx context.Context, a Actor, version string) (Account, error) {
	var p problems
	version = p.consentVersion("body.version", version)
	if err := p.err(); err != nil {
		return Account{}, err
	}
	return s.consent(ctx, a, version)
}

// BindPhone asks WeChat for the phone number behind a one-time code and keeps it
// with the account. The number never comes from the caller.
func (s *Service) BindPhone(ctx context.Context, a Actor, code string) (Account, error) {
	if !a.Account.Consent.Given() {
		return Account{}, &Error{Kind: Forbidden, Code: "consent_required", Message: "请先阅读并同意隐私保护指引"}
	}
	if code == "" {
		return Account{}, invalid("body.code", "required", "请点击“手机号快捷登录”按钮，授权后再试")
	}
	phone, err := s.wechat.PhoneNumber(ctx, code)
	if err != nil {
		return Account{}, err
	}
	return s.changeAccount(ctx, a, func(acc *Account) { acc.Phone = phone })
}

func (s *Service) changeAccount(ctx context.Context, a Actor, change func(*Account)) (Account, error) {
	acc, err := s.store.UpdateAccount(ctx, a.Account.ID, func(acc *Account) error {
		change(acc)
		return nil
	})
	s.sessions.forget(a.Account.ID)  // what this account sees of itself; its rights are as they were
	if errors.Is(err, ErrNoRecord) { // it was deleted a moment ago
		err = ErrUnauthenticated
	}
	return acc, err
}

// accountChanged makes every instance forget what it knows of the account and
// close its streams: this one now, the others when the relay tells them. What it
// loses expires there within seconds.
func (s *Service) accountChanged(ctx context.Context, accountID string) {
	s.sessions.forget(accountID)
	s.onAccount(accountID)
	if err := s.relay.Publish(context.WithoutCancel(ctx), Event{Account: accountID}); err != nil {
		s.log.WarnContext(ctx, "account change not relayed", "error", err)
	}
}
