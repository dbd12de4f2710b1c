package store

import (
	"context"
	"time"

	"github.com/quanjiuye/backend/service"
)

type viewDoc struct {
	ID            string   `json:"_id"`
	Rev           int64    `json:"rev"`
	PersonID      string   `json:"person_id"`
	At            int64    `json:"at"`
	By            string   `json:"by"`
	Via           string   `json:"via"`
	SiteID        string   `json:"site_id"`
	Supervises    bool     `json:"supervises"`
	ApplicationID string   `json:"application_id"`
	EnterpriseID  string   `json:"enterprise_id"`
	PostingID     string   `json:"posting_id"`
	Through       string   `json:"through"`
	Shown         []string `json:"shown"`
	Reason        []byte   `json:"reason"` // sealed
}

func (s *Store) views() table[viewDoc, service.View] {
	return table[viewDoc, service.View]{s, "views", s.newViewDoc, s.view, func(n *service.View) *int64 { return &n.Rev }}
}

func (s *Store) newViewDoc(n service.View) (viewDoc, error) {
	o := s.opener("views", n.ID)
	return viewDoc{
		ID: n.ID, Rev: n.Rev, PersonID: n.PersonID, At: millis(n.At), By: n.By, Via: string(n.Via), SiteID: n.SiteID, Supervises: n.Supervises,
		ApplicationID: n.ApplicationID, EnterpriseID: n.EnterpriseID, PostingID: n.PostingID, Through: n.Through, Shown: n.Shown, Reason: o.seal(n.Reason, "reason"),
	}, o.err
}

func (s *Store) view(d viewDoc) (service.View, error) {
	o := s.opener("views", d.ID)
	n := service.View{
		ID: d.ID, Rev: d.Rev, PersonID: d.PersonID, At: fromMillis(d.At), By: d.By, Via: service.ViewVia(d.Via), SiteID: d.SiteID, Supervises: d.Supervises,
		ApplicationID: d.ApplicationID, EnterpriseID: d.EnterpriseID, PostingID: d.PostingID, Through: d.Through, Shown: d.Shown, Reason: o.open(d.Reason, "reason"),
	}
	return n, o.err
}

// InsertView implements service.ViewStore.
func (s *Store) InsertView(ctx context.Context, n service.View) error {
	return s.views().insert(ctx, n)
}

// View implements service.ViewStore.
func (s *Store) View(ctx context.Context, id string) (service.View, error) {
	return s.views().get(ctx, id)
}

// UpdateView implements service.ViewStore.
func (s *Store) UpdateView(ctx context.Context, id string, change func(*service.View) error) (service.View, error) {
	return s.views().update(ctx, id, change)
}

// ViewsOfPeople implements service.ViewStore.
func (s *Store) ViewsOfPeople(ctx context.Context, personIDs []string, p service.Page) ([]service.View, error) {
	return s.views().find(ctx, page(p, Cond{"person_id", In, personIDs}))
}

// ViewsOfApplication implements service.ViewStore.
func (s *Store) ViewsOfApplication(ctx context.Context, applicationID string, p service.Page) ([]service.View, error) {
	return s.views().find(ctx, page(p, eq("application_id", applicationID)))
}

// ViewsBy implements service.ViewStore.
func (s *Store) ViewsBy(ctx context.Context, by string, since time.Time, limit int) (int, error) {
	var docs []viewDoc
	err := s.engine.Find(ctx, "views", Query{
		Where: []Cond{eq("by", by), {"at", Ge, millis(since)}}, Fields: []string{"at"}, Limit: limit}, &docs)
	return len(docs), fault("count views", err)
}
