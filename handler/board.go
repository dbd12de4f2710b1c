package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/rubric"
)

// Board compares the sites in the caller's sight, best recorded score first.
type Board struct {
	AsOf  string `json:"as_of" format:"date"`
	Years []int  `json:"years" doc:"Of which there is something to read about these sites, newest first"`
	Max   int    `json:"max" doc:"The form's total"`
	Most
	VisitOrder string     `json:"visit_order" doc:"How visits are ranked, in Chinese"`
	Items      []BoardRow `json:"items"`
}

// BoardRow is one site.
type BoardRow struct {
	Site     ProgressSite `json:"site"`
	Version  int64        `json:"version"`
	Recorded Score        `json:"recorded"`
	Verified Score        `json:"verified"`
	Settled  *Score       `json:"settled" nullable:"true" doc:"Recorded, through the last completed month"`
	Change   *Change      `json:"change,omitempty" doc:"Recorded, against settled"`
	Rank     int          `json:"rank" doc:"Within the kind, among all sites in sight"`
	Of       int          `json:"of" doc:"How many sites of the kind are in sight"`
	Months   []MonthRow   `json:"months,omitempty" doc:"Each counted month, when asked for"`
	Month    *MonthRow    `json:"month,omitempty" doc:"What the month of as_of holds so far"`
	Last     string       `json:"last_record_at,omitempty" format:"date-time" doc:"When the newest record was entered, when asked for (records=true); none: never"`
	Waits    *int         `json:"unconfirmed,omitempty" doc:"Records of the month that await a check, as in the queue, when asked for, to those who check them"`
	Flags    []string     `json:"flags" enum:"nothing_this_month,unverified,area_short,no_staff,not_open"`
	Visit    Visit        `json:"visit"`
}

// Change is how far a score has moved.
type Change struct {
	From Score `json:"from"`
	To   Score `json:"to"`
}

func newChange(d service.Delta) Change { return Change{Score{d.From}, Score{d.To}} }

// BoardQuery narrows the board.
type BoardQuery struct {
	AsOfQuery
	County string `query:"county" maxLength:"16"`
	Kind   string `query:"kind" enum:"market,station"`
	Months bool   `query:"months" doc:"Tell every month, not only the last"`
	Look   bool   `query:"records" doc:"Look into the records as well: when the last came, what awaits a check, what is odd about them (to those who check them); may be a minute old"`
	Order  string `query:"order" enum:"score,visit" default:"score" doc:"What comes first: the best score, or what most needs a visit"`
}

func (a *API) boardRoutes() {
	route(a, huma.Operation{
		OperationID: "get-board", Method: http.MethodGet, Path: "/v1/board",
		Summary: "All sites in my sight, side by side", Tags: []string{"progress"},
	}, func(ctx context.Context, in *BoardQuery) (*Reply[Board], error) {
		asOf, rows, err := a.svc.Board(ctx, actorOf(ctx), service.BoardFilter{
			AsOf: date(in.AsOf), County: in.County, Kind: rubric.SiteKind(in.Kind),
			Look: in.Look, Order: service.BoardOrder(in.Order)})
		if err != nil {
			return nil, err
		}
		out := Board{AsOf: asOf.String(), Years: a.svc.Years(rows), Max: rubric.Total, Most: newMost(), VisitOrder: service.VisitOrder, Items: make([]BoardRow, len(rows))}
		for i, r := range rows {
			out.Items[i] = newBoardRow(r, in.Months)
		}
		return &Reply[Board]{http.StatusOK, out}, nil
	})
}

func newBoardRow(r service.BoardRow, months bool) BoardRow {
	p := newProgress(r.Progress)
	out := BoardRow{
		Site: p.Site, Version: p.Version, Recorded: p.Live.Recorded, Verified: p.Live.Verified,
		Rank: r.Rank, Of: r.Of, Flags: []string{},
	}
	if r.Change != nil {
		out.Settled = &Score{r.Change.From}
		out.Change = ptr(newChange(*r.Change))
	}
	if r.Look != nil {
		out.Waits = r.Look.Waits
		if !r.Look.Last.IsZero() {
			out.Last = stamp(r.Look.Last)
		}
	}
	if n := len(p.Months); n > 0 {
		out.Month = &p.Months[n-1]
	}
	if months {
		out.Months = p.Months
	}
	out.Visit = newVisit(r.Visit)
	for _, f := range r.Flags {
		out.Flags = append(out.Flags, string(f))
	}
	return out
}
