package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/identity"
)

// RightsReportBody is a seeker's report of a wrong.
type RightsReportBody struct {
	SiteID       string `json:"site_id" doc:"Where the report comes in"`
	Kind         string `json:"kind" enum:"fake_job,unpaid_wage,discrimination,fee_or_deposit,other"`
	AboutSite    bool   `json:"about_site,omitempty" doc:"The site itself, or who works there, is accused: the county alone sees it"`
	PostingID    string `json:"posting_id,omitempty" maxLength:"64" doc:"Says who the employer is, and the report goes to the site that published it, unless about_site"`
	EnterpriseID string `json:"enterprise_id,omitempty"`
	EmployerName string `json:"employer_name,omitempty" doc:"Up to 100 characters"`
	Text         string `json:"text" doc:"5–2000 characters"`
	Phone        string `json:"phone,omitempty" doc:"For whoever wishes to be called"`
	Anonymous    bool   `json:"anonymous,omitempty" doc:"The site is not told who reports"`
}

func (b RightsReportBody) input() service.RightsReportInput {
	return service.RightsReportInput{SiteID: b.SiteID, Kind: service.ReportKind(b.Kind), AboutSite: b.AboutSite, PostingID: b.PostingID,
		EnterpriseID: b.EnterpriseID, Employer: b.EmployerName, Text: b.Text, Phone: b.Phone, Anonymous: b.Anonymous}
}

// RightsReport is a report as those see it who handle it.
type RightsReport struct {
	ID           string            `json:"id"`
	SiteID       string            `json:"site_id"`
	Kind         string            `json:"kind"`
	KindName     string            `json:"kind_name"`
	AboutSite    bool              `json:"about_site"`
	PostingID    string            `json:"posting_id"`
	EnterpriseID string            `json:"enterprise_id"`
	EmployerName string            `json:"employer_name"`
	Text         string            `json:"text"`
	Phone        string            `json:"phone" doc:"Masked; empty: no wish to be called, or not to be known"`
	Anonymous    bool              `json:"anonymous"`
	ReportedBy   string            `json:"reported_by" doc:"Account; empty when it must not be known"`
	State        string            `json:"state" enum:"received,handled,closed"`
	StateText    string            `json:"state_text" doc:"Chinese, for the screen"`
	WithCounty   bool              `json:"with_county" doc:"The county is to act"`
	DueOn        string            `json:"due_on" doc:"The last day for the next step; empty once closed"`
	Overdue      bool              `json:"overdue"`
	Reopened     bool              `json:"reopened"`
	Steps        []CaseStep        `json:"steps"`
	May          service.ReportMay `json:"may"`
}

func newRightsReport(v service.RightsReportView) RightsReport {
	return RightsReport{
		ID: v.ID, SiteID: v.SiteID, Kind: string(v.Kind), KindName: v.Kind.Name(), AboutSite: v.AboutSite, PostingID: v.PostingID, EnterpriseID: v.EnterpriseID,
		EmployerName: v.Employer, Text: v.Text, Phone: identity.MaskPhone(v.Phone), Anonymous: v.Anonymous, ReportedBy: v.AccountID,
		State: string(v.State), StateText: v.State.Text(), WithCounty: v.WithCounty, DueOn: v.DueOn().String(), Overdue: v.Overdue, Reopened: v.Reopened,
		Steps: caseSteps(v.Steps, true), May: v.May,
	}
}

// ReportKind is a kind of report and its clock.
type ReportKind struct {
	Kind          string `json:"kind"`
	Name          string `json:"name"`
	ToCounty      bool   `json:"to_county" doc:"Goes past the site to the county"`
	AnswerWorkday int    `json:"answer_within_workdays"`
	CloseWorkday  int    `json:"close_within_workdays"`
}

// ReportCounts are open reports.
type ReportCounts struct {
	Open    int `json:"open"`
	Overdue int `json:"overdue"`
}

// ReportsQuery names a site or a county.
type ReportsQuery struct {
	SiteID string `query:"site_id" maxLength:"64"`
	County string `query:"county" maxLength:"16" doc:"For supervisors, without site_id"`
	Queue  bool   `query:"queue" doc:"Only what the county is to act on: open ones, unless a state is asked for"`
}

func (q ReportsQuery) filter() service.RightsReportFilter {
	return service.RightsReportFilter{SiteID: q.SiteID, County: q.County, WithCounty: q.Queue}
}

// AnswerBody is what a seeker is told.
type AnswerBody struct {
	Text string `json:"text" doc:"2–1000 characters, which the seeker reads"`
}

