package handler

import (
	"context"
	"math"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/identity"
	"github.com/quanjiuye/backend/service/match"
)

// Pay is basic pay.
type Pay struct {
	Min  int64  `json:"min" required:"false" minimum:"0" doc:"fen"`
	Max  int64  `json:"max" required:"false" minimum:"0" doc:"fen; 0: as min"`
	Unit string `json:"unit" enum:"hour,day,month,piece,negotiable"`
}

// Location is a position on WeChat's map (GCJ-02), in degrees.
type Location struct {
	Lat float64 `json:"lat" minimum:"-90" maximum:"90" example:"24.9"`
	Lng float64 `json:"lng" minimum:"-180" maximum:"180" example:"118.6"`
}

func (l *Location) point() match.Point {
	if l == nil {
		return match.Point{}
	}
	return pointAt(l.Lat, l.Lng)
}

func newLocation(p match.Point) *Location {
	if p == (match.Point{}) {
		return nil
	}
	return &Location{float64(p.Lat) / 1e6, float64(p.Lng) / 1e6}
}

func pointAt(lat, lng float64) match.Point {
	return match.Point{Lat: int32(math.Round(lat * 1e6)), Lng: int32(math.Round(lng * 1e6))}
}

// PostingBody is an offer of work. What the notice of January 2026 asks for is
// needed, but for conditions, which are asked for in missing.
type PostingBody struct {
	SiteID         string    `json:"site_id"`
	EnterpriseID   string    `json:"enterprise_id" required:"false" doc:"Needed"`
	ClientID       string    `json:"client_id,omitempty" maxLength:"64" doc:"The phone's own name for the posting; the same again is the same posting"`
	Title          string    `json:"title" required:"false" doc:"Needed"`
	Headcount      int       `json:"headcount" required:"false" doc:"Needed: 1–10000"`
	Description    string    `json:"description" required:"false" doc:"Needed: the work"`
	Place          string    `json:"place" required:"false" doc:"Needed: where the work is"`
	Pay            Pay       `json:"pay" required:"false" doc:"Needed"`
	Kind           string    `json:"kind" required:"false" doc:"Needed: part_time 非全日制, temporary 临时, phase 阶段性, fixed 固定"`
	ValidUntil     string    `json:"valid_until" required:"false" format:"date" doc:"Needed: the last day"`
	PostedOn       string    `json:"posted_on,omitempty" format:"date" doc:"When it was first registered, if it is entered from paper; default today"`
	Conditions     string    `json:"conditions,omitempty"`
	Occupation     string    `json:"occupation,omitempty" doc:"Plain words"`
	OccupationCode string    `json:"occupation_code,omitempty" doc:"职业分类大典, 4-07-10-05"`
	Skills         []string  `json:"skills,omitempty" maxItems:"10"`
	WorkTime       string    `json:"work_time,omitempty"`
	Area           string    `json:"area,omitempty" maxLength:"20" doc:"County code or name of the place; default the site's"`
	Location       *Location `json:"location,omitempty" doc:"Where the place is, so that seekers are told how far it is"`
	Contact        string    `json:"contact,omitempty"`
	ContactPhone   string    `json:"contact_phone,omitempty" doc:"Never public"`
	SourceName     string    `json:"source_name,omitempty" doc:"Where it was taken from, if it was"`
	ExternalID     string    `json:"external_id,omitempty" doc:"On 泉就业"`
}

func (b PostingBody) input() service.PostingInput {
	return service.PostingInput{SiteID: b.SiteID, EnterpriseID: b.EnterpriseID, ClientID: b.ClientID, PostedOn: date(b.PostedOn),
		Offer: service.Offer{
			Title: b.Title, Headcount: b.Headcount, Description: b.Description, Place: b.Place, Pay: b.Pay.pay(),
			Kind: service.WorkKind(b.Kind), ValidUntil: date(b.ValidUntil), Conditions: b.Conditions,
			Occupation: b.Occupation, OccupationCode: b.OccupationCode, Skills: b.Skills, WorkTime: b.WorkTime, Area: b.Area, At: b.Location.point(),
			ContactName: b.Contact, ContactPhone: b.ContactPhone, SourceName: b.SourceName, ExternalID: b.ExternalID,
		}}
}

