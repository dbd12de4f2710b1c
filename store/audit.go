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
func (s *Store) AuditEntries(ctx context.Context, f service.AuditFilter) ([]service.AuditEntry, error) {
	var where []Cond
	if f.County != "" {
		where = append(where, eq("county", f.County))
	}
	if f.By != "" {
		where = append(where, eq("by", f.By))
	}
	if f.Action != "" {
		where = append(where, eq("action", f.Action))
	}
	if !f.Day.IsZero() {
		where = append(where, Cond{"at", Ge, millis(f.Day.Start())}, Cond{"at", Lt, millis(f.Day.AddDays(1).Start())})
	}
	if f.Refused {
		where = append(where, Cond{"refused", Gt, ""})
	}
	return s.audits().find(ctx, page(f.Page, where...))
}

// audited says in which collection the records of service.AuditedNouns are kept.
var audited = map[string]string{
	"registrations": "registrations", "placements": "placements", "activities": "activities", "honours": "honours", "postings": "postings",
	"samples": "samples", "guidance": "guidance", "reports": "rights_reports", "notices": "notices",
}

// SitesOf implements service.AuditStore.
func (s *Store) SitesOf(ctx context.Context, noun string, ids []string) (map[string]string, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var docs []struct {
		ID     string `json:"_id"`
		SiteID string `json:"site_id"`
	}
	err := s.engine.Find(ctx, audited[noun], Query{Where: []Cond{{"_id", In, ids}}, Fields: []string{"site_id"}}, &docs)
	sites := map[string]string{}
	for _, d := range docs {
		sites[d.ID] = d.SiteID
	}
	return sites, fault("read which site records belong to", err)
}

// AuditChain implements service.AuditStore.
func (s *Store) AuditChain(ctx context.Context, after string, limit int) ([]service.AuditEntry, error) {
	return s.audits().find(ctx, Query{Where: []Cond{{"_id", Gt, after}}, Sort: []string{"_id"}, Limit: limit})
}
