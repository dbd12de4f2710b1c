package handler

import (
	"cmp"
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
)

// SampleBody says what to draw from.
type SampleBody struct {
	SiteID string `json:"site_id"`
	Month  string `json:"month" pattern:"^[0-9]{4}-(0[1-9]|1[0-2])$" patternDescription:"2026-11 格式的月份"`
	Kind   string `json:"kind" enum:"registration,placement"`
	Among  string `json:"among,omitempty" enum:"all,flagged" doc:"flagged: only of records with a flag; default all"`
	Size   int    `json:"size,omitempty" minimum:"1" maximum:"50" doc:"Of fewer records all are drawn; needed unless record_id is there"`
	Seed   string `json:"seed,omitempty" doc:"Up to 64 characters; default: drawn by chance"`

	RecordID string `json:"record_id,omitempty" maxLength:"64" doc:"One record with a flag, to be called without a draw; the same again is the same sample"`
}

func (b SampleBody) input() service.SampleInput {
	in := service.SampleInput{SiteID: b.SiteID, Month: month(b.Month), Kind: service.RecordKind(b.Kind), Size: b.Size, Seed: b.Seed}
	if b.Among == string(service.AmongFlagged) {
		in.Among = service.AmongFlagged
	}
	if b.RecordID != "" {
		in.Among, in.Chosen, in.Size = service.AmongChosen, b.RecordID, 1
	}
	return in
}

// Sample is a part of a site's month to be called back.
type Sample struct {
	ID             string        `json:"id"`
	SiteID         string        `json:"site_id"`
	Site           string        `json:"site" doc:"Its name"`
	Month          string        `json:"month"`
	Kind           string        `json:"kind" enum:"registration,placement"`
	Among          string        `json:"among" enum:"all,flagged,chosen" doc:"Of which records; chosen: one that somebody pointed to, and no draw"`
	Seed           string        `json:"seed" doc:"Drawn are the first by SHA-256 of seed, | and id; empty of a chosen record"`
	SeedGiven      bool          `json:"seed_given" doc:"Whoever drew chose the seed"`
	Population     int           `json:"population" doc:"Records that among names and that were not void when it was drawn"`
	PopulationHash string        `json:"population_hash" doc:"SHA-256 of their ids, ascending, one a line"`
	DrawnBy        string        `json:"drawn_by"`
	DrawnAt        string        `json:"drawn_at"`
	Summary        SampleSummary `json:"summary"`
	May            MayOfSample   `json:"may"`
}

// WholeSample is a sample with its records and what callers say.
type WholeSample struct {
	Sample
	Script []string      `json:"script" doc:"What the caller says, line by line"`
	Drawn  []DrawnRecord `json:"drawn" doc:"In the order of the draw"`
}

// SampleSummary counts results.
type SampleSummary struct {
	Drawn       int    `json:"drawn"`
	Checked     int    `json:"checked" doc:"Found true or false"`
	True        int    `json:"true"`
	False       int    `json:"false"`
	Unreachable int    `json:"unreachable"`
	Open        int    `json:"open" doc:"Not called yet"`
	Share       string `json:"share" doc:"True of checked, as a fraction; empty: none checked" example:"7/8"`
}

// MayOfSample says which steps a screen may offer.
type MayOfSample struct {
	Call bool `json:"call" doc:"See phone numbers and note results"`
}

// DrawnRecord is a record of a sample and what its call brought.
type DrawnRecord struct {
	RecordID string `json:"record_id"`
	Call
	Earlier []Call     `json:"earlier" doc:"Results that were corrected, the first one first"`
	Reveals []Reveal   `json:"reveals" doc:"Who saw the full phone number"`
	May     MayOfDrawn `json:"may"`
	AnyRecord
}

// Call is what one call brought.
type Call struct {
	Result   string `json:"result,omitempty" enum:"true,false,unreachable" doc:"Absent: not called yet"`
	Note     string `json:"note" doc:"Of a correction: why"`
	CalledBy string `json:"called_by"`
	Caller   string `json:"caller" doc:"What colleagues call them; empty: they have not said"`
	CalledAt string `json:"called_at"`
	Outcome  string `json:"outcome,omitempty" enum:"confirmed,voided,unchanged,month_closed,waits" doc:"What became of the record; absent with a result: it was broken off; month_closed: the record stays as it is, send the result again once the month is open; waits: a correction has the record wait to be checked anew"`
}

// MayOfDrawn says which steps a screen may offer for a record that was drawn.
type MayOfDrawn struct {
	Reveal  bool `json:"reveal" doc:"See the phone number"`
	Result  bool `json:"result" doc:"Note what a call brought"`
	Correct bool `json:"correct" doc:"Correct what was noted"`
}

func newCall(c service.Call, names service.Names) Call {
	return Call{string(c.Result), c.Note, c.By, names[c.By], stamp(c.At), string(c.Outcome)}
}

// Reveal notes that somebody was shown a full phone number.
type Reveal struct {
	By     string `json:"by"`
	At     string `json:"at"`
	Reason string `json:"reason"`
}

// ResultBody is what a call brought.
type ResultBody struct {
	RecordID string `json:"record_id" maxLength:"64"`
	Result   string `json:"result" enum:"true,false,unreachable"`
	Note     string `json:"note,omitempty" doc:"Up to 150 characters; needed for false, and as the reason of a correction"`
}

func (b ResultBody) input() service.ResultInput {
	return service.ResultInput{RecordID: b.RecordID, Result: service.CallResult(b.Result), Note: b.Note}
}

// Phone is a full number, for one call.
type Phone struct {
	Phone string `json:"phone"`
}

// DrawnID names a record of a sample in a path.
type DrawnID struct {
	RecordID
	Record string `path:"record" maxLength:"64"`
}

