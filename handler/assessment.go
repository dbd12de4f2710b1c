package handler

import (
	"context"
	"net/http"
	"strconv"
	"strings"

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
	Revision    int64                 `json:"revision" doc:"For If-Match of a step"`
	Status      string                `json:"status" enum:"draft,submitted,scored,approved"`
	Next        string                `json:"next" doc:"Where the form is and what comes next, in Chinese"`
	Returned    *AssessmentStep       `json:"returned,omitempty" doc:"The return after which nobody has handed the form on again"`
	AsOf        string                `json:"as_of" doc:"The day of the facts; fixed by submission"`
	AssessedOn  string                `json:"assessed_on" doc:"考核日期: the day on which the county finished 考核分值; empty before"`
	Policy      string                `json:"policy"`
	PolicyFrom  string                `json:"policy_from" format:"date" doc:"First day of policy"`
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
	Waits       []AssessmentWait      `json:"waits" doc:"Steps that the viewer's role would take now and that are not open, with why"`
	Note        string                `json:"note"`
}

// Covered says how much of a column is scored, and what the whole of it comes to.
type Covered struct {
	Items    int    `json:"items" doc:"That have a score, of 15"`
	Max      int    `json:"max" doc:"Their maxima together"`
	Computed []int  `json:"computed" doc:"Items without a score that are filled in as computed when the column is finished"`
	Missing  []int  `json:"missing" doc:"Items without any score"`
	Sum      *Score `json:"sum" nullable:"true" doc:"Of what is scored and of computed, out of the form's max once nothing is missing; null: nothing is"`
}

func newCovered(c service.Covered) Covered {
	return Covered{c.Items, c.Max, append([]int{}, c.Computed...), append([]int{}, c.Missing...), score(c.Sum)}
}

// AssessmentWait is a step that waits for something.
type AssessmentWait struct {
	Step string `json:"step" enum:"submit,assess,appeal,approve" doc:"appeal stands for accept too"`
	Code string `json:"code" doc:"Of the refusal that taking it meets"`
	Text string `json:"text" doc:"Why, and what must come first, in Chinese"`
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
	Warning       string         `json:"warning" doc:"What is odd about giving points here, in Chinese; empty: nothing. It forbids nothing"`
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
		CountyName: service.Counties[v.Site.County], Year: v.Year, Revision: v.Rev, Status: string(v.Status), AsOf: v.Facts.AsOf.String(),
		Next: v.Next, AssessedOn: v.AssessedOn.String(), AppealUntil: v.AppealUntil.String(),
		Policy: v.Facts.Policy, PolicyFrom: v.Facts.Since.String(), Items: make([]AssessmentItem, len(v.Facts.Recorded.Items)), Self: score(v.Self), Assessed: score(v.Assessed),
		SelfOf: newCovered(v.SelfOf), AssessedOf: newCovered(v.AssessedOf), Waits: make([]AssessmentWait, len(v.Waits)),
		Max: rubric.Total, Steps: make([]AssessmentStep, len(v.Steps)), May: v.May, Note: rubric.Note,
	}
	for i, it := range v.Facts.Recorded.Items {
		out.Items[i] = newAssessmentItem(it, v.Facts.Verified.Items[i], v.Items[i])
	}
	step := func(st service.AssessmentStep) AssessmentStep {
		return AssessmentStep{string(st.Kind), st.By, v.Names[st.By], stamp(st.At), st.Note}
	}
	for i, st := range v.Steps {
		out.Steps[i] = step(st)
	}
	if v.Returned != nil {
		returned := step(*v.Returned)
		out.Returned = &returned
	}
	for i, w := range v.Waits {
		out.Waits[i] = AssessmentWait{string(w.Step), w.Code, w.Text}
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
		Facts: it.Facts, VerifiedFacts: verified.Facts, Explanation: it.Explanation, Warning: service.WarningOf(it),
	}
}

// ScoresBody gives scores; items that are not named stay as they are.
type ScoresBody struct {
	Items []ScoreBody `json:"items" maxItems:"15"`
}

