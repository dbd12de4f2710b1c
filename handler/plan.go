package handler

import (
	"context"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/rubric"
)

// Plan is the shortest way to a target: the least work, and exactly so.
type Plan struct {
	Site    ProgressSite `json:"site"`
	AsOf    string       `json:"as_of" format:"date"`
	Through string       `json:"through" format:"date" doc:"The day that start and end speak of: today, or the year's last"`
	Horizon string       `json:"horizon" enum:"month,year"`
	Months  int          `json:"months" doc:"Months in which work can still be done, this one included unless this is its last day"`
	Policy  string       `json:"policy" doc:"The reading of the form that made the scores"`
	Version int64        `json:"version" doc:"Of the progress that it rests on"`
	Target  Score        `json:"target"`
	Reached bool         `json:"reached" doc:"Whether end is target or more; if not, nothing that counts leads higher than end"`
	Now     Score        `json:"now" doc:"The recorded total of the computed items today"`
	Start   Score        `json:"start" doc:"The same through the horizon if nothing is added: monthly averages sink, honours run out"`
	End     Score        `json:"end" doc:"The same after all steps"`
	Effort  int          `json:"effort" doc:"In acts: a registration, a casual placement, an employer, a posting (or a vacancy, where the policy counts those) 1, a stable placement 2, a worker 20, an honour 20, 40, 80 or 160 by its level. Of equal effort the highest end is taken"`
	Steps   []PlanStep   `json:"steps"`
	Unknown []int        `json:"unknown" doc:"Computed items whose facts are not known, so that no step could be found"`
	Allow   []string     `json:"allow" enum:"staff,honours"`
	Text    string       `json:"text"`
}

// PlanStep is what is asked for one item.
type PlanStep struct {
	No     int        `json:"no"`
	Title  string     `json:"title"`
	Needs  []PlanNeed `json:"needs"`
	Effort int        `json:"effort"`
	From   Score      `json:"from"`
	To     Score      `json:"to"`
	Text   string     `json:"text"`
}

// PlanNeed is one kind of thing that a step takes.
type PlanNeed struct {
	What     string `json:"what" enum:"registered,placed_casual,placed_stable,staff,enterprises,postings,vacancies,honours"`
	Need     int    `json:"need"`
	Unit     string `json:"unit"`
	PerMonth int    `json:"per_month" doc:"need divided by months, rounded up"`
}

// PlanQuery says where to, by when and by what means.
type PlanQuery struct {
	Target  string   `query:"target" required:"true" pattern:"^[0-9]{1,3}(\\.[0-9]{1,4})?$" patternDescription:"0至110的分值" doc:"A total of the computed items, up to four decimal places" example:"40"`
	Horizon string   `query:"horizon" enum:"month,year" default:"year" doc:"month: this month, as the counters stand; year: the year's end, averages over all its months"`
	Allow   []string `query:"allow" enum:"staff,honours" doc:"What nobody at a site decides, and may be counted on all the same"`
}

func (a *API) planRoutes() {
	route(a, huma.Operation{
		OperationID: "get-plan", Method: http.MethodGet, Path: "/v1/sites/{id}/progress/plan",
		Summary: "The shortest way to a target score", Tags: []string{"progress"},
	}, func(ctx context.Context, in *struct {
		SiteID
		PlanQuery
	}) (*Reply[Plan], error) {
		p, err := a.svc.Plan(ctx, actorOf(ctx), in.ID, in.goal())
		if err != nil {
			return nil, err
		}
		return &Reply[Plan]{http.StatusOK, newPlan(p)}, nil
	})
}

func (q PlanQuery) goal() rubric.Goal {
	target, _ := rubric.ParseScore(q.Target) // the pattern has let it through
	return rubric.Goal{Target: target, Horizon: rubric.Horizon(q.Horizon),
		Staff: slices.Contains(q.Allow, "staff"), Honours: slices.Contains(q.Allow, "honours")}
}

func newPlan(p service.Plan) Plan {
	r := p.Route
	out := Plan{
		Site: newProgressSite(p.Site), AsOf: p.AsOf.String(), Through: r.Through.String(), Horizon: string(r.Horizon), Months: r.Months,
		Policy: p.Policy, Version: p.Version, Target: Score{r.Target}, Reached: r.Reached,
		Now: Score{p.Now}, Start: Score{r.From}, End: Score{r.To}, Effort: r.Effort,
		Steps: make([]PlanStep, len(r.Steps)), Unknown: append([]int{}, r.Unknown...), Allow: []string{}, Text: r.Text,
	}
	if r.Staff {
		out.Allow = append(out.Allow, "staff")
	}
	if r.Honours {
		out.Allow = append(out.Allow, "honours")
	}
	for i, s := range r.Steps {
		step := PlanStep{s.No, s.Title, make([]PlanNeed, len(s.Needs)), s.Effort, Score{s.From}, Score{s.To}, s.Text}
		for j, n := range s.Needs {
			step.Needs[j] = PlanNeed{string(n.What), n.Need, n.Unit, n.PerMonth}
		}
		out.Steps[i] = step
	}
	return out
}
