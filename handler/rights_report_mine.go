package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/identity"
)

// MyRightsReport is a report as the seeker sees it who made it.
type MyRightsReport struct {
	ID           string     `json:"id"`
	SiteID       string     `json:"site_id"`
	Site         string     `json:"site" doc:"Its name"`
	Kind         string     `json:"kind"`
	KindName     string     `json:"kind_name"`
	AboutSite    bool       `json:"about_site"`
	PostingID    string     `json:"posting_id"`
	EnterpriseID string     `json:"enterprise_id"`
	EmployerName string     `json:"employer_name"`
	Text         string     `json:"text"`
	Phone        string     `json:"phone" doc:"Masked"`
	Anonymous    bool       `json:"anonymous"`
	State        string     `json:"state" enum:"received,handled,closed"`
	StateText    string     `json:"state_text" doc:"Chinese, for the screen"`
	WithCounty   bool       `json:"with_county"`
	DueOn        string     `json:"due_on" doc:"The last day for the next step; empty once closed"`
	Overdue      bool       `json:"overdue"`
	Steps        []CaseStep `json:"steps"`
	PhoneSeen    []Seen     `json:"phone_seen" doc:"When my number was looked at, and why"`
	May          MayReopen  `json:"may"`
}

// Seen is one look at a phone number.
type Seen struct {
	At     string `json:"at"`
	Reason string `json:"reason"`
}

// MayReopen says which step the seeker's screen may offer.
type MayReopen struct {
	Reopen bool `json:"reopen"`
}

func newMyRightsReport(v service.MyRightsReport) MyRightsReport {
	seen := make([]Seen, len(v.Reveals))
	for i, r := range v.Reveals {
		seen[i] = Seen{stamp(r.At), r.Reason}
	}
	return MyRightsReport{
		ID: v.ID, SiteID: v.SiteID, Site: v.Site.Name, Kind: string(v.Kind), KindName: v.Kind.Name(), AboutSite: v.AboutSite, PostingID: v.PostingID,
		EnterpriseID: v.EnterpriseID, EmployerName: v.Employer, Text: v.Text, Phone: identity.MaskPhone(v.Phone), Anonymous: v.Anonymous,
		State: string(v.State), StateText: v.State.Text(), WithCounty: v.WithCounty, DueOn: v.DueOn().String(), Overdue: v.Overdue,
		Steps: caseSteps(v.Steps, false), PhoneSeen: seen, May: MayReopen{v.MayReopen},
	}
}

func (a *API) myRightsReportRoutes() {
	tags := []string{"rights reports"}
	route(a, huma.Operation{
		OperationID: "report-wrong", Method: http.MethodPost, Path: "/v1/me/reports", DefaultStatus: http.StatusCreated,
		Summary: "Report a wrong", Tags: tags,
		Description: "Discrimination, unpaid wages and whatever is about the site itself go past the site to the county; what the site " +
			"lets lie goes there when the clock runs out. Enters a rights_received (item 13) in the service ledger, unless it is about the site.",
	}, func(ctx context.Context, in *struct {
		IdempotencyHeader
		Body RightsReportBody
	}) (*Reply[MyRightsReport], error) {
		v, err := a.svc.ReportWrong(ctx, actorOf(ctx), in.Body.input())
		return &Reply[MyRightsReport]{http.StatusCreated, newMyRightsReport(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-my-reports", Method: http.MethodGet, Path: "/v1/me/reports", Summary: "What I reported, with each step", Tags: tags,
	}, func(ctx context.Context, in *PageQuery) (*Reply[List[MyRightsReport]], error) {
		mine, err := a.svc.MyReports(ctx, actorOf(ctx), in.page())
		return &Reply[List[MyRightsReport]]{http.StatusOK,
			list(mine, in.Limit, func(v service.MyRightsReport) string { return v.ID }, newMyRightsReport)}, err
	})
	route(a, huma.Operation{
		OperationID: "get-my-report", Method: http.MethodGet, Path: "/v1/me/reports/{id}", Summary: "One of my reports", Tags: tags,
	}, func(ctx context.Context, in *RecordID) (*Reply[MyRightsReport], error) {
		v, err := a.svc.MyReport(ctx, actorOf(ctx), in.ID)
		return &Reply[MyRightsReport]{http.StatusOK, newMyRightsReport(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "reopen-my-report", Method: http.MethodPost, Path: "/v1/me/reports/{id}/reopen",
		Summary: "It is not settled", Tags: tags, Description: "Once; the county is to act on it, and the clock begins anew.",
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
		Body AnswerBody
	}) (*Reply[MyRightsReport], error) {
		v, err := a.svc.ReopenReport(ctx, actorOf(ctx), in.ID, in.Body.Text)
		return &Reply[MyRightsReport]{http.StatusOK, newMyRightsReport(v)}, err
	})
}
