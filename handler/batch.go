package handler

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
)

// BatchBody is what a phone kept while it was offline, oldest first.
type BatchBody struct {
	Items []BatchItem `json:"items" minItems:"1" maxItems:"100"`
}

// BatchItem holds exactly one record.
type BatchItem struct {
	ID            string            `json:"id" minLength:"1" maxLength:"64" doc:"The phone's own name for the record, unique in the batch"`
	Registration  *RegistrationBody `json:"registration,omitempty"`
	Enterprise    *EnterpriseBody   `json:"enterprise,omitempty"`
	Placement     *PlacementBody    `json:"placement,omitempty"`
	Activity      *ActivityBody     `json:"activity,omitempty" doc:"Its client_id is needed here"`
	Posting       *PostingBody      `json:"posting,omitempty" doc:"Its client_id is needed here"`
	PersonRef     string            `json:"person_ref,omitempty" maxLength:"64" doc:"For a placement: the id of an earlier registration in this batch, instead of person_id"`
	EnterpriseRef string            `json:"enterprise_ref,omitempty" maxLength:"64" doc:"For a posting: the id of an earlier enterprise in this batch, instead of enterprise_id"`
}

// BatchReply answers for each item, in order.
type BatchReply struct {
	Results []BatchResult `json:"results"`
}

// BatchResult is one item's status and its record or problem.
type BatchResult struct {
	ID           string        `json:"id"`
	Status       int           `json:"status" doc:"As the record's own route would have answered"`
	Registration *Registration `json:"registration,omitempty"`
	Enterprise   *Enterprise   `json:"enterprise,omitempty"`
	Placement    *Placement    `json:"placement,omitempty"`
	Activity     *Activity     `json:"activity,omitempty"`
	Posting      *Posting      `json:"posting,omitempty"`
	Error        *Problem      `json:"error,omitempty"`
}

func (a *API) batchRoutes() {
	route(a, huma.Operation{
		OperationID: "batch", Method: http.MethodPost, Path: "/v1/batch", Summary: "Send what was recorded offline",
		Description: "Up to 100 records, taken one by one and answered for each. A batch that touches a site which is not " +
			"the caller's is refused whole. Sending a batch again stores nothing twice.",
		Tags: []string{"batch"},
	}, func(ctx context.Context, in *struct {
		IdempotencyHeader
		Body BatchBody
	}) (*Reply[BatchReply], error) {
		if err := a.checkBatch(ctx, in.Body.Items); err != nil {
			return nil, err
		}
		earlier := earlier{map[string]string{}, map[string]string{}}
		out := BatchReply{Results: make([]BatchResult, len(in.Body.Items))}
		for i, item := range in.Body.Items {
			out.Results[i] = a.batchItem(ctx, item, earlier)
			if out.Results[i].Status >= http.StatusInternalServerError {
				forgetAnswer(ctx)
			}
		}
		return &Reply[BatchReply]{http.StatusOK, out}, nil
	})
}

// checkBatch refuses the whole batch before anything of it is written.
func (a *API) checkBatch(ctx context.Context, items []BatchItem) error {
	ids, seen := map[string]bool{}, map[string]bool{}
	for i, item := range items {
		n, site := 0, ""
		if item.Registration != nil {
			n, site = n+1, item.Registration.SiteID
		}
		if item.Placement != nil {
			n, site = n+1, item.Placement.SiteID
		}
		if item.Activity != nil {
			n, site = n+1, item.Activity.SiteID
		}
		if item.Posting != nil {
			n, site = n+1, item.Posting.SiteID
		}
		if item.Enterprise != nil {
			n++
		}
		if n != 1 || ids[item.ID] {
			p := newProblem(http.StatusUnprocessableEntity, "batch_item", "每项须有各自的编号，且只含一条记录")
			return p.at(fmt.Sprintf("body.items[%d]", i))
		}
		ids[item.ID] = true
		if item.Enterprise != nil || seen[site] {
			continue
		}
		if err := a.svc.MayWrite(ctx, actorOf(ctx), site); err != nil {
			return a.problem(ctx, err).at(fmt.Sprintf("body.items[%d]", i))
		}
		seen[site] = true
	}
	return nil
}

// earlier is whom earlier items of a batch registered, and which employers they made
// known, by the items' ids.
type earlier struct{ people, employers map[string]string }

// batchItem takes one record.
func (a *API) batchItem(ctx context.Context, item BatchItem, earlier earlier) BatchResult {
	r := BatchResult{ID: item.ID}
	actor := actorOf(ctx)
	var created bool
	var err error
	switch {
	case item.Registration != nil:
		var v service.RegistrationView
		if v, created, err = a.svc.Register(ctx, actor, item.Registration.input()); err == nil {
			r.Registration = ptr(newRegistration(v))
			earlier.people[item.ID] = v.PersonID
		}
	case item.Enterprise != nil:
		var v service.EnterpriseView
		if v, created, err = a.svc.CreateEnterprise(ctx, actor, item.Enterprise.input()); err == nil {
			r.Enterprise = ptr(newEnterprise(v))
			earlier.employers[item.ID] = v.ID
		}
	case item.Activity != nil:
		if item.Activity.ClientID == "" { // else the batch sent again would enter it twice
			err = newProblem(http.StatusUnprocessableEntity, "client_id_missing", "批量提交的服务台账须有 client_id")
			break
		}
		var v service.ActivityView
		if v, created, err = a.svc.RecordActivity(ctx, actor, item.Activity.input()); err == nil {
			r.Activity = ptr(newActivity(v))
		}
	case item.Posting != nil:
		in := item.Posting.input()
		if in.ClientID == "" {
			err = newProblem(http.StatusUnprocessableEntity, "client_id_missing", "批量提交的岗位信息须有 client_id")
			break
		}
		if in.EnterpriseID == "" && item.EnterpriseRef != "" {
			if in.EnterpriseID = earlier.employers[item.EnterpriseRef]; in.EnterpriseID == "" {
				err = newProblem(http.StatusUnprocessableEntity, "enterprise_ref", "同批的用人单位未成功，请先改正那一条")
				break
			}
		}
		var v service.PostingView
		if v, created, err = a.svc.Post(ctx, actor, in); err == nil {
			r.Posting = ptr(newPosting(v))
		}
	case item.Placement != nil:
		in := item.Placement.input()
		if in.PersonID == "" && item.PersonRef != "" {
			if in.PersonID = earlier.people[item.PersonRef]; in.PersonID == "" {
				err = newProblem(http.StatusUnprocessableEntity, "person_ref", "同批的求职登记未成功，请先改正那一条")
				break
			}
		}
		var v service.PlacementView
		if v, created, err = a.svc.Place(ctx, actor, in); err == nil {
			r.Placement = ptr(newPlacement(v))
		}
	}
	if err != nil {
		r.Error = a.problem(ctx, err)
		r.Status = r.Error.Status
		return r
	}
	r.Status = stored(created)
	return r
}

func ptr[T any](v T) *T { return &v }
