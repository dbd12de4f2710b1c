package service

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"time"

	"github.com/quanjiuye/backend/service/identity"
)

// loginCodeTTL is long enough to hand a code over in person.
const loginCodeTTL = 24 * time.Hour

// deskOpenID begins what stands in the place of an openid where there is no WeChat.
// WeChat's own never hold a colon.
const deskOpenID = DeskOpenID

// DeskOpenID is how the openid of every account without WeChat begins.
const DeskOpenID = "desk:"

// LoginCode lets one login in to an account without WeChat. The store keeps only a
// hash of the code.
type LoginCode struct {
	ID        string // hash of the code
	Rev       int64
	AccountID string
	CreatedBy string
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    time.Time // zero until used
}

// LoginCodeStore keeps codes until they expire.
type LoginCodeStore interface {
	InsertLoginCode(ctx context.Context, c LoginCode) error
	UpdateLoginCode(ctx context.Context, id string, change func(*LoginCode) error) (LoginCode, error)
	LoginCode(ctx context.Context, id string) (LoginCode, error)
}

var (
	// errLoginCode is one answer for wrong, used and expired codes alike.
	errLoginCode = &Error{Kind: NotFound, Code: "login_code_invalid", Message: "登录码无效、已使用或已过期，请向管理员索取新的登录码"}
	errHasWeChat = &Error{Kind: Conflict, Code: "account_has_wechat", Message: "该账号用微信登录，不能另发登录码"}
)

// onDesk reports whether an account has no WeChat.
func onDesk(acc Account) bool { return strings.HasPrefix(acc.OpenID, deskOpenID) }

// CreateAccount makes an account for somebody without WeChat, who logs in with codes.
// It has no role yet. That it was made is entered in the audit log.
func (s *Service) CreateAccount(ctx context.Context, a Actor, name string) (Account, error) {
	if !a.mayAnywhere(manageAccounts) {
		return Account{}, ErrForbidden
	}
	var p problems
	name, err := identity.CanonicalName(name)
	p.check("body.name", err)
	if err := p.err(); err != nil {
		return Account{}, err
	}
	id := newID()
	if err := s.Audit(ctx, a, AuditEntry{Target: id}); err != nil {
		return Account{}, err
	}
	return s.store.EnsureAccount(ctx, Account{ID: id, Rev: 1, OpenID: deskOpenID + id, Name: name, CreatedAt: s.now()})
}

// MakeLoginCode makes a single-use code for an account without WeChat; it is in the
// answer and nowhere else, and ends every code that the account was given before. Accounts that log in with WeChat get none: nobody can be
// logged in as somebody who has a phone of his own.
func (s *Service) MakeLoginCode(ctx context.Context, a Actor, accountID string) (code string, c LoginCode, err error) {
	if !a.mayAnywhere(manageAccounts) {
		return "", LoginCode{}, ErrForbidden
	}
	acc, err := s.store.Account(ctx, accountID)
	if err != nil {
		return "", LoginCode{}, missing(err)
	}
	if !onDesk(acc) {
		return "", LoginCode{}, errHasWeChat
	}
	code = rand.Text()[:16] // 80 bits, typed by hand
	c = LoginCode{ID: hashToken(code), Rev: 1, AccountID: acc.ID, CreatedBy: a.Account.ID, CreatedAt: s.now(), ExpiresAt: s.now().Add(loginCodeTTL)}
	if err := s.store.InsertLoginCode(ctx, c); err != nil {
		return "", c, err
	}
	_, err = s.store.UpdateAccount(ctx, acc.ID, func(acc *Account) error { acc.LoginCode = c.ID; return nil })
	return code, c, err
}

// typedCode is a code as it was made, however it was typed.
func typedCode(code string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(code))
}

// LoginWithCode opens a session for a code, once. Spaces, hyphens and small letters
// are read as meant. Who has a role leaves an entry in the audit log.
func (s *Service) LoginWithCode(ctx context.Context, code string) (Login, error) {
	id := hashToken(typedCode(code))
	acc, err := s.holderOf(ctx, id)
	if err != nil {
		return Login{}, err
	}
	actor, err := s.actor(ctx, acc)
	if err != nil {
		return Login{}, err
	}
	e := AuditEntry{Target: acc.ID}
	if err := s.Audit(ctx, actor, e); err != nil {
		return Login{}, err
	}
	_, err = s.store.UpdateLoginCode(ctx, id, func(c *LoginCode) error {
		if !c.good(s.now()) {
			return errLoginCode
		}
		c.UsedAt = s.now()
		return nil
	})
	if err = missingAs(errLoginCode, err); errors.Is(err, errLoginCode) { // another was quicker with it
		e.Refused = errLoginCode.Code
		return Login{}, errors.Join(err, s.Audit(ctx, actor, e))
	}
	if err != nil {
		return Login{}, err
	}
	return s.openSession(ctx, acc, min(deskTTL, s.sessionTTL))
}

// holderOf is the account that a code, unused and the last that it was given, logs in.
func (s *Service) holderOf(ctx context.Context, id string) (Account, error) {
	c, err := s.store.LoginCode(ctx, id)
	if err != nil {
		return Account{}, missingAs(errLoginCode, err)
	}
	acc, err := s.store.Account(ctx, c.AccountID)
	if err != nil {
		return Account{}, missingAs(errLoginCode, err)
	}
	if !c.good(s.now()) || acc.LoginCode != id {
		return Account{}, errLoginCode
	}
	return acc, nil
}

func (c LoginCode) good(now time.Time) bool { return c.UsedAt.IsZero() && c.ExpiresAt.After(now) }
