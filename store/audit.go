package store

import (
	"context"

	"github.com/quanjiuye/backend/service"
)

type auditDoc struct {
	ID        string `json:"_id"`
	Rev       int64  `json:"rev"`
	At        int64  `json:"at"`
	By        string `json:"by"`
	Role      string `json:"role"`
	County    string `json:"county"`
	Action    string `json:"action"`
	Target    string `json:"target"`
	Refused   string `json:"refused"`
	Address   string `json:"address"`
	RequestID string `json:"request_id"`
	Prev      string `json:"prev"`
	Hash      string `json:"hash"`
}

func (s *Store) audits() table[auditDoc, service.AuditEntry] {
	return table[auditDoc, service.AuditEntry]{s, "audit", newAuditDoc, auditDoc.entry, nil}
}

func newAuditDoc(n service.AuditEntry) (auditDoc, error) {
	return auditDoc{n.ID, 1, millis(n.At), n.By, string(n.Role), n.County, n.Action, n.Target, n.Refused, n.Address, n.RequestID, n.Prev, n.Hash}, nil
}

func (d auditDoc) entry() (service.AuditEntry, error) {
	return service.AuditEntry{
		ID: d.ID, At: fromMillis(d.At), By: d.By, Role: service.Role(d.Role), County: d.County, Action: d.Action, Target: d.Target,
		Refused: d.Refused, Address: d.Address, RequestID: d.RequestID, Prev: d.Prev, Hash: d.Hash,
	}, nil
}

// InsertAudit implements service.AuditStore.
func (s *Store) InsertAudit(ctx context.Context, e service.AuditEntry) error {
	return s.audits().insert(ctx, e)
}

// LastAudit implements service.AuditStore.
func (s *Store) LastAudit(ctx context.Context) (service.AuditEntry, error) {
	return s.audits().first(ctx, Query{Sort: []string{"-_id"}, Latest: true})
}

// AuditEntries implements service.AuditStore.
func (s *Store) AuditEntries(ctx context.Context, county string, p service.Page) ([]service.AuditEntry, error) {
	if county == "" {
		return s.audits().find(ctx, page(p))
	}
	return s.audits().find(ctx, page(p, eq("county", county)))
}

// AuditChain implements service.AuditStore.
func (s *Store) AuditChain(ctx context.Context, after string, limit int) ([]service.AuditEntry, error) {
	return s.audits().find(ctx, Query{Where: []Cond{{"_id", Gt, after}}, Sort: []string{"_id"}, Limit: limit})
}
