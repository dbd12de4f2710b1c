package store

import (
	"cmp"
	"context"
	"strconv"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/match"
	"github.com/quanjiuye/backend/service/wording"
)

// postingDoc has at its top level, beside the posting's own fields, what follows
// from them and is searched by.
type postingDoc struct {
	ID            string `json:"_id"`
	Rev           int64  `json:"rev"`
	SiteID        string `json:"site_id"`
	County        string `json:"county"`
	Month         string `json:"month"`
	ClientID      string `json:"client_id"`
	EnterpriseID  string `json:"enterprise_id"`
	NamesakeOf    string `json:"namesake_of"`
	Watched       bool   `json:"watched"`
	PostedOn      string `json:"posted_on"`
	RepostOf      string `json:"repost_of"`
	State         string `json:"state"`
	Published     bool   `json:"published"`      // Posting.Published
	Waits         bool   `json:"waits"`          // its round has not ended
	CountedIn     string `json:"counted_in"`     // the year in which it counts unless void; empty: in none
	OccupationKey string `json:"occupation_key"` // of the code, or else of the words
	AcceptedAt    int64  `json:"accepted_at"`
	CountsOn      string `json:"counts_on"`
	DuplicateOf   string `json:"duplicate_of"`

	Title          string   `json:"title"`
	Place          string   `json:"place"`
	Area           string   `json:"area"`
	Lat            int64    `json:"lat"` // millionths of a degree
	Lng            int64    `json:"lng"`
	Headcount      int      `json:"headcount"`
	Description    string   `json:"description"`
	Conditions     string   `json:"conditions"`
	PayMin         int64    `json:"pay_min"`
	PayMax         int64    `json:"pay_max"`
	PayUnit        string   `json:"pay_unit"`
	Kind           string   `json:"kind"`
	ValidUntil     string   `json:"valid_until"`
	Occupation     string   `json:"occupation"`
	OccupationCode string   `json:"occupation_code"`
	Skills         []string `json:"skills"`
	WorkTime       string   `json:"work_time"`
	ContactName    []byte   `json:"contact_name"`  // sealed
	ContactPhone   []byte   `json:"contact_phone"` // sealed
	SourceName     string   `json:"source_name"`
	ExternalID     string   `json:"external_id"`

	Review       reviewDoc `json:"review"`
	RevisedBy    []string  `json:"revised_by"`
	TakenDownBy  string    `json:"taken_down_by"`
	TakenDownAt  int64     `json:"taken_down_at"`
	TakenDownFor string    `json:"taken_down_for"`
	TouchedAt    int64     `json:"touched_at"`
	Status       string    `json:"status"`
	Trail        trailDoc  `json:"trail"`
}

// reviewDoc is a review but for its state.
type reviewDoc struct {
	Verdict   string       `json:"verdict"`
	Findings  []findingDoc `json:"findings"`
	Round     string       `json:"round"`
	Unchecked bool         `json:"unchecked"`
	By        string       `json:"by"`
	At        int64        `json:"at"`
	Reason    string       `json:"reason"`
}

type findingDoc struct {
	Category   string `json:"category"`
	Words      string `json:"words"`
	Clause     string `json:"clause"`
	Suggestion string `json:"suggestion"`
}

func (s *Store) postings() table[postingDoc, service.Posting] {
	return table[postingDoc, service.Posting]{s, "postings", s.newPostingDoc, s.posting,
		func(n *service.Posting) *int64 { return &n.Rev }}
}

