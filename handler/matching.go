package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/identity"
	"github.com/quanjiuye/backend/service/match"
)

// Fit is how well a posting and a seeker fit, and why.
type Fit struct {
	Score   int      `json:"score" minimum:"0" maximum:"100" doc:"Of what is weighed in docs/matching.md"`
	For     []string `json:"for" doc:"What speaks for it, in Chinese"`
	Against []string `json:"against" doc:"What speaks against it"`
}

func newFit(f match.Fit) Fit { return Fit{f.Score, orEmpty(f.For), orEmpty(f.Against)} }

// MatchedJob is an open posting with its fit.
type MatchedJob struct {
	Job
	Match *Fit `json:"match,omitempty" doc:"Absent where the newest are listed"`
}

// MatchedJobs are the open postings that fit best.
type MatchedJobs struct {
	Items          []MatchedJob `json:"items" doc:"The best first; without a registration the newest"`
	RegistrationID string       `json:"registration_id" doc:"Whose wishes they fit; empty: there is no registration"`
	Partial        bool         `json:"partial" doc:"Just after a start only the newest postings are looked at"`
	Note           string       `json:"note" doc:"What to say above the list; may be empty"`
}

func newMatchedJobs(m service.MatchedJobs) MatchedJobs {
	out := MatchedJobs{Items: make([]MatchedJob, len(m.Items)), RegistrationID: m.RegistrationID, Partial: m.Partial}
	for i, j := range m.Items {
		out.Items[i].Job = newJob(j.Job)
		if j.Fit != nil {
			f := newFit(*j.Fit)
			out.Items[i].Match = &f
		}
	}
	switch {
	case m.RegistrationID == "":
		out.Note = "您还没有求职登记，以下是最新发布的岗位；登记后可按您的意向推荐"
	case m.Partial:
		out.Note = "系统刚刚启动，暂只从最新发布的岗位中推荐，请稍后刷新"
	}
	return out
}

// MatchedSeeker is one of the site's seekers with the fit; personal data is masked.
type MatchedSeeker struct {
	RegistrationID string   `json:"registration_id"`
	PersonID       string   `json:"person_id"`
	Name           string   `json:"name" doc:"Masked"`
	RegisteredOn   string   `json:"registered_on"`
	Occupations    []string `json:"occupations" doc:"Wanted"`
	Area           string   `json:"area" doc:"Wanted"`
	Match          Fit      `json:"match"`
}

func newMatchedSeeker(m service.MatchedSeeker) MatchedSeeker {
	r := m.Registration
	return MatchedSeeker{r.ID, r.PersonID, identity.MaskName(m.Person.Name), r.RegisteredOn.String(),
		orEmpty(r.Intent.Occupations), r.Intent.Area, newFit(m.Fit)}
}

// MyJobsQuery says where the seeker is, which is not kept.
type MyJobsQuery struct {
	Limit    int     `query:"limit" minimum:"1" maximum:"50" default:"20"`
	Lat      float64 `query:"lat" minimum:"-90" maximum:"90" doc:"Where the seeker is now, on WeChat's map; not kept"`
	Lng      float64 `query:"lng" minimum:"-180" maximum:"180"`
	SiteID   string  `query:"site_id" maxLength:"64" doc:"By the registration at this site; default the newest of all"`
	PersonID string  `query:"person_id" maxLength:"64" doc:"For this one of the account's people; default who was registered last"`
}

func (a *API) matchingRoutes() {
	route(a, huma.Operation{
		OperationID: "list-my-jobs", Method: http.MethodGet, Path: "/v1/me/jobs", Summary: "Open postings that fit me best", Tags: []string{"jobs"},
		Description: "By the wishes and the profile of the caller's newest registration, with reasons.",
	}, func(ctx context.Context, in *MyJobsQuery) (*Reply[MatchedJobs], error) {
		m, err := a.svc.MyJobs(ctx, actorOf(ctx), service.MyJobsFilter{SiteID: in.SiteID, PersonID: in.PersonID, At: pointAt(in.Lat, in.Lng), Limit: in.Limit})
		return &Reply[MatchedJobs]{http.StatusOK, newMatchedJobs(m)}, err
	})
	type forPosting struct {
		RecordID
		Limit int `query:"limit" minimum:"1" maximum:"50" default:"20"`
	}
	route(a, huma.Operation{
		OperationID: "list-posting-seekers", Method: http.MethodGet, Path: "/v1/postings/{id}/seekers",
		Summary: "The site's seekers who fit a posting best", Tags: []string{"postings"},
		Description: "For those who work at the site: who was registered there in the last six months and has not begun work since.",
	}, func(ctx context.Context, in *forPosting) (*Reply[List[MatchedSeeker]], error) {
		found, err := a.svc.SeekersFor(ctx, actorOf(ctx), in.ID, in.Limit)
		all := list(found, 0, func(service.MatchedSeeker) string { return "" }, newMatchedSeeker)
		return &Reply[List[MatchedSeeker]]{http.StatusOK, all}, err
	})
}
