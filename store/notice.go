package store

import (
	"context"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

type noticeDoc struct {
	ID             string       `json:"_id"`
	Rev            int64        `json:"rev"`
	Request        string       `json:"request"`
	Place          string       `json:"place"` // whom it is for, as Notice.Place says
	SiteID         string       `json:"site_id"`
	County         string       `json:"county"`
	Title          string       `json:"title"`
	Body           string       `json:"body"`
	Source         string       `json:"source"`
	URL            string       `json:"url"`
	ValidUntil     string       `json:"valid_until"` // endless where there is no end
	State          string       `json:"state"`
	Findings       []findingDoc `json:"findings"`
	CreatedBy      string       `json:"created_by"`
	RevisedBy      []string     `json:"revised_by"`
	ReviewedBy     string       `json:"reviewed_by"`
	CreatedAt      int64        `json:"created_at"`
	PublishedBy    string       `json:"published_by"`
	PublishedAt    int64        `json:"published_at"`
	WithdrawnBy    string       `json:"withdrawn_by"`
	WithdrawnAt    int64        `json:"withdrawn_at"`
	WithdrawReason string       `json:"withdraw_reason"`
	Owed           []owedDoc    `json:"owed"`
	OwedAt         int64        `json:"owed_at"`
}

// endless sorts behind every day.
const endless = "endless"

func (s *Store) notices() table[noticeDoc, service.Notice] {
	return table[noticeDoc, service.Notice]{s, "notices", newNoticeDoc, noticeDoc.notice,
		func(n *service.Notice) *int64 { return &n.Rev }}
}

func newNoticeDoc(n service.Notice) (noticeDoc, error) {
	until := endless
	if !n.ValidUntil.IsZero() {
		until = n.ValidUntil.String()
	}
	return noticeDoc{
		ID: n.ID, Rev: n.Rev, Request: n.Request, Place: n.Place(), SiteID: n.SiteID, County: n.County, Title: n.Title, Body: n.Body, Source: n.Source,
		URL: n.URL, ValidUntil: until, State: string(n.State), Findings: newFindingDocs(n.Findings), RevisedBy: n.RevisedBy, ReviewedBy: n.ReviewedBy, CreatedBy: n.CreatedBy, CreatedAt: millis(n.CreatedAt),
		PublishedBy: n.PublishedBy, PublishedAt: millis(n.PublishedAt),
		WithdrawnBy: n.WithdrawnBy, WithdrawnAt: millis(n.WithdrawnAt), WithdrawReason: n.WithdrawReason,
		Owed: newOwedDocs(n.Owed), OwedAt: owedSince(n.Owed),
	}, nil
}

func (d noticeDoc) notice() (service.Notice, error) {
	until := calendar.Date{}
	if d.ValidUntil != endless {
		until = day(d.ValidUntil)
	}
	return service.Notice{
		ID: d.ID, Rev: d.Rev, Request: d.Request, SiteID: d.SiteID, County: d.County, Title: d.Title, Body: d.Body, Source: d.Source,
		URL: d.URL, ValidUntil: until, State: service.NoticeState(d.State), Findings: findingsOf(d.Findings), RevisedBy: d.RevisedBy, ReviewedBy: d.ReviewedBy, CreatedBy: d.CreatedBy, CreatedAt: fromMillis(d.CreatedAt),
		PublishedBy: d.PublishedBy, PublishedAt: fromMillis(d.PublishedAt),
		WithdrawnBy: d.WithdrawnBy, WithdrawnAt: fromMillis(d.WithdrawnAt), WithdrawReason: d.WithdrawReason,
		Owed: owedOf(d.Owed),
	}, nil
}

// InsertNotice implements service.NoticeStore.
func (s *Store) InsertNotice(ctx context.Context, n service.Notice) (service.Notice, bool, error) {
	return s.notices().ensure(ctx, n, Query{Where: []Cond{eq("request", n.Request)}})
}

// Notice implements service.NoticeStore.
func (s *Store) Notice(ctx context.Context, id string) (service.Notice, error) {
	return s.notices().get(ctx, id)
}

// UpdateNotice implements service.NoticeStore.
func (s *Store) UpdateNotice(ctx context.Context, id string, change func(*service.Notice) error) (service.Notice, error) {
	return s.notices().update(ctx, id, change)
}

// Notices implements service.NoticeStore.
func (s *Store) Notices(ctx context.Context, f service.NoticeFilter) ([]service.Notice, error) {
	var where []Cond
	if len(f.Places) > 0 {
		where = append(where, Cond{"place", In, f.Places})
	}
	if f.State != "" {
		where = append(where, eq("state", string(f.State)))
	}
	if !f.ValidOn.IsZero() {
		where = append(where, Cond{"valid_until", Ge, f.ValidOn.String()})
	}
	return s.notices().find(ctx, page(f.Page, where...))
}
