package service

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// SignUp is a person's wish to take part in a course (报名), one for each person and
// course. It says who and for what, for good; what became of it is in the course's
// places. Without a place there the wish came to nothing.
type SignUp struct {
	ID       string
	Rev      int64
	CourseID string
	PersonID string
	At       time.Time // first
}

// CoursePlace is what a sign-up got of a course.
type CoursePlace struct {
	SignUpID   string
	PersonID   string
	State      PlaceState
	By         string // account that signed up; empty: it was the seeker's and is gone
	Self       bool   // for its own person
	Time       int    // 1, and one more each time the person comes back after a withdrawal
	At         time.Time
	AcceptedAt time.Time // zero while waiting
	Erased     bool      // its person was erased
}

// PlaceState is where a sign-up stands.
type PlaceState string

// The states.
const (
	PlaceAccepted  PlaceState = "accepted"
	PlaceWaiting   PlaceState = "waiting"
	PlaceWithdrawn PlaceState = "withdrawn"
	PlaceAttended  PlaceState = "attended"
	PlaceAbsent    PlaceState = "absent"
	PlaceVacated   PlaceState = "vacated" // accepted, and its person was erased before the course began; the entry stands
)

var placeStates = map[PlaceState]string{
	PlaceAccepted: "已报名", PlaceWaiting: "候补", PlaceWithdrawn: "已取消", PlaceAttended: "出勤", PlaceAbsent: "缺勤", PlaceVacated: "名额已空出",
	"": "名额已满",
}

// Text says the state in Chinese.
func (s PlaceState) Text() string { return placeStates[s] }

// SignUpView is a sign-up with its person, for those who work at the site.
type SignUpView struct {
	CoursePlace
	Person Person
}

// MySignUp is a sign-up as the seeker sees it; its place is the zero one when all
// seats were taken.
type MySignUp struct {
	SignUp
	Course      CourseView
	Place       CoursePlace
	MayWithdraw bool
}

// SignUpStore keeps sign-ups.
type SignUpStore interface {
	// InsertSignUp keeps n, or answers created=false and the one of the same course and
	// person.
	InsertSignUp(ctx context.Context, n SignUp) (kept SignUp, created bool, err error)
	SignUp(ctx context.Context, id string) (SignUp, error)
	// SignUpsOfPeople lists, newest first, what any of them signed up for.
	SignUpsOfPeople(ctx context.Context, personIDs []string, p Page) ([]SignUp, error)
}

var (
	errSignUpOver = &Error{Kind: Conflict, Code: "sign_up_over", Message: "该课程报名已截止"}
	errCourseFull = &Error{Kind: Conflict, Code: "course_full", Message: "该课程名额已满"}
	errNoPlace    = &Error{Kind: Conflict, Code: "not_signed_up", Message: "该学员没有报名成功，不能登记出勤"}
	errNotBegun   = &Error{Kind: Conflict, Code: "course_not_begun", Message: "该课程尚未开课，不能登记出勤"}
)

// mostPlaces bounds a course's document, withdrawn sign-ups and all.
const mostPlaces = 2000

// SignUpFor signs a person up: the caller's own, or, at a course of his site,
// anybody who is known. It may get a seat, wait for one, or be refused; of many at
// once as many get one as there are. Signing up again changes nothing.
func (s *Service) SignUpFor(ctx context.Context, a Actor, courseID, personID string) (MySignUp, error) {
	v, err := s.Course(ctx, a, courseID)
	if err != nil {
		return MySignUp{}, err
	}
	person, self, err := s.whoIsMeant(ctx, a, v.SiteID, v.County, personID)
	if err != nil {
		return MySignUp{}, err
	}
	n, _, err := s.store.InsertSignUp(ctx, SignUp{ID: newID(), Rev: 1, CourseID: courseID, PersonID: person, At: s.now()})
	if err != nil {
		return MySignUp{}, err
	}
	c, err := s.store.UpdateCourse(ctx, courseID, func(c *Course) error {
		return c.signUp(CoursePlace{SignUpID: n.ID, PersonID: person, By: a.Account.ID, Self: self, At: s.now()}, s.today())
	})
	if err != nil {
		return MySignUp{}, err
	}
	s.pay(ctx, CourseNoun, c.ID, c.Owed)
	return s.viewSignUp(ctx, a, n, c)
}

func (c Course) count(state PlaceState) (n int) {
	for _, p := range c.Places {
		if p.State == state {
			n++
		}
	}
	return n
}

// taken is how many seats are.
func (c Course) taken() int {
	return c.count(PlaceAccepted) + c.count(PlaceAttended) + c.count(PlaceAbsent)
}

