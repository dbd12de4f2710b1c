package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/rubric"
)

// Assessment is the form of a site and year.
type Assessment struct {
	SiteID      string                `json:"site_id"`
	SiteName    string                `json:"site_name"`
	Kind        string                `json:"kind" enum:"market,station"`
	County      string                `json:"county"`
	CountyName  string                `json:"county_name"`
	Year        int                   `json:"year"`
	Status      string                `json:"status" enum:"draft,submitted,scored,approved"`
	AsOf        string                `json:"as_of" doc:"考核日期: the day of the facts; fixed by submission"`
	Policy      string                `json:"policy"`
	Items       []AssessmentItem      `json:"items"`
	Self        *Score                `json:"self" nullable:"true" doc:"Sum of 自评分值"`
	SelfOf      Covered               `json:"self_of" doc:"What self is the sum of"`
	Assessed    *Score                `json:"assessed" nullable:"true" doc:"Sum of 考核分值"`
	AssessedOf  Covered               `json:"assessed_of" doc:"What assessed is the sum of"`
	Max         int                   `json:"max"`
	AppealUntil string                `json:"appeal_until" doc:"Last day for an appeal; empty when none is possible"`
	Steps       []AssessmentStep      `json:"steps" doc:"Oldest first"`
	Seal        *Seal                 `json:"seal,omitempty"`
	May         service.AssessmentMay `json:"may"`
	Note        string                `json:"note"`
}

// Covered says how much of a column is scored.
type Covered struct {
	Items int `json:"items" doc:"That have a score, of 15"`
	Max   int `json:"max" doc:"Their maxima together"`
}

// AssessmentItem is one item with both columns beside what the program knows.
type AssessmentItem struct {
	No            int            `json:"no"`
	Section       string         `json:"section"`
	Title         string         `json:"title"`
	Max           int            `json:"max"`
	Mode          string         `json:"mode" enum:"computed,judged"`
	Recorded      *Score         `json:"recorded" nullable:"true" doc:"What 自评分值 may not exceed; null: scored by hand"`
	Verified      *Score         `json:"verified" nullable:"true" doc:"What 考核分值 may not exceed; null: scored by hand"`
	Self          *Score         `json:"self" nullable:"true"`
	SelfNote      string         `json:"self_note"`
	Assessed      *Score         `json:"assessed" nullable:"true"`
	AssessedNote  string         `json:"assessed_note"`
	Facts         map[string]any `json:"facts"`
	VerifiedFacts map[string]any `json:"verified_facts"`
	Explanation   string         `json:"explanation"`
}

// AssessmentStep is who did what when.
type AssessmentStep struct {
	Kind   string `json:"kind" enum:"self,submit,assess,score,return,accept,appeal,answer,approve"`
	By     string `json:"by"`
	ByName string `json:"by_name" doc:"What the account is called now; empty of who has not said it, and of who is gone"`
	At     string `json:"at"`
	Note   string `json:"note"`
}

// Seal names what was frozen.
type Seal struct {
	SHA256 string `json:"sha256"`
	Code   string `json:"code" doc:"Its beginning, as on the printed form"`
}

func newAssessment(v service.AssessmentView) Assessment {
	out := Assessment{
		SiteID: v.Site.ID, SiteName: v.Site.Name, Kind: string(v.Site.Kind), County: v.Site.County,
		CountyName: service.Counties[v.Site.County], Year: v.Year, Status: string(v.Status), AsOf: v.Facts.AsOf.String(),
		Policy: v.Facts.Policy, Items: make([]AssessmentItem, len(v.Facts.Recorded.Items)), Self: score(v.Self), Assessed: score(v.Assessed),
		SelfOf: Covered(v.SelfOf), AssessedOf: Covered(v.AssessedOf),
		Max: rubric.Total, Steps: make([]AssessmentStep, len(v.Steps)), May: v.May, Note: rubric.Note,
	}
	if !v.AppealUntil.IsZero() {
		out.AppealUntil = v.AppealUntil.String()
	}
	for i, it := range v.Facts.Recorded.Items {
		out.Items[i] = newAssessmentItem(it, v.Facts.Verified.Items[i], v.Items[i])
	}
	for i, st := range v.Steps {
		out.Steps[i] = AssessmentStep{string(st.Kind), st.By, v.Names[st.By], stamp(st.At), st.Note}
	}
	if v.Seal != nil {
		out.Seal = &Seal{v.Seal.SHA256, v.Seal.Code()}
	}
	return out
}

func newAssessmentItem(it, verified rubric.Item, g service.ItemScores) AssessmentItem {
	return AssessmentItem{
		No: it.No, Section: it.Section, Title: it.Title, Max: it.Max, Mode: string(it.Mode),
		Recorded: score(it.Score), Verified: score(verified.Score), Self: score(g.Self.Score), SelfNote: g.Self.Note,
		Assessed: score(g.Assessed.Score), AssessedNote: g.Assessed.Note,
		Facts: it.Facts, VerifiedFacts: verified.Facts, Explanation: it.Explanation,
	}
}

// ScoresBody gives scores; items that are not named stay as they are.
type ScoresBody struct {
	Items []ScoreBody `json:"items" maxItems:"15"`
}

