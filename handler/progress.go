package handler

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/rubric"
)

// Progress is a site's standing in the year's assessment.
type Progress struct {
	Site     ProgressSite   `json:"site"`
	Year     int            `json:"year"`
	AsOf     string         `json:"as_of" format:"date"`
	Today    string         `json:"today" format:"date" doc:"In Shanghai"`
	Policy   string         `json:"policy" doc:"The reading of the form that made the scores"`
	Version  int64          `json:"version" doc:"Grows with every change of records or policy"`
	Live     Totals         `json:"live" doc:"Through as_of"`
	Settled  *Totals        `json:"settled,omitempty" doc:"Through the last completed month; absent in the first"`
	Lost     []ItemChange   `json:"lost" doc:"The items that have lost recorded points since settled"`
	Forecast *Forecast      `json:"forecast,omitempty" doc:"At the year's end if the pace stays; absent before opening"`
	Items    []ProgressItem `json:"items" doc:"The form's 15 items"`
	Months   []MonthRow     `json:"months" doc:"What each counted month holds"`
	Note     string         `json:"note"`
}

// ProgressSite says whose progress it is.
type ProgressSite struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Kind       string `json:"kind" enum:"market,station"`
	County     string `json:"county"`
	CountyName string `json:"county_name"`
	Example    bool   `json:"example"`
}

// Totals are the sums of the form's columns.
type Totals struct {
	Through  string `json:"through" format:"date"`
	Recorded Score  `json:"recorded" doc:"Computed items, from every valid record"`
	Verified Score  `json:"verified" doc:"Computed items, from records that somebody else has confirmed"`
	Self     *Score `json:"self" nullable:"true" doc:"自评分值 once the site has scored itself"`
	Assessed *Score `json:"assessed" nullable:"true" doc:"考核分值 once the county has scored"`
	Max      int    `json:"max"`
	Most
}

// Most is how the form's total is made up.
type Most struct {
	Computable int `json:"computable" doc:"The most that computed items can bring: what recorded and verified are measured by"`
	Judged     int `json:"judged" doc:"The rest of max, which people score in the yearly assessment"`
}

func newMost() Most { return Most{rubric.Computable(), rubric.Total - rubric.Computable()} }

// ProgressItem is one item of the form.
type ProgressItem struct {
	No            int            `json:"no"`
	Section       string         `json:"section"`
	Title         string         `json:"title"`
	Max           int            `json:"max"`
	Mode          string         `json:"mode" enum:"computed,judged"`
	Recorded      *Score         `json:"recorded" nullable:"true" doc:"null: not known, which is not 0"`
	Verified      *Score         `json:"verified" nullable:"true"`
	Self          *Score         `json:"self" nullable:"true"`
	Assessed      *Score         `json:"assessed" nullable:"true"`
	Facts         map[string]any `json:"facts" doc:"What recorded rests on"`
	VerifiedFacts map[string]any `json:"verified_facts" doc:"What verified rests on"`
	Explanation   string         `json:"explanation"`
	Next          *Next          `json:"next,omitempty" doc:"The smallest step to a higher recorded score; absent at the maximum and for judged items"`
	Targets       []Target       `json:"targets,omitempty" doc:"Monthly averages at which points begin and end; items 7 and 8 only"`
	Range         []Score        `json:"range,omitempty" minItems:"2" maxItems:"2" doc:"Least and greatest score over the readings that are open"`
}

// Next is the smallest step to a higher score.
type Next struct {
	Need  int          `json:"need"`
	Unit  string       `json:"unit"`
	Also  *rubric.More `json:"also,omitempty"`
	Score Score        `json:"score"`
	Text  string       `json:"text"`
}

// Target is a monthly average and what it earns.
type Target struct {
	Average Score  `json:"average"`
	Score   Score  `json:"score"`
	Text    string `json:"text"`
}

// MonthRow is one month's figures: persons, each counted once.
type MonthRow struct {
	Month    string  `json:"month"`
	Recorded Figures `json:"recorded"`
	Verified Figures `json:"verified"`
	Counted  Figures `json:"counted" doc:"What the averages of items 7 and 8 add up: of recorded, a stable placement twice"`
	Scans    int     `json:"scans" doc:"Accounts that scanned the site's code, each once a day; in no score"`
	// ClosedWith leaves out what was entered after the month was closed.
	ClosedWith *ClosedFigures `json:"closed_with,omitempty" doc:"The figures without adjustments; absent when there are none"`
}

// ClosedFigures are those that a month was closed with.
type ClosedFigures struct {
	Recorded Figures `json:"recorded"`
	Verified Figures `json:"verified"`
}

