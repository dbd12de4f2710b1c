package store

import (
	"cmp"
	"context"
	"slices"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

type honourDoc struct {
	ID          string   `json:"_id"`
	Rev         int64    `json:"rev"`
	SiteID      string   `json:"site_id"`
	County      string   `json:"county"`
	Level       string   `json:"level"`
	Title       string   `json:"title"`
	TitleKey    string   `json:"title_key"`
	Issuer      string   `json:"issuer"`
	AwardedOn   string   `json:"awarded_on"`
	EvidenceIDs []string `json:"evidence_ids"`
	Status      string   `json:"status"`
	Trail       trailDoc `json:"trail"`
}

func (s *Store) honours() table[honourDoc, service.Honour] {
	return table[honourDoc, service.Honour]{s, "honours", newHonourDoc, honourDoc.honour,
		func(n *service.Honour) *int64 { return &n.Rev }}
}

func newHonourDoc(n service.Honour) (honourDoc, error) {
	return honourDoc{
		ID: n.ID, Rev: n.Rev, SiteID: n.SiteID, County: n.County, Level: string(n.Level), Title: n.Title,
		TitleKey: n.TitleKey, Issuer: n.Issuer, AwardedOn: n.Awarded.String(), EvidenceIDs: n.EvidenceIDs,
		Status: string(n.Status), Trail: newTrailDoc(n.Trail),
	}, nil
}

func (d honourDoc) honour() (service.Honour, error) {
	return service.Honour{
		ID: d.ID, Rev: d.Rev, SiteID: d.SiteID, County: d.County, Level: rubric.Level(d.Level), Title: d.Title,
		TitleKey: d.TitleKey, Issuer: d.Issuer, Awarded: day(d.AwardedOn), EvidenceIDs: d.EvidenceIDs,
		Trail: d.Trail.trail(d.Status),
	}, nil
}

// InsertHonour implements service.HonourStore.
func (s *Store) InsertHonour(ctx context.Context, n service.Honour) (service.Honour, bool, error) {
	return s.honours().ensure(ctx, n, Query{Where: []Cond{eq("site_id", n.SiteID), eq("level", string(n.Level)),
		eq("title_key", n.TitleKey), eq("awarded_on", n.Awarded.String())}})
}

// Honour implements service.HonourStore.
func (s *Store) Honour(ctx context.Context, id string) (service.Honour, error) {
	return s.honours().get(ctx, id)
}

// UpdateHonour implements service.HonourStore.
func (s *Store) UpdateHonour(ctx context.Context, id string, change func(*service.Honour) error) (service.Honour, error) {
	return s.honours().update(ctx, id, change)
}

// Honours implements service.HonourStore.
func (s *Store) Honours(ctx context.Context, f service.RecordFilter) ([]service.Honour, error) {
	f.Month = calendar.Month{}
	return s.honours().find(ctx, records(f))
}

// HonourFacts implements service.HonourStore.
func (s *Store) HonourFacts(ctx context.Context, siteID string, first, last calendar.Date) ([]service.HonourFact, error) {
	var docs []honourDoc
	err := s.engine.Find(ctx, "honours", Query{
		Where: []Cond{eq("site_id", siteID), counting(),
			{"awarded_on", Ge, first.String()}, {"awarded_on", Le, last.String()}},
		Fields: []string{"status", "awarded_on", "level"},
		Latest: service.WantsLatest(ctx),
	}, &docs)
	if err != nil {
		return nil, fault("read honour facts", err)
	}
	slices.SortFunc(docs, func(x, y honourDoc) int {
		return cmp.Or(cmp.Compare(x.AwardedOn, y.AwardedOn), cmp.Compare(x.Level, y.Level), cmp.Compare(x.Status, y.Status))
	})
	facts := make([]service.HonourFact, len(docs))
	for i, d := range docs {
		facts[i] = service.HonourFact{Level: rubric.Level(d.Level), Day: day(d.AwardedOn), Confirmed: d.Status == string(service.Confirmed)}
	}
	return facts, nil
}
