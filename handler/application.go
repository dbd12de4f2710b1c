package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/identity"
)

// Application is a person's way to a posting as staff see it; personal data is masked.
type Application struct {
	ID          string                 `json:"id"`
	SiteID      string                 `json:"site_id" doc:"Looks after it: where the person is registered, from a referral on whoever referred"`
	PersonID    string                 `json:"person_id"`
	Name        string                 `json:"name" doc:"Masked"`
	Phone       string                 `json:"phone" doc:"Masked"`
	PostingID   string                 `json:"posting_id"`
	Title       string                 `json:"title" doc:"Of the posting"`
	Employer    string                 `json:"employer"`
	State       string                 `json:"state" enum:"applied,referred,withdrawn,not_contacted,not_hired,hired,declined,left"`
	StateText   string                 `json:"state_text" doc:"Chinese, for the screen"`
	PhoneShared bool                   `json:"phone_shared" doc:"The seeker applied himself, so that the employer may see the number"`
	StartedOn   string                 `json:"started_on" doc:"As the last answer says; may be empty"`
	EarliestOn  string                 `json:"earliest_start_on" doc:"The first day on which work can have begun that came of it"`
	PlacementID string                 `json:"placement_id" doc:"What came of it; empty: nothing yet"`
	LinkExpires string                 `json:"link_expires_at" doc:"Of the employer's open link; empty: there is none"`
	Steps       []ApplicationStep      `json:"steps" doc:"Oldest first"`
	Erased      bool                   `json:"erased" doc:"Its person was erased"`
	May         service.ApplicationMay `json:"may"`
}

// ApplicationStep is one thing that happened.
type ApplicationStep struct {
	Step      string `json:"step" enum:"applied,withdrawn,referred,linked,answered,outcome,reopened,placed,erased"`
	At        string `json:"at"`
	By        string `json:"by" enum:"seeker,staff,employer"`
	Account   string `json:"account" doc:"Of staff; empty otherwise"`
	Outcome   string `json:"outcome" doc:"Of an answer or outcome"`
	StartedOn string `json:"started_on"`
	Note      string `json:"note"`
}

func newApplication(v service.ApplicationView) Application {
	out := Application{
		ID: v.ID, SiteID: v.SiteID, PersonID: v.PersonID, Name: identity.MaskName(v.Person.Name), Phone: identity.MaskPhone(v.Person.Phone),
		PostingID: v.PostingID, Title: v.Posting.Title, Employer: v.Enterprise.ShownName(), State: string(v.State),
		StateText: service.ApplicationTerms[v.State], PhoneShared: v.Shared, StartedOn: v.StartedOn.String(), EarliestOn: v.EarliestStart().String(), PlacementID: v.PlacementID,
		LinkExpires: stamp(v.Link.ExpiresAt), Steps: make([]ApplicationStep, len(v.Steps)), Erased: v.Erased, May: v.May,
	}
	for i, st := range v.Steps {
		out.Steps[i] = ApplicationStep{Step: string(st.Kind), At: stamp(st.At), By: string(st.Party()), Outcome: string(st.Outcome),
			StartedOn: st.StartedOn.String(), Note: st.Note}
		if st.Party() == service.OfSite {
			out.Steps[i].Account = st.By
		}
	}
	return out
}

// ReferralBody is whom staff send where.
type ReferralBody struct {
	PersonID  string `json:"person_id" maxLength:"64"`
	PostingID string `json:"posting_id" maxLength:"64"`
	SiteID    string `json:"site_id,omitempty" maxLength:"64" doc:"Only for who works at several sites at which the person is registered"`
	IDNumber  string `json:"id_number,omitempty" doc:"Needed for a fixed post, when it is not known yet"`
	Note      string `json:"note,omitempty" doc:"Up to 200 characters"`
}

// ApplicationsQuery asks for part of a site's applications.
type ApplicationsQuery struct {
	PageQuery
	SiteID    string `query:"site_id" required:"true" maxLength:"64"`
	PostingID string `query:"posting_id" maxLength:"64"`
	State     string `query:"state" enum:"applied,referred,withdrawn,not_contacted,not_hired,hired,declined,left"`
}

// OutcomeBody is what became of an application.
type OutcomeBody struct {
	Outcome   string `json:"outcome" enum:"not_contacted,not_hired,hired,declined,left" doc:"未联系上, 未录用, 已上岗, 本人放弃, 离岗"`
	StartedOn string `json:"started_on,omitempty" format:"date" doc:"With hired"`
	Note      string `json:"note,omitempty" doc:"Up to 200 characters"`
}

// ApplicantPlacementBody is how an application came to a start of work.
type ApplicantPlacementBody struct {
	Kind        string   `json:"kind" enum:"casual,stable"`
	StartedOn   string   `json:"started_on,omitempty" format:"date" doc:"Default: as the employer answered, or else today"`
	EvidenceIDs []string `json:"evidence_ids,omitempty" maxItems:"20"`
}

