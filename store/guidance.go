package store

import (
	"context"

	"github.com/quanjiuye/backend/service"
)

type guidanceDoc struct {
	ID         string    `json:"_id"`
	Rev        int64     `json:"rev"`
	Request    string    `json:"request"`
	SiteID     string    `json:"site_id"`
	County     string    `json:"county"`
	PersonID   string    `json:"person_id"`
	HeldOn     string    `json:"held_on"`
	Minutes    int       `json:"minutes"`
	Topics     []byte    `json:"topics"`    // sealed, as a list in JSON
	Advice     []byte    `json:"advice"`    // sealed
	NextStep   []byte    `json:"next_step"` // sealed
	By         string    `json:"by"`
	At         int64     `json:"at"`
	VoidedBy   string    `json:"voided_by"`
	VoidedAt   int64     `json:"voided_at"`
	VoidReason string    `json:"void_reason"`
	Erased     bool      `json:"erased"`
	Owed       []owedDoc `json:"owed"`
	OwedAt     int64     `json:"owed_at"`
}

func (s *Store) guidance() table[guidanceDoc, service.Guidance] {
	return table[guidanceDoc, service.Guidance]{s, "guidance", s.newGuidanceDoc, s.guidanceOf,
		func(n *service.Guidance) *int64 { return &n.Rev }}
}

func (s *Store) newGuidanceDoc(n service.Guidance) (guidanceDoc, error) {
	o := s.opener("guidance", n.ID)
	return guidanceDoc{
		ID: n.ID, Rev: n.Rev, Request: n.Request, SiteID: n.SiteID, County: n.County, PersonID: n.PersonID, HeldOn: n.HeldOn.String(), Minutes: n.Minutes,
		Topics: o.sealJSON(n.Topics, len(n.Topics) == 0, "topics"), Advice: o.seal(n.Advice, "advice"), NextStep: o.seal(n.NextStep, "next_step"),
		By: n.By, At: millis(n.At), VoidedBy: n.VoidedBy, VoidedAt: millis(n.VoidedAt), VoidReason: n.VoidReason, Erased: n.Erased,
		Owed: newOwedDocs(n.Owed), OwedAt: owedSince(n.Owed),
	}, o.err
}

func (s *Store) guidanceOf(d guidanceDoc) (service.Guidance, error) {
	o := s.opener("guidance", d.ID)
	n := service.Guidance{
		ID: d.ID, Rev: d.Rev, Request: d.Request, SiteID: d.SiteID, County: d.County, PersonID: d.PersonID, HeldOn: day(d.HeldOn), Minutes: d.Minutes,
		Advice: o.open(d.Advice, "advice"), NextStep: o.open(d.NextStep, "next_step"),
		By: d.By, At: fromMillis(d.At), VoidedBy: d.VoidedBy, VoidedAt: fromMillis(d.VoidedAt), VoidReason: d.VoidReason, Erased: d.Erased,
		Owed: owedOf(d.Owed),
	}
	o.openJSON(d.Topics, &n.Topics, "topics")
	return n, o.err
}

// InsertGuidance implements service.GuidanceStore.
func (s *Store) InsertGuidance(ctx context.Context, n service.Guidance) (service.Guidance, bool, error) {
	return s.guidance().ensure(ctx, n, Query{Where: []Cond{eq("request", n.Request)}})
}

// Guidance implements service.GuidanceStore.
func (s *Store) Guidance(ctx context.Context, id string) (service.Guidance, error) {
	return s.guidance().get(ctx, id)
}

// UpdateGuidance implements service.GuidanceStore.
func (s *Store) UpdateGuidance(ctx context.Context, id string, change func(*service.Guidance) error) (service.Guidance, error) {
	return s.guidance().update(ctx, id, change)
}

// GuidanceOf implements service.GuidanceStore.
func (s *Store) GuidanceOf(ctx context.Context, f service.GuidanceFilter) ([]service.Guidance, error) {
	where := []Cond{eq("site_id", f.SiteID)}
	if f.PersonID != "" {
		where = append(where, eq("person_id", f.PersonID))
	}
	return s.guidance().find(ctx, page(f.Page, where...))
}

// GuidanceOfPeople implements service.GuidanceStore.
func (s *Store) GuidanceOfPeople(ctx context.Context, personIDs []string, p service.Page) ([]service.Guidance, error) {
	return s.guidance().find(ctx, page(p, Cond{"person_id", In, personIDs}))
}
