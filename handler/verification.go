package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/flag"
	"github.com/quanjiuye/backend/service/rubric"
)

// Queue is what awaits a supervisor, exceptions first.
type Queue struct {
	Month  string        `json:"month" example:"2026-11"`
	Months []MonthChoice `json:"months" doc:"Months that can be asked for, newest first"`
	Items  []QueueRow    `json:"items"`
}

// MonthChoice is a month that can be asked for.
type MonthChoice struct {
	Month string `json:"month" example:"2026-11"`
	Count *int   `json:"count" nullable:"true" doc:"Records that wait at the sites that are listed, as in unconfirmed.total; null: it is of another year, ask for a month of that"`
}

func newMonthChoices(list []service.MonthChoice) []MonthChoice {
	out := make([]MonthChoice, len(list))
	for i, c := range list {
		out[i] = MonthChoice{c.Month.String(), c.Count}
	}
	return out
}

// QueueRow is one site of the queue.
type QueueRow struct {
	Site        ProgressSite `json:"site"`
	Version     int64        `json:"version" doc:"Of the site's counters in the month's year: GET /v1/live/events tells when they are others"`
	Unconfirmed Unconfirmed  `json:"unconfirmed"`
	Oldest      string       `json:"oldest" doc:"When the first of these was recorded; empty: there is none"`
	Newest      string       `json:"newest"`
	OtherMonths []MonthWaits `json:"other_months" doc:"Other months of the year in which something waits"`
	Flags       []Flag       `json:"flags" doc:"Gravest first"`
}

// Unconfirmed counts the month's records that wait, disputed ones too; and apart from
// them the honours that do, which have no month.
type Unconfirmed struct {
	Registrations int `json:"registrations"`
	Placements    int `json:"placements"`
	Activities    int `json:"activities"`
	Postings      int `json:"postings"`
	Total         int `json:"total" doc:"Of the month: the four above"`
	Honours       int `json:"honours" doc:"Of no month, whenever they were awarded, and in no month's count"`
}

// MonthWaits counts what waits in a month.
type MonthWaits struct {
	Month string `json:"month"`
	Count int    `json:"count" doc:"Records, as in unconfirmed.total"`
}

// Flag is a reason to look before anybody confirms. It is no accusation.
type Flag struct {
	Code     string   `json:"code" enum:"employer_denied,seeker_denied,shared_phone,one_employer,burst_month,odd_hours,one_recorder,repeated_entry,stable_unproven,not_hired,left_early"`
	Severity int      `json:"severity" enum:"1,2,3" doc:"3: somebody concerned denies it; 2: a picture that invented records make; 1: a hint"`
	Text     string   `json:"text" doc:"Chinese, with the numbers"`
	Count    int      `json:"count" doc:"Records that it is about"`
	Records  []string `json:"records,omitempty" doc:"Their ids, in a site's own list"`
}

// Checklist is a site's row and the records that wait.
type Checklist struct {
	Month  string        `json:"month"`
	Months []MonthChoice `json:"months" doc:"Months that can be asked for, newest first"`
	QueueRow
	Items      []ChecklistItem `json:"items" doc:"Of the month, flagged ones first"`
	Honours    []ChecklistItem `json:"honours" doc:"Those that wait, whatever their day: on the first page"`
	NextCursor string          `json:"next_cursor" doc:"Empty on the last page"`
	ClosedAt   string          `json:"closed_at" doc:"When the month was closed (月结), in which nothing can be confirmed or voided since; empty: it is open"`
}

// ChecklistItem is a record that waits, with the codes of the flags about it.
type ChecklistItem struct {
	Kind           string   `json:"kind" enum:"registration,placement,activity,posting,honour"`
	ID             string   `json:"id"`
	Flags          []string `json:"flags"`
	MayCall        bool     `json:"may_call" doc:"POST /v1/samples takes its id: it is called back without a draw"`
	RecordedByName string   `json:"recorded_by_name" doc:"What colleagues call who recorded it; empty of a seeker, and of who has not said it"`
	AnyRecord
}

// AnyRecord holds the one record of its kind.
type AnyRecord struct {
	Registration *Registration `json:"registration,omitempty"`
	Placement    *Placement    `json:"placement,omitempty"`
	Activity     *Activity     `json:"activity,omitempty"`
	Posting      *Posting      `json:"posting,omitempty"`
	Honour       *SiteHonour   `json:"honour,omitempty"`
}

// QueueQuery narrows the queue.
type QueueQuery struct {
	MonthQuery
	County string `query:"county" maxLength:"16"`
	Kind   string `query:"kind" enum:"market,station"`
}

// MonthQuery asks for a month.
type MonthQuery struct {
	Month string `query:"month" pattern:"^[0-9]{4}-(0[1-9]|1[0-2])$" patternDescription:"2026-11 格式的月份" doc:"Default this month"`
}

