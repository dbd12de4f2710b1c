package store

import (
	"context"

	"github.com/quanjiuye/backend/service"
)

type helpRequestDoc struct {
	ID       string        `json:"_id"`
	Rev      int64         `json:"rev"`
	Request  string        `json:"request"`
	SiteID   string        `json:"site_id"`
	County   string        `json:"county"`
	Month    string        `json:"month"`
	PersonID string        `json:"person_id"`
	Type     string        `json:"type"`
	Text     []byte        `json:"text"` // sealed
	By       string        `json:"by"`
	Self     bool          `json:"self"`
	State    string        `json:"state"`
	TakenBy  string        `json:"taken_by"`
	Steps    []caseStepDoc `json:"steps"`
	Erased   bool          `json:"erased"`
	Owed     []owedDoc     `json:"owed"`
	OwedAt   int64         `json:"owed_at"`
}

func (s *Store) helpRequests() table[helpRequestDoc, service.HelpRequest] {
	return table[helpRequestDoc, service.HelpRequest]{s, "help_requests", s.newHelpRequestDoc, s.helpRequest,
		func(n *service.HelpRequest) *int64 { return &n.Rev }}
}

func (s *Store) newHelpRequestDoc(n service.HelpRequest) (helpRequestDoc, error) {
	o := s.opener("help_requests", n.ID)
	d := helpRequestDoc{
		ID: n.ID, Rev: n.Rev, Request: n.Request, SiteID: n.SiteID, County: n.County, Month: n.Month.String(), PersonID: n.PersonID,
		Type: string(n.Type), Text: o.seal(n.Text, "text"), By: n.By, Self: n.Self, State: string(n.State), TakenBy: n.TakenBy,
		Steps: newCaseStepDocs(&o, n.Steps), Erased: n.Erased, Owed: newOwedDocs(n.Owed), OwedAt: owedSince(n.Owed),
	}
	return d, o.err
}

func (s *Store) helpRequest(d helpRequestDoc) (service.HelpRequest, error) {
	o := s.opener("help_requests", d.ID)
	n := service.HelpRequest{
		ID: d.ID, Rev: d.Rev, Request: d.Request, SiteID: d.SiteID, County: d.County, Month: month(d.Month), PersonID: d.PersonID,
		Type: service.ActivityType(d.Type), Text: o.open(d.Text, "text"), By: d.By, Self: d.Self, State: service.HelpState(d.State),
		TakenBy: d.TakenBy, Steps: caseSteps(&o, d.Steps), Erased: d.Erased, Owed: owedOf(d.Owed),
	}
	return n, o.err
}

// InsertHelpRequest implements service.HelpRequestStore.
func (s *Store) InsertHelpRequest(ctx context.Context, n service.HelpRequest) (service.HelpRequest, bool, error) {
	return s.helpRequests().ensure(ctx, n, Query{Where: []Cond{eq("request", n.Request)}})
}

// HelpRequest implements service.HelpRequestStore.
func (s *Store) HelpRequest(ctx context.Context, id string) (service.HelpRequest, error) {
	return s.helpRequests().get(ctx, id)
}

// UpdateHelpRequest implements service.HelpRequestStore.
func (s *Store) UpdateHelpRequest(ctx context.Context, id string, change func(*service.HelpRequest) error) (service.HelpRequest, error) {
	return s.helpRequests().update(ctx, id, change)
}

// HelpRequests implements service.HelpRequestStore.
func (s *Store) HelpRequests(ctx context.Context, f service.HelpFilter) ([]service.HelpRequest, error) {
	where := []Cond{eq("site_id", f.SiteID)}
	if !f.Month.IsZero() {
		where = append(where, eq("month", f.Month.String()))
	}
	if f.State != "" {
		where = append(where, eq("state", string(f.State)))
	}
	return s.helpRequests().find(ctx, page(f.Page, where...))
}

// HelpRequestsOfPeople implements service.HelpRequestStore.
func (s *Store) HelpRequestsOfPeople(ctx context.Context, personIDs []string, p service.Page) ([]service.HelpRequest, error) {
	return s.helpRequests().find(ctx, page(p, Cond{"person_id", In, personIDs}))
}

// HelpRequestsOfAccount implements service.HelpRequestStore.
func (s *Store) HelpRequestsOfAccount(ctx context.Context, accountID string, p service.Page) ([]service.HelpRequest, error) {
	return s.helpRequests().find(ctx, page(p, eq("by", accountID)))
}
