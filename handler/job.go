package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
)

// Paths of jobs, as Gin spells them.
const (
	jobsPath = "/v1/jobs"
	jobPath  = "/v1/jobs/:id"
)

// Job is an open posting as anybody sees it.
type Job struct {
	ID             string   `json:"id" doc:"Of the posting"`
	Title          string   `json:"title"`
	Employer       string   `json:"employer" doc:"A private person's name is masked"`
	Headcount      int      `json:"headcount"`
	Description    string   `json:"description" doc:"Phone and document numbers in it are masked"`
	Conditions     string   `json:"conditions"`
	Place          string   `json:"place"`
	Area           string   `json:"area" doc:"County code"`
	AreaName       string   `json:"area_name"`
	Pay            Pay      `json:"pay"`
	PayText        string   `json:"pay_text"`
	Kind           string   `json:"kind" enum:",part_time,temporary,phase,fixed"`
	Occupation     string   `json:"occupation"`
	OccupationCode string   `json:"occupation_code"`
	Skills         []string `json:"skills"`
	WorkTime       string   `json:"work_time"`
	PostedOn       string   `json:"posted_on"`
	ValidUntil     string   `json:"valid_until"`
	SourceName     string   `json:"source_name"`
	SiteID         string   `json:"site_id"`
	Site           string   `json:"site" doc:"Name of the site that published it and helps to apply"`
	DistanceM      *int     `json:"distance_m" doc:"Metres, as a crow flies; null: not known"`
}

func newJob(j service.Job) Job {
	out := Job{
		ID: j.ID, Title: j.Title, Employer: j.Employer, Headcount: j.Headcount, Description: j.Description, Conditions: j.Conditions,
		Place: j.Place, Area: j.Area, AreaName: j.CountyOf, Pay: newPay(j.Pay), PayText: j.PayInWord, Kind: string(j.Kind),
		Occupation: j.Occupation, OccupationCode: j.OccupationCode, Skills: orEmpty(j.Skills), WorkTime: j.WorkTime,
		PostedOn: j.PostedOn.String(), ValidUntil: j.ValidUntil.String(), SourceName: j.SourceName, SiteID: j.Site.ID, Site: j.Site.Name,
	}
	if j.Metres >= 0 {
		out.DistanceM = &j.Metres
	}
	return out
}

// JobsQuery asks for open postings.
type JobsQuery struct {
	PageQuery
	Area       string  `query:"area" maxLength:"20" doc:"County code or name"`
	SiteID     string  `query:"site_id" maxLength:"64" doc:"That published it"`
	Occupation string  `query:"occupation" maxLength:"40" doc:"Code, or plain words: other words for the same occupation are found as well"`
	PayMin     int64   `query:"pay_min" minimum:"0" maximum:"100000000" doc:"fen; postings that pay up to that at least, as far as it can be compared"`
	PayUnit    string  `query:"pay_unit" enum:"hour,day,month" default:"day" doc:"Of pay_min: a day has 8 hours, a month 22 days"`
	Lat        float64 `query:"lat" minimum:"-90" maximum:"90" doc:"Where distances are told from, on WeChat's map; not kept"`
	Lng        float64 `query:"lng" minimum:"-180" maximum:"180"`
}

func (a *API) jobRoutes() {
	tags := []string{"jobs"}
	route(a, huma.Operation{
		OperationID: "list-jobs", Method: http.MethodGet, Path: jobsPath, Summary: "Open postings", Tags: tags,
		Description: "Without a login. Those whose last day is over are gone by themselves.",
	}, func(ctx context.Context, in *JobsQuery) (*Reply[List[Job]], error) {
		jobs, err := a.svc.Jobs(ctx, service.JobFilter{Area: in.Area, SiteID: in.SiteID, Occupation: in.Occupation,
			Pay: service.Pay{Min: in.PayMin, Unit: service.PayUnit(in.PayUnit)}, At: pointAt(in.Lat, in.Lng), Page: in.page()})
		return &Reply[List[Job]]{http.StatusOK, list(jobs, in.Limit, func(j service.Job) string { return j.ID }, newJob)}, err
	})
	route(a, huma.Operation{
		OperationID: "get-job", Method: http.MethodGet, Path: "/v1/jobs/{id}", Summary: "One open posting", Tags: tags,
		Description: "Without a login. One that is closed, held or blocked answers 404.",
	}, func(ctx context.Context, in *RecordID) (*Reply[Job], error) {
		j, err := a.svc.Job(ctx, in.ID)
		return &Reply[Job]{http.StatusOK, newJob(j)}, err
	})
}