func (s *Store) newPostingDoc(n service.Posting) (postingDoc, error) {
	o := s.opener("postings", n.ID)
	d := postingDoc{
		ID: n.ID, Rev: n.Rev, SiteID: n.SiteID, County: n.County, Month: n.Month.String(), ClientID: n.ClientID,
		EnterpriseID: n.EnterpriseID, NamesakeOf: n.NamesakeOf, Watched: n.Watched, PostedOn: n.PostedOn.String(), RepostOf: n.RepostOf,
		State: string(n.Review.State), Published: n.Published(), Waits: n.Review.Round != "", OccupationKey: n.OccupationKey(),
		AcceptedAt: millis(n.AcceptedAt), CountsOn: n.CountsOn.String(), DuplicateOf: n.DuplicateOf,

		Title: n.Title, Place: n.Place, Area: n.Area, Lat: int64(n.At.Lat), Lng: int64(n.At.Lng), Headcount: n.Headcount, Description: n.Description, Conditions: n.Conditions,
		PayMin: n.Pay.Min, PayMax: n.Pay.Max, PayUnit: string(n.Pay.Unit), Kind: string(n.Kind), ValidUntil: n.ValidUntil.String(),
		Occupation: n.Occupation, OccupationCode: n.OccupationCode, Skills: n.Skills, WorkTime: n.WorkTime,
		ContactName: o.seal(n.ContactName, "contact_name"), ContactPhone: o.seal(n.ContactPhone, "contact_phone"),
		SourceName: n.SourceName, ExternalID: n.ExternalID,

		Review: newReviewDoc(n.Review), RevisedBy: n.RevisedBy, TakenDownBy: n.TakenDownBy, TakenDownAt: millis(n.TakenDownAt), TakenDownFor: n.TakenDownFor, TouchedAt: millis(n.TouchedAt),
		Status: string(n.Status), Trail: newTrailDoc(n.Trail),
	}
	if n.CountsUnlessVoid() {
		d.CountedIn = strconv.Itoa(n.CountsOn.Year)
	}
	return d, o.err
}

func (s *Store) posting(d postingDoc) (service.Posting, error) {
	o := s.opener("postings", d.ID)
	n := service.Posting{
		ID: d.ID, Rev: d.Rev, SiteID: d.SiteID, County: d.County, Month: month(d.Month), ClientID: d.ClientID,
		EnterpriseID: d.EnterpriseID, NamesakeOf: d.NamesakeOf, Watched: d.Watched, PostedOn: day(d.PostedOn), RepostOf: d.RepostOf,
		AcceptedAt: fromMillis(d.AcceptedAt), CountsOn: day(d.CountsOn), DuplicateOf: d.DuplicateOf,
		Offer: service.Offer{
			Title: d.Title, Place: d.Place, Area: d.Area, At: match.Point{Lat: int32(d.Lat), Lng: int32(d.Lng)}, Headcount: d.Headcount, Description: d.Description, Conditions: d.Conditions,
			Pay:  service.Pay{Min: d.PayMin, Max: d.PayMax, Unit: service.PayUnit(d.PayUnit)},
			Kind: service.WorkKind(d.Kind), ValidUntil: day(d.ValidUntil),
			Occupation: d.Occupation, OccupationCode: d.OccupationCode, Skills: d.Skills, WorkTime: d.WorkTime,
			ContactName: o.open(d.ContactName, "contact_name"), ContactPhone: o.open(d.ContactPhone, "contact_phone"),
			SourceName: d.SourceName, ExternalID: d.ExternalID,
		},
		Review: d.Review.review(d.State), RevisedBy: d.RevisedBy, TakenDownBy: d.TakenDownBy, TakenDownAt: fromMillis(d.TakenDownAt), TakenDownFor: d.TakenDownFor, TouchedAt: fromMillis(d.TouchedAt),
		Trail: d.Trail.trail(d.Status),
	}
	return n, o.err
}

func newReviewDoc(r service.Review) reviewDoc {
	return reviewDoc{Verdict: string(r.Verdict), Findings: newFindingDocs(r.Findings), Round: r.Round, Unchecked: r.Unchecked,
		By: r.By, At: millis(r.At), Reason: r.Reason}
}

func newFindingDocs(list []service.Finding) (docs []findingDoc) {
	for _, f := range list {
		docs = append(docs, findingDoc(f))
	}
	return docs
}

func findingsOf(docs []findingDoc) (list []service.Finding) {
	for _, d := range docs {
		list = append(list, service.Finding(d))
	}
	return list
}

func (d reviewDoc) review(state string) service.Review {
	return service.Review{State: service.ReviewState(state), Verdict: wording.Verdict(d.Verdict), Findings: findingsOf(d.Findings),
		Round: d.Round, Unchecked: d.Unchecked, By: d.By, At: fromMillis(d.At), Reason: d.Reason}
}

// InsertPosting implements service.PostingStore.
func (s *Store) InsertPosting(ctx context.Context, n service.Posting) (service.Posting, bool, error) {
	return s.postings().ensure(ctx, n, Query{Where: []Cond{eq("site_id", n.SiteID), eq("client_id", n.ClientID)}})
}

