package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
)

// recordRoutes adds the steps that every countable record has: read it, confirm
// it, take that back, void it, restore it. V is the service's view, T what a screen gets.
func recordRoutes[V, T any](
	a *API, noun, nouns string,
	get, confirm, restore func(context.Context, service.Actor, string) (V, error),
	void func(context.Context, service.Actor, string, string) (V, error),
	view func(V) T,
) {
	path, tags := "/v1/"+nouns+"/{id}", []string{nouns}
	route(a, huma.Operation{
		OperationID: "get-" + noun, Method: http.MethodGet, Path: path, Summary: "One " + noun, Tags: tags,
	}, func(ctx context.Context, in *RecordID) (*Reply[T], error) {
		v, err := get(ctx, actorOf(ctx), in.ID)
		return &Reply[T]{http.StatusOK, view(v)}, err
	})
	step := func(name, summary string, do func(context.Context, service.Actor, string) (V, error)) {
		route(a, huma.Operation{
			OperationID: name + "-" + noun, Method: http.MethodPost, Path: path + "/" + name, Summary: summary, Tags: tags,
		}, func(ctx context.Context, in *struct {
			RecordID
			IdempotencyHeader
		}) (*Reply[T], error) {
			v, err := do(ctx, actorOf(ctx), in.ID)
			return &Reply[T]{http.StatusOK, view(v)}, err
		})
	}
	step("confirm", "Vouch for a record that somebody else made", confirm)
	step("restore", "Take a void back; the record must be confirmed anew", restore)
	step("unconfirm", "Take a confirmation back, as whoever confirmed or a supervisor; the record waits again",
		func(ctx context.Context, by service.Actor, id string) (v V, err error) {
			if _, err = a.svc.Unconfirm(ctx, by, service.RecordRef{Kind: service.RecordKind(noun), ID: id}); err != nil {
				return v, err
			}
			return get(ctx, by, id)
		})
	route(a, huma.Operation{
		OperationID: "void-" + noun, Method: http.MethodPost, Path: path + "/void",
		Summary: "Take a record out of every count", Tags: tags,
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
		Body Reason
	}) (*Reply[T], error) {
		v, err := void(ctx, actorOf(ctx), in.ID, in.Body.Reason)
		return &Reply[T]{http.StatusOK, view(v)}, err
	})
}
