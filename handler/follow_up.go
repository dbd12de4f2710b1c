package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/identity"
)

// FollowUp is a mark of a placement: to be asked about, or asked about.
type FollowUp struct {
	PlacementID string          `json:"placement_id"`
	PersonID    string          `json:"person_id"`
	Name        string          `json:"name" doc:"Masked"`
	Phone       string          `json:"phone" doc:"Masked"`
	Employer    string          `json:"employer"`
	Title       string          `json:"title"`
	StartedOn   string          `json:"started_on"`
	Day         int             `json:"day" enum:"7,30,90" doc:"After the start of work"`
	DueOn       string          `json:"due_on"`
	Outcome     string          `json:"outcome" enum:",still_working,left,unreachable" doc:"Empty: it is to be asked about"`
	Note        string          `json:"note"`
	By          string          `json:"by"`
	At          string          `json:"at"`
	Earlier     []FollowUpEntry `json:"earlier" doc:"What stood there before it was corrected, oldest first"`
	LeftEarly   bool            `json:"left_early" doc:"The person had left within 30 days: worth a look, uncounts nothing"`
}

// FollowUpEntry is what somebody noted.
type FollowUpEntry struct {
	Outcome string `json:"outcome" enum:"still_working,left,unreachable"`
	Note    string `json:"note"`
	By      string `json:"by"`
	At      string `json:"at"`
}

func newFollowUp(t service.FollowUpTask) FollowUp {
	out := FollowUp{
		PlacementID: t.Placement.ID, PersonID: t.Placement.PersonID, Name: identity.MaskName(t.Person.Name), Phone: identity.MaskPhone(t.Person.Phone),
		Employer: t.Enterprise.ShownName(), Title: t.Placement.Title, StartedOn: t.Placement.StartedOn.String(), Day: t.Day, DueOn: t.DueOn.String(),
		Outcome: string(t.Done.Outcome), Note: t.Done.Note, By: t.Done.By, At: stamp(t.Done.At),
		Earlier: make([]FollowUpEntry, len(t.Done.Earlier)), LeftEarly: t.LeftEarly,
	}
	for i, e := range t.Done.Earlier {
		out.Earlier[i] = FollowUpEntry{string(e.Outcome), e.Note, e.By, stamp(e.At)}
	}
	return out
}

// FollowUpBody is what was found at a mark.
type FollowUpBody struct {
	Day     int    `json:"day" enum:"7,30,90"`
	Outcome string `json:"outcome" enum:"still_working,left,unreachable" doc:"在岗, 离岗, 未联系上"`
	Note    string `json:"note,omitempty" doc:"Up to 200 characters"`
}

// FollowUpsQuery asks for part of a site's tasks.
type FollowUpsQuery struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"80" doc:"next_cursor of the page before"`
	SiteID string `query:"site_id" required:"true" maxLength:"64"`
	Due    string `query:"due" enum:"overdue,soon,done" default:"overdue" doc:"overdue: for up to 60 days; soon: today or within 7 days"`
}

// Chain is how a placement came about and what became of it.
type Chain struct {
	Placement Placement      `json:"placement"`
	Steps     []ChainStep    `json:"steps" doc:"Oldest first"`
	Hints     []service.Note `json:"hints" doc:"What is worth a look; uncounts nothing"`
}

// ChainStep is one link of a chain.
type ChainStep struct {
	Step    string `json:"step" enum:"registered,applied,withdrawn,referred,linked,answered,outcome,reopened,erased,placed,word,confirmed,voided,follow_up"`
	At      string `json:"at"`
	By      string `json:"by" enum:"seeker,staff,employer" doc:"staff: of a site, or a supervisor"`
	Account string `json:"account" doc:"Of staff in sight; empty otherwise"`
	Day     string `json:"day" doc:"Registered, started or promised on"`
	Mark    int    `json:"mark" doc:"Of a follow-up: 7, 30 or 90; 0 otherwise"`
	Outcome string `json:"outcome" doc:"Of an answer, an outcome or a follow-up; of a word true or false"`
	Through string `json:"through" doc:"Account that made the employer's link"`
	Note    string `json:"note"`
}

func newChain(c service.Chain) Chain {
	out := Chain{Placement: newPlacement(c.Placement), Steps: make([]ChainStep, len(c.Steps)), Hints: c.Hints}
	for i, st := range c.Steps {
		out.Steps[i] = ChainStep{string(st.Kind), stamp(st.At), string(st.Party), st.Account, st.Day.String(), st.Mark, st.Outcome, st.Through, st.Note}
	}
	return out
}

func (a *API) followUpRoutes() {
	tags := []string{"placements"}
	route(a, huma.Operation{
		OperationID: "get-placement-chain", Method: http.MethodGet, Path: "/v1/placements/{id}/chain",
		Summary: "How a placement came about and what became of it", Tags: tags,
		Description: "Registration, application, referral, the employer's answer, placement, confirmation, follow-ups: who and when.",
	}, func(ctx context.Context, in *RecordID) (*Reply[Chain], error) {
		c, err := a.svc.PlacementChain(ctx, actorOf(ctx), in.ID)
		return &Reply[Chain]{http.StatusOK, newChain(c)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-follow-ups", Method: http.MethodGet, Path: "/v1/follow-ups",
		Summary: "Placements to be asked about 7, 30 and 90 days after the start of work", Tags: tags,
		Description: "The most urgent first; of done, those of the newest placements. Void placements have none.",
	}, func(ctx context.Context, in *FollowUpsQuery) (*Reply[List[FollowUp]], error) {
		due := service.Due(in.Due)
		tasks, err := a.svc.FollowUpTasks(ctx, actorOf(ctx), in.SiteID, due, service.Page{Limit: in.Limit, Before: in.Cursor})
		key := service.FollowUpTask.Key
		if due == service.DueDone {
			key = func(t service.FollowUpTask) string { return t.Done.ID }
		}
		return &Reply[List[FollowUp]]{http.StatusOK, list(tasks, in.Limit, key, newFollowUp)}, err
	})
	route(a, huma.Operation{
		OperationID: "keep-follow-up", Method: http.MethodPost, Path: "/v1/placements/{id}/follow-ups", DefaultStatus: http.StatusCreated,
		Summary: "Note what was found at a mark", Tags: tags, Responses: alsoOK(),
		Description: "Once a mark: another answer is a correction (200) and keeps what stood there. 409 too_early before its day.",
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
		Body FollowUpBody
	}) (*Reply[FollowUp], error) {
		t, created, err := a.svc.KeepFollowUp(ctx, actorOf(ctx), in.ID, service.FollowUpInput{
			Day: in.Body.Day, Outcome: service.FollowUpOutcome(in.Body.Outcome), Note: in.Body.Note})
		return &Reply[FollowUp]{stored(created), newFollowUp(t)}, err
	})
}
