package service

import (
	"context"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// eraseSignUps takes a person out of the courses for which he signed up, and answers
// the last year in which a place of his counts. A seat of a course that has not begun
// goes to the first who waits; the entry of the ledger stands.
func (s *Service) eraseSignUps(ctx context.Context, personID string) (lastYear int, err error) {
	err = s.eachPlace(ctx, personID, func(c *Course, n SignUp) {
		c.vacate(n, s.today(), s.now())
		if p := c.place(n.ID); !p.AcceptedAt.IsZero() {
			lastYear = max(lastYear, calendar.DateOf(p.AcceptedAt).Year)
		}
	})
	return lastYear, err
}

// leaveSignUps takes an account out of the places of a person who stays.
func (s *Service) leaveSignUps(ctx context.Context, personID, accountID string) error {
	return s.eachPlace(ctx, personID, func(c *Course, n SignUp) {
		if p := c.place(n.ID); p != nil && p.Self && p.By == accountID {
			p.By = ""
		}
	})
}

// eachPlace changes the courses for which a person signed up.
func (s *Service) eachPlace(ctx context.Context, personID string, change func(*Course, SignUp)) error {
	people := []string{personID}
	return pages(func(p Page) ([]SignUp, error) { return s.store.SignUpsOfPeople(ctx, people, p) }, func(n SignUp) (string, error) {
		c, err := s.store.UpdateCourse(ctx, n.CourseID, func(c *Course) error {
			change(c, n)
			return nil
		})
		s.pay(ctx, CourseNoun, c.ID, c.Owed)
		return n.ID, err
	})
}

// vacate leaves nobody in the place of a sign-up; one that got none is noted as his.
func (c *Course) vacate(n SignUp, today calendar.Date, now time.Time) {
	p := c.place(n.ID)
	if p == nil {
		c.Places = append(c.Places, CoursePlace{SignUpID: n.ID, PersonID: n.PersonID, State: PlaceWithdrawn, At: n.At, Erased: true})
		return
	}
	p.Erased = true
	if p.Self {
		p.By = ""
	}
	if c.CancelledBy != "" || c.begun(today) {
		return
	}
	switch p.State {
	case PlaceWaiting:
		p.State = PlaceWithdrawn
	case PlaceAccepted:
		p.State = PlaceVacated
		c.promote(now)
	}
}
