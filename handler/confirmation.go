package handler

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
)

// ConfirmationsBody names the records to vouch for.
type ConfirmationsBody struct {
	Records []RecordRef `json:"records" minItems:"1" maxItems:"100"`
}

// RecordRef names a record of any kind.
type RecordRef struct {
	Kind string `json:"kind" enum:"registration,placement,activity,posting,honour"`
	ID   string `json:"id" maxLength:"64"`
}

// ConfirmationsReply answers for each record, in order.
type ConfirmationsReply struct {
	Results []ConfirmationResult `json:"results"`
	Summary string               `json:"summary" doc:"How many were confirmed, and why how many were not, in Chinese"`
}

// summaryOf says what became of the records, the commonest reason first.
func summaryOf(results []ConfirmationResult) string {
	why, done := map[string]int{}, 0
	for _, r := range results {
		if r.Error == nil {
			done++
		} else {
			why[r.Error.Detail]++
		}
	}
	said := fmt.Sprintf("已核实 %d 条", done)
	if len(why) == 0 {
		return said
	}
	reasons := slices.SortedFunc(maps.Keys(why), func(x, y string) int { return cmp.Or(cmp.Compare(why[y], why[x]), cmp.Compare(x, y)) })
	for i, r := range reasons {
		reasons[i] = fmt.Sprintf("%s（%d 条）", r, why[r])
	}
	return fmt.Sprintf("%s，%d 条没有核实：%s", said, len(results)-done, strings.Join(reasons, "；"))
}

// ConfirmationResult is one record's status and the record or its problem.
type ConfirmationResult struct {
	RecordRef
	Status int `json:"status" doc:"As the record's own confirm would have answered"`
	AnyRecord
	Error *Problem `json:"error,omitempty"`
}

func (a *API) confirmationRoutes() {
	route(a, huma.Operation{
		OperationID: "confirm-records", Method: http.MethodPost, Path: "/v1/confirmations",
		Summary: "Vouch for up to 100 records that others made",
		Description: "Taken one by one and answered for each: one that is foreign, void or the caller's own stops no other. " +
			"Sending it again changes nothing.",
		Tags: []string{"verification"},
	}, func(ctx context.Context, in *struct {
		IdempotencyHeader
		Body ConfirmationsBody
	}) (*Reply[ConfirmationsReply], error) {
		refs := make([]service.RecordRef, len(in.Body.Records))
		for i, r := range in.Body.Records {
			refs[i] = service.RecordRef{Kind: service.RecordKind(r.Kind), ID: r.ID}
		}
		out := ConfirmationsReply{Results: make([]ConfirmationResult, len(refs))}
		for i, c := range a.svc.ConfirmRecords(ctx, actorOf(ctx), refs) {
			r := ConfirmationResult{RecordRef: in.Body.Records[i], Status: http.StatusOK}
			if c.Err == nil {
				r.AnyRecord = anyRecord(c.RecordView)
			} else {
				r.Error = a.problem(ctx, c.Err)
				if r.Status = r.Error.Status; r.Status >= http.StatusInternalServerError {
					forgetAnswer(ctx)
				}
			}
			out.Results[i] = r
		}
		out.Summary = summaryOf(out.Results)
		return &Reply[ConfirmationsReply]{http.StatusOK, out}, nil
	})
}