func (p Pay) pay() service.Pay {
	return service.Pay{Min: p.Min, Max: p.Max, Unit: service.PayUnit(p.Unit)}
}

func newPay(p service.Pay) Pay { return Pay{p.Min, p.Max, string(p.Unit)} }

// PostingChange revises a posting; a field that is left out stays.
type PostingChange struct {
	EnterpriseID   *string   `json:"enterprise_id,omitempty" maxLength:"64"`
	Title          *string   `json:"title,omitempty"`
	Headcount      *int      `json:"headcount,omitempty"`
	Description    *string   `json:"description,omitempty"`
	Place          *string   `json:"place,omitempty"`
	Pay            *Pay      `json:"pay,omitempty"`
	Kind           *string   `json:"kind,omitempty"`
	ValidUntil     *string   `json:"valid_until,omitempty" format:"date"`
	Conditions     *string   `json:"conditions,omitempty"`
	Occupation     *string   `json:"occupation,omitempty"`
	OccupationCode *string   `json:"occupation_code,omitempty"`
	Skills         *[]string `json:"skills,omitempty" maxItems:"10"`
	WorkTime       *string   `json:"work_time,omitempty"`
	Area           *string   `json:"area,omitempty" maxLength:"20"`
	Location       *Location `json:"location,omitempty"`
	Contact        *string   `json:"contact,omitempty"`
	ContactPhone   *string   `json:"contact_phone,omitempty"`
	SourceName     *string   `json:"source_name,omitempty"`
	ExternalID     *string   `json:"external_id,omitempty"`
}

func (b PostingChange) change(in *service.PostingInput) {
	set(&in.EnterpriseID, b.EnterpriseID)
	set(&in.Title, b.Title)
	set(&in.Headcount, b.Headcount)
	set(&in.Description, b.Description)
	set(&in.Place, b.Place)
	set(&in.Kind, (*service.WorkKind)(b.Kind))
	set(&in.Conditions, b.Conditions)
	set(&in.Occupation, b.Occupation)
	set(&in.OccupationCode, b.OccupationCode)
	set(&in.Skills, b.Skills)
	set(&in.WorkTime, b.WorkTime)
	set(&in.Area, b.Area)
	set(&in.ContactName, b.Contact)
	set(&in.ContactPhone, b.ContactPhone)
	set(&in.SourceName, b.SourceName)
	set(&in.ExternalID, b.ExternalID)
	if b.Pay != nil {
		in.Pay = b.Pay.pay()
	}
	if b.Location != nil {
		in.At = b.Location.point()
	}
	if b.ValidUntil != nil {
		in.ValidUntil = date(*b.ValidUntil)
	}
}

func set[T any](field *T, sent *T) {
	if sent != nil {
		*field = *sent
	}
}

