package service

import (
	"context"
	"errors"
	"time"
)

// errNoConsent keeps people from those to whom they no longer agreed to be shown.
var errNoConsent = &Error{Kind: Conflict, Code: "consent_withdrawn", Message: "该求职者已撤回同意或已删除个人信息，不能再向用人单位展示"}

// Current reports whether the agreement stands and is to the notice in force.
func (c Consent) Current() bool { return c.Given() && c.Version == NoticeInForce.Version }

// consentVersion checks what was agreed to: nothing but the notice in force. Which one
// that is the sentence says, since the phone may have shown an older one.
func (p *problems) consentVersion(location, value string) string {
	out := p.text(location, value, 0, 32)
	switch out {
	case NoticeInForce.Version:
	case "":
		p.add(location, "required", "请先阅读并同意个人信息保护告知（当前版本"+NoticeInForce.Version+"）")
	default:
		p.add(location, "consent_version", "个人信息保护告知的版本不对，当前版本是"+NoticeInForce.Version+"，请重新阅读并同意")
	}
	return out
}

// errConsentOld refuses what needs an agreement to the notice in force.
var errConsentOld = &Error{Kind: Conflict, Code: "consent_outdated", Message: "请先阅读并重新同意当前版本（" + NoticeInForce.Version + "）的个人信息保护告知"}

// agrees refuses an account whose agreement is of an older notice.
func (s *Service) agrees(ctx context.Context, a Actor) error {
	if a.Account.Consent.Current() {
		return nil
	}
	acc, err := s.store.Account(ctx, a.Account.ID) // it may have agreed a moment ago
	if err == nil && !acc.Consent.Current() {
		err = errConsentOld
	}
	return missing(err)
}

// WithdrawConsent takes the account's consent back (PIPL art. 15): its people are
// neither shown to employers nor matched nor written to any more. What was recorded
// stays recorded. Consent is given again by RecordConsent or a new registration.
//
// The people come first and the account last, so that an account that says
// withdrawn is; whoever is cut off repeats it.
func (s *Service) WithdrawConsent(ctx context.Context, a Actor) (Account, error) {
	at := s.now()
	people, err := s.store.PeopleOfAccount(ctx, a.Account.ID)
	if err != nil {
		return Account{}, err
	}
	for _, p := range people {
		if _, err := s.store.UpdatePerson(ctx, p.ID, func(p *Person) error {
			if p.AccountID == a.Account.ID && p.WithdrawnAt.IsZero() {
				p.WithdrawnAt = at
			}
			return nil
		}); err != nil {
			return Account{}, err
		}
	}
	return s.changeAccount(ctx, a, func(acc *Account) {
		if acc.Consent.Given() && !acc.Consent.At.After(at) {
			acc.Consent.WithdrawnAt = at
		}
	})
}

// consent keeps an account's agreement, and shows its people again. A withdrawal
// that came later stands.
func (s *Service) consent(ctx context.Context, a Actor, version string) (Account, error) {
	at := s.now()
	acc, err := s.changeAccount(ctx, a, func(acc *Account) { acc.Consent = Consent{Version: version, At: at} })
	if err != nil {
		return Account{}, err
	}
	people, err := s.store.PeopleOfAccount(ctx, a.Account.ID)
	if err != nil {
		return Account{}, err
	}
	for _, p := range people {
		if p.WithdrawnAt.IsZero() {
			continue
		}
		if _, err := s.store.UpdatePerson(ctx, p.ID, func(p *Person) error {
			if p.AccountID == a.Account.ID && !p.WithdrawnAt.After(at) {
				p.WithdrawnAt = time.Time{}
			}
			return nil
		}); err != nil {
			return Account{}, err
		}
	}
	return acc, nil
}

// consentedBy follows a registration that the account has made of itself: the
// consent that came with it is the account's, too. Where the account was deleted
// while it wrote, what it wrote goes as well.
func (s *Service) consentedBy(ctx context.Context, a Actor, version string) error {
	acc, err := s.store.Account(ctx, a.Account.ID)
	switch {
	case errors.Is(err, ErrNoRecord):
		return s.tooLate(ctx, a.Account.ID)
	case err != nil || acc.Consent.Current():
		return err
	}
	_, err = s.changeAccount(ctx, a, func(acc *Account) {
		if !acc.Consent.Current() {
			acc.Consent = Consent{Version: version, At: s.now()}
		}
	})
	return err
}