// ChecklistQuery asks for part of a site's list.
type ChecklistQuery struct {
	SiteID
	MonthQuery
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"100"`
	Cursor string `query:"cursor" maxLength:"80" doc:"next_cursor of the page before"`
}

func (a *API) verificationRoutes() {
	tags := []string{"verification"}
	route(a, huma.Operation{
		OperationID: "get-verification-queue", Method: http.MethodGet, Path: "/v1/verification",
		Summary: "What awaits confirmation at my sites, exceptions first", Tags: tags,
		Description: "For supervisors: a row for each site in sight. A flag stays until each of its records is confirmed or void.",
	}, func(ctx context.Context, in *QueueQuery) (*Reply[Queue], error) {
		q, err := a.svc.Queue(ctx, actorOf(ctx), service.QueueFilter{
			Month: month(in.Month), County: in.County, Kind: rubric.SiteKind(in.Kind)})
		out := Queue{q.Month.String(), newMonthChoices(q.Months), make([]QueueRow, len(q.Rows))}
		for i, r := range q.Rows {
			out.Items[i] = newQueueRow(r, false)
		}
		return &Reply[Queue]{http.StatusOK, out}, err
	})
	route(a, huma.Operation{
		OperationID: "get-site-verification", Method: http.MethodGet, Path: "/v1/sites/{id}/verification",
		Summary: "A site's records that await confirmation, flagged ones first", Tags: tags,
	}, func(ctx context.Context, in *ChecklistQuery) (*Reply[Checklist], error) {
		l, err := a.svc.Checklist(ctx, actorOf(ctx), in.ID, month(in.Month), in.Limit, in.Cursor)
		out := Checklist{Month: l.Month.String(), Months: newMonthChoices(l.Months), QueueRow: newQueueRow(l.QueueRow, true),
			Items: newChecklistItems(l.Items, l.Names), Honours: newChecklistItems(l.OfHonour, l.Names), NextCursor: l.Next, ClosedAt: stamp(l.ClosedAt)}
		return &Reply[Checklist]{http.StatusOK, out}, err
	})
	a.decidedRoute(tags)
}

// Decided are records of a month that somebody confirmed or voided.
type Decided struct {
	Site       ProgressSite    `json:"site"`
	Month      string          `json:"month"`
	Items      []DecidedRecord `json:"items" doc:"The last first"`
	NextCursor string          `json:"next_cursor" doc:"Empty on the last page"`
}

// DecidedRecord is a record with when it was decided about, by whom, and why.
type DecidedRecord struct {
	Kind   string `json:"kind" enum:"registration,placement,activity,posting,honour"`
	ID     string `json:"id"`
	At     string `json:"at"`
	ByName string `json:"by_name" doc:"What colleagues call who did; empty of an employer or a seeker, and of who has not said it"`
	Party  bool   `json:"by_party" doc:"The employer's or the seeker's own word confirmed it"`
	Reason string `json:"reason" doc:"Of a void"`
	AnyRecord
}

// DecidedQuery asks for part of what was decided.
type DecidedQuery struct {
	SiteID
	MonthQuery
	Status string `query:"status" enum:"confirmed,void" default:"confirmed"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
	Cursor string `query:"cursor" maxLength:"80" doc:"next_cursor of the page before"`
}

func (a *API) decidedRoute(tags []string) {
	route(a, huma.Operation{
		OperationID: "get-site-decided", Method: http.MethodGet, Path: "/v1/sites/{id}/verification/decided",
		Summary: "A site's records that were confirmed, or voided: by whom, when and why", Tags: tags,
		Description: "Of a month; an honour is in the month in which it was decided about. may says what can be taken back.",
	}, func(ctx context.Context, in *DecidedQuery) (*Reply[Decided], error) {
		d, err := a.svc.Decided(ctx, actorOf(ctx), service.DecidedFilter{
			SiteID: in.ID, Month: month(in.Month), Status: service.Status(in.Status), Limit: in.Limit, After: in.Cursor})
		out := Decided{Site: newProgressSite(d.Site), Month: d.Month.String(), Items: make([]DecidedRecord, len(d.Items)), NextCursor: d.Next}
		for i, r := range d.Items {
			out.Items[i] = DecidedRecord{string(r.Kind), r.ID, stamp(r.At), d.Names[r.By], r.ByParty(), r.Reason, anyRecord(r.RecordView)}
		}
		return &Reply[Decided]{http.StatusOK, out}, err
	})
}

func newChecklistItems(list []service.ChecklistItem, names service.Names) []ChecklistItem {
	out := make([]ChecklistItem, len(list))
	for i, item := range list {
		out[i] = ChecklistItem{string(item.Kind), item.ID, codesOf(item.Flags), item.MayCall, names[item.RecordedBy()], anyRecord(item.RecordView)}
	}
	return out
}

func newQueueRow(r service.QueueRow, whole bool) QueueRow {
	out := QueueRow{
		Site: newProgressSite(r.Site), Version: r.Version,
		Unconfirmed: Unconfirmed{r.Waits.Registrations, r.Waits.Placements, r.Waits.Activities, r.Waits.Postings, r.Waits.All(), r.Honours},
		Oldest:      stamp(r.Oldest), Newest: stamp(r.Newest), Flags: make([]Flag, len(r.Flags)),
		OtherMonths: make([]MonthWaits, len(r.Others)),
	}
	for i, o := range r.Others {
		out.OtherMonths[i] = MonthWaits{o.Month.String(), o.Count}
	}
	for i, f := range r.Flags {
		out.Flags[i] = Flag{Code: string(f.Code), Severity: int(f.Severity), Text: f.Text, Count: len(f.Records)}
		if whole {
			out.Flags[i].Records = f.Records
		}
	}
	return out
}

func codesOf(list []flag.Code) []string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = string(c)
	}
	return out
}

func anyRecord(v service.RecordView) (out AnyRecord) {
	switch {
	case v.Registration != nil:
		out.Registration = ptr(newRegistration(*v.Registration))
	case v.Placement != nil:
		out.Placement = ptr(newPlacement(*v.Placement))
	case v.Activity != nil:
		out.Activity = ptr(newActivity(*v.Activity))
	case v.Posting != nil:
		out.Posting = ptr(newPosting(*v.Posting))
	case v.Honour != nil:
		out.Honour = ptr(newSiteHonour(*v.Honour))
	}
	return out
}