// Posting is an offer of work as those see it who work with the site; personal
// data is masked.
type Posting struct {
	ID             string         `json:"id"`
	SiteID         string         `json:"site_id"`
	Month          string         `json:"month"`
	ClientID       string         `json:"client_id"`
	EnterpriseID   string         `json:"enterprise_id"`
	Employer       string         `json:"employer"`
	Title          string         `json:"title"`
	Headcount      int            `json:"headcount"`
	Description    string         `json:"description"`
	Conditions     string         `json:"conditions"`
	Place          string         `json:"place"`
	Area           string         `json:"area" doc:"County code"`
	Location       *Location      `json:"location,omitempty" doc:"Absent: not said"`
	Pay            Pay            `json:"pay"`
	PayText        string         `json:"pay_text"`
	Kind           string         `json:"kind" enum:",part_time,temporary,phase,fixed" doc:"Empty: a ledger did not say"`
	PostedOn       string         `json:"posted_on"`
	ValidUntil     string         `json:"valid_until"`
	Occupation     string         `json:"occupation"`
	OccupationCode string         `json:"occupation_code"`
	Skills         []string       `json:"skills"`
	WorkTime       string         `json:"work_time"`
	Contact        string         `json:"contact" doc:"Masked"`
	ContactPhone   string         `json:"contact_phone" doc:"Masked"`
	SourceName     string         `json:"source_name"`
	ExternalID     string         `json:"external_id"`
	RepostOf       string         `json:"repost_of"`
	Review         PostingReview  `json:"review"`
	Public         bool           `json:"public" doc:"Somebody can see it and apply"`
	Counted        bool           `json:"counted" doc:"For item 4"`
	CountsOn       string         `json:"counts_on" doc:"The day on which it counts, or would; empty until it has passed review"`
	NotCounted     []service.Note `json:"not_counted" doc:"Why not; empty: it counts"`
	DuplicateOf    string         `json:"duplicate_of" doc:"The posting before it that is alike, in the whole city"`
	Missing        []service.Note `json:"missing" doc:"What a recruitment notice has to say and this one does not"`
	TakenDownBy    string         `json:"taken_down_by"`
	TakenDownAt    string         `json:"taken_down_at"`
	TakenDownFor   string         `json:"taken_down_for" doc:"Why; empty: the site has not said"`
	Status         string         `json:"status" enum:"recorded,confirmed,void"`
	Source         string         `json:"source" enum:"scan,staff,import"`
	Trail
	RevisedBy  []string           `json:"revised_by"`
	Adjustment bool               `json:"adjustment" doc:"Accepted after its month was closed"`
	Reports    int                `json:"reports" doc:"Open rights reports that it is fake; who works at the site is not told of those that go past it"`
	May        service.PostingMay `json:"may"`
}

// PostingReview is what was found in a posting's text, and what was decided.
type PostingReview struct {
	State     string    `json:"state" enum:"passed,held,blocked,rejected"`
	Verdict   string    `json:"verdict" enum:"ok,review,block" doc:"Of the wording"`
	Findings  []Finding `json:"findings"`
	Unchecked bool      `json:"unchecked" doc:"Held only until WeChat answers"`
	By        string    `json:"by" doc:"Who decided, if somebody did"`
	At        string    `json:"at"`
	Reason    string    `json:"reason" doc:"Of a rejection"`
}

// SupervisedPosting is a posting as a supervisor looks it up, with who stopped it.
type SupervisedPosting struct {
	Posting
	SiteName       string `json:"site_name"`
	CountyName     string `json:"county_name" doc:"Of the site"`
	RecordedByName string `json:"recorded_by_name" doc:"What colleagues call them; empty: they have not said"`
	DecidedByName  string `json:"decided_by_name"`
	TakenDownName  string `json:"taken_down_by_name"`
	VoidedByName   string `json:"voided_by_name"`
}

func newSupervisedPosting(names service.Names) func(service.PostingView) SupervisedPosting {
	return func(v service.PostingView) SupervisedPosting {
		return SupervisedPosting{newPosting(v), v.Site.Name, service.Counties[v.Site.County],
			names[v.RecordedBy], names[v.Review.By], names[v.TakenDownBy], names[v.VoidedBy]}
	}
}

// SupervisedQuery asks for postings of all sites that one supervises.
type SupervisedQuery struct {
	PageQuery
	County string `query:"county" maxLength:"20"`
	State  string `query:"state" enum:"held,blocked,rejected,passed,taken_down"`
	Q      string `query:"q" maxLength:"50" doc:"A part of the title, or of the name of an employer that is no private person: fifty at the most, out of the newest 3,000, on one page"`
}

// Finding is one thing in a text that somebody should look at.
type Finding struct {
	Category   string `json:"category"`
	Words      string `json:"words" doc:"As they stand in the text"`
	Clause     string `json:"clause" doc:"Of the law"`
	Suggestion string `json:"suggestion" doc:"A lawful rewording"`
}

func newFindings(list []service.Finding) []Finding {
	out := make([]Finding, len(list))
	for i, f := range list {
		out[i] = Finding(f)
	}
	return out
}

