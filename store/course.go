package store

import (
	"context"

	"github.com/quanjiuye/backend/service"
)

type courseDoc struct {
	ID           string           `json:"_id"`
	Rev          int64            `json:"rev"`
	Request      string           `json:"request"`
	SiteID       string           `json:"site_id"`
	County       string           `json:"county"`
	Title        string           `json:"title"`
	BodyID       string           `json:"body_id"`
	Place        string           `json:"place"`
	Schedule     string           `json:"schedule"`
	Occupation   string           `json:"occupation"`
	StartsOn     string           `json:"starts_on"`
	EndsOn       string           `json:"ends_on"`
	SignUpUntil  string           `json:"sign_up_until"`
	Cancelled    bool             `json:"cancelled"`
	Seats        int              `json:"seats"`
	Waiting      int              `json:"waiting"`
	FeeFen       int              `json:"fee_fen"`
	PaidBy       string           `json:"paid_by"`
	Places       []coursePlaceDoc `json:"places"`
	By           string           `json:"by"`
	At           int64            `json:"at"`
	CancelledBy  string           `json:"cancelled_by"`
	CancelledAt  int64            `json:"cancelled_at"`
	CancelReason string           `json:"cancel_reason"`
	Owed         []owedDoc        `json:"owed"`
	OwedAt       int64            `json:"owed_at"`
}

type coursePlaceDoc struct {
	SignUpID   string `json:"sign_up_id"`
	PersonID   string `json:"person_id"`
	State      string `json:"state"`
	By         string `json:"by"`
	Self       bool   `json:"self"`
	Time       int    `json:"time"`
	At         int64  `json:"at"`
	AcceptedAt int64  `json:"accepted_at"`
	Erased     bool   `json:"erased"`
}

func (s *Store) courses() table[courseDoc, service.Course] {
	return table[courseDoc, service.Course]{s, "courses", newCourseDoc, courseDoc.course,
		func(n *service.Course) *int64 { return &n.Rev }}
}

func newCourseDoc(n service.Course) (courseDoc, error) {
	d := courseDoc{
		ID: n.ID, Rev: n.Rev, Request: n.Request, SiteID: n.SiteID, County: n.County, Title: n.Title, BodyID: n.BodyID,
		Place: n.Place, Schedule: n.Schedule, Occupation: n.Occupation, StartsOn: n.StartsOn.String(), EndsOn: n.EndsOn.String(),
		SignUpUntil: n.SignUpUntil.String(), Cancelled: n.CancelledBy != "", Seats: n.Seats, Waiting: n.Waiting, FeeFen: n.FeeFen,
		PaidBy: string(n.PaidBy), By: n.By, At: millis(n.At), CancelledBy: n.CancelledBy, CancelledAt: millis(n.CancelledAt),
		CancelReason: n.CancelReason, Owed: newOwedDocs(n.Owed), OwedAt: owedSince(n.Owed),
	}
	for _, p := range n.Places {
		d.Places = append(d.Places, coursePlaceDoc{p.SignUpID, p.PersonID, string(p.State), p.By, p.Self, p.Time, millis(p.At), millis(p.AcceptedAt), p.Erased})
	}
	return d, nil
}

func (d courseDoc) course() (service.Course, error) {
	n := service.Course{
		ID: d.ID, Rev: d.Rev, Request: d.Request, SiteID: d.SiteID, County: d.County,
		CourseTerms: service.CourseTerms{
			Title: d.Title, BodyID: d.BodyID, Place: d.Place, Schedule: d.Schedule, Occupation: d.Occupation,
			StartsOn: day(d.StartsOn), EndsOn: day(d.EndsOn), SignUpUntil: day(d.SignUpUntil), Seats: d.Seats, Waiting: d.Waiting,
			FeeFen: d.FeeFen, PaidBy: service.Payer(d.PaidBy),
		},
		By: d.By, At: fromMillis(d.At), CancelledBy: d.CancelledBy, CancelledAt: fromMillis(d.CancelledAt),
		CancelReason: d.CancelReason, Owed: owedOf(d.Owed),
	}
	for _, p := range d.Places {
		n.Places = append(n.Places, service.CoursePlace{SignUpID: p.SignUpID, PersonID: p.PersonID, State: service.PlaceState(p.State),
			By: p.By, Self: p.Self, Time: p.Time, At: fromMillis(p.At), AcceptedAt: fromMillis(p.AcceptedAt), Erased: p.Erased})
	}
	return n, nil
}

// InsertCourse implements service.CourseStore.
func (s *Store) InsertCourse(ctx context.Context, n service.Course) (service.Course, bool, error) {
	return s.courses().ensure(ctx, n, Query{Where: []Cond{eq("request", n.Request)}})
}

// Course implements service.CourseStore.
func (s *Store) Course(ctx context.Context, id string) (service.Course, error) {
	return s.courses().get(ctx, id)
}

// UpdateCourse implements service.CourseStore.
func (s *Store) UpdateCourse(ctx context.Context, id string, change func(*service.Course) error) (service.Course, error) {
	return s.courses().update(ctx, id, change)
}

// Courses implements service.CourseStore.
func (s *Store) Courses(ctx context.Context, f service.CourseFilter) ([]service.Course, error) {
	var where []Cond
	if f.SiteID != "" {
		where = append(where, eq("site_id", f.SiteID))
	}
	if f.County != "" {
		where = append(where, eq("county", f.County))
	}
	if !f.OpenOn.IsZero() {
		where = append(where, Cond{"cancelled", Eq, false}, Cond{"sign_up_until", Ge, f.OpenOn.String()})
	}
	return s.courses().find(ctx, page(f.Page, where...))
}
