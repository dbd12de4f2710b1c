package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
)

// AudienceBody chooses people. Without a site or county they are those whom the
// notice is for.
type AudienceBody struct {
	SiteID     string     `json:"site_id,omitempty" maxLength:"64"`
	County     string     `json:"county,omitempty" maxLength:"16"`
	Conditions Conditions `json:"conditions,omitempty"`
}

// Conditions are looked for in each person's newest registration. All that are given
// must hold; of a list one is enough.
type Conditions struct {
	SiteIDs          []string `json:"site_ids,omitempty" maxItems:"50" doc:"Narrows a county's or the city's push to these sites"`
	EmploymentStatus []string `json:"employment_status,omitempty" maxItems:"20"`
	Groups           []string `json:"groups,omitempty" maxItems:"7" enum:"older,disabled,low_income,zero_employment_family,veteran,graduate,unemployed"`
	Education        []string `json:"education,omitempty" maxItems:"7" enum:"primary,junior_middle,senior_middle,vocational,college,bachelor,master"`
	Occupations      []string `json:"occupations,omitempty" maxItems:"20" doc:"Words in the wanted work"`
	Area             string   `json:"area,omitempty" doc:"A word in where somebody wants to work, or lives"`
	WantsTraining    bool     `json:"wants_training,omitempty"`
	WantsStartup     bool     `json:"wants_startup,omitempty"`
	RegisteredSince  string   `json:"registered_since,omitempty" format:"date"`
}

func (b AudienceBody) input() service.AudienceInput {
	c := b.Conditions
	return service.AudienceInput{SiteID: b.SiteID, County: b.County, Conditions: service.Conditions{
		SiteIDs: c.SiteIDs, EmploymentStatus: c.EmploymentStatus, Groups: c.Groups, Education: c.Education, Occupations: c.Occupations,
		Area: c.Area, WantsTraining: c.WantsTraining, WantsStartup: c.WantsStartup, RegisteredSince: date(c.RegisteredSince)}}
}

func newConditions(c service.Conditions) Conditions {
	out := Conditions{
		SiteIDs: c.SiteIDs, EmploymentStatus: c.EmploymentStatus, Groups: c.Groups, Education: c.Education, Occupations: c.Occupations,
		Area: c.Area, WantsTraining: c.WantsTraining, WantsStartup: c.WantsStartup}
	if !c.RegisteredSince.IsZero() {
		out.RegisteredSince = c.RegisteredSince.String()
	}
	return out
}

// Audience is how many people a push is for; it names nobody.
type Audience struct {
	People     int `json:"people"`
	Reachable  int `json:"reachable" doc:"Accounts of theirs that do not have the notice yet"`
	Subscribed int `json:"subscribed" doc:"Of those: with a message left that they consented to"`
	Already    int `json:"already" doc:"Accounts of theirs that were sent the notice, may have been, or are about to be; left out"`
}

// Push is a push and how far it has come.
type Push struct {
	ID          string       `json:"id"`
	NoticeID    string       `json:"notice_id"`
	NoticeTitle string       `json:"notice_title"`
	SiteID      string       `json:"site_id"`
	County      string       `json:"county"`
	Conditions  Conditions   `json:"conditions"`
	Audience    Audience     `json:"audience" doc:"When it was frozen; zeroes before"`
	State       string       `json:"state" enum:"preparing,sending,paused,finished,cancelled"`
	StateText   string       `json:"state_text"`
	Why         string       `json:"why" doc:"Why it is paused or was cancelled, for the screen"`
	ResumeAt    string       `json:"resume_at" doc:"Of a paused one"`
	Counts      PushCounts   `json:"counts"`
	Reasons     []PushReason `json:"reasons" doc:"Why messages were not sent, or wait"`
	CreatedBy   string       `json:"created_by"`
	CreatedAt   string       `json:"created_at"`
	StartedAt   string       `json:"started_at"`
	FinishedAt  string       `json:"finished_at" doc:"When every message had come to its end"`
	May         MayOfPush    `json:"may"`
}

// PushCounts is where the messages stand; each account is in one of them.
type PushCounts struct {
	Queued        int `json:"queued"`
	Sending       int `json:"sending"`
	Sent          int `json:"sent"`
	NotSubscribed int `json:"not_subscribed"`
	Refused       int `json:"refused" doc:"WeChat, or the account's state, allows no message"`
	Failed        int `json:"failed" doc:"Surely not sent, after several tries"`
	Unknown       int `json:"unknown" doc:"Perhaps sent; never sent again"`
	Cancelled     int `json:"cancelled"`
}

// PushReason is why so many messages are where they are.
type PushReason struct {
	State string `json:"state" enum:"queued,sending,sent,not_subscribed,refused,failed,unknown,cancelled"`
	Code  string `json:"code"`
	Text  string `json:"text" doc:"Chinese, for the screen"`
	Count int    `json:"count"`
}

