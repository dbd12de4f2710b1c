package store

import (
	"context"
	"errors"

	"github.com/quanjiuye/backend/service"
)

type siteCodeDoc struct {
	ID        string `json:"_id"` // the code
	Rev       int64  `json:"rev"`
	SiteID    string `json:"site_id"`
	CreatedAt int64  `json:"created_at"`
}

func (s *Store) siteCodes() table[siteCodeDoc, service.SiteCode] {
	return table[siteCodeDoc, service.SiteCode]{s, "site_codes", newSiteCodeDoc, siteCodeDoc.siteCode,
		func(n *service.SiteCode) *int64 { return &n.Rev }}
}

func newSiteCodeDoc(n service.SiteCode) (siteCodeDoc, error) {
	return siteCodeDoc{ID: n.ID, Rev: n.Rev, SiteID: n.SiteID, CreatedAt: millis(n.CreatedAt)}, nil
}

func (d siteCodeDoc) siteCode() (service.SiteCode, error) {
	return service.SiteCode{ID: d.ID, Rev: d.Rev, SiteID: d.SiteID, CreatedAt: fromMillis(d.CreatedAt)}, nil
}

// EnsureSiteCode implements service.SiteCodeStore.
func (s *Store) EnsureSiteCode(ctx context.Context, fresh service.SiteCode) (service.SiteCode, error) {
	ofSite := Query{Where: []Cond{eq("site_id", fresh.SiteID)}}
	known, err := s.siteCodes().first(ctx, ofSite)
	if !errors.Is(err, service.ErrNoRecord) {
		return known, err
	}
	kept, _, err := s.siteCodes().ensure(ctx, fresh, ofSite)
	return kept, err
}

// SiteCode implements service.SiteCodeStore.
func (s *Store) SiteCode(ctx context.Context, code string) (service.SiteCode, error) {
	return s.siteCodes().get(ctx, code)
}
