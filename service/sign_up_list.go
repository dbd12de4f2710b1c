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
		case p.State == PlaceWaiting || p.State == PlaceWithdrawn || p.State == PlaceVacated:
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
	return SignUpView{place, place.whose(person)}, err
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
		views[i] = SignUpView{p, p.whose(people[p.PersonID])}
	}
	return views, err
}

// MySignUps lists what the person (or persons) of the caller signed up for, newest
// first, but for what is of before one of them was erased.
func (s *Service) MySignUps(ctx context.Context, a Actor, p Page) ([]MySignUp, error) {
	ids, err := s.myPeople(ctx, a)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	list, courses, err := s.signUpsOf(ctx, ids, p)
	mine := make([]MySignUp, len(list))
	for i, n := range list {
		if mine[i], err = s.viewSignUp(ctx, a, n, courses[n.CourseID]); err != nil {
			return nil, err
		}
	}
	return mine, err
}

// signUpsOf lists, newest first, sign-ups of people with their courses, but for those
// from before one of them was erased and came back.
func (s *Service) signUpsOf(ctx context.Context, people []string, p Page) (list []SignUp, courses map[string]Course, err error) {
	courses = map[string]Course{}
	list, err = living(p, func(p Page) ([]SignUp, error) { return s.store.SignUpsOfPeople(ctx, people, p) }, func(n SignUp) (string, bool, error) {
		c, known := courses[n.CourseID]
		if !known {
			var err error
			if c, err = s.store.Course(ctx, n.CourseID); err != nil {
				return "", false, err
			}
			courses[n.CourseID] = c
		}
		place := c.place(n.ID)
		return n.ID, place != nil && place.Erased, nil
	})
	return list, courses, err
}

// whose is the person as the place may show it.
func (p CoursePlace) whose(person Person) Person {
	if p.Erased {
		return Person{ID: person.ID}
	}
	return person
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
