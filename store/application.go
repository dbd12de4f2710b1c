package store

import (
	"context"

	"github.com/quanjiuye/backend/service"
)

// applicationDoc keeps what was written about a person apart from the steps, sealed
// whole: one note for each step.
type applicationDoc struct {
	ID           string    `json:"_id"`
	Rev          int64     `json:"rev"`
	PersonID     string    `json:"person_id"`
	PostingID    string    `json:"posting_id"`
	EnterpriseID string    `json:"enterprise_id"`
	SiteID       string    `json:"site_id"`
	County       string    `json:"county"`
	AccountID    string    `json:"account_id"`
	State        string    `json:"state"`
	Shared       bool      `json:"shared"`
	ReferredBy   string    `json:"referred_by"`
	StartedOn    string    `json:"started_on"`
	PlacementID  string    `json:"placement_id"`
	Link         linkDoc   `json:"link"`
	LinkViews    int       `json:"link_views"`
	Steps        []stepDoc `json:"steps"`
	Notes        []byte    `json:"notes"` // sealed
	Erased       bool      `json:"erased"`
	Owed         []owedDoc `json:"owed"`
	OwedAt       int64     `json:"owed_at"`
}

type stepDoc struct {
	Kind        string `json:"kind"`
	At          int64  `json:"at"`
	By          string `json:"by"`
	SiteID      string `json:"site_id"`
	Outcome     string `json:"outcome"`
	StartedOn   string `json:"started_on"`
	Through     string `json:"through"`
	PlacementID string `json:"placement_id"`
}

func (s *Store) applications() table[applicationDoc, service.Application] {
	return table[applicationDoc, service.Application]{s, "applications", s.newApplicationDoc, s.application,
		func(n *service.Application) *int64 { return &n.Rev }}
}

func (s *Store) newApplicationDoc(n service.Application) (applicationDoc, error) {
	o := s.opener("applications", n.ID)
	d := applicationDoc{
		ID: n.ID, Rev: n.Rev, PersonID: n.PersonID, PostingID: n.PostingID, EnterpriseID: n.EnterpriseID, SiteID: n.SiteID,
		County: n.County, AccountID: n.AccountID, State: string(n.State), Shared: n.Shared, ReferredBy: n.ReferredBy,
		StartedOn: n.StartedOn.String(), PlacementID: n.PlacementID, Link: newLinkDoc(n.Link), LinkViews: n.LinkViews, Erased: n.Erased,
		Owed: newOwedDocs(n.Owed), OwedAt: owedSince(n.Owed),
	}
	notes, empty := make([]string, len(n.Steps)), true
	for i, st := range n.Steps {
		d.Steps = append(d.Steps, stepDoc{string(st.Kind), millis(st.At), st.By, st.SiteID, string(st.Outcome), st.StartedOn.String(), st.Through, st.PlacementID})
		notes[i], empty = st.Note, empty && st.Note == ""
	}
	d.Notes = o.sealJSON(notes, empty, "notes")
	return d, o.err
}

func (s *Store) application(d applicationDoc) (service.Application, error) {
	o := s.opener("applications", d.ID)
	n := service.Application{
		ID: d.ID, Rev: d.Rev, PersonID: d.PersonID, PostingID: d.PostingID, EnterpriseID: d.EnterpriseID, SiteID: d.SiteID,
		County: d.County, AccountID: d.AccountID, State: service.ApplicationState(d.State), Shared: d.Shared, ReferredBy: d.ReferredBy,
		StartedOn: day(d.StartedOn), PlacementID: d.PlacementID, Link: d.Link.link(), LinkViews: d.LinkViews, Erased: d.Erased,
		Owed: owedOf(d.Owed),
	}
	notes := make([]string, len(d.Steps))
	o.openJSON(d.Notes, &notes, "notes")
	for i, st := range d.Steps {
		step := service.ApplicationStep{Kind: service.ApplicationStepKind(st.Kind), At: fromMillis(st.At), By: st.By, SiteID: st.SiteID,
			Outcome: service.ApplicationState(st.Outcome), StartedOn: day(st.StartedOn), Through: st.Through, PlacementID: st.PlacementID}
		if i < len(notes) {
			step.Note = notes[i]
		}
		n.Steps = append(n.Steps, step)
	}
	return n, o.err
}

// InsertApplication implements service.ApplicationStore.
func (s *Store) InsertApplication(ctx context.Context, n service.Application) (service.Application, bool, error) {
	return s.applications().ensure(ctx, n, Query{Where: []Cond{eq("person_id", n.PersonID), eq("posting_id", n.PostingID)}})
}

// Application implements service.ApplicationStore.
func (s *Store) Application(ctx context.Context, id string) (service.Application, error) {
	return s.applications().get(ctx, id)
}

// UpdateApplication implements service.ApplicationStore.
func (s *Store) UpdateApplication(ctx context.Context, id string, change func(*service.Application) error) (service.Application, error) {
	return s.applications().update(ctx, id, change)
}

// Applications implements service.ApplicationStore.
func (s *Store) Applications(ctx context.Context, f service.ApplicationFilter) ([]service.Application, error) {
	where := []Cond{eq("site_id", f.SiteID)}
	if f.PostingID != "" {
		where = append(where, eq("posting_id", f.PostingID))
	}
	if f.State != "" {
		where = append(where, eq("state", string(f.State)))
	}
	return s.applications().find(ctx, page(f.Page, where...))
}

// ApplicationsOfPeople implements service.ApplicationStore.
func (s *Store) ApplicationsOfPeople(ctx context.Context, personIDs []string, p service.Page) ([]service.Application, error) {
	return s.applications().find(ctx, page(p, Cond{"person_id", In, personIDs}))
}

// ApplicationsOfAccount implements service.ApplicationStore.
func (s *Store) ApplicationsOfAccount(ctx context.Context, accountID string, p service.Page) ([]service.Application, error) {
	return s.applications().find(ctx, page(p, eq("account_id", accountID)))
}

// ApplicationByLink implements service.ApplicationStore.
func (s *Store) ApplicationByLink(ctx context.Context, code string) (service.Application, error) {
	if code == "" { // which is what applications without a link have
		return service.Application{}, service.ErrNoRecord
	}
	return s.applications().first(ctx, Query{Where: []Cond{eq("link.code", code)}})
}