// Posting implements service.PostingStore.
func (s *Store) Posting(ctx context.Context, id string) (service.Posting, error) {
	return s.postings().get(ctx, id)
}

// UpdatePosting implements service.PostingStore.
func (s *Store) UpdatePosting(ctx context.Context, id string, change func(*service.Posting) error) (service.Posting, error) {
	return s.postings().update(ctx, id, change)
}

// Postings implements service.PostingStore.
func (s *Store) Postings(ctx context.Context, f service.PostingFilter) ([]service.Posting, error) {
	q := records(f.RecordFilter)
	if f.State != "" {
		q.Where = append(q.Where, eq("state", string(f.State)))
	}
	return s.postings().find(ctx, q)
}

// SupervisedPostings implements service.PostingStore.
func (s *Store) SupervisedPostings(ctx context.Context, f service.SupervisedFilter) ([]service.Posting, error) {
	var where []Cond
	switch f.State {
	case "":
	case service.TakenDown:
		where = append(where, Cond{"taken_down_at", Gt, int64(0)})
	default:
		where = append(where, eq("state", string(f.State)))
	}
	if !f.Scope.Everything {
		where = append(where, Cond{"county", In, append([]string{}, f.Scope.Counties...)})
	}
	return s.postings().find(ctx, page(f.Page, where...))
}

// WaitingPostings implements service.PostingStore.
func (s *Store) WaitingPostings(ctx context.Context, limit int) ([]service.Posting, error) {
	return s.postings().find(ctx, Query{Where: []Cond{{"waits", Eq, true}}, Sort: []string{"_id"}, Limit: limit})
}

// OpenPostings implements service.PostingStore.
func (s *Store) OpenPostings(ctx context.Context, f service.JobFilter) ([]service.Posting, error) {
	where := []Cond{{"published", Eq, true}, {"valid_until", Ge, f.Today.String()}}
	if f.Area != "" {
		where = append(where, eq("area", f.Area))
	}
	if f.SiteID != "" {
		where = append(where, eq("site_id", f.SiteID))
	}
	if f.Occupation != "" {
		where = append(where, eq("occupation_key", f.Occupation))
	}
	return s.postings().find(ctx, page(f.Page, where...))
}

// PostingsByID implements service.PostingStore.
func (s *Store) PostingsByID(ctx context.Context, ids []string) ([]service.Posting, error) {
	return s.postings().find(ctx, Query{Where: []Cond{{"_id", In, append([]string{}, ids...)}}})
}

// TouchedPostings implements service.PostingStore.
func (s *Store) TouchedPostings(ctx context.Context, since time.Time, limit int) ([]service.Touched, error) {
	var docs []struct {
		ID        string `json:"_id"`
		Rev       int64  `json:"rev"`
		TouchedAt int64  `json:"touched_at"`
	}
	err := s.engine.Find(ctx, "postings", Query{
		Where: []Cond{{"touched_at", Ge, millis(since)}}, Sort: []string{"touched_at"}, Limit: limit, Fields: []string{"touched_at", "rev"},
	}, &docs)
	touched := make([]service.Touched, len(docs))
	for i, d := range docs {
		touched[i] = service.Touched{ID: d.ID, Rev: d.Rev, At: fromMillis(d.TouchedAt)}
	}
	return touched, fault("read what was touched", err)
}

// PostingFacts implements service.PostingStore.
func (s *Store) PostingFacts(ctx context.Context, siteID string, year int) ([]service.PostingFact, error) {
	var docs []postingDoc
	err := s.engine.Find(ctx, "postings", Query{
		Where:  []Cond{eq("site_id", siteID), eq("counted_in", strconv.Itoa(year)), counting()},
		Fields: []string{"status", "counts_on", "enterprise_id", "namesake_of", "headcount", "accepted_at"},
		Latest: service.WantsLatest(ctx),
	}, &docs)
	if err != nil {
		return nil, fault("read posting facts", err)
	}
	facts := make([]service.PostingFact, len(docs))
	for i, d := range docs {
		facts[i] = service.PostingFact{EnterpriseID: cmp.Or(d.NamesakeOf, d.EnterpriseID), Day: day(d.CountsOn), At: fromMillis(d.AcceptedAt),
			Headcount: d.Headcount, Confirmed: d.Status == string(service.Confirmed)}
	}
	return facts, nil
}
