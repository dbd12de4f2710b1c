package service

import (
	"context"
	"errors"
)

// An account is linked to a person whom staff, or another account, made known first
// only with proof: WeChat vouches for the number in the record, and the name is the
// same; or staff have him before them and give him a code (LinkCode). Names and numbers
// that somebody types prove nothing (ADR 0012).

// LinkedByPhone stands in Person.LinkedBy where WeChat vouched for the number. Any
// other word there is the account of the staff who made a code.
const LinkedByPhone = "phone"

// linkedTo reports whether the account has proven that the person is its own.
func (p Person) linkedTo(accountID string) bool { return p.LinkedBy != "" && p.AccountID == accountID }

// What somebody is told whose account could not be linked. Neither says whether the
// number is the one in the record.
const (
	adviceVerify  = "您的信息已由站点或其他微信账号登记，尚未关联到您的微信。请先用微信验证手机号，再提交一次登记；也可以到站点，请工作人员核对后给您关联码。"
	adviceCounter = "您的信息已由站点或其他微信账号登记，不能自动关联到您的微信。请本人带证件到站点，请工作人员核对后给您关联码。"
)

// linkAdvice is what to do when the person is not the account's own; empty when he is.
func (s *Service) linkAdvice(ctx context.Context, a Actor, p Person) (string, error) {
	if p.AccountID == a.Account.ID {
		return "", nil
	}
	acc, err := s.store.Account(ctx, a.Account.ID) // its number may be of a moment ago
	switch {
	case ignoreMissing(err) != nil:
		return "", err
	case acc.Phone == "":
		return adviceVerify, nil
	}
	return adviceCounter, nil
}

// linkKnown makes somebody whom others made known the account's own, if there is proof
// that he is. Without it nothing happens: the registration that follows is kept as a
// stranger's.
func (s *Service) linkKnown(ctx context.Context, a Actor, in Person) error {
	strong, weak := in.keys()
	id, err := s.ownerOf(ctx, strong)
	if err == nil && id == "" {
		id, err = s.ownerOf(ctx, weak)
	}
	if err != nil || id == "" {
		return err
	}
	known, err := s.store.Person(ctx, id)
	if errors.Is(err, ErrNoRecord) { // a claim whose person is not there yet
		return nil
	}
	if err != nil || known.AccountID == a.Account.ID {
		return err
	}
	acc, err := s.store.Account(ctx, a.Account.ID) // the number may be of a moment ago
	if err != nil || !known.provenBy(acc, in) {
		return ignoreMissing(err)
	}
	if free, err := s.isFree(ctx, known); err != nil || !free {
		return err
	}
	return s.link(ctx, a.Account.ID, LinkedByPhone, known, func(p *Person) bool { return p.provenBy(acc, in) })
}

// provenBy reports whether the account's number and what was told prove that the
// person is its own.
func (p Person) provenBy(acc Account, in Person) bool {
	return acc.Phone != "" && acc.Phone == p.Phone && p.Name == in.Name && !p.forgotten() &&
		(p.Identity.IsZero() || in.Identity.IsZero() || p.Identity == in.Identity)
}

// isFree reports whether no account stands for the person, or one that has not proven
// the number as well.
func (s *Service) isFree(ctx context.Context, p Person) (bool, error) {
	if p.AccountID == "" {
		return true, nil
	}
	holder, err := s.store.Account(ctx, p.AccountID)
	if errors.Is(err, ErrNoRecord) {
		return true, nil
	}
	return holder.Phone != p.Phone, err
}

// link makes the person the account's own while proof holds. What another account had
// told of him goes with him, and the person himself last, so that what was broken off
// is done again.
func (s *Service) link(ctx context.Context, accountID, by string, known Person, proof func(*Person) bool) error {
	if known.AccountID != "" && known.AccountID != accountID {
		if err := s.handOver(ctx, known, accountID); err != nil {
			return err
		}
	}
	_, err := s.store.UpdatePerson(ctx, known.ID, func(p *Person) error {
		if p.AccountID == known.AccountID && proof(p) {
			p.AccountID, p.LinkedBy = accountID, by
		}
		return nil
	})
	return err
}

// handOver gives the registrations of a person that an account made to another, and
// lets the name that the account knew him by go.
func (s *Service) handOver(ctx context.Context, p Person, to string) error {
	err := pages(func(page Page) ([]Registration, error) { return s.store.RegistrationsOfPerson(ctx, p.ID, page) }, func(r Registration) (string, error) {
		if r.AccountID != p.AccountID {
			return r.ID, nil
		}
		_, err := s.store.UpdateRegistration(ctx, r.ID, func(r *Registration) error {
			if r.AccountID == p.AccountID {
				r.AccountID = to
			}
			return nil
		})
		return r.ID, err
	})
	if err != nil {
		return err
	}
	return s.store.DropKeys(ctx, p.ID, selfKey)
}
