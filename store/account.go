package store

import (
	"context"
	"errors"

	"github.com/quanjiuye/backend/service"
)

type accountDoc struct {
	ID             string `json:"_id"`
	Rev            int64  `json:"rev"`
	OpenID         string `json:"openid"`
	Name           string `json:"name"`
	Phone          []byte `json:"phone"` // sealed
	ConsentVersion string `json:"consent_version"`
	ConsentAt      int64  `json:"consent_at"`
	WithdrawnAt    int64  `json:"withdrawn_at"` // of the consent
	Disabled       bool   `json:"disabled"`
	LoginCode      string `json:"login_code"`
	CreatedAt      int64  `json:"created_at"`
}

func (s *Store) accounts() table[accountDoc, service.Account] {
	return table[accountDoc, service.Account]{s, "accounts", s.newAccountDoc, s.account,
		func(n *service.Account) *int64 { return &n.Rev }}
}

func (s *Store) newAccountDoc(n service.Account) (accountDoc, error) {
	o := s.opener("accounts", n.ID)
	return accountDoc{
		ID: n.ID, Rev: n.Rev, OpenID: n.OpenID, Name: n.Name, Phone: o.seal(n.Phone, "phone"),
		ConsentVersion: n.Consent.Version, ConsentAt: millis(n.Consent.At), WithdrawnAt: millis(n.Consent.WithdrawnAt),
		Disabled: n.Disabled, LoginCode: n.LoginCode, CreatedAt: millis(n.CreatedAt),
	}, o.err
}

func (s *Store) account(d accountDoc) (service.Account, error) {
	o := s.opener("accounts", d.ID)
	return service.Account{
		ID: d.ID, Rev: d.Rev, OpenID: d.OpenID, Name: d.Name, Phone: o.open(d.Phone, "phone"),
		Consent:  service.Consent{Version: d.ConsentVersion, At: fromMillis(d.ConsentAt), WithdrawnAt: fromMillis(d.WithdrawnAt)},
		Disabled: d.Disabled, LoginCode: d.LoginCode, CreatedAt: fromMillis(d.CreatedAt),
	}, o.err
}

// EnsureAccount implements service.AccountStore.
func (s *Store) EnsureAccount(ctx context.Context, fresh service.Account) (service.Account, error) {
	known, err := s.AccountByOpenID(ctx, fresh.OpenID)
	if !errors.Is(err, service.ErrNoRecord) {
		return known, err
	}
	kept, _, err := s.accounts().ensure(ctx, fresh, Query{Where: []Cond{eq("openid", fresh.OpenID)}})
	return kept, err
}

// Account implements service.AccountStore.
func (s *Store) Account(ctx context.Context, id string) (service.Account, error) {
	return s.accounts().get(ctx, id)
}

// AccountByOpenID implements service.AccountStore.
func (s *Store) AccountByOpenID(ctx context.Context, openID string) (service.Account, error) {
	return s.accounts().first(ctx, Query{Where: []Cond{eq("openid", openID)}})
}

// AccountsByID implements service.AccountStore.
func (s *Store) AccountsByID(ctx context.Context, ids []string) ([]service.Account, error) {
	return s.accounts().find(ctx, Query{Where: []Cond{{"_id", In, append([]string{}, ids...)}}})
}

// DeskAccounts implements service.AccountStore.
func (s *Store) DeskAccounts(ctx context.Context, limit int) ([]service.Account, error) {
	return s.accounts().find(ctx, Query{
		Where: []Cond{{"openid", Ge, service.DeskOpenID}, {"openid", Lt, service.DeskOpenID + "\uffff"}}, Sort: []string{"-openid"}, Limit: limit})
}

// UpdateAccount implements service.AccountStore.
func (s *Store) UpdateAccount(ctx context.Context, id string, change func(*service.Account) error) (service.Account, error) {
	return s.accounts().update(ctx, id, change)
}

// DeleteAccount implements service.AccountStore.
func (s *Store) DeleteAccount(ctx context.Context, id string) error {
	return s.delete(ctx, "accounts", eq("_id", id))
}