func (a *API) applicationRoutes() {
	tags := []string{"applications"}
	route(a, huma.Operation{
		OperationID: "refer", Method: http.MethodPost, Path: "/v1/applications", DefaultStatus: http.StatusCreated,
		Summary: "Send a person who is registered at my site to an open posting of any site", Tags: tags, Responses: alsoOK(),
		Description: "One person and posting are one application: what the seeker applied for himself is referred by this (200). " +
			"409 referred_elsewhere when another site was first, application_withdrawn when the seeker has withdrawn, posting_closed; " +
			"422 id_number_needed when a fixed post needs a document that is not known.",
	}, func(ctx context.Context, in *struct {
		IdempotencyHeader
		Body ReferralBody
	}) (*Reply[Application], error) {
		b := in.Body
		v, created, err := a.svc.Refer(ctx, actorOf(ctx), service.ReferInput{PersonID: b.PersonID, PostingID: b.PostingID, SiteID: b.SiteID, IDNumber: b.IDNumber, Note: b.Note})
		return &Reply[Application]{stored(created), newApplication(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-applications", Method: http.MethodGet, Path: "/v1/applications", Summary: "What a site looks after", Tags: tags,
	}, func(ctx context.Context, in *ApplicationsQuery) (*Reply[List[Application]], error) {
		views, err := a.svc.Applications(ctx, actorOf(ctx), service.ApplicationFilter{
			SiteID: in.SiteID, PostingID: in.PostingID, State: service.ApplicationState(in.State), Page: in.page()})
		return &Reply[List[Application]]{http.StatusOK,
			list(views, in.Limit, func(v service.ApplicationView) string { return v.ID }, newApplication)}, err
	})
	route(a, huma.Operation{
		OperationID: "get-application", Method: http.MethodGet, Path: "/v1/applications/{id}", Summary: "One application", Tags: tags,
	}, func(ctx context.Context, in *RecordID) (*Reply[Application], error) {
		v, err := a.svc.Application(ctx, actorOf(ctx), in.ID)
		return &Reply[Application]{http.StatusOK, newApplication(v)}, err
	})
	a.applicationSteps(tags)
}

func (a *API) applicationSteps(tags []string) {
	route(a, huma.Operation{
		OperationID: "conclude-application", Method: http.MethodPost, Path: "/v1/applications/{id}/outcome",
		Summary: "Note what became of an application", Tags: tags,
		Description: "As staff heard it. What ends it (not_hired, declined, left) ends the employer's sight of the number, too. " +
			"422 start_before_referral for a start before earliest_start_on.",
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
		Body OutcomeBody
	}) (*Reply[Application], error) {
		v, err := a.svc.Conclude(ctx, actorOf(ctx), in.ID, service.OutcomeInput{
			Outcome: service.ApplicationState(in.Body.Outcome), StartedOn: date(in.Body.StartedOn), Note: in.Body.Note})
		return &Reply[Application]{http.StatusOK, newApplication(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "reopen-application", Method: http.MethodPost, Path: "/v1/applications/{id}/reopen",
		Summary: "Take an outcome back that was noted or answered by mistake", Tags: tags,
		Description: "It is under way again: a new employer link, a placement or another outcome can follow, and the seeker may withdraw. " +
			"What was said stays in steps, with the reason. The employer's old link stays closed. 409 no_outcome; already_placed while " +
			"its placement is not void.",
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
		Body Reason
	}) (*Reply[Application], error) {
		v, err := a.svc.ReopenApplication(ctx, actorOf(ctx), in.ID, in.Body.Reason)
		return &Reply[Application]{http.StatusOK, newApplication(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "place-applicant", Method: http.MethodPost, Path: "/v1/applications/{id}/placement", DefaultStatus: http.StatusCreated,
		Summary: "Record that a referral came to a start of work", Tags: tags, Responses: alsoOK(),
		Description: "As POST /v1/placements, with the posting's employer, and joined to the application. It must be confirmed by " +
			"somebody who neither recorded it nor referred; the employer's answer to the referral's link does not confirm it. " +
			"409 employer_denied when he answered that he did not hire, not_referred, application_withdrawn, not_started; " +
			"422 start_before_referral for a start before earliest_start_on.",
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
		Body ApplicantPlacementBody
	}) (*Reply[Placement], error) {
		v, created, err := a.svc.PlaceApplicant(ctx, actorOf(ctx), in.ID, service.PlaceInput{
			Kind: service.PlacementKind(in.Body.Kind), StartedOn: date(in.Body.StartedOn), EvidenceIDs: in.Body.EvidenceIDs})
		return &Reply[Placement]{stored(created), newPlacement(v)}, err
	})
}
