package store

import (
	"context"

	"github.com/quanjiuye/backend/service"
)

type enterpriseDoc struct {
	ID        string `json:"_id"`
	Rev       int64  `json:"rev"`
	Name      string `json:"name"`
	NameKey   string `json:"name_key"`
	USCC      string `json:"uscc"`
	USCCOdd   bool   `json:"uscc_odd"`
	CreatedBy string `json:"created_by"`
	CreatedAt int64  `json:"created_at"`
	Example   bool   `json:"example"`
}

func (s *Store) enterprises() table[enterpriseDoc, service.Enterprise] {
	return table[enterpriseDoc, service.Enterprise]{s, "enterprises", newEnterpriseDoc, enterpriseDoc.enterprise,
		func(n *service.Enterprise) *int64 { return &n.Rev }}
}

func newEnterpriseDoc(n service.Enterprise) (enterpriseDoc, error) {
	return enterpriseDoc{n.ID, n.Rev, n.Name, n.NameKey, n.USCC, n.USCCOdd, n.CreatedBy, millis(n.CreatedAt), n.Example}, nil
}

func (d enterpriseDoc) enterprise() (service.Enterprise, error) {
	return service.Enterprise{ID: d.ID, Rev: d.Rev, Name: d.Name, NameKey: d.NameKey, USCC: d.USCC, USCCOdd: d.USCCOdd,
		CreatedBy: d.CreatedBy, CreatedAt: fromMillis(d.CreatedAt), Example: d.Example}, nil
}

// InsertEnterprise implements service.EnterpriseStore.
func (s *Store) InsertEnterprise(ctx context.Context, n service.Enterprise) error {
	return s.enterprises().insert(ctx, n)
}

// Enterprise implements service.EnterpriseStore.
func (s *Store) Enterprise(ctx context.Context, id string) (service.Enterprise, error) {
	return s.enterprises().get(ctx, id)
}

// UpdateEnterprise implements service.EnterpriseStore.
func (s *Store) UpdateEnterprise(ctx context.Context, id string, change func(*service.Enterprise) error) (service.Enterprise, error) {
	return s.enterprises().update(ctx, id, change)
}
