package store

import (
	"context"
	"slices"
	"strings"

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
	Application  string   `json:"application_id"`
	Kind         string   `json:"kind"`
	StartedOn    string   `json:"started_on"`
	Title        string   `json:"title"`
	EvidenceIDs  []string `json:"evidence_ids"`
	Proven       bool     `json:"proven"`
	Proof        string   `json:"proof"`
	Status       string   `json:"status"`
	Trail        trailDoc `json:"trail"`

	Words    []wordDoc `json:"words"`
	Disputed bool      `json:"disputed"`
	Erased   bool      `json:"erased"`
	Link     linkDoc   `json:"link"`
}

// wordDoc is what somebody concerned said.
type wordDoc struct {
	By      string `json:"by"`
	At      int64  `json:"at"`
	Hired   bool   `json:"hired"`
	Note    string `json:"note"`
	Through string `json:"through"`
}

// linkDoc is the employer's open link; its code is a hash, and empty for none.
type linkDoc struct {
	Code      string `json:"code"`
	MadeBy    string `json:"made_by"`
	MadeAt    int64  `json:"made_at"`
	ExpiresAt int64  `json:"expires_at"`
}

func newLinkDoc(l service.EmployerLink) linkDoc {
	return linkDoc{l.Code, l.MadeBy, millis(l.MadeAt), millis(l.ExpiresAt)}
}

func (d linkDoc) link() service.EmployerLink {
	return service.EmployerLink{Code: d.Code, MadeBy: d.MadeBy, MadeAt: fromMillis(d.MadeAt), ExpiresAt: fromMillis(d.ExpiresAt)}
}

func (s *Store) placements() table[placementDoc, service.Placement] {
	return table[placementDoc, service.Placement]{s, "placements", newPlacementDoc, placementDoc.placement,
		func(n *service.Placement) *int64 { return &n.Rev }}
}

func newPlacementDoc(n service.Placement) (placementDoc, error) {
	d := placementDoc{
		ID: n.ID, Rev: n.Rev, SiteID: n.SiteID, County: n.County, Month: n.Month.String(),
		PersonID: n.PersonID, EnterpriseID: n.EnterpriseID, PostingID: n.PostingID,
		Kind: string(n.Kind), StartedOn: n.StartedOn.String(), Title: n.Title,
		EvidenceIDs: n.EvidenceIDs, Proven: n.Proven(), Proof: n.Proof,
		Status: string(n.Status), Trail: newTrailDoc(n.Trail), Disputed: n.Disputed, Erased: n.Erased,
		Link: newLinkDoc(n.Link), Application: n.ApplicationID,
	}
	for _, w := range n.Words {
		d.Words = append(d.Words, wordDoc{w.By, millis(w.At), w.Hired, w.Note, w.Through})
	}
	return d, nil
}

func (d placementDoc) placement() (service.Placement, error) {
	n := service.Placement{
		ID: d.ID, Rev: d.Rev, SiteID: d.SiteID, County: d.County, Month: month(d.Month),
		PersonID: d.PersonID, EnterpriseID: d.EnterpriseID, PostingID: d.PostingID,
		Kind: service.PlacementKind(d.Kind), StartedOn: day(d.StartedOn), Title: d.Title,
		EvidenceIDs: d.EvidenceIDs, Proof: d.Proof, Trail: d.Trail.trail(d.Status), Disputed: d.Disputed, Erased: d.Erased,
		Link: d.Link.link(), ApplicationID: d.Application,
	}
	for _, w := range d.Words {
		n.Words = append(n.Words, service.Word{By: w.By, At: fromMillis(w.At), Hired: w.Hired, Note: w.Note, Through: w.Through})
	}
	return n, nil
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

// PlacementsOfPeople implements service.PlacementStore.
func (s *Store) PlacementsOfPeople(ctx context.Context, personIDs []string, p service.Page) ([]service.Placement, error) {
	return s.placements().find(ctx, page(p, Cond{"person_id", In, personIDs}))
}

// PlacementByLink implements service.PlacementStore.
func (s *Store) PlacementByLink(ctx context.Context, code string) (service.Placement, error) {
	if code == "" { // which is what placements without a link have
		return service.Placement{}, service.ErrNoRecord
	}
	return s.placements().first(ctx, Query{Where: []Cond{eq("link.code", code)}})
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
	if err != nil {
		return service.MonthFacts{}, err
	}
	scans, err := s.ScanFacts(ctx, siteID, m)
	return service.MonthFacts{Registrations: registrations, Placements: placements, Activities: activities, Scans: scans}, err
}

// MonthRecords implements service.FactStore. Its queries name no order, so that an
// engine finds them by site and month in the index of the recount, and does not walk
// all that the site ever had in the order of ids.
func (s *Store) MonthRecords(ctx context.Context, siteID string, m calendar.Month) (r service.MonthRecords, err error) {
	q := Query{Where: []Cond{eq("site_id", siteID), eq("month", m.String()), counting()}}
	if r.Registrations, err = s.registrations().find(ctx, q); err != nil {
		return r, err
	}
	if r.Placements, err = s.placements().find(ctx, q); err != nil {
		return r, err
	}
	r.Activities, err = s.activities().find(ctx, q)
	slices.SortFunc(r.Registrations, func(x, y service.Registration) int { return strings.Compare(x.ID, y.ID) })
	slices.SortFunc(r.Placements, func(x, y service.Placement) int { return strings.Compare(x.ID, y.ID) })
	slices.SortFunc(r.Activities, func(x, y service.Activity) int { return strings.Compare(x.ID, y.ID) })
	return r, err
}

func (s *Store) placementFacts(ctx context.Context, siteID string, m calendar.Month) ([]service.PlacementFact, error) {
	var docs []placementDoc
	err := s.engine.Find(ctx, "placements", Query{
		Where:  []Cond{eq("site_id", siteID), eq("month", m.String()), counting()},
		Fields: []string{"status", "kind", "proven", "disputed", "started_on", "person_id", "trail.recorded_at"},
		Latest: service.WantsLatest(ctx),
	}, &docs)
	if err != nil {
		return nil, fault("read placement facts", err)
	}
	facts := make([]service.PlacementFact, len(docs))
	for i, d := range docs {
		facts[i] = service.PlacementFact{PersonID: d.PersonID, Day: day(d.StartedOn), At: fromMillis(d.Trail.RecordedAt), Kind: service.PlacementKind(d.Kind),
			Confirmed: d.Status == string(service.Confirmed), Disputed: d.Disputed, Proven: d.Proven}
	}
	return facts, nil
}