// MayOfPush says which steps a screen may offer.
type MayOfPush struct {
	Cancel bool `json:"cancel"`
}

// PushesQuery narrows a notice's pushes to a place; default: where the notice is for.
type PushesQuery struct {
	RecordID
	PageQuery
	SiteID string `query:"site_id" maxLength:"64"`
	County string `query:"county" maxLength:"16"`
}

const (
	audienceRoute = "/v1/notices/:id/audience" // as Gin spells it
	pushesRoute   = "/v1/notices/:id/pushes"
)

func (a *API) pushRoutes() {
	tags := []string{"pushes"}
	route(a, huma.Operation{
		OperationID: "count-audience", Method: http.MethodPost, Path: noticePath + "/audience", Tags: tags,
		Summary: "How many people a push would be for; nothing is sent",
	}, func(ctx context.Context, in *struct {
		RecordID
		Body AudienceBody
	}) (*Reply[Audience], error) {
		n, err := a.svc.CountAudience(ctx, actorOf(ctx), in.ID, in.Body.input())
		return &Reply[Audience]{http.StatusOK, Audience(n)}, err
	})
	route(a, huma.Operation{
		OperationID: "push-notice", Method: http.MethodPost, Path: noticePath + "/pushes", DefaultStatus: http.StatusAccepted, Tags: tags,
		Summary: "Push a published policy to the people it fits",
		Description: "Each account gets a notice once, whichever pushes it is in: who was sent it before is left out, and 409 nobody_left " +
			"when nobody else is left. While a push of the same notice and conditions is under way, that one is answered. " +
			"A message whose answer was lost is never sent again. When done, a site's push is entered in the service ledger by itself.",
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
		Body AudienceBody
	}) (*Reply[Push], error) {
		v, _, err := a.svc.StartPush(ctx, actorOf(ctx), in.ID, in.Body.input())
		return &Reply[Push]{http.StatusAccepted, newPush(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-pushes", Method: http.MethodGet, Path: noticePath + "/pushes", Summary: "A notice's pushes", Tags: tags,
	}, func(ctx context.Context, in *PushesQuery) (*Reply[List[Push]], error) {
		views, err := a.svc.Pushes(ctx, actorOf(ctx), service.PushFilter{NoticeID: in.ID, SiteID: in.SiteID, County: in.County, Page: in.page()})
		return &Reply[List[Push]]{http.StatusOK, list(views, in.Limit, func(v service.PushView) string { return v.ID }, newPush)}, err
	})
	route(a, huma.Operation{
		OperationID: "get-push", Method: http.MethodGet, Path: "/v1/pushes/{id}", Summary: "How far a push has come", Tags: tags,
	}, func(ctx context.Context, in *RecordID) (*Reply[Push], error) {
		v, err := a.svc.Push(ctx, actorOf(ctx), in.ID)
		return &Reply[Push]{http.StatusOK, newPush(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "cancel-push", Method: http.MethodPost, Path: "/v1/pushes/{id}/cancel", Tags: tags,
		Summary: "Stop a push; what has not gone out never will",
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
	}) (*Reply[Push], error) {
		v, err := a.svc.CancelPush(ctx, actorOf(ctx), in.ID)
		return &Reply[Push]{http.StatusOK, newPush(v)}, err
	})
}

func newPush(v service.PushView) Push {
	p := Push{
		ID: v.ID, NoticeID: v.NoticeID, NoticeTitle: v.Notice.Title, SiteID: v.SiteID, County: v.County,
		Conditions: newConditions(v.Conditions), Audience: Audience(v.Audience),
		State: string(v.State), StateText: v.State.Text(), Why: service.ReasonText(v.Why), ResumeAt: stamp(v.ResumeAt),
		Counts: PushCounts{
			v.Count(service.DeliveryQueued), v.Count(service.DeliverySending), v.Count(service.DeliverySent), v.Count(service.DeliveryUnsubscribed),
			v.Count(service.DeliveryRefused), v.Count(service.DeliveryFailed), v.Count(service.DeliveryUnknown), v.Count(service.DeliveryCancelled),
		},
		Reasons: []PushReason{}, CreatedBy: v.CreatedBy, CreatedAt: stamp(v.CreatedAt), StartedAt: stamp(v.StartedAt),
		FinishedAt: stamp(v.ClosedAt), May: MayOfPush(v.May),
	}
	for _, e := range v.Counts {
		if e.Reason != "" && e.State != service.DeliverySent {
			p.Reasons = append(p.Reasons, PushReason{string(e.State), e.Reason, service.ReasonText(e.Reason), e.Count})
		}
	}
	return p
}
