package service

import (
	"context"
	"slices"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// Course is a training course (培训课程) that a site publishes. It owes the ledger a
// training_course when it is published and a training_sign_up for each place that it
// gives (item 10). Its places are in the course itself, so that one write decides who
// gets the last.
type Course struct {
	ID      string
	Rev     int64
	Request string // that made it: another attempt at it makes no other
	SiteID  string
	County  string
	CourseTerms
	Places []CoursePlace // in the order in which they were asked for, withdrawn ones too
	By     string
	At     time.Time

	CancelledBy  string // empty: it takes place
	CancelledAt  time.Time
	CancelReason string
	Owed         []Owed
}

// CourseTerms are what a course offers.
type CourseTerms struct {
	Title       string
	BodyID      string // training body; may be empty
	Place       string
	Schedule    string // "周六、周日 9:00–17:00"; may be empty
	Occupation  string // may be empty
	StartsOn    calendar.Date
	EndsOn      calendar.Date // zero in an input: the day on which it starts
	SignUpUntil calendar.Date // last day; zero in an input: the day before it starts, or today if it starts today
	Seats       int
	Waiting     int   // how many more may wait for a seat
	FeeFen      int   // what a seat costs, in fen; 0: free
	PaidBy      Payer // who pays it; empty when it is free
}

// Payer is who pays a course's fee. A seeker is none: the services of a site are free
// of charge, training among them (form item 5).
type Payer string

// Who may pay.
const (
	PaidBySubsidy  Payer = "subsidy"
	PaidBySite     Payer = "site"
	PaidByBody     Payer = "body"
	PaidByEmployer Payer = "employer"
)

// CourseView is a course as a screen may show it.
type CourseView struct {
	Course
	Site     Site
	BodyName string
	Taken    int  // seats
	Queue    int  // who wait for one
	Open     bool // for sign-ups
	May      CourseMay
}

// CourseMay says what a screen may offer to those who work at the site.
type CourseMay struct {
	Change bool `json:"change"`
	Cancel bool `json:"cancel"`
}

// CourseFilter narrows a list of courses.
type CourseFilter struct {
	SiteID string        // empty: any
	County string        // empty: any
	OpenOn calendar.Date // only those that take sign-ups on that day; zero: any
	Page   Page
}

// CourseStore keeps courses.
type CourseStore interface {
	// InsertCourse keeps c, or answers created=false and the one of the same request.
	InsertCourse(ctx context.Context, c Course) (kept Course, created bool, err error)
	Course(ctx context.Context, id string) (Course, error)
	UpdateCourse(ctx context.Context, id string, change func(*Course) error) (Course, error)
	Courses(ctx context.Context, f CourseFilter) ([]Course, error)
}

// CourseNoun owes entries.
const CourseNoun OwingNoun = "course"

const (
	mostSeats   = 500
	mostWaiting = 200
	mostFee     = 100_000_00 // fen
)

var (
	errCourseBegun     = &Error{Kind: Conflict, Code: "course_begun", Message: "该课程已开课，不能再更改"}
	errCourseCancelled = &Error{Kind: Conflict, Code: "course_cancelled", Message: "该课程已取消"}
	errSeatsTaken      = &Error{Kind: Conflict, Code: "seats_taken", Message: "名额不能少于已报名人数"}
)

// PublishCourse publishes a course of the caller's site.
func (s *Service) PublishCourse(ctx context.Context, a Actor, siteID string, in CourseTerms) (CourseView, error) {
	site, err := s.siteFor(ctx, a, writeRecords, siteID)
	if err != nil {
		return CourseView{}, err
	}
	c := Course{ID: newID(), Rev: 1, Request: requestID(ctx), SiteID: site.ID, County: site.County, By: a.Account.ID, At: s.now()}
	if c.CourseTerms, err = s.cleanTerms(ctx, a, site, in, CourseTerms{}); err != nil {
		return CourseView{}, err
	}
	c.Owed = []Owed{c.entry()}
	if c, _, err = s.store.InsertCourse(ctx, c); err != nil {
		return CourseView{}, err
	}
	s.pay(ctx, CourseNoun, c.ID, c.Owed)
	return s.viewCourse(ctx, a, c)
}

// cleanTerms checks what a course offers, and of its texts what was not offered before:
// a course is public at once, so that what is found in them refuses it.
func (s *Service) cleanTerms(ctx context.Context, a Actor, site Site, in, before CourseTerms) (CourseTerms, error) {
	var p problems
	in.Title = p.text("body.title", in.Title, 2, 60)
	in.Place = p.text("body.place", in.Place, 1, 60)
	in.Schedule = p.text("body.schedule", in.Schedule, 0, 100)
	in.Occupation = p.text("body.occupation", in.Occupation, 0, 40)
	s.knownBody(ctx, &p, site.ID, in.BodyID)
	in.days(&p, s.today(), before)
	if in.Seats < 1 || in.Seats > mostSeats {
		p.add("body.seats", "seats", "名额须为1至500")
	}
	if in.Waiting < 0 || in.Waiting > mostWaiting {
		p.add("body.waiting", "waiting", "候补人数须为0至200")
	}
	in.fee(&p)
	if slices.Equal(in.texts(), before.texts()) {
		return in, p.err()
	}
	for i, location := range []string{"body.title", "body.place", "body.schedule", "body.occupation"} {
		p.lawful(location, in.texts()[i])
	}
	if err := p.err(); err != nil {
		return CourseTerms{}, err
	}
	found, err := s.readTexts(ctx, a.Account.ID, in.texts()...)
	if err == nil && len(found) > 0 {
		err = &Error{Kind: Conflict, Code: "text_refused", Message: found[0].Clause + "，" + found[0].Suggestion}
	}
	return in, err
}

// texts are the parts of a course that anybody may write anything into.
func (t CourseTerms) texts() []string { return []string{t.Title, t.Place, t.Schedule, t.Occupation} }

// days need not be known long before; a course of years ago is a mistake.
func (t *CourseTerms) days(p *problems, today calendar.Date, before CourseTerms) {
	if t.EndsOn.IsZero() {
		t.EndsOn = t.StartsOn
	}
	if t.SignUpUntil.IsZero() {
		t.SignUpUntil = t.StartsOn.AddDays(-1)
		if t.StartsOn == today {
			t.SignUpUntil = today
		}
	}
	switch {
	case t.StartsOn.IsZero() || t.StartsOn.Before(today) || t.StartsOn.After(today.AddYears(1)):
		p.add("body.starts_on", "date", "开课日期须在今天之后一年内")
	case t.EndsOn.Before(t.StartsOn) || t.EndsOn.After(t.StartsOn.AddYears(1)):
		p.add("body.ends_on", "date", "结课日期不能早于开课日期，课程不超过一年")
	case t.SignUpUntil.After(t.StartsOn):
		p.add("body.sign_up_until", "date", "报名截止日期不能晚于开课日期")
	case t.SignUpUntil.Before(today) && t.SignUpUntil != before.SignUpUntil:
		p.add("body.sign_up_until", "date", "报名截止日期不能早于今天")
	}
}

func (t CourseTerms) fee(p *problems) {
	switch {
	case t.FeeFen < 0 || t.FeeFen > mostFee:
		p.add("body.fee", "fee", "费用不在合理范围内")
	case t.PaidBy == "seeker":
		p.add("body.paid_by", "seeker_fee", "公共就业服务免费，培训不得向求职者收取费用")
	case t.FeeFen == 0 && t.PaidBy != "":
		p.add("body.paid_by", "paid_by", "免费课程无须填写付费方")
	case t.FeeFen > 0 && t.PaidBy != PaidBySubsidy && t.PaidBy != PaidBySite && t.PaidBy != PaidByBody && t.PaidBy != PaidByEmployer:
		p.add("body.paid_by", "paid_by", "请注明费用由谁承担：补贴（subsidy）、站点（site）、培训机构（body）或用人单位（employer）")
	}
}

// entry is what the course is to the ledger.
func (c Course) entry() Owed {
	return Owed{ClientID: owedID(CourseNoun, c.ID), Type: "training_course", SiteID: c.SiteID, County: c.County,
		HeldOn: calendar.DateOf(c.At), Place: c.Place, Note: "培训课程：" + c.Title, By: c.By, Source: FromStaff, At: c.At}
}

func (c Course) begun(today calendar.Date) bool { return !today.Before(c.StartsOn) }

// open reports whether the course takes sign-ups.
func (c Course) open(today calendar.Date) bool {
	return c.CancelledBy == "" && !today.After(c.SignUpUntil)
}

// ChangeCourse changes a course that has not begun. More seats go to those who wait;
// a seat that is taken stays taken.
func (s *Service) ChangeCourse(ctx context.Context, a Actor, id string, in CourseTerms) (CourseView, error) {
	v, err := s.courseFor(ctx, a, id, writeRecords)
	if err != nil {
		return CourseView{}, err
	}
	terms, err := s.cleanTerms(ctx, a, v.Site, in, v.CourseTerms)
	if err != nil {
		return CourseView{}, err
	}
	return s.changeCourse(ctx, a, id, func(c *Course) error {
		if c.begun(s.today()) {
			return errCourseBegun
		}
		if terms.Seats < c.taken() {
			return errSeatsTaken
		}
		c.CourseTerms = terms
		c.promote(s.now())
		return nil
	})
}

// mayCancel reports whether it can still be said that the course does not take place:
// also on the day on which it begins, until somebody is known to have been there or not.
func (c Course) mayCancel(today calendar.Date) bool {
	return !today.After(c.StartsOn) && c.count(PlaceAttended)+c.count(PlaceAbsent) == 0
}

// CancelCourse says that a course does not take place. Its entry becomes void and so
// do those of its sign-ups, unless their month is closed.
func (s *Service) CancelCourse(ctx context.Context, a Actor, id, reason string) (CourseView, error) {
	var p problems
	reason = p.text("body.reason", reason, 2, 200)
	if err := p.err(); err != nil {
		return CourseView{}, err
	}
	if _, err := s.courseFor(ctx, a, id, writeRecords); err != nil {
		return CourseView{}, err
	}
	return s.changeCourse(ctx, a, id, func(c *Course) error {
		if !c.mayCancel(s.today()) {
			return errCourseBegun
		}
		c.CancelledBy, c.CancelledAt, c.CancelReason = a.Account.ID, s.now(), reason
		for _, o := range append(c.placeEntries(), c.entry()) {
			c.Owed = owe(c.Owed, o.undone(a.Account.ID, "课程取消："+reason, c.CancelledAt))
		}
		return nil
	})
}

// changeCourse changes one that takes place.
func (s *Service) changeCourse(ctx context.Context, a Actor, id string, change func(*Course) error) (CourseView, error) {
	c, err := s.store.UpdateCourse(ctx, id, func(c *Course) error {
		if c.CancelledBy != "" {
			return errCourseCancelled
		}
		return change(c)
	})
	if err != nil {
		return CourseView{}, err
	}
	s.pay(ctx, CourseNoun, id, c.Owed)
	return s.viewCourse(ctx, a, c)
}
