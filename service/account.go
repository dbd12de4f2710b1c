package service

import (
	"context"
	"errors"
	"time"
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
	CreatedAt time.Time
}

// Consent is the agreement to the privacy notice (PIPL arts. 13–17).
type Consent struct {
	Version string // empty: never given
	At      time.Time
}

// AccountStore keeps accounts and their grants.
type AccountStore interface {
	// EnsureAccount returns the account of fresh.OpenID, inserting fresh when
	// there is none; parallel calls agree.
	EnsureAccount(ctx context.Context, fresh Account) (Account, error)
	Account(ctx context.Context, id string) (Account, error)
	AccountByOpenID(ctx context.Context, openID string) (Account, error)
	// UpdateAccount applies change to the newest state and keeps the result, or
	// keeps nothing when change fails; change may be called again.
	UpdateAccount(ctx context.Context, id string, change func(*Account) error) (Account, error)

	// PutGrant inserts g, or revives and redates the grant of the same account,
	// role and scope.
	PutGrant(ctx context.Context, g Grant) error
	// EndGrant dates the end of an active grant; ErrNoRecord if there is none.
	EndGrant(ctx context.Context, g Grant) error
	// GrantsOf lists an account's grants, ended ones too.
	GrantsOf(ctx context.Context, accountID string) ([]Grant, error)
	// GrantsOver lists the grants over a scope, ended ones too.
	GrantsOver(ctx context.Context, scope string) ([]Grant, error)
}

// Me is what an account may know about itself.
type Me struct {
	Account Account
	Roles   []Grant
	People  []Person // those whom this account registered as itself
}

// RecordConsent notes that the account agreed to this version of the notice.
func (s *Service) RecordConsent(ctx context.Context, a Actor, version string) (Account, error) {
	var p problems
	version = p.text("body.version", version, 1, 32)
	if err := p.err(); err != nil {
		return Account{}, err
	}
	acc, err := s.store.UpdateAccount(ctx, a.Account.ID, func(acc *Account) error {
		acc.Consent = Consent{version, s.now()}
		return nil
	})
	s.accountChanged(ctx, a.Account.ID)
	return acc, err
}

// BindPhone asks WeChat for the phone number behind a one-time code and keeps it
// with the account. The number never comes from the caller.
func (s *Service) BindPhone(ctx context.Context, a Actor, code string) (Account, error) {
	if a.Account.Consent.Version == "" {
		return Account{}, &Error{Kind: Forbidden, Code: "consent_required", Message: "请先阅读并同意隐私保护指引"}
	}
	phone, err := s.wechat.PhoneNumber(ctx, code)
	if err != nil {
		return Account{}, err
	}
	acc, err := s.store.UpdateAccount(ctx, a.Account.ID, func(acc *Account) error {
		acc.Phone = phone
		return nil
	})
	s.accountChanged(ctx, a.Account.ID)
	return acc, err
}

// GiveRole gives the account behind openID a role, making the account if it has
// never logged in. It asks for no permission: only the command line calls it.
func (s *Service) GiveRole(ctx context.Context, openID, name string, role Role, scope string) error {
	if err := s.checkScope(ctx, role, scope); err != nil {
		return err
	}
	acc, err := s.store.EnsureAccount(ctx, Account{ID: newID(), OpenID: openID, Name: name, CreatedAt: s.now()})
	if err != nil {
		return err
	}
	return s.putGrant(ctx, Grant{AccountID: acc.ID, Role: role, Scope: scope, Since: s.today()})
}

func (s *Service) checkScope(ctx context.Context, role Role, scope string) error {
	switch role {
	case City, Admin:
		if scope != All {
			return invalid("scope", "scope", "市级与管理员角色的范围只能是 all")
		}
	case County:
		if _, ok := Counties[scope]; !ok {
			return invalid("scope", "county", "没有这个县（市、区）代码")
		}
	case Staff, Manager:
		if _, err := s.store.Site(ctx, scope); err != nil {
			return missing(err)
		}
	default:
		return invalid("role", "role", "没有这个角色")
	}
	return nil
}

// putGrant keeps a grant and, when it is over a site, recounts the site's staff.
func (s *Service) putGrant(ctx context.Context, g Grant) error {
	g.ID = newID()
	put := func(ctx context.Context) error { return s.store.PutGrant(ctx, g) }
	return s.changeGrant(ctx, g, put)
}

func (s *Service) changeGrant(ctx context.Context, g Grant, change func(context.Context) error) error {
	var err error
	if g.Role == Staff || g.Role == Manager {
		err = s.tally.write(ctx, []Unit{YearUnit(g.Scope, s.today().Year)}, change)
	} else {
		err = change(ctx)
	}
	s.accountChanged(ctx, g.AccountID)
	return err
}

// accountChanged makes every instance forget what it knows of the account and
// close its streams. When the relay is down, caches expire within seconds.
func (s *Service) accountChanged(ctx context.Context, accountID string) {
	s.sessions.forget(accountID)
	if err := s.relay.Publish(context.WithoutCancel(ctx), Event{Account: accountID}); err != nil {
		s.log.WarnContext(ctx, "account change not relayed", "error", err)
		s.onAccount(accountID)
	}
}

// RemoveMember ends an account's staff and manager roles at a site.
func (s *Service) RemoveMember(ctx context.Context, a Actor, siteID, accountID string) error {
	site, err := s.siteFor(ctx, a, readSite, siteID)
	if err != nil {
		return err
	}
	if !a.may(manageMembers, site.ID, site.County) {
		return ErrForbidden
	}
	ended := 0
	for _, role := range []Role{Staff, Manager} {
		if role == Manager && !a.may(inviteManager, site.ID, site.County) {
			continue
		}
		g := Grant{AccountID: accountID, Role: role, Scope: site.ID, Until: s.today()}
		err := s.changeGrant(ctx, g, func(ctx context.Context) error { return s.store.EndGrant(ctx, g) })
		switch {
		case err == nil:
			ended++
		case !errors.Is(err, ErrNoRecord):
			return err
		}
	}
	if ended == 0 {
		return ErrNotFound
	}
	return nil
}
