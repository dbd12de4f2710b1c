package store

import (
	"context"

	"github.com/quanjiuye/backend/service"
)

type signUpDoc struct {
	ID       string `json:"_id"`
	Rev      int64  `json:"rev"`
	CourseID string `json:"course_id"`
	PersonID string `json:"person_id"`
	At       int64  `json:"at"`
}

func (s *Store) signUps() table[signUpDoc, service.SignUp] {
	return table[signUpDoc, service.SignUp]{s, "sign_ups", newSignUpDoc, signUpDoc.signUp,
		func(n *service.SignUp) *int64 { return &n.Rev }}
}

func newSignUpDoc(n service.SignUp) (signUpDoc, error) {
	return signUpDoc{n.ID, n.Rev, n.CourseID, n.PersonID, millis(n.At)}, nil
}

func (d signUpDoc) signUp() (service.SignUp, error) {
	return service.SignUp{ID: d.ID, Rev: d.Rev, CourseID: d.CourseID, PersonID: d.PersonID, At: fromMillis(d.At)}, nil
}

// InsertSignUp implements service.SignUpStore.
func (s *Store) InsertSignUp(ctx context.Context, n service.SignUp) (service.SignUp, bool, error) {
	return s.signUps().ensure(ctx, n, Query{Where: []Cond{eq("course_id", n.CourseID), eq("person_id", n.PersonID)}})
}

// SignUp implements service.SignUpStore.
func (s *Store) SignUp(ctx context.Context, id string) (service.SignUp, error) {
	return s.signUps().get(ctx, id)
}

// SignUpsOfPeople implements service.SignUpStore.
func (s *Store) SignUpsOfPeople(ctx context.Context, personIDs []string, p service.Page) ([]service.SignUp, error) {
	return s.signUps().find(ctx, page(p, Cond{"person_id", In, personIDs}))
}
