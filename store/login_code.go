package store

import (
	"context"

	"github.com/quanjiuye/backend/service"
)

type loginCodeDoc struct {
	ID        string `json:"_id"`
	Rev       int64  `json:"rev"`
	AccountID string `json:"account_id"`
	CreatedBy string `json:"created_by"`
	CreatedAt int64  `json:"created_at"`
	ExpiresAt int64  `json:"expires_at"`
	UsedAt    int64  `json:"used_at"`
}

func (s *Store) loginCodes() table[loginCodeDoc, service.LoginCode] {
	return table[loginCodeDoc, service.LoginCode]{s, "login_codes", newLoginCodeDoc, loginCodeDoc.loginCode,
		func(n *service.LoginCode) *int64 { return &n.Rev }}
}

func newLoginCodeDoc(n service.LoginCode) (loginCodeDoc, error) {
	return loginCodeDoc{n.ID, n.Rev, n.AccountID, n.CreatedBy, millis(n.CreatedAt), millis(n.ExpiresAt), millis(n.UsedAt)}, nil
}

func (d loginCodeDoc) loginCode() (service.LoginCode, error) {
	return service.LoginCode{ID: d.ID, Rev: d.Rev, AccountID: d.AccountID, CreatedBy: d.CreatedBy,
		CreatedAt: fromMillis(d.CreatedAt), ExpiresAt: fromMillis(d.ExpiresAt), UsedAt: fromMillis(d.UsedAt)}, nil
}

// InsertLoginCode implements service.LoginCodeStore.
func (s *Store) InsertLoginCode(ctx context.Context, n service.LoginCode) error {
	return s.loginCodes().insert(ctx, n)
}

// LoginCode implements service.LoginCodeStore.
func (s *Store) LoginCode(ctx context.Context, id string) (service.LoginCode, error) {
	return s.loginCodes().get(ctx, id)
}

// UpdateLoginCode implements service.LoginCodeStore.
func (s *Store) UpdateLoginCode(ctx context.Context, id string, change func(*service.LoginCode) error) (service.LoginCode, error) {
	return s.loginCodes().update(ctx, id, change)
}