func newPosting(v service.PostingView) Posting {
	r := v.Review
	return Posting{
		ID: v.ID, SiteID: v.SiteID, Month: v.Month.String(), ClientID: v.ClientID, EnterpriseID: v.EnterpriseID, Employer: v.Enterprise.ShownName(),
		Title: v.Title, Headcount: v.Headcount, Description: v.Description, Conditions: v.Conditions, Place: v.Place, Area: v.Area, Location: newLocation(v.At),
		Pay: newPay(v.Pay), PayText: v.Pay.String(), Kind: string(v.Kind), PostedOn: v.PostedOn.String(), ValidUntil: v.ValidUntil.String(),
		Occupation: v.Occupation, OccupationCode: v.OccupationCode, Skills: orEmpty(v.Skills), WorkTime: v.WorkTime,
		Contact: identity.MaskName(v.ContactName), ContactPhone: identity.MaskPhone(v.ContactPhone),
		SourceName: v.SourceName, ExternalID: v.ExternalID, RepostOf: v.RepostOf,
		Review: PostingReview{string(r.State), string(r.Verdict), newFindings(r.Findings), r.Unchecked, r.By, stamp(r.At), r.Reason},
		Public: v.Public, Counted: v.Counts(), CountsOn: v.CountsOn.String(), NotCounted: v.NotCounted, DuplicateOf: v.DuplicateOf,
		Missing: v.Missing, TakenDownBy: v.TakenDownBy, TakenDownAt: stamp(v.TakenDownAt), TakenDownFor: v.TakenDownFor,
		Status: string(v.Status), Source: string(v.Source), Trail: newTrail(v.Trail), RevisedBy: orEmpty(v.RevisedBy),
		Adjustment: v.Late, Reports: v.Reports, May: v.May,
	}
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// PostingsQuery asks for a site's postings.
type PostingsQuery struct {
	RecordsQuery
	Review string `query:"review" enum:"passed,held,blocked,rejected"`
}

// RepostBody is how long a repeated posting is open.
type RepostBody struct {
	ValidUntil string `json:"valid_until" required:"false" format:"date" doc:"Needed"`
}

// TakeDownBody says why a posting is ended.
type TakeDownBody struct {
	Reason string `json:"reason,omitempty" doc:"2–200 characters; a supervisor gives one"`
}

func (a *API) postingRoutes() {
	tags := []string{"postings"}
	route(a, huma.Operation{
		OperationID: "post-posting", Method: http.MethodPost, Path: "/v1/postings", DefaultStatus: http.StatusCreated,
		Summary: "Publish an offer of work", Tags: tags, Responses: alsoOK(),
		Description: "Its text and the employer's name are checked first: it passes and is public at once, is held for a supervisor, or is blocked for " +
			"statutory discrimination; all three are kept and answer 201. Of postings alike (employer, title and place in any spelling) " +
			"the first that passes in a year counts, in the whole city; not_counted says why another does not. Organisations of the " +
			"same name under different codes are one employer there. " +
			"The same client_id at the same site again answers 200 with the first posting.",
	}, func(ctx context.Context, in *struct {
		IdempotencyHeader
		Body PostingBody
	}) (*Reply[Posting], error) {
		v, created, err := a.svc.Post(ctx, actorOf(ctx), in.Body.input())
		return &Reply[Posting]{stored(created), newPosting(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-postings", Method: http.MethodGet, Path: "/v1/postings", Summary: "A site's postings", Tags: tags,
	}, func(ctx context.Context, in *PostingsQuery) (*Reply[List[Posting]], error) {
		views, err := a.svc.Postings(ctx, actorOf(ctx), service.PostingFilter{RecordFilter: in.filter(), State: service.ReviewState(in.Review)})
		return &Reply[List[Posting]]{http.StatusOK, postingList(views, in.Limit)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-held-postings", Method: http.MethodGet, Path: "/v1/held-postings", Summary: "What awaits a supervisor's decision", Tags: tags,
	}, func(ctx context.Context, in *struct {
		PageQuery
		County string `query:"county" maxLength:"20"`
	}) (*Reply[List[Posting]], error) {
		views, err := a.svc.HeldPostings(ctx, actorOf(ctx), in.County, in.page())
		return &Reply[List[Posting]]{http.StatusOK, postingList(views, in.Limit)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-supervised-postings", Method: http.MethodGet, Path: "/v1/supervised-postings",
		Summary: "Postings of the sites that I supervise, newest first: what was stopped, why, by whom", Tags: tags,
	}, func(ctx context.Context, in *SupervisedQuery) (*Reply[List[SupervisedPosting]], error) {
		views, names, err := a.svc.SupervisedPostings(ctx, actorOf(ctx), service.PostingDeskInput{
			County: in.County, State: service.PostingState(in.State), Q: in.Q, Page: in.page()})
		limit := in.Limit
		if in.Q != "" {
			limit = 0
		}
		return &Reply[List[SupervisedPosting]]{http.StatusOK,
			list(views, limit, func(v service.PostingView) string { return v.ID }, newSupervisedPosting(names))}, err
	})
	recordRoutes(a, "posting", "postings", a.svc.Posting, a.svc.ConfirmPosting, a.svc.RestorePosting, a.svc.VoidPosting, newPosting)
	a.postingSteps(tags)
}

func postingList(views []service.PostingView, limit int) List[Posting] {
	return list(views, limit, func(v service.PostingView) string { return v.ID }, newPosting)
}

func (a *API) postingSteps(tags []string) {
	route(a, huma.Operation{
		OperationID: "revise-posting", Method: http.MethodPatch, Path: "/v1/postings/{id}", Summary: "Change what a posting says", Tags: tags,
		Description: "The text is checked again, and the posting must be confirmed again. Once it has passed, employer (or one of the same name), title and place stay " +
			"(409 posting_identity); once its month is closed with it, everything does (409 month_closed).",
	}, func(ctx context.Context, in *struct {
		RecordID
		Body PostingChange
	}) (*Reply[Posting], error) {
		v, err := a.svc.RevisePosting(ctx, actorOf(ctx), in.ID, in.Body.change)
		return &Reply[Posting]{http.StatusOK, newPosting(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "repost-posting", Method: http.MethodPost, Path: "/v1/postings/{id}/repost", DefaultStatus: http.StatusCreated,
		Summary: "Publish a posting once more", Tags: tags, Responses: alsoOK(),
		Description: "A new posting until another day, with duplicate_of: it counts only in another year.",
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
		Body RepostBody
	}) (*Reply[Posting], error) {
		v, created, err := a.svc.Repost(ctx, actorOf(ctx), in.ID, date(in.Body.ValidUntil))
		return &Reply[Posting]{stored(created), newPosting(v)}, err
	})
	step := func(name, summary string, do func(context.Context, service.Actor, string) (service.PostingView, error)) {
		route(a, huma.Operation{
			OperationID: name + "-posting", Method: http.MethodPost, Path: "/v1/postings/{id}/" + name, Summary: summary, Tags: tags,
		}, func(ctx context.Context, in *struct {
			RecordID
			IdempotencyHeader
		}) (*Reply[Posting], error) {
			v, err := do(ctx, actorOf(ctx), in.ID)
			return &Reply[Posting]{http.StatusOK, newPosting(v)}, err
		})
	}
	step("release", "Have a held posting pass, as a supervisor who did not write it", a.svc.ReleasePosting)
	step("recheck", "Have a rejected or blocked posting looked at once more; 409 posting_blocked while its words are against the law", a.svc.RecheckPosting)
	route(a, huma.Operation{
		OperationID: "take-down-posting", Method: http.MethodPost, Path: "/v1/postings/{id}/take-down",
		Summary: "End a posting before its time; what it counts it counts", Tags: tags,
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
		Body *TakeDownBody
	}) (*Reply[Posting], error) {
		reason := ""
		if in.Body != nil {
			reason = in.Body.Reason
		}
		v, err := a.svc.TakeDownPosting(ctx, actorOf(ctx), in.ID, reason)
		return &Reply[Posting]{http.StatusOK, newPosting(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "reject-posting", Method: http.MethodPost, Path: "/v1/postings/{id}/reject",
		Summary: "Keep a held posting from the public", Tags: tags,
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
		Body Reason
	}) (*Reply[Posting], error) {
		v, err := a.svc.RejectPosting(ctx, actorOf(ctx), in.ID, in.Body.Reason)
		return &Reply[Posting]{http.StatusOK, newPosting(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "reveal-posting", Method: http.MethodPost, Path: "/v1/postings/{id}/reveal",
		Summary: "See the number that a posting names in full, for a stated reason", Tags: tags, Description: revealed,
	}, reveal(a.svc.RevealPosting))
}
