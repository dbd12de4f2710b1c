package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/rubric"
)

// AssessmentRow is how far a site has come with a year's assessment.
type AssessmentRow struct {
	Site     ProgressSite `json:"site"`
	Version  int64        `json:"version" doc:"Of the site's counters in that year"`
	Status   string       `json:"status" enum:"draft,submitted,scored,approved"`
	Recorded Score        `json:"recorded" doc:"What is computed now, from every valid record"`
	Verified Score        `json:"verified" doc:"What is computed now, from confirmed records"`
	Returned string       `json:"returned" doc:"Why the form was sent back, until it is handed on again; empty: it was not"`
	Self     *Score       `json:"self" nullable:"true"`
	Assessed *Score       `json:"assessed" nullable:"true"`
	Rank     int          `json:"rank" doc:"By assessed within the kind, among all in sight that are scored; 0: not scored"`
	Of       int          `json:"of"`
}

// Assessments is the overview of a year.
type Assessments struct {
	Year  int             `json:"year"`
	AsOf  string          `json:"as_of"`
	Items []AssessmentRow `json:"items" doc:"Best first"`
}

// AssessmentsQuery narrows an overview.
type AssessmentsQuery struct {
	YearQuery
	County string `query:"county" maxLength:"16"`
	Kind   string `query:"kind" enum:"market,station"`
	Status string `query:"status" enum:"draft,submitted,scored,approved"`
}

func (q AssessmentsQuery) filter() service.AssessmentsFilter {
	return service.AssessmentsFilter{Year: q.Year, County: q.County, Kind: rubric.SiteKind(q.Kind), Status: service.AssessmentStatus(q.Status)}
}

func newAssessmentRow(r service.AssessmentRow) AssessmentRow {
	return AssessmentRow{newProgressSite(r.Site), r.Version, string(r.Status), Score{r.Live.Recorded}, Score{r.Live.Verified},
		r.Returned, score(r.Self), score(r.Assessed), r.Rank, r.Of}
}

func (a *API) assessmentListRoutes() {
	route(a, huma.Operation{
		OperationID: "list-assessments", Method: http.MethodGet, Path: "/v1/assessments",
		Summary: "How far every site in sight has come with a year's form", Tags: []string{"assessments"},
	}, func(ctx context.Context, in *AssessmentsQuery) (*Reply[Assessments], error) {
		asOf, rows, err := a.svc.Assessments(ctx, actorOf(ctx), in.filter())
		out := Assessments{Year: in.Year, AsOf: asOf.String(), Items: make([]AssessmentRow, len(rows))}
		for i, r := range rows {
			out.Items[i] = newAssessmentRow(r)
		}
		return &Reply[Assessments]{http.StatusOK, out}, err
	})
}