// Figures are persons in a month.
type Figures struct {
	Registered int `json:"registered"`
	Casual     int `json:"placed_casual"`
	Stable     int `json:"placed_stable"`
}

func newProgress(p service.Progress) Progress {
	out := Progress{
		Site: newProgressSite(p.Site),
		Year: p.AsOf.Year, AsOf: p.AsOf.String(), Today: p.Today.String(), Policy: p.Policy, Version: p.Version,
		Live: totals(p.Live), Settled: someTotals(p.Settled), Forecast: forecast(p),
		Items: make([]ProgressItem, len(p.Recorded.Items)), Months: make([]MonthRow, len(p.ByMonth)), Note: rubric.Note,
		Lost: newItemChanges(p.Lost()),
	}
	for i, item := range p.Recorded.Items {
		out.Items[i] = newProgressItem(item, &p.Verified.Items[i])
	}
	if n := p.Assessment; n != nil {
		out.fill(*n)
	}
	for i, m := range p.ByMonth {
		out.Months[i] = MonthRow{m.Month.String(), figures(m.Recorded), figures(m.Verified), figures(m.Counted), m.Scans, nil}
		if c := m.Settled; c != nil {
			out.Months[i].ClosedWith = &ClosedFigures{figures(c.Recorded), figures(c.Verified)}
		}
	}
	return out
}

func newProgressSite(s service.Site) ProgressSite {
	return ProgressSite{s.ID, s.Name, string(s.Kind), s.County, service.Counties[s.County], s.Example}
}

// fill adds what people scored for the year.
func (p *Progress) fill(n service.AssessmentColumns) {
	var self, assessed rubric.Score
	scored := true
	for i := range p.Items {
		p.Items[i].Self, p.Items[i].Assessed = score(n.Self[i]), score(n.Assessed[i])
		if n.Self[i] != nil {
			self = self.Add(*n.Self[i])
		}
		if scored = scored && n.Assessed[i] != nil; scored {
			assessed = assessed.Add(*n.Assessed[i])
		}
	}
	p.Live.Self = &Score{self}
	if scored {
		p.Live.Assessed = &Score{assessed}
	}
}

// newProgressItem joins both columns of an item; verified may be nil.
func newProgressItem(item rubric.Item, verified *rubric.Item) ProgressItem {
	out := ProgressItem{
		No: item.No, Section: item.Section, Title: item.Title, Max: item.Max, Mode: string(item.Mode),
		Recorded: score(item.Score), Facts: item.Facts, VerifiedFacts: map[string]any{}, Explanation: item.Explanation,
	}
	if verified != nil {
		out.Verified, out.VerifiedFacts = score(verified.Score), verified.Facts
	}
	if n := item.Next; n != nil {
		out.Next = &Next{n.Need, n.Unit, n.Also, Score{n.Score}, n.Text}
	}
	for _, g := range item.Targets {
		out.Targets = append(out.Targets, Target{Score{g.Average}, Score{g.Score}, g.Text})
	}
	if r := item.Range; r != nil {
		out.Range = []Score{{r[0]}, {r[1]}}
	}
	return out
}

func totals(c service.Columns) Totals {
	return Totals{Through: c.Through.String(), Recorded: Score{c.Recorded}, Verified: Score{c.Verified}, Max: rubric.Total, Most: newMost()}
}

func someTotals(c *service.Columns) *Totals {
	if c == nil {
		return nil
	}
	return ptr(totals(*c))
}

func figures(t service.Tallied) Figures { return Figures{t.Registered, t.Casual, t.Stable} }

// EncodeProgress is the document that streams send: the same bytes that the
// progress route answers.
func EncodeProgress(p service.Progress) ([]byte, error) {
	var b bytes.Buffer
	err := json.NewEncoder(&b).Encode(newProgress(p))
	return bytes.TrimRight(b.Bytes(), "\n"), err
}

// AsOfQuery is the day that decides everything.
type AsOfQuery struct {
	AsOf string `query:"as_of" format:"date" doc:"Default today in Shanghai"`
}

func (a *API) progressRoutes() {
	route(a, huma.Operation{
		OperationID: "get-progress", Method: http.MethodGet, Path: "/v1/sites/{id}/progress",
		Summary: "Where a site stands, item by item", Tags: []string{"progress"},
	}, func(ctx context.Context, in *struct {
		SiteID
		AsOfQuery
	}) (*Reply[Progress], error) {
		p, err := a.svc.Progress(ctx, actorOf(ctx), in.ID, date(in.AsOf))
		if err != nil {
			return nil, err
		}
		return &Reply[Progress]{http.StatusOK, newProgress(p)}, nil
	})
}
