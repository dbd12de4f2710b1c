package service

import (
	"context"
	"slices"
)

// NoteAttendance says whether somebody with a seat came.
func (s *Service) NoteAttendance(ctx context.Context, a Actor, courseID, signUpID string, attended bool) (SignUpView, error) {
	if _, err := s.courseFor(ctx, a, courseID, writeRecords); err != nil {
		return SignUpView{}, err
	}
	var place CoursePlace
	_, err := s.store.UpdateCourse(ctx, courseID, func(c *Course) error {
		p := c.place(signUpID)
		switch {
		case p == nil:
			return ErrNotFound
		case c.CancelledBy != "":
			return errCourseCancelled
		case !c.begun(s.today()):
			return errNotBegun
		case p.State == PlaceWaiting || p.State == PlaceWithdrawn:
			return errNoPlace
		}
		p.State = PlaceAbsent
		if attended {
			p.State = PlaceAttended
		}
		place = *p
		return nil
	})
	if err != nil {
		return SignUpView{}, err
	}
	person, err := s.store.Person(ctx, place.PersonID)
	return SignUpView{place, person}, err
}

// SignUps lists who signed up for a course, in the order in which they did.
func (s *Service) SignUps(ctx context.Context, a Actor, courseID string) ([]SignUpView, error) {
	v, err := s.courseFor(ctx, a, courseID, readRecords)
	if err != nil {
		return nil, err
	}
	people, err := s.peopleOf(ctx, len(v.Places), func(i int) string { return v.Places[i].PersonID })
	views := make([]SignUpView, len(v.Places))
	for i, p := range v.Places {
		views[i] = SignUpView{p, people[p.PersonID]}
	}
	return views, err
}

// MySignUps lists what the person (or persons) of the caller signed up for, newest
// first.
func (s *Service) MySignUps(ctx context.Context, a Actor, p Page) ([]MySignUp, error) {
	ids, err := s.myPeople(ctx, a)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	list, err := s.store.SignUpsOfPeople(ctx, ids, p)
	if err != nil {
		return nil, err
	}
	mine := make([]MySignUp, len(list))
	for i, n := range list {
		c, err := s.store.Course(ctx, n.CourseID)
		if err != nil {
			return nil, err
		}
		if mine[i], err = s.viewSignUp(ctx, a, n, c); err != nil {
			return nil, err
		}
	}
	return mine, nil
}

func (s *Service) viewSignUp(ctx context.Context, a Actor, n SignUp, c Course) (MySignUp, error) {
	v, err := s.viewCourse(ctx, a, c)
	m := MySignUp{SignUp: n, Course: v}
	if p := c.place(n.ID); p != nil {
		m.Place = *p
	}
	m.MayWithdraw = c.CancelledBy == "" && !c.begun(s.today()) && slices.Contains([]PlaceState{PlaceAccepted, PlaceWaiting}, m.Place.State)
	return m, err
}
