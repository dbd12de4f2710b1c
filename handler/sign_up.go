package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/identity"
)

// SignUpBody says who takes part.
type SignUpBody struct {
	PersonID string `json:"person_id,omitempty" maxLength:"64" doc:"Default: the one person whom I registered as myself"`
}

// MySignUp is a sign-up as the seeker sees it.
type MySignUp struct {
	ID        string      `json:"id"`
	Course    Course      `json:"course"`
	State     string      `json:"state" enum:"accepted,waiting,withdrawn,attended,absent,refused" doc:"refused: all seats were taken"`
	StateText string      `json:"state_text" doc:"Chinese, for the screen"`
	At        string      `json:"at"`
	May       MayWithdraw `json:"may"`
}

// MayWithdraw says which step a screen may offer.
type MayWithdraw struct {
	Withdraw bool `json:"withdraw"`
}

func newMySignUp(v service.MySignUp) MySignUp {
	m := MySignUp{ID: v.ID, Course: newCourse(v.Course), State: string(v.Place.State), StateText: v.Place.State.Text(), At: stamp(v.At), May: MayWithdraw{v.MayWithdraw}}
	if m.State == "" {
		m.State = "refused"
	}
	return m
}

// SignUp is a sign-up as those see it who work at the site.
type SignUp struct {
	ID         string `json:"id"`
	PersonID   string `json:"person_id"`
	Name       string `json:"name" doc:"Masked"`
	Phone      string `json:"phone" doc:"Masked"`
	State      string `json:"state" enum:"accepted,waiting,withdrawn,attended,absent,vacated" doc:"vacated: the person was erased before the course began"`
	StateText  string `json:"state_text" doc:"Chinese, for the screen"`
	Self       bool   `json:"self" doc:"By the seeker"`
	At         string `json:"at"`
	AcceptedAt string `json:"accepted_at"`
}

func newSignUp(v service.SignUpView) SignUp {
	return SignUp{ID: v.SignUpID, PersonID: v.PersonID, Name: identity.MaskName(v.Person.Name), Phone: identity.MaskPhone(v.Person.Phone),
		State: string(v.State), StateText: v.State.Text(), Self: v.Self, At: stamp(v.At), AcceptedAt: stamp(v.AcceptedAt)}
}

// SignUpID names a sign-up of a course.
type SignUpID struct {
	RecordID
	SignUp string `path:"sign_up" maxLength:"64"`
}

// AttendanceBody says whether somebody came.
type AttendanceBody struct {
	Attended bool `json:"attended"`
}

func (a *API) signUpRoutes() {
	tags := []string{"training"}
	route(a, huma.Operation{
		OperationID: "sign-up", Method: http.MethodPost, Path: "/v1/courses/{id}/sign-ups", Summary: "Sign up for a course", Tags: tags,
		Description: "Myself, or, at a course of my site, anybody who is registered. A seat, a place in the queue, or 409 course_full. " +
			"Signing up again changes nothing. Each seat enters a training_sign_up (item 10) in the service ledger.",
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
		Body SignUpBody
	}) (*Reply[MySignUp], error) {
		v, err := a.svc.SignUpFor(ctx, actorOf(ctx), in.ID, in.Body.PersonID)
		return &Reply[MySignUp]{http.StatusOK, newMySignUp(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-sign-ups", Method: http.MethodGet, Path: "/v1/courses/{id}/sign-ups",
		Summary: "Who signed up, in the order in which they did", Tags: tags,
	}, func(ctx context.Context, in *RecordID) (*Reply[List[SignUp]], error) {
		views, err := a.svc.SignUps(ctx, actorOf(ctx), in.ID)
		return &Reply[List[SignUp]]{http.StatusOK, list(views, 0, nil, newSignUp)}, err
	})
	route(a, huma.Operation{
		OperationID: "withdraw-sign-up", Method: http.MethodPost, Path: "/v1/courses/{id}/sign-ups/{sign_up}/withdraw",
		Summary: "Take a sign-up back before the course begins", Tags: tags,
		Description: "The seat goes to the first who waits. The entry in the service ledger becomes void, unless its month is closed.",
	}, func(ctx context.Context, in *struct {
		SignUpID
		IdempotencyHeader
	}) (*Reply[MySignUp], error) {
		v, err := a.svc.Withdraw(ctx, actorOf(ctx), in.ID, in.SignUp)
		return &Reply[MySignUp]{http.StatusOK, newMySignUp(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "note-attendance", Method: http.MethodPost, Path: "/v1/courses/{id}/sign-ups/{sign_up}/attendance",
		Summary: "Did somebody with a seat come?", Tags: tags,
	}, func(ctx context.Context, in *struct {
		SignUpID
		IdempotencyHeader
		Body AttendanceBody
	}) (*Reply[SignUp], error) {
		v, err := a.svc.NoteAttendance(ctx, actorOf(ctx), in.ID, in.SignUp, in.Body.Attended)
		return &Reply[SignUp]{http.StatusOK, newSignUp(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-my-sign-ups", Method: http.MethodGet, Path: "/v1/me/sign-ups", Summary: "What I signed up for", Tags: tags,
	}, func(ctx context.Context, in *PageQuery) (*Reply[List[MySignUp]], error) {
		mine, err := a.svc.MySignUps(ctx, actorOf(ctx), in.page())
		return &Reply[List[MySignUp]]{http.StatusOK,
			list(mine, in.Limit, func(v service.MySignUp) string { return v.ID }, newMySignUp)}, err
	})
}
