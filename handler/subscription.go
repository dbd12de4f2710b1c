package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
)

// SubscriptionBody is what WeChat told the phone of a prompt.
type SubscriptionBody struct {
	Template string `json:"template" enum:"policy,result"`
	Result   string `json:"result" enum:"accept,reject,ban,filter" doc:"As wx.requestSubscribeMessage says; only accept allows a message, and one"`
}

// Subscription is a kind of message with how many the caller has consented to.
type Subscription struct {
	Template   string `json:"template" enum:"policy,result"`
	TemplateID string `json:"template_id" doc:"For wx.requestSubscribeMessage; empty: not set up"`
	Left       int    `json:"left" doc:"Messages that may still be sent"`
}

func (a *API) subscriptionRoutes() {
	tags := []string{"subscriptions"}
	route(a, huma.Operation{
		OperationID: "subscribe", Method: http.MethodPost, Path: "/v1/me/subscriptions", DefaultStatus: http.StatusCreated, Tags: tags,
		Summary: "Tell what became of a subscription prompt", Description: "One accepted prompt is one message. The same Idempotency-Key is the same prompt.",
	}, func(ctx context.Context, in *struct {
		IdempotencyHeader
		Body SubscriptionBody
	}) (*Reply[List[Subscription]], error) {
		return subscriptions(http.StatusCreated)(a.svc.Subscribe(ctx, actorOf(ctx),
			service.MessageKind(in.Body.Template), service.PromptResult(in.Body.Result)))
	})
	route(a, huma.Operation{
		OperationID: "list-my-subscriptions", Method: http.MethodGet, Path: "/v1/me/subscriptions", Tags: tags,
		Summary: "How many messages of each kind I have consented to",
	}, func(ctx context.Context, _ *struct{}) (*Reply[List[Subscription]], error) {
		return subscriptions(http.StatusOK)(a.svc.MySubscriptions(ctx, actorOf(ctx)))
	})
}

func subscriptions(status int) func([]service.MySubscription, error) (*Reply[List[Subscription]], error) {
	return func(mine []service.MySubscription, err error) (*Reply[List[Subscription]], error) {
		all := list(mine, 0, func(service.MySubscription) string { return "" }, func(m service.MySubscription) Subscription {
			return Subscription{string(m.Kind), m.TemplateID, m.Left}
		})
		return &Reply[List[Subscription]]{status, all}, err
	}
}