// SubmitBody may give scores; a submission needs none, nor a body at all.
type SubmitBody struct {
	_     struct{}    `nullable:"true"`
	Items []ScoreBody `json:"items,omitempty" maxItems:"15"`
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

// AssessmentPath names a site's year.
type AssessmentPath struct {
	ID   string `path:"id" maxLength:"64"`
	Year int    `path:"year" minimum:"2000" maximum:"2100"`
}

// AssessmentStepPath names a site's year, and at which revision the caller saw its form.
type AssessmentStepPath struct {
	AssessmentPath
	Seen string `header:"If-Match" maxLength:"32" doc:"The form's revision that the caller saw: changed since, it is refused (409 assessment_changed)"`
}

// seen is the request's context, in which steps are refused when the form has changed.
func (p AssessmentStepPath) seen(ctx context.Context) context.Context {
	if n, err := strconv.ParseInt(strings.Trim(p.Seen, `"`), 10, 64); err == nil {
		return service.AsSeen(ctx, n)
	}
	return ctx
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
			AssessmentStepPath
			Body ScoresBody
		}) (*Reply[Assessment], error) {
			return answer(a.svc.ScoreSelf(in.seen(ctx), actorOf(ctx), in.ID, in.Year, in.Body.input()))
		})
	route(a, op("score-site", http.MethodPut, "/scores", "The county fills in 考核分值",
		"Computed items follow the verified records and may be lowered with a note. done ends the scoring."),
		func(ctx context.Context, in *struct {
			AssessmentStepPath
			Body struct {
				ScoresBody
				Done bool `json:"done,omitempty"`
			}
		}) (*Reply[Assessment], error) {
			return answer(a.svc.ScoreSite(in.seen(ctx), actorOf(ctx), in.ID, in.Year, in.Body.input(), in.Body.Done))
		})
	a.assessmentSteps(op, answer)
}

func (a *API) assessmentSteps(op func(id, method, path, summary, description string) huma.Operation,
	answer func(service.AssessmentView, error) (*Reply[Assessment], error),
) {
	type step func(context.Context, service.Actor, string, int) (service.AssessmentView, error)
	plain := func(id, path, summary, description string, do step) {
		route(a, op(id, http.MethodPost, path, summary, description), func(ctx context.Context, in *struct {
			AssessmentStepPath
			IdempotencyHeader
		}) (*Reply[Assessment], error) {
			return answer(do(in.seen(ctx), actorOf(ctx), in.ID, in.Year))
		})
	}
	type reasoned func(context.Context, service.Actor, string, int, string) (service.AssessmentView, error)
	told := func(id, path, summary, description string, do reasoned) {
		route(a, op(id, http.MethodPost, path, summary, description), func(ctx context.Context, in *struct {
			AssessmentStepPath
			IdempotencyHeader
			Body struct {
				Reason string `json:"reason" doc:"2–500 characters, kept with the form"`
			}
		}) (*Reply[Assessment], error) {
			return answer(do(in.seen(ctx), actorOf(ctx), in.ID, in.Year, in.Body.Reason))
		})
	}
	route(a, op("submit-assessment", http.MethodPost, "/submit", "The manager hands the form in",
		"A body's scores are written in before, as score-self does; refused, neither is done. 409 scores_missing names what still lacks a score."),
		func(ctx context.Context, in *struct {
			AssessmentStepPath
			IdempotencyHeader
			Body *SubmitBody
		}) (*Reply[Assessment], error) {
			var given ScoresBody
			if in.Body != nil {
				given.Items = in.Body.Items
			}
			return answer(a.svc.SubmitAssessment(in.seen(ctx), actorOf(ctx), in.ID, in.Year, given.input()))
		})
	told("return-assessment", "/return", "Send the form back a step", "From submitted by the county, from scored by the city.", a.svc.ReturnAssessment)
	plain("accept-scores", "/accept", "The manager agrees with 考核分值", "Ends the time for an appeal.", a.svc.AcceptScores)
	told("appeal-scores", "/appeal", "The manager appeals against 考核分值", "Once, within seven days of the scoring.", a.svc.AppealScores)
	told("answer-appeal", "/appeal/answer", "The county answers the appeal", "After changing scores, or not.", a.svc.AnswerAppeal)
	plain("approve-assessment", "/approve", "The city approves and seals the form",
		"Facts, policy, scores, steps and evidence are frozen with a hash. Not by who has a hand in the site or has scored it.", a.svc.Approve)
}
