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
	exampleResult = "example-result"
)

// messages is what the settings say of subscription messages.
func messages(cfg config.Config) (service.Messages, error) {
	policy, result := cfg.TemplatePolicy, cfg.TemplateResult
	if cfg.WeChatAppID == "" { // the simulator serves
		policy, result = cmp.Or(policy, examplePolicy), cmp.Or(result, exampleResult)
	}
	m := service.Messages{Page: cfg.NoticePage, ResultPage: cfg.ResultPage, PerMinute: int(cfg.SendsPerMinute)}
	var errs []error
	parse := func(into *message.Template, id, setting, fields string, sources []message.Source) {
		if id == "" {
			return
		}
		t, err := message.Parse(id, fields, sources)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s：%w", setting, err))
		}
		*into = t
	}
	parse(&m.Policy, policy, "WECHAT_TEMPLATE_POLICY_FIELDS", cfg.TemplateFields, service.PolicySources)
	parse(&m.Result, result, "WECHAT_TEMPLATE_RESULT_FIELDS", cfg.ResultFields, service.ResultSources)
	return m, errors.Join(errs...)
}

// simulated is the simulator's templates with their fields.
func simulated(cfg config.Config) map[string][]string {
	m, err := messages(cfg)
	if err != nil {
		return nil // whoever starts the server has been told
	}
	templates := map[string][]string{}
	for _, t := range []message.Template{m.Policy, m.Result} {
		for _, f := range t.Fields {
			templates[t.ID] = append(templates[t.ID], f.Name)
		}
	}
	return templates
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
