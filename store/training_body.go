package store

import (
	"context"

	"github.com/quanjiuye/backend/service"
)

type trainingBodyDoc struct {
	ID      string    `json:"_id"`
	Rev     int64     `json:"rev"`
	SiteID  string    `json:"site_id"`
	County  string    `json:"county"`
	Name    string    `json:"name"`
	NameKey string    `json:"name_key"`
	USCC    string    `json:"uscc"`
	USCCOdd bool      `json:"uscc_odd"`
	Contact []byte    `json:"contact"` // sealed
	Phone   []byte    `json:"phone"`   // sealed
	Courses string    `json:"courses"`
	Since   string    `json:"since"`
	Until   string    `json:"until"`
	Years   []int     `json:"years"`
	By      string    `json:"by"`
	At      int64     `json:"at"`
	Owed    []owedDoc `json:"owed"`
	OwedAt  int64     `json:"owed_at"`
}

func (s *Store) trainingBodies() table[trainingBodyDoc, service.TrainingBody] {
	return table[trainingBodyDoc, service.TrainingBody]{s, "training_bodies", s.newTrainingBodyDoc, s.trainingBody,
		func(n *service.TrainingBody) *int64 { return &n.Rev }}
}

func (s *Store) newTrainingBodyDoc(n service.TrainingBody) (trainingBodyDoc, error) {
	o := s.opener("training_bodies", n.ID)
	return trainingBodyDoc{
		ID: n.ID, Rev: n.Rev, SiteID: n.SiteID, County: n.County, Name: n.Name, NameKey: n.NameKey, USCC: n.USCC, USCCOdd: n.USCCOdd,
		Contact: o.seal(n.Contact, "contact"), Phone: o.seal(n.Phone, "phone"), Courses: n.Courses,
		Since: n.Since.String(), Until: n.Until.String(), Years: n.Years, By: n.By, At: millis(n.At),
		Owed: newOwedDocs(n.Owed), OwedAt: owedSince(n.Owed),
	}, o.err
}

func (s *Store) trainingBody(d trainingBodyDoc) (service.TrainingBody, error) {
	o := s.opener("training_bodies", d.ID)
	return service.TrainingBody{
		ID: d.ID, Rev: d.Rev, SiteID: d.SiteID, County: d.County, Name: d.Name, NameKey: d.NameKey, USCC: d.USCC, USCCOdd: d.USCCOdd,
		Contact: o.open(d.Contact, "contact"), Phone: o.open(d.Phone, "phone"), Courses: d.Courses,
		Since: day(d.Since), Until: day(d.Until), Years: d.Years, By: d.By, At: fromMillis(d.At), Owed: owedOf(d.Owed),
	}, o.err
}

// InsertTrainingBody implements service.TrainingBodyStore.
func (s *Store) InsertTrainingBody(ctx context.Context, n service.TrainingBody) (service.TrainingBody, bool, error) {
	return s.trainingBodies().ensure(ctx, n, Query{Where: []Cond{eq("site_id", n.SiteID), eq("name_key", n.NameKey)}})
}

// TrainingBody implements service.TrainingBodyStore.
func (s *Store) TrainingBody(ctx context.Context, id string) (service.TrainingBody, error) {
	return s.trainingBodies().get(ctx, id)
}

// UpdateTrainingBody implements service.TrainingBodyStore.
func (s *Store) UpdateTrainingBody(ctx context.Context, id string, change func(*service.TrainingBody) error) (service.TrainingBody, error) {
	return s.trainingBodies().update(ctx, id, change)
}

// TrainingBodies implements service.TrainingBodyStore.
func (s *Store) TrainingBodies(ctx context.Context, siteID string, p service.Page) ([]service.TrainingBody, error) {
	return s.trainingBodies().find(ctx, page(p, eq("site_id", siteID)))
}