// SamplesQuery asks for part of a site's samples.
type SamplesQuery struct {
	PageQuery
	SiteID string `query:"site_id" required:"true" maxLength:"64"`
}

func (a *API) sampleRoutes() {
	tags := []string{"verification"}
	route(a, huma.Operation{
		OperationID: "draw-sample", Method: http.MethodPost, Path: "/v1/samples", DefaultStatus: http.StatusCreated,
		Summary: "Draw records of a site's month at random, to call back", Tags: tags,
		Description: "For supervisors who do not work at the site. The seed is kept, so that anybody can draw again. " +
			"With record_id it is that one record, which must have a flag (409 not_flagged), and no draw.",
	}, func(ctx context.Context, in *struct {
		IdempotencyHeader
		Body SampleBody
	}) (*Reply[WholeSample], error) {
		v, err := a.svc.DrawSample(ctx, actorOf(ctx), in.Body.input())
		return &Reply[WholeSample]{http.StatusCreated, newWholeSample(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-samples", Method: http.MethodGet, Path: "/v1/samples", Summary: "A site's samples", Tags: tags,
	}, func(ctx context.Context, in *SamplesQuery) (*Reply[List[Sample]], error) {
		views, err := a.svc.Samples(ctx, actorOf(ctx), in.SiteID, in.page())
		return &Reply[List[Sample]]{http.StatusOK,
			list(views, in.Limit, func(v service.SampleView) string { return v.ID }, newSample)}, err
	})
	route(a, huma.Operation{
		OperationID: "get-sample", Method: http.MethodGet, Path: "/v1/samples/{id}", Summary: "One sample with its records", Tags: tags,
	}, func(ctx context.Context, in *RecordID) (*Reply[WholeSample], error) {
		v, err := a.svc.Sample(ctx, actorOf(ctx), in.ID)
		return &Reply[WholeSample]{http.StatusOK, newWholeSample(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "reveal-phone", Method: http.MethodPost, Path: "/v1/samples/{id}/records/{record}/reveal",
		Summary: "See a full phone number, for a stated reason", Tags: tags,
		Description: "Who saw it, when and why is kept with the sample. The answer is not kept, whatever the Idempotency-Key.",
	}, func(ctx context.Context, in *struct {
		DrawnID
		Body Reason
	}) (*Reply[Phone], error) {
		phone, err := a.svc.RevealPhone(ctx, actorOf(ctx), in.ID, in.Record, in.Body.Reason)
		forgetAnswer(ctx)
		return &Reply[Phone]{http.StatusOK, Phone{phone}}, err
	})
	route(a, huma.Operation{
		OperationID: "keep-sample-result", Method: http.MethodPost, Path: "/v1/samples/{id}/results",
		Summary: "Note what a call brought; the record follows", Tags: tags,
		Description: "true confirms the record (unless it is the caller's own), false voids it, unreachable leaves it. " +
			"The first of true and false stands: another is 409 result_stands, and is a correction. Sending the same again completes what was broken off.",
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
		Body ResultBody
	}) (*Reply[WholeSample], error) {
		v, err := a.svc.KeepResult(ctx, actorOf(ctx), in.ID, in.Body.input())
		return &Reply[WholeSample]{http.StatusOK, newWholeSample(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "correct-sample-result", Method: http.MethodPost, Path: "/v1/samples/{id}/corrections",
		Summary: "Correct a result that was noted wrongly, for a stated reason", Tags: tags,
		Description: "The result before is kept in earlier, and what it did to the record is taken back. 409 no_result while there is none of true and false.",
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
		Body ResultBody
	}) (*Reply[WholeSample], error) {
		v, err := a.svc.CorrectResult(ctx, actorOf(ctx), in.ID, in.Body.input())
		return &Reply[WholeSample]{http.StatusOK, newWholeSample(v)}, err
	})
}

func newSample(v service.SampleView) Sample {
	sum := v.Summary()
	out := Sample{
		ID: v.ID, SiteID: v.SiteID, Site: v.Site.Name, Month: v.Month.String(), Kind: string(v.Kind), Among: cmp.Or(string(v.Among), "all"),
		Seed: v.Seed, SeedGiven: v.SeedGiven, Population: v.Population, PopulationHash: v.PopulationHash,
		DrawnBy: v.DrawnBy, DrawnAt: stamp(v.DrawnAt), May: MayOfSample{v.MayCall},
		Summary: SampleSummary{Drawn: sum.Drawn, Checked: sum.Checked, True: sum.True, False: sum.False,
			Unreachable: sum.Unreachable, Open: sum.Open},
	}
	if sum.Checked > 0 {
		out.Summary.Share = fmt.Sprintf("%d/%d", sum.True, sum.Checked)
	}
	return out
}

func newWholeSample(v service.SampleView) WholeSample {
	out := WholeSample{Sample: newSample(v), Script: service.CallScript(v.Site, v.Sample), Drawn: make([]DrawnRecord, len(v.Records))}
	for i, r := range v.Records {
		d := v.Drawn[i]
		out.Drawn[i] = DrawnRecord{
			RecordID: d.RecordID, Call: newCall(d.Call, v.Names), Earlier: make([]Call, len(d.Earlier)), Reveals: make([]Reveal, len(d.Reveals)),
			May: MayOfDrawn{v.MayCall && d.MayReveal(), v.MayCall && !d.Settled(), v.MayCall && d.MayCorrect()}, AnyRecord: anyRecord(r),
		}
		for j, c := range d.Earlier {
			out.Drawn[i].Earlier[j] = newCall(c, v.Names)
		}
		for j, seen := range d.Reveals {
			out.Drawn[i].Reveals[j] = Reveal{seen.By, stamp(seen.At), seen.Reason}
		}
	}
	return out
}
