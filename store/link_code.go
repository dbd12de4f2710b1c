package store

import (
	"context"

	"github.com/quanjiuye/backend/service"
)

type linkCodeDoc struct {
	ID             string `json:"_id"` // blinded code
	Rev            int64  `json:"rev"`
	RegistrationID string `json:"registration_id"`
	PersonID       string `json:"person_id"`
	SiteID         string `json:"site_id"`
	County         string `json:"county"`
	MadeBy         string `json:"made_by"`
	MadeAt         int64  `json:"made_at"`
	ExpiresAt      int64  `json:"expires_at"`
	UsedBy         string `json:"used_by"`
	UsedAt         int64  `json:"used_at"`
}

func (s *Store) linkCodes() table[linkCodeDoc, service.LinkCode] {
	return table[linkCodeDoc, service.LinkCode]{s, "link_codes", newLinkCodeDoc, linkCodeDoc.linkCode,
		func(n *service.LinkCode) *int64 { return &n.Rev }}
}

func newLinkCodeDoc(n service.LinkCode) (linkCodeDoc, error) {
	return linkCodeDoc{
		ID: n.ID, Rev: n.Rev, RegistrationID: n.RegistrationID, PersonID: n.PersonID, SiteID: n.SiteID, County: n.County, MadeBy: n.MadeBy,
		MadeAt: millis(n.MadeAt), ExpiresAt: millis(n.ExpiresAt), UsedBy: n.UsedBy, UsedAt: millis(n.UsedAt),
	}, nil
}

func (d linkCodeDoc) linkCode() (service.LinkCode, error) {
	return service.LinkCode{
		ID: d.ID, Rev: d.Rev, RegistrationID: d.RegistrationID, PersonID: d.PersonID, SiteID: d.SiteID, County: d.County, MadeBy: d.MadeBy,
		MadeAt: fromMillis(d.MadeAt), ExpiresAt: fromMillis(d.ExpiresAt), UsedBy: d.UsedBy, UsedAt: fromMillis(d.UsedAt),
	}, nil
}

// LinkCodeID implements service.LinkCodeStore.
func (s *Store) LinkCodeID(_ context.Context, code string) (string, error) {
	return s.vault.Blind("link_code", code), nil
}

// InsertLinkCode implements service.LinkCodeStore.
func (s *Store) InsertLinkCode(ctx context.Context, n service.LinkCode) error {
	return s.linkCodes().insert(ctx, n)
}

// LinkCode implements service.LinkCodeStore.
func (s *Store) LinkCode(ctx context.Context, id string) (service.LinkCode, error) {
	return s.linkCodes().get(ctx, id)
}

// UpdateLinkCode implements service.LinkCodeStore.
func (s *Store) UpdateLinkCode(ctx context.Context, id string, change func(*service.LinkCode) error) (service.LinkCode, error) {
	return s.linkCodes().update(ctx, id, change)
}
