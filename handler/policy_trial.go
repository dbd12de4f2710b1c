package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/rubric"
)

// PolicyTrialBody asks what another reading of a year would change.
type PolicyTrialBody struct {
	Year     int               `json:"year" minimum:"2000" maximum:"9999"`
	Settings map[string]string `json:"settings" doc:"Settings that differ from the policy by which the year is scored"`
	County   string            `json:"county,omitempty" maxLength:"16"`
	Kind     string            `json:"kind,omitempty" enum:"market,station"`
}

// PolicyTrial is every site in sight under both readings.
type PolicyTrial struct {
	Year    int          `json:"year"`
	AsOf    string       `json:"as_of" format:"date" doc:"Today, or the last day of a year that is over"`
	Policy  string       `json:"policy" doc:"The reading by which the year is scored"`
	Tried   string       `json:"tried" doc:"The other one"`
	Summary TrialSummary `json:"summary"`
	Items   []TrialSite  `json:"items" doc:"The largest change of the recorded score first"`
}

// TrialSummary counts sites by how they move.
type TrialSummary struct {
	Sites    int        `json:"sites"`
	Recorded TrialMoves `json:"recorded"`
	Verified TrialMoves `json:"verified"`
}

// TrialMoves is how many sites a reading moves which way.
type TrialMoves struct {
	Rise int `json:"rise"`
	Fall int `json:"fall"`
	Stay int `json:"stay"`
}

// TrialSite is one site.
type TrialSite struct {
	Site     ProgressSite `json:"site"`
	Recorded Change       `json:"recorded"`
	Verified Change       `json:"verified"`
	Rank     RankChange   `json:"rank"`
	Items    []TrialItem  `json:"items" doc:"The form's items that change"`
}

// RankChange is a site's place within its kind, among all sites in sight.
type RankChange struct {
	From int `json:"from" doc:"0: not open yet"`
	To   int `json:"to"`
	Of   int `json:"of"`
}

// TrialItem is one item that changes.
type TrialItem struct {
	No       int         `json:"no"`
	Title    string      `json:"title"`
	Recorded ScoreChange `json:"recorded"`
	Verified ScoreChange `json:"verified"`
}

// ScoreChange is a change of what may be unknown.
type ScoreChange struct {
	From *Score `json:"from" nullable:"true" doc:"null: not known, which is not 0"`
	To   *Score `json:"to" nullable:"true"`
}

func (a *API) policyTrialRoute(tags []string) {
	route(a, huma.Operation{
		OperationID: "what-changes-if", Method: http.MethodPost, Path: "/v1/policies/what-changes-if",
		Summary: "Score a year's sites under another reading; nothing is stored", Tags: tags,
	}, func(ctx context.Context, in *struct{ Body PolicyTrialBody }) (*Reply[PolicyTrial], error) {
		t, err := a.svc.TryPolicy(ctx, actorOf(ctx), service.TrialInput{
			Year: in.Body.Year, Settings: in.Body.Settings, County: in.Body.County, Kind: rubric.SiteKind(in.Body.Kind)})
		return &Reply[PolicyTrial]{http.StatusOK, newPolicyTrial(t)}, err
	})
}

func newPolicyTrial(t service.Trial) PolicyTrial {
	out := PolicyTrial{
		Year: t.AsOf.Year, AsOf: t.AsOf.String(), Policy: t.Policy, Tried: t.Tried,
		Summary: TrialSummary{len(t.Sites), TrialMoves(t.Recorded), TrialMoves(t.Verified)},
		Items:   make([]TrialSite, len(t.Sites)),
	}
	for i, s := range t.Sites {
		out.Items[i] = newTrialSite(s)
	}
	return out
}

func newTrialSite(s service.SiteTrial) TrialSite {
	out := TrialSite{
		Site:     newProgressSite(s.Site),
		Recorded: newChange(s.Recorded), Verified: newChange(s.Verified),
		Rank: RankChange{s.RankBefore, s.Rank, s.Of}, Items: make([]TrialItem, len(s.Items)),
	}
	for i, it := range s.Items {
		out.Items[i] = TrialItem{
			it.No, it.Title,
			ScoreChange{score(it.RecordedFrom), score(it.RecordedTo)}, ScoreChange{score(it.VerifiedFrom), score(it.VerifiedTo)},
		}
	}
	return out
}