// CloseReportBody ends a report.
type CloseReportBody struct {
	Result string `json:"result" enum:"resolved,unfounded,referred" doc:"referred: handed over to the labour inspectorate"`
	Text   string `json:"text" doc:"2–1000 characters, which the seeker reads"`
}

// FullPhone is a phone number in clear.
type FullPhone struct {
	Phone string `json:"phone"`
}

func (a *API) rightsReportRoutes() {
	tags := []string{"rights reports"}
	route(a, huma.Operation{
		OperationID: "list-report-kinds", Method: http.MethodGet, Path: "/v1/report-kinds", Summary: "Kinds of reports and their clocks", Tags: tags,
		Description: "The times are this system's own: no official ones were found. Workdays are Monday to Friday; statutory holidays are not known.",
	}, func(context.Context, *struct{}) (*Reply[List[ReportKind]], error) {
		all := list(service.ReportRules(), 0, func(service.ReportRule) string { return "" }, func(r service.ReportRule) ReportKind {
			return ReportKind{string(r.Kind), r.Name, r.ToCounty, r.Answer, r.Close}
		})
		return &Reply[List[ReportKind]]{http.StatusOK, all}, nil
	})
	route(a, huma.Operation{
		OperationID: "list-reports", Method: http.MethodGet, Path: "/v1/reports", Summary: "Rights reports of a site or a county", Tags: tags,
		Description: "Those who work at a site see what is addressed to it; supervisors see all.",
	}, func(ctx context.Context, in *struct {
		PageQuery
		ReportsQuery
		State   string `query:"state" enum:"received,handled,closed"`
		Overdue bool   `query:"overdue"`
	}) (*Reply[List[RightsReport]], error) {
		f := in.filter()
		f.State, f.Page = service.ReportState(in.State), in.page()
		views, err := a.svc.RightsReports(ctx, actorOf(ctx), f, in.Overdue)
		return &Reply[List[RightsReport]]{http.StatusOK,
			list(views, in.Limit, func(v service.RightsReportView) string { return v.ID }, newRightsReport)}, err
	})
	route(a, huma.Operation{
		OperationID: "count-reports", Method: http.MethodGet, Path: "/v1/report-counts", Summary: "How many reports are open and overdue", Tags: tags,
	}, func(ctx context.Context, in *ReportsQuery) (*Reply[ReportCounts], error) {
		c, err := a.svc.ReportCounts(ctx, actorOf(ctx), in.filter())
		return &Reply[ReportCounts]{http.StatusOK, ReportCounts(c)}, err
	})
	route(a, huma.Operation{
		OperationID: "get-report", Method: http.MethodGet, Path: "/v1/reports/{id}", Summary: "One rights report", Tags: tags,
	}, func(ctx context.Context, in *RecordID) (*Reply[RightsReport], error) {
		v, err := a.svc.RightsReport(ctx, actorOf(ctx), in.ID)
		return &Reply[RightsReport]{http.StatusOK, newRightsReport(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "answer-report", Method: http.MethodPost, Path: "/v1/reports/{id}/answer", Summary: "Tell the seeker what is being done", Tags: tags,
		Description: "May be said more than once. The first answer enters a rights_handled (item 13) in the service ledger.",
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
		Body AnswerBody
	}) (*Reply[RightsReport], error) {
		v, err := a.svc.AnswerReport(ctx, actorOf(ctx), in.ID, in.Body.Text)
		return &Reply[RightsReport]{http.StatusOK, newRightsReport(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "close-report", Method: http.MethodPost, Path: "/v1/reports/{id}/close", Summary: "End the handling of an answered report", Tags: tags,
		Description: "Enters a rights_closed (item 13) in the service ledger. The seeker may reopen it once.",
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
		Body CloseReportBody
	}) (*Reply[RightsReport], error) {
		v, err := a.svc.CloseReport(ctx, actorOf(ctx), in.ID, in.Body.Result, in.Body.Text)
		return &Reply[RightsReport]{http.StatusOK, newRightsReport(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "reveal-reporter", Method: http.MethodPost, Path: "/v1/reports/{id}/phone",
		Summary: "See the phone number of whoever wishes to be called", Tags: tags,
		Description: "Kept with the reason; the seeker sees it. The answer is not kept, whatever the Idempotency-Key.",
	}, func(ctx context.Context, in *struct {
		RecordID
		Body Reason
	}) (*Reply[FullPhone], error) {
		phone, err := a.svc.RevealReporter(ctx, actorOf(ctx), in.ID, in.Body.Reason)
		forgetAnswer(ctx)
		return &Reply[FullPhone]{http.StatusOK, FullPhone{phone}}, err
	})
}
