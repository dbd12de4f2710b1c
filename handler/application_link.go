package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/identity"
)

// Paths of the link by which an employer learns of somebody who was sent to him. Its
// code is in bodies and behind the # of the page, never in a path.
const (
	openApplicationPath   = "/v1/application-links/open"
	applicationPhonePath  = "/v1/application-links/phone"
	answerApplicationPath = "/v1/application-links/answer"
	applicationPage       = "/answer-application"
)

// ApplicationQuestion is what the employer is told and asked.
type ApplicationQuestion struct {
	Employer    string   `json:"employer"`
	Title       string   `json:"title" doc:"Of the posting"`
	Name        string   `json:"name" doc:"The person's, masked"`
	Occupations []string `json:"occupations" doc:"What the person looks for"`
	Skills      []string `json:"skills"`
	Site        string   `json:"site" doc:"Name of the site that sent the person"`
	PhoneShared bool     `json:"phone_shared" doc:"The number can be shown"`
	ViewsLeft   int      `json:"views_left" doc:"How often"`
	EarliestOn  string   `json:"earliest_start_on" format:"date" doc:"The first day that an answer can name as the start"`
	ExpiresAt   string   `json:"expires_at"`
}

// ApplicationAnswerBody is what the employer says.
type ApplicationAnswerBody struct {
	Code      string `json:"code" maxLength:"64"`
	Outcome   string `json:"outcome" enum:"hired,not_hired,not_contacted,declined"`
	StartedOn string `json:"started_on,omitempty" format:"date" doc:"With hired"`
	Note      string `json:"note,omitempty" doc:"Up to 200 characters"`
}

func newApplicationQuestion(q service.ApplicationQuestion) ApplicationQuestion {
	return ApplicationQuestion{
		Employer: q.Enterprise.ShownName(), Title: q.Posting.Title, Name: identity.MaskName(q.Person.Name),
		Occupations: orEmpty(q.Occupations), Skills: orEmpty(q.Skills), Site: q.Site.Name, PhoneShared: q.PhoneShared,
		ViewsLeft: q.ViewsLeft(), EarliestOn: q.Application.EarliestStart().String(), ExpiresAt: stamp(q.Application.Link.ExpiresAt),
	}
}

func (a *API) applicationLinkRoutes() {
	tags := []string{"applications"}
	route(a, huma.Operation{
		OperationID: "make-application-link", Method: http.MethodPost, Path: "/v1/applications/{id}/employer-link",
		DefaultStatus: http.StatusCreated, Summary: "Make a one-time link for the employer to whom somebody was sent", Tags: tags,
		Description: "For staff of the site that referred. Valid for seven days; a new link takes the place of the one before, and so does " +
			"a repeat of this call, whatever its Idempotency-Key. What the employer answers confirms no placement.",
	}, func(ctx context.Context, in *RecordID) (*Reply[EmployerLink], error) {
		code, l, err := a.svc.MakeApplicationLink(ctx, actorOf(ctx), in.ID)
		forgetAnswer(ctx) // only its hash is kept
		return &Reply[EmployerLink]{http.StatusCreated, EmployerLink{code, applicationPage + "#" + code, stamp(l.ExpiresAt)}}, err
	})
	route(a, huma.Operation{
		OperationID: "open-application-link", Method: http.MethodPost, Path: openApplicationPath,
		Summary: "Who was sent, and what that person can do", Tags: tags,
		Description: "Without a login. A code that is unknown, used or expired answers 404 link_invalid, all alike.",
	}, func(ctx context.Context, in *struct{ Body EmployerLinkBody }) (*Reply[ApplicationQuestion], error) {
		q, err := a.svc.OpenApplicationLink(ctx, in.Body.Code)
		return &Reply[ApplicationQuestion]{http.StatusOK, newApplicationQuestion(q)}, err
	})
	route(a, huma.Operation{
		OperationID: "see-applicant-phone", Method: http.MethodPost, Path: applicationPhonePath,
		Summary: "See the number of somebody who applied himself", Tags: tags,
		Description: "Without a login. That it was shown is kept before it is, and the person sees it. 409 phone_not_shared when the person " +
			"did not apply himself, too_many_views.",
	}, func(ctx context.Context, in *struct{ Body EmployerLinkBody }) (*Reply[Phone], error) {
		phone, err := a.svc.PhoneByLink(ctx, in.Body.Code)
		return &Reply[Phone]{http.StatusOK, Phone{phone}}, err
	})
	route(a, huma.Operation{
		OperationID: "answer-application-link", Method: http.MethodPost, Path: answerApplicationPath, DefaultStatus: http.StatusNoContent,
		Summary: "Say what became of it", Tags: tags, Description: "Without a login, once. 422 start_before_referral for a start before earliest_start_on.",
	}, func(ctx context.Context, in *struct{ Body ApplicationAnswerBody }) (*struct{}, error) {
		b := in.Body
		return nil, a.svc.AnswerApplicationLink(ctx, b.Code, service.OutcomeInput{
			Outcome: service.ApplicationState(b.Outcome), StartedOn: date(b.StartedOn), Note: b.Note})
	})
}
