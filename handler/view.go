package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
)

// View notes that somebody was shown my number, before it was.
type View struct {
	ID       string   `json:"id"`
	PersonID string   `json:"person_id"`
	At       string   `json:"at"`
	By       string   `json:"by" enum:"employer,staff,supervisor"`
	Employer string   `json:"employer" doc:"Its name; empty of staff and supervisors"`
	Site     string   `json:"site" doc:"Where they work, or whose link it was"`
	Via      string   `json:"via" enum:"link,reveal,sample,letter" doc:"An employer's link, a stated reason, a call-back, a letter of introduction"`
	Posting  string   `json:"posting" doc:"Title, when it was for an application"`
	Shown    []string `json:"shown" doc:"phone, id_number, name"`
	Reason   string   `json:"reason"`
}

func newView(v service.MyView) View {
	return View{
		ID: v.ID, PersonID: v.PersonID, At: stamp(v.At), By: string(v.Viewer), Employer: v.Employer, Site: v.Site.Name,
		Via: string(v.Via), Posting: v.Posting, Shown: orEmpty(v.Shown), Reason: v.Reason,
	}
}

// RevealBody is why somebody wants to see a full number.
type RevealBody struct {
	Reason   string `json:"reason" doc:"2–200 characters, kept and shown to the person"`
	IDNumber bool   `json:"id_number,omitempty" doc:"The document's number, too: managers and supervisors only"`
}

// Revealed is what is shown, once.
type Revealed struct {
	Phone    string `json:"phone"`
	IDNumber string `json:"id_number" doc:"Empty unless asked for"`
}

func (a *API) viewRoutes() {
	route(a, huma.Operation{
		OperationID: "reveal-person", Method: http.MethodPost, Path: "/v1/people/{id}/reveal",
		Summary: "See a person's full number, for a stated reason", Tags: []string{"people"},
		Description: "For those who work where the person is registered, and their supervisors. That it was shown, to whom and why is kept " +
			"before it is, and the person sees it in /v1/me/views. Limited by the minute and by the day. The answer is not kept, whatever the Idempotency-Key.",
	}, func(ctx context.Context, in *struct {
		RecordID
		Body RevealBody
	}) (*Reply[Revealed], error) {
		r, err := a.svc.RevealPerson(ctx, actorOf(ctx), in.ID, service.RevealInput{Reason: in.Body.Reason, IDNumber: in.Body.IDNumber})
		forgetAnswer(ctx)
		return &Reply[Revealed]{http.StatusOK, Revealed{r.Phone, r.IDNumber}}, err
	})
	route(a, huma.Operation{
		OperationID: "list-my-views", Method: http.MethodGet, Path: "/v1/me/views",
		Summary: "Who saw my number", Tags: []string{"account"},
	}, func(ctx context.Context, in *PageQuery) (*Reply[List[View]], error) {
		views, err := a.svc.MyViews(ctx, actorOf(ctx), in.page())
		return &Reply[List[View]]{http.StatusOK, list(views, in.Limit, func(v service.MyView) string { return v.ID }, newView)}, err
	})
}
