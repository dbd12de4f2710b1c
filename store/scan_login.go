package store

import (
	"context"

	"github.com/quanjiuye/backend/service"
)

type scanLoginDoc struct {
	ID        string `json:"_id"`
	Rev       int64  `json:"rev"`
	Secret    string `json:"secret"`
	Browser   string `json:"browser"`
	Address   string `json:"address"`
	State     string `json:"state"`
	AccountID string `json:"account_id"`
	CreatedAt int64  `json:"created_at"`
	ExpiresAt int64  `json:"expires_at"`
}

func (s *Store) scanLogins() table[scanLoginDoc, service.ScanLogin] {
	return table[scanLoginDoc, service.ScanLogin]{s, "scan_logins", newScanLoginDoc, scanLoginDoc.scanLogin,
		func(n *service.ScanLogin) *int64 { return &n.Rev }}
}

func newScanLoginDoc(n service.ScanLogin) (scanLoginDoc, error) {
	return scanLoginDoc{
		ID: n.ID, Rev: n.Rev, Secret: n.Secret, Browser: n.Browser, Address: n.Address, State: string(n.State),
		AccountID: n.AccountID, CreatedAt: millis(n.CreatedAt), ExpiresAt: millis(n.ExpiresAt),
	}, nil
}

func (d scanLoginDoc) scanLogin() (service.ScanLogin, error) {
	return service.ScanLogin{
		ID: d.ID, Rev: d.Rev, Secret: d.Secret, Browser: d.Browser, Address: d.Address, State: service.ScanLoginState(d.State),
		AccountID: d.AccountID, CreatedAt: fromMillis(d.CreatedAt), ExpiresAt: fromMillis(d.ExpiresAt),
	}, nil
}

// InsertScanLogin implements service.ScanLoginStore.
func (s *Store) InsertScanLogin(ctx context.Context, n service.ScanLogin) error {
	return s.scanLogins().insert(ctx, n)
}

// ScanLogin implements service.ScanLoginStore.
func (s *Store) ScanLogin(ctx context.Context, id string) (service.ScanLogin, error) {
	return s.scanLogins().get(ctx, id)
}

// UpdateScanLogin implements service.ScanLoginStore.
func (s *Store) UpdateScanLogin(ctx context.Context, id string, change func(*service.ScanLogin) error) (service.ScanLogin, error) {
	return s.scanLogins().update(ctx, id, change)
}
