package store

import (
	"context"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

type activityDoc struct {
	ID           string   `json:"_id"`
	Rev          int64    `json:"rev"`
	SiteID       string   `json:"site_id"`
	County       string   `json:"county"`
	Month        string   `json:"month"`
	ClientID     string   `json:"client_id"`
	Type         string   `json:"type"`
	HeldOn       string   `json:"held_on"`
	Place        string   `json:"place"`
	Participants int      `json:"participants"`
	Note         string   `json:"note"`
	About        string   `json:"about"`
	EvidenceIDs  []string `json:"evidence_ids"`
	Status       string   `json:"status"`
	Trail        trailDoc `json:"trail"`
}

func (s *Store) activities() table[activityDoc, service.Activity] {
	return table[activityDoc, service.Activity]{s, "activities", newActivityDoc, activityDoc.activity,
		func(n *service.Activity) *int64 { return &n.Rev }}
}

func newActivityDoc(n service.Activity) (activityDoc, error) {
	return activityDoc{
		ID: n.ID, Rev: n.Rev, SiteID: n.SiteID, County: n.County, Month: n.Month.String(), ClientID: n.ClientID,
		Type: string(n.Type), HeldOn: n.HeldOn.String(), Place: n.Place, Participants: n.Participants, Note: n.Note, About: n.About,
		EvidenceIDs: n.EvidenceIDs, Status: string(n.Status), Trail: newTrailDoc(n.Trail),
	}, nil
}

func (d activityDoc) activity() (service.Activity, error) {
	return service.Activity{
		ID: d.ID, Rev: d.Rev, SiteID: d.SiteID, County: d.County, Month: month(d.Month), ClientID: d.ClientID,
		Type: service.ActivityType(d.Type), HeldOn: day(d.HeldOn), Place: d.Place, Participants: d.Participants, Note: d.Note, About: d.About,
		EvidenceIDs: d.EvidenceIDs, Trail: d.Trail.trail(d.Status),
	}, nil
}

// InsertActivity implements service.ActivityStore.
func (s *Store) InsertActivity(ctx context.Context, n service.Activity) (service.Activity, bool, error) {
	return s.activities().ensure(ctx, n, Query{Where: []Cond{eq("site_id", n.SiteID), eq("client_id", n.ClientID)}})
}

// Activity implements service.ActivityStore.
func (s *Store) Activity(ctx context.Context, id string) (service.Activity, error) {
	return s.activities().get(ctx, id)
}

// UpdateActivity implements service.ActivityStore.
func (s *Store) UpdateActivity(ctx context.Context, id string, change func(*service.Activity) error) (service.Activity, error) {
	return s.activities().update(ctx, id, change)
}

// Activities implements service.ActivityStore.
func (s *Store) Activities(ctx context.Context, f service.RecordFilter) ([]service.Activity, error) {
	return s.activities().find(ctx, records(f))
}

func (s *Store) activityFacts(ctx context.Context, siteID string, m calendar.Month) ([]service.ActivityFact, error) {
	var docs []activityDoc
	err := s.engine.Find(ctx, "activities", Query{
		Where:  []Cond{eq("site_id", siteID), eq("month", m.String()), counting()},
		Fields: []string{"status", "type", "held_on", "trail.recorded_at"},
		Latest: service.WantsLatest(ctx),
	}, &docs)
	if err != nil {
		return nil, fault("read activity facts", err)
	}
	facts := make([]service.ActivityFact, len(docs))
	for i, d := range docs {
		facts[i] = service.ActivityFact{Day: day(d.HeldOn), At: fromMillis(d.Trail.RecordedAt), Type: service.ActivityType(d.Type),
			Confirmed: d.Status == string(service.Confirmed)}
	}
	return facts, nil
}
