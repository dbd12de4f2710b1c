package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
)

// ApplyBody is a seeker's wish for a posting.
type ApplyBody struct {
	PostingID string `json:"posting_id" required:"false" maxLength:"64" doc:"Needed"`
	PersonID  string `json:"person_id,omitempty" maxLength:"64" doc:"Needed when the account registered several people"`
	IDNumber  string `json:"id_number,omitempty" doc:"Needed for a fixed post, when it is not known yet"`
	Note      string `json:"note,omitempty" doc:"For the site, up to 200 characters"`
}

// MyApplication is an application as the seeker sees it.
type MyApplication struct {
	ID          string             `json:"id"`
	PersonID    string             `json:"person_id"`
	PostingID   string             `json:"posting_id"`
	Title       string             `json:"title"`
	Employer    string             `json:"employer"`
	SiteID      string             `json:"site_id"`
	Site        string             `json:"site" doc:"Name of the site that looks after it"`
	State       string             `json:"state" enum:"applied,referred,withdrawn,not_contacted,not_hired,hired,declined,left"`
	StateText   string             `json:"state_text" doc:"Chinese, for the screen"`
	PhoneShared bool               `json:"phone_shared" doc:"The employer may be shown my number"`
	StartedOn   string             `json:"started_on"`
	Steps       []MyStep           `json:"steps" doc:"Oldest first"`
	Views       []View             `json:"views" doc:"Who was shown my number for it, newest first"`
	May         MayOfMyApplication `json:"may"`
}

// MyStep is one thing that happened.
type MyStep struct {
	Step    string `json:"step" enum:"applied,withdrawn,referred,linked,answered,outcome,reopened,placed,erased"`
	At      string `json:"at"`
	By      string `json:"by" enum:"seeker,staff,employer"`
	Outcome string `json:"outcome"`
	Note    string `json:"note" doc:"My own"`
}

// MayOfMyApplication says which steps the seeker's screen may offer.
type MayOfMyApplication struct {
	Withdraw bool `json:"withdraw"`
	Apply    bool `json:"apply" doc:"Again"`
}

func newMyApplication(v service.MyApplication) MyApplication {
	out := MyApplication{
		ID: v.ID, PersonID: v.PersonID, PostingID: v.PostingID, Title: v.Posting.Title, Employer: v.Enterprise.ShownName(),
		SiteID: v.SiteID, Site: v.Site.Name, State: string(v.State), StateText: service.ApplicationTerms[v.State], PhoneShared: v.Shared,
		StartedOn: v.StartedOn.String(), Steps: make([]MyStep, len(v.Steps)), Views: make([]View, len(v.Views)),
		May: MayOfMyApplication{v.MayWithdraw, v.MayApply},
	}
	for i, st := range v.Steps {
		out.Steps[i] = MyStep{Step: string(st.Kind), At: stamp(st.At), By: string(st.Party()), Outcome: string(st.Outcome)}
		if st.By == v.AccountID && st.By != "" {
			out.Steps[i].Note = st.Note
		}
	}
	for i, seen := range v.Views {
		out.Views[i] = newView(seen)
	}
	return out
}

func (a *API) myApplicationRoutes() {
	tags := []string{"applications"}
	route(a, huma.Operation{
		OperationID: "apply", Method: http.MethodPost, Path: "/v1/me/applications", DefaultStatus: http.StatusCreated,
		Summary: "Apply for an open posting", Tags: tags, Responses: alsoOK(),
		Description: "From now on the employer can be shown the number, through a link that the site gives him; each time is in views. " +
			"Applying again while it is open changes nothing (200); what was withdrawn or has ended is opened again. " +
			"409 register_first (also when staff made the person known: they refer), posting_closed, already_hired; 422 id_number_needed.",
	}, func(ctx context.Context, in *struct {
		IdempotencyHeader
		Body ApplyBody
	}) (*Reply[MyApplication], error) {
		b := in.Body
		v, created, err := a.svc.ApplyMe(ctx, actorOf(ctx), service.ApplyInput{PostingID: b.PostingID, PersonID: b.PersonID, IDNumber: b.IDNumber, Note: b.Note})
		return &Reply[MyApplication]{stored(created), newMyApplication(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "withdraw-application", Method: http.MethodPost, Path: "/v1/me/applications/{id}/withdraw",
		Summary: "Take an application back", Tags: tags,
		Description: "Once this has answered nobody is shown the number through it. 409 already_hired.",
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
	}) (*Reply[MyApplication], error) {
		v, err := a.svc.WithdrawApplication(ctx, actorOf(ctx), in.ID)
		return &Reply[MyApplication]{http.StatusOK, newMyApplication(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-my-applications", Method: http.MethodGet, Path: "/v1/me/applications",
		Summary: "My applications, every step, and who saw my number", Tags: tags,
	}, func(ctx context.Context, in *PageQuery) (*Reply[List[MyApplication]], error) {
		mine, err := a.svc.MyApplications(ctx, actorOf(ctx), in.page())
		return &Reply[List[MyApplication]]{http.StatusOK,
			list(mine, in.Limit, func(v service.MyApplication) string { return v.ID }, newMyApplication)}, err
	})
}
