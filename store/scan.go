package store

import (
	"context"
	"errors"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// scanDoc has no account in it: its _id is the blinded natural key, so that a second
// scan is found, and nobody can read where somebody has been.
type scanDoc struct {
	ID        string `json:"_id"`
	Rev       int64  `json:"rev"`
	SiteID    string `json:"site_id"`
	Month     string `json:"month"`
	ScannedOn string `json:"scanned_on"`
	Medium    string `json:"medium"`
	ScannedAt int64  `json:"scanned_at"`
}

func (s *Store) scanID(siteID, accountID string, day calendar.Date) string {
	return s.vault.Blind("scan", siteID+"|"+day.String()+"|"+accountID)
}

// InsertScan implements service.ScanStore.
func (s *Store) InsertScan(ctx context.Context, n service.Scan) error {
	return fault("insert into scans", s.engine.Insert(ctx, "scans", scanDoc{
		ID: s.scanID(n.SiteID, n.AccountID, n.Day), Rev: 1, SiteID: n.SiteID, Month: n.Day.In().String(),
		ScannedOn: n.Day.String(), Medium: string(n.Medium), ScannedAt: millis(n.At),
	}))
}

// Scanned implements service.ScanStore.
func (s *Store) Scanned(ctx context.Context, siteID, accountID string, day calendar.Date) (bool, error) {
	err := s.engine.Get(ctx, "scans", s.scanID(siteID, accountID, day), &scanDoc{})
	if errors.Is(err, ErrNoDocument) {
		return false, nil
	}
	return err == nil, fault("read scans", err)
}

// ScanFacts implements service.ScanStore.
func (s *Store) ScanFacts(ctx context.Context, siteID string, m calendar.Month) ([]service.ScanFact, error) {
	var docs []scanDoc
	err := s.engine.Find(ctx, "scans", Query{
		Where:  []Cond{eq("site_id", siteID), eq("month", m.String())},
		Fields: []string{"scanned_on", "medium"},
		Latest: service.WantsLatest(ctx),
	}, &docs)
	if err != nil {
		return nil, fault("read scan facts", err)
	}
	facts := make([]service.ScanFact, len(docs))
	for i, d := range docs {
		facts[i] = service.ScanFact{Day: day(d.ScannedOn), Medium: service.Medium(d.Medium)}
	}
	return facts, nil
}
