package store

import (
	"context"

	"github.com/quanjiuye/backend/service"
)

type pushDoc struct {
	ID         string        `json:"_id"`
	Rev        int64         `json:"rev"`
	Request    string        `json:"request"`
	NoticeID   string        `json:"notice_id"`
	Digest     string        `json:"digest"`
	No         int64         `json:"no"`
	SiteID     string        `json:"site_id"`
	County     string        `json:"county"`
	Conditions conditionsDoc `json:"conditions"`
	People     int           `json:"people"`
	Reachable  int           `json:"reachable"`
	Subscribed int           `json:"subscribed"`
	Already    int           `json:"already"`
	State      string        `json:"state"`
	Open       bool          `json:"open"`
	Why        string        `json:"why"`
	ResumeAt   int64         `json:"resume_at"`
	CreatedBy  string        `json:"created_by"`
	CreatedAt  int64         `json:"created_at"`
	StartedAt  int64         `json:"started_at"`
	ClosedAt   int64         `json:"closed_at"`
	Ends       []endsDoc     `json:"ends"`
	Owed       []owedDoc     `json:"owed"`
	OwedAt     int64         `json:"owed_at"`
}

type conditionsDoc struct {
	SiteIDs          []string `json:"site_ids"`
	EmploymentStatus []string `json:"employment_status"`
	Groups           []string `json:"groups"`
	Education        []string `json:"education"`
	Occupations      []string `json:"occupations"`
	Area             string   `json:"area"`
	WantsTraining    bool     `json:"wants_training"`
	WantsStartup     bool     `json:"wants_startup"`
	RegisteredSince  string   `json:"registered_since"`
}

type endsDoc struct {
	State  string `json:"state"`
	Reason string `json:"reason"`
	Count  int    `json:"count"`
}

func (s *Store) pushes() table[pushDoc, service.Push] {
	return table[pushDoc, service.Push]{s, "pushes", newPushDoc, pushDoc.push, func(n *service.Push) *int64 { return &n.Rev }}
}

func newPushDoc(n service.Push) (pushDoc, error) {
	c := n.Conditions
	d := pushDoc{
		ID: n.ID, Rev: n.Rev, Request: n.Request, NoticeID: n.NoticeID, Digest: n.Digest, No: n.No, SiteID: n.SiteID, County: n.County,
		Conditions: conditionsDoc{c.SiteIDs, c.EmploymentStatus, c.Groups, c.Education, c.Occupations, c.Area,
			c.WantsTraining, c.WantsStartup, c.RegisteredSince.String()},
		People: n.Audience.People, Reachable: n.Audience.Reachable, Subscribed: n.Audience.Subscribed, Already: n.Audience.Already,
		State: string(n.State), Open: n.Open, Why: n.Why, ResumeAt: millis(n.ResumeAt), CreatedBy: n.CreatedBy,
		CreatedAt: millis(n.CreatedAt), StartedAt: millis(n.StartedAt), ClosedAt: millis(n.ClosedAt),
		Owed: newOwedDocs(n.Owed), OwedAt: owedSince(n.Owed),
	}
	for _, e := range n.Ends {
		d.Ends = append(d.Ends, endsDoc{string(e.State), e.Reason, e.Count})
	}
	return d, nil
}

func (d pushDoc) push() (service.Push, error) {
	c := d.Conditions
	n := service.Push{
		ID: d.ID, Rev: d.Rev, Request: d.Request, NoticeID: d.NoticeID, Digest: d.Digest, No: d.No, SiteID: d.SiteID, County: d.County,
		Conditions: service.Conditions{SiteIDs: c.SiteIDs, EmploymentStatus: c.EmploymentStatus, Groups: c.Groups, Education: c.Education,
			Occupations: c.Occupations, Area: c.Area, WantsTraining: c.WantsTraining, WantsStartup: c.WantsStartup,
			RegisteredSince: day(c.RegisteredSince)},
		Audience: service.Audience{People: d.People, Reachable: d.Reachable, Subscribed: d.Subscribed, Already: d.Already},
		State:    service.PushState(d.State), Open: d.Open, Why: d.Why, ResumeAt: fromMillis(d.ResumeAt), CreatedBy: d.CreatedBy,
		CreatedAt: fromMillis(d.CreatedAt), StartedAt: fromMillis(d.StartedAt), ClosedAt: fromMillis(d.ClosedAt),
		Owed: owedOf(d.Owed),
	}
	for _, e := range d.Ends {
		n.Ends = append(n.Ends, service.Ends{State: service.DeliveryState(e.State), Reason: e.Reason, Count: e.Count})
	}
	return n, nil
}

// InsertPush implements service.PushStore.
func (s *Store) InsertPush(ctx context.Context, n service.Push) error {
	return s.pushes().insert(ctx, n)
}

// Push implements service.PushStore.
func (s *Store) Push(ctx context.Context, id string) (service.Push, error) {
	return s.pushes().get(ctx, id)
}

// PushOf implements service.PushStore.
func (s *Store) PushOf(ctx context.Context, request string) (service.Push, error) {
	return s.pushes().first(ctx, Query{Where: []Cond{eq("request", request)}})
}

// UpdatePush implements service.PushStore.
func (s *Store) UpdatePush(ctx context.Context, id string, change func(*service.Push) error) (service.Push, error) {
	return s.pushes().update(ctx, id, change)
}

// LastPush implements service.PushStore.
func (s *Store) LastPush(ctx context.Context, noticeID, digest string) (service.Push, error) {
	return s.pushes().first(ctx, Query{Where: []Cond{eq("notice_id", noticeID), eq("digest", digest)}, Sort: []string{"-no"}, Latest: true})
}

// OpenPushes implements service.PushStore.
func (s *Store) OpenPushes(ctx context.Context) ([]service.Push, error) {
	return s.pushes().find(ctx, Query{Where: []Cond{{"open", Eq, true}}, Sort: []string{"_id"}})
}

// Pushes implements service.PushStore.
func (s *Store) Pushes(ctx context.Context, f service.PushFilter) ([]service.Push, error) {
	where := []Cond{eq("notice_id", f.NoticeID)}
	if f.SiteID != "" {
		where = append(where, eq("site_id", f.SiteID))
	}
	if f.County != "" {
		where = append(where, eq("county", f.County))
	}
	return s.pushes().find(ctx, page(f.Page, where...))
}