func (c *Course) place(signUpID string) *CoursePlace {
	for i := range c.Places {
		if c.Places[i].SignUpID == signUpID {
			return &c.Places[i]
		}
	}
	return nil
}

// signUp gives p a seat or a place in the queue.
func (c *Course) signUp(p CoursePlace, today calendar.Date) error {
	switch {
	case c.CancelledBy != "":
		return errCourseCancelled
	case !c.open(today):
		return errSignUpOver
	}
	p.Time = 1
	if was := c.place(p.SignUpID); was != nil {
		switch was.State {
		case PlaceVacated: // its entry stands, and nobody counts twice for coming back
			p.Time = was.Time
		case PlaceWithdrawn:
			p.Time = was.Time + 1
		default:
			return nil
		}
	}
	switch {
	case len(c.Places) >= mostPlaces:
		return errCourseFull
	case c.taken() < c.Seats:
		p.State, p.AcceptedAt = PlaceAccepted, p.At
		c.Owed = owe(c.Owed, c.placeEntry(p))
	case c.count(PlaceWaiting) < c.Waiting:
		p.State = PlaceWaiting
	default:
		return errCourseFull
	}
	c.Places = append(slices.DeleteFunc(c.Places, func(was CoursePlace) bool { return was.SignUpID == p.SignUpID }), p)
	return nil
}

// promote gives seats that are free to those who wait, the first first.
func (c *Course) promote(now time.Time) {
	free := c.Seats - c.taken()
	for i := range c.Places {
		if p := &c.Places[i]; p.State == PlaceWaiting && free > 0 {
			p.State, p.AcceptedAt = PlaceAccepted, now
			c.Owed = owe(c.Owed, c.placeEntry(*p))
			free--
		}
	}
}

// placeEntry is what an accepted sign-up is to the ledger. It names nobody.
func (c Course) placeEntry(p CoursePlace) Owed {
	id := owedID(CourseNoun, c.ID, p.SignUpID)
	if p.Time > 1 {
		id = fmt.Sprint(id, ":", p.Time)
	}
	source := FromStaff
	if p.Self {
		source = FromScan
	}
	return Owed{ClientID: id, Type: "training_sign_up", SiteID: c.SiteID, County: c.County, HeldOn: calendar.DateOf(p.AcceptedAt),
		Participants: 1, Note: "报名：" + c.Title, About: p.PersonID, By: cmp.Or(p.By, Anonymous), Source: source, At: p.AcceptedAt}
}

// placeEntries are those of all who have a seat or vacated one.
func (c Course) placeEntries() (list []Owed) {
	for _, p := range c.Places {
		if p.State == PlaceAccepted || p.State == PlaceVacated {
			list = append(list, c.placeEntry(p))
		}
	}
	return list
}

// Withdraw takes a sign-up back before the course begins; its seat goes to the first
// who waits. The entry becomes void, unless its month is closed.
func (s *Service) Withdraw(ctx context.Context, a Actor, courseID, signUpID string) (MySignUp, error) {
	n, err := s.signUpFor(ctx, a, courseID, signUpID)
	if err != nil {
		return MySignUp{}, err
	}
	c, err := s.store.UpdateCourse(ctx, courseID, func(c *Course) error {
		p := c.place(signUpID)
		switch {
		case p == nil:
			return ErrNotFound
		case c.CancelledBy != "":
			return errCourseCancelled
		case p.State == PlaceWithdrawn || p.State == PlaceVacated:
			return nil
		case c.begun(s.today()):
			return errCourseBegun
		}
		if p.State == PlaceAccepted {
			c.Owed = owe(c.Owed, c.placeEntry(*p).undone(a.Account.ID, "取消报名", s.now()))
		}
		p.State = PlaceWithdrawn
		c.promote(s.now())
		return nil
	})
	if err != nil {
		return MySignUp{}, err
	}
	s.pay(ctx, CourseNoun, c.ID, c.Owed)
	return s.viewSignUp(ctx, a, n, c)
}

// signUpFor loads a sign-up of the caller's own person, or of a course of his site;
// any other looks missing.
func (s *Service) signUpFor(ctx context.Context, a Actor, courseID, id string) (SignUp, error) {
	n, err := s.store.SignUp(ctx, id)
	if err == nil && n.CourseID != courseID {
		err = ErrNoRecord
	}
	if err != nil {
		return SignUp{}, missing(err)
	}
	own, err := s.myPeople(ctx, a)
	if err != nil || slices.Contains(own, n.PersonID) {
		return n, err
	}
	c, err := s.store.Course(ctx, courseID)
	if err != nil {
		return SignUp{}, missing(err)
	}
	return n, a.touch(writeRecords, c.SiteID, c.County)
}
