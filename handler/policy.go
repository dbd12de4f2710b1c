package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
)

// PolicyVersion is one dated reading of the form.
type PolicyVersion struct {
	Version   string            `json:"version" example:"2027-01-01.1"`
	From      string            `json:"from" format:"date" doc:"First day in force; of two with the same day the later one rules"`
	Settings  map[string]string `json:"settings" doc:"Every setting of GET /v1/rubric by its name"`
	Note      string            `json:"note" doc:"Why"`
	CreatedBy string            `json:"created_by" doc:"Account; empty for the built-in one"`
	CreatedAt string            `json:"created_at" doc:"Empty for the built-in one"`
	BuiltIn   bool              `json:"built_in"`
	InForce   bool              `json:"in_force" doc:"It is the one in force today"`
	Years     []int             `json:"years" doc:"The years that it scores, each whole: those on whose 31 December it is in force; empty when later ones have taken its place"`
	Onwards   bool              `json:"onwards" doc:"It scores every year after those too"`
}

func newPolicyVersion(v service.PolicyView) PolicyVersion {
	years := v.Years
	if years == nil {
		years = []int{}
	}
	return PolicyVersion{
		Version: v.Version, From: v.From.String(), Settings: v.Settings, Note: v.Note,
		CreatedBy: v.By, CreatedAt: stamp(v.At), BuiltIn: v.No == 0, InForce: v.InForce, Years: years, Onwards: v.Onwards,
	}
}

// PolicyList is every version there is, newest first.
type PolicyList struct {
	List[PolicyVersion]
	May service.PolicyMay `json:"may"`
}

// PolicyBody adds a version.
type PolicyBody struct {
	From     string            `json:"from" format:"date" doc:"First day in force, in this year or a later one; it may be past"`
	Settings map[string]string `json:"settings" doc:"Settings that differ from the version in force on that day"`
	Note     string            `json:"note" doc:"Why, 2–500 characters"`
}

func (a *API) policyRoutes() {
	tags := []string{"policies"}
	route(a, huma.Operation{
		OperationID: "list-policies", Method: http.MethodGet, Path: "/v1/policies", Tags: tags,
		Summary: "Every reading of the form that ever was, newest first",
	}, func(ctx context.Context, _ *struct{}) (*Reply[PolicyList], error) {
		views, may := a.svc.Policies(actorOf(ctx))
		all := list(views, 0, func(v service.PolicyView) string { return v.Version }, newPolicyVersion)
		return &Reply[PolicyList]{http.StatusOK, PolicyList{all, may}}, nil
	})
	route(a, huma.Operation{
		OperationID: "get-policy", Method: http.MethodGet, Path: "/v1/policies/{version}", Summary: "One version", Tags: tags,
	}, func(_ context.Context, in *struct {
		Version string `path:"version" maxLength:"64"`
	}) (*Reply[PolicyVersion], error) {
		v, err := a.svc.PolicyVersion(in.Version)
		return &Reply[PolicyVersion]{http.StatusOK, newPolicyVersion(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "put-policy", Method: http.MethodPut, Path: "/v1/policies", DefaultStatus: http.StatusCreated,
		Summary: "Read the form otherwise from a day on", Tags: tags,
		Responses: map[string]*huma.Response{"200": {Description: "The version in force on that day reads the form so already; nothing was added"}},
		Description: "Versions are added, never changed. A year is scored whole by the version in force on its 31 December, " +
			"so this year is scored anew at once; a year that is over keeps its version for good.",
	}, func(ctx context.Context, in *struct{ Body PolicyBody }) (*Reply[PolicyVersion], error) {
		v, created, err := a.svc.PutPolicy(ctx, actorOf(ctx), service.PolicyInput{
			From: date(in.Body.From), Settings: in.Body.Settings, Note: in.Body.Note})
		return &Reply[PolicyVersion]{stored(created), newPolicyVersion(v)}, err
	})
	a.policyTrialRoute(tags)
}