// ScoreBody is one item's score.
type ScoreBody struct {
	No    int    `json:"no" minimum:"1" maximum:"15"`
	Score *Score `json:"score,omitempty" nullable:"true" doc:"Steps of 0.5; null: none, or what is computed"`
	Note  string `json:"note,omitempty" doc:"Needed below what is computed, where nothing is known, and for 考核分值 below 自评分值"`
}

func (b ScoresBody) input() []service.ItemInput {
	out := make([]service.ItemInput, len(b.Items))
	for i, it := range b.Items {
		out[i] = service.ItemInput{No: it.No, Note: it.Note}
		if it.Score != nil {
			out[i].Score = &it.Score.Score
		}
	}
	return out
}

// ReturnBody says why a form goes back a step.
type ReturnBody struct {
	Reason string `json:"reason" doc:"2–500 characters, kept with the form"`
	Seen   string `json:"seen_status,omitempty" enum:"submitted,scored" doc:"Status of the form that the caller saw: in another it is refused (409 assessment_state) and not sent back a second step"`
}

// AssessmentPath names a site's year.
type AssessmentPath struct {
	ID   string `path:"id" maxLength:"64"`
	Year int    `path:"year" minimum:"2000" maximum:"2100"`
}

const assessmentPath = "/v1/sites/{id}/assessments/{year}"

func (a *API) assessmentRoutes() {
	answer := func(v service.AssessmentView, err error) (*Reply[Assessment], error) {
		return &Reply[Assessment]{http.StatusOK, newAssessment(v)}, err
	}
	tags := []string{"assessments"}
	op := func(id, method, path, summary, description string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: assessmentPath + path, Summary: summary, Description: description, Tags: tags}
	}
	route(a, op("get-assessment", http.MethodGet, "", "A site's form of a year", "An empty draft if nobody has begun it."),
		func(ctx context.Context, in *AssessmentPath) (*Reply[Assessment], error) {
			return answer(a.svc.Assessment(ctx, actorOf(ctx), in.ID, in.Year))
		})
	route(a, op("score-self", http.MethodPut, "/self", "The manager fills in 自评分值",
		"Computed items are filled in by submission and may be lowered with a note, never raised."),
		func(ctx context.Context, in *struct {
			AssessmentPath
			Body ScoresBody
		}) (*Reply[Assessment], error) {
			return answer(a.svc.ScoreSelf(ctx, actorOf(ctx), in.ID, in.Year, in.Body.input()))
		})
	route(a, op("score-site", http.MethodPut, "/scores", "The county fills in 考核分值",
		"Computed items follow the verified records and may be lowered with a note. done ends the scoring."),
		func(ctx context.Context, in *struct {
			AssessmentPath
			Body struct {
				ScoresBody
				Done bool `json:"done,omitempty"`
			}
		}) (*Reply[Assessment], error) {
			return answer(a.svc.ScoreSite(ctx, actorOf(ctx), in.ID, in.Year, in.Body.input(), in.Body.Done))
		})
	a.assessmentSteps(op, answer)
}

func (a *API) assessmentSteps(op func(id, method, path, summary, description string) huma.Operation,
	answer func(service.AssessmentView, error) (*Reply[Assessment], error),
) {
	type step func(context.Context, service.Actor, string, int) (service.AssessmentView, error)
	plain := func(id, path, summary, description string, do step) {
		route(a, op(id, http.MethodPost, path, summary, description), func(ctx context.Context, in *struct {
			AssessmentPath
			IdempotencyHeader
		}) (*Reply[Assessment], error) {
			return answer(do(ctx, actorOf(ctx), in.ID, in.Year))
		})
	}
	type reasoned func(context.Context, service.Actor, string, int, string) (service.AssessmentView, error)
	told := func(id, path, summary, description string, do reasoned) {
		route(a, op(id, http.MethodPost, path, summary, description), func(ctx context.Context, in *struct {
			AssessmentPath
			IdempotencyHeader
			Body struct {
				Reason string `json:"reason" doc:"2–500 characters, kept with the form"`
			}
		}) (*Reply[Assessment], error) {
			return answer(do(ctx, actorOf(ctx), in.ID, in.Year, in.Body.Reason))
		})
	}
	plain("submit-assessment", "/submit", "The manager hands the form in", "409 scores_missing names what still lacks a score.", a.svc.SubmitAssessment)
	route(a, op("return-assessment", http.MethodPost, "/return", "Send the form back a step", "From submitted by the county, from scored by the city."),
		func(ctx context.Context, in *struct {
			AssessmentPath
			IdempotencyHeader
			Body ReturnBody
		}) (*Reply[Assessment], error) {
			return answer(a.svc.ReturnAssessment(ctx, actorOf(ctx), in.ID, in.Year,
				service.ReturnInput{Reason: in.Body.Reason, Seen: service.AssessmentStatus(in.Body.Seen)}))
		})
	plain("accept-scores", "/accept", "The manager agrees with 考核分值", "Ends the time for an appeal.", a.svc.AcceptScores)
	told("appeal-scores", "/appeal", "The manager appeals against 考核分值", "Once, within seven days of the scoring.", a.svc.AppealScores)
	told("answer-appeal", "/appeal/answer", "The county answers the appeal", "After changing scores, or not.", a.svc.AnswerAppeal)
	plain("approve-assessment", "/approve", "The city approves and seals the form",
		"Facts, policy, scores, steps and evidence are frozen with a hash. Not by who has a hand in the site or has scored it.", a.svc.Approve)
}
