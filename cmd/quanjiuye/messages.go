package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/quanjiuye/backend/config"
	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/message"
	"github.com/quanjiuye/backend/service/wechat"
)

// The simulator's templates, where none are set.
const (
	examplePolicy = "example-policy"
	exampleJob    = "example-job"
	exampleResult = "example-result"
)

// messages is what the settings say of subscription messages.
func messages(cfg config.Config) (service.Messages, error) {
	policy, job, result := cfg.TemplatePolicy, cfg.TemplateJob, cfg.TemplateResult
	if cfg.WeChatAppID == "" { // the simulator serves
		policy, job, result = cmp.Or(policy, examplePolicy), cmp.Or(job, exampleJob), cmp.Or(result, exampleResult)
	}
	m := service.Messages{Job: job, Result: result, Page: cfg.NoticePage, PerMinute: int(cfg.SendsPerMinute)}
	if policy == "" {
		return m, nil
	}
	var err error
	if m.Policy, err = message.Parse(policy, cfg.TemplateFields, service.PolicySources); err != nil {
		return m, fmt.Errorf("WECHAT_TEMPLATE_POLICY_FIELDS：%w", err)
	}
	return m, nil
}

// simulated is the simulator's templates with their fields.
func simulated(cfg config.Config) map[string][]string {
	m, err := messages(cfg)
	if err != nil {
		return nil // whoever starts the server has been told
	}
	fields := make([]string, len(m.Policy.Fields))
	for i, f := range m.Policy.Fields {
		fields[i] = f.Name
	}
	return map[string][]string{m.Policy.ID: fields, m.Job: nil, m.Result: nil}
}

// SendMessage implements service.Messenger.
func (p wechatPort) SendMessage(ctx context.Context, m service.Message) (string, error) {
	start := time.Now()
	id, err := p.client.SendSubscribe(ctx, m.OpenID, m.TemplateID, m.Page, m.Data)
	err = sendError(err)
	p.metrics.wechatCall("send_message", start, err)
	if err != nil {
		return "", err
	}
	return strconv.FormatInt(id, 10), nil
}

// sendError tells what is known of a message whose call failed.
func sendError(err error) error {
	if err == nil {
		return nil
	}
	var failed *wechat.Error
	if !errors.As(err, &failed) {
		return &service.SendError{Outcome: service.SendLost, Cause: err}
	}
	e := &service.SendError{Outcome: service.SendPutOff, WeChatCode: failed.WeChatCode, RetryAfter: failed.RetryAfter, Cause: failed}
	switch {
	case failed.MaybeDone:
		e.Outcome = service.SendLost
	case failed.Kind == wechat.NotSubscribed:
		e.Outcome = service.SendUnsubscribed
	case failed.Kind == wechat.BadMessage, failed.WeChatCode == 41030, failed.WeChatCode == 40097, failed.WeChatCode == 47001:
		e.Outcome = service.SendRefused // the page, or what is in it
	case failed.Kind == wechat.Quota:
		e.Outcome = service.SendQuota
	case failed.WeChatCode == 0:
		e.Outcome = service.SendUnreached
	}
	return e
}
