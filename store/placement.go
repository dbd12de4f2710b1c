package store

import (
	"context"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

type placementDoc struct {
	ID           string   `json:"_id"`
	Rev          int64    `json:"rev"`
	SiteID       string   `json:"site_id"`
	County       string   `json:"county"`
	Month        string   `json:"month"`
	PersonID     string   `json:"person_id"`
	EnterpriseID string   `json:"enterprise_id"`
	PostingID    string   `json:"posting_id"`
	Kind         string   `json:"kind"`
	StartedOn    string   `json:"started_on"`
	Title        string   `json:"title"`
	EvidenceIDs  []string `json:"evidence_ids"`
	Proven       bool     `json:"proven"`
	Proof        string   `json:"proof"`
	Status       string   `json:"status"`
	Trail        trailDoc `json:"trail"`
}

func (s *Store) placements() table[placementDoc, service.Placement] {
	return table[placementDoc, service.Placement]{s, "placements", newPlacementDoc, placementDoc.placement,
		func(n *service.Placement) *int64 { return &n.Rev }}
}

func newPlacementDoc(n service.Placement) (placementDoc, error) {
	return placementDoc{
		ID: n.ID, Rev: n.Rev, SiteID: n.SiteID, County: n.County, Month: n.Month.String(),
		PersonID: n.PersonID, EnterpriseID: n.EnterpriseID, PostingID: n.PostingID,
		Kind: string(n.Kind), StartedOn: n.StartedOn.String(), Title: n.Title,
		EvidenceIDs: n.EvidenceIDs, Proven: n.Proven(), Proof: n.Proof,
		Status: string(n.Status), Trail: newTrailDoc(n.Trail),
	}, nil
}

func (d placementDoc) placement() (service.Placement, error) {
	return service.Placement{
		ID: d.ID, Rev: d.Rev, SiteID: d.SiteID, County: d.County, Month: month(d.Month),
		PersonID: d.PersonID, EnterpriseID: d.EnterpriseID, PostingID: d.PostingID,
		Kind: service.PlacementKind(d.Kind), StartedOn: day(d.StartedOn), Title: d.Title,
		EvidenceIDs: d.EvidenceIDs, Proof: d.Proof, Trail: d.Trail.trail(d.Status),
	}, nil
}

// InsertPlacement implements service.PlacementStore.
func (s *Store) InsertPlacement(ctx context.Context, n service.Placement) (service.Placement, bool, error) {
	return s.placements().ensure(ctx, n, Query{Where: []Cond{
		eq("person_id", n.PersonID), eq("enterprise_id", n.EnterpriseID), eq("started_on", n.StartedOn.String())}})
}

// Placement implements service.PlacementStore.
func (s *Store) Placement(ctx context.Context, id string) (service.Placement, error) {
	return s.placements().get(ctx, id)
}

// UpdatePlacement implements service.PlacementStore.
func (s *Store) UpdatePlacement(ctx context.Context, id string, change func(*service.Placement) error) (service.Placement, error) {
	return s.placements().update(ctx, id, change)
}

// Placements implements service.PlacementStore.
func (s *Store) Placements(ctx context.Context, f service.RecordFilter) ([]service.Placement, error) {
	return s.placements().find(ctx, records(f))
}

// MonthFacts implements service.FactStore.
func (s *Store) MonthFacts(ctx context.Context, siteID string, m calendar.Month) (service.MonthFacts, error) {
	registrations, err := s.registrationFacts(ctx, siteID, m)
	if err != nil {
		return service.MonthFacts{}, err
	}
	placements, err := s.placementFacts(ctx, siteID, m)
	if err != nil {
		return service.MonthFacts{}, err
	}
	activities, err := s.activityFacts(ctx, siteID, m)
	return service.MonthFacts{Registrations: registrations, Placements: placements, Activities: activities}, err
}

func (s *Store) placementFacts(ctx context.Context, siteID string, m calendar.Month) ([]service.PlacementFact, error) {
	var docs []placementDoc
	err := s.engine.Find(ctx, "placements", Query{
		Where:  []Cond{eq("site_id", siteID), eq("month", m.String()), counting()},
		Fields: []string{"status", "kind", "proven", "started_on", "person_id", "trail.recorded_at"},
		Latest: service.WantsLatest(ctx),
	}, &docs)
	if err != nil {
		return nil, fault("read placement facts", err)
	}
	facts := make([]service.PlacementFact, len(docs))
	for i, d := range docs {
		facts[i] = service.PlacementFact{PersonID: d.PersonID, Day: day(d.StartedOn), At: fromMillis(d.Trail.RecordedAt), Kind: service.PlacementKind(d.Kind),
			Confirmed: d.Status == string(service.Confirmed), Proven: d.Proven}
	}
	return facts, nil
}
