package main

import (
	"context"
	"errors"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/wechat"
)

// wechatPort is service's view of the WeChat client: it turns the client's kinds
// of errors into refusals.
type wechatPort struct {
	client  *wechat.Client
	metrics *metrics
}

// Login implements service.WeChat.
func (p wechatPort) Login(ctx context.Context, code string) (string, error) {
	start := time.Now()
	openID, _, err := p.client.Login(ctx, code)
	err = refusal(err)
	p.metrics.wechatCall("login", start, err)
	return openID, err
}

// PhoneNumber implements service.WeChat.
func (p wechatPort) PhoneNumber(ctx context.Context, code string) (string, error) {
	start := time.Now()
	phone, err := p.client.PhoneNumber(ctx, code)
	err = refusal(err)
	p.metrics.wechatCall("phone_number", start, err)
	return phone, err
}

// CheckText implements service.WeChat.
func (p wechatPort) CheckText(ctx context.Context, openID, text string) (service.TextVerdict, error) {
	start := time.Now()
	said, err := p.client.CheckText(ctx, openID, text)
	err = refusal(err)
	p.metrics.wechatCall("text_check", start, err)
	return service.TextVerdict(said), err
}

// MiniProgramCode implements service.WeChat.
func (p wechatPort) MiniProgramCode(ctx context.Context, scene, page string, width int) ([]byte, error) {
	start := time.Now()
	picture, err := p.client.MiniProgramCode(ctx, scene, page, width)
	err = refusal(err)
	p.metrics.wechatCall("mini_program_code", start, err)
	return picture, err
}

// refusals is what a phone is told of each kind. A quota that is used up and a
// wrong setting are ours to mend and look the same from outside.
var refusals = map[wechat.Kind]service.Error{
	wechat.BadCode:       {Kind: service.Unauthenticated, Code: "wechat_code_invalid", Message: "微信登录凭证无效或已过期，请重试"},
	wechat.Blocked:       {Kind: service.Forbidden, Code: "wechat_user_blocked", Message: "微信提示该用户存在风险，暂时无法登录"},
	wechat.ForeignPhone:  {Kind: service.Invalid, Code: "phone_not_mainland", Message: "暂只支持中国大陆手机号"},
	wechat.Inactive:      {Kind: service.Conflict, Code: "wechat_user_inactive", Message: "微信只审核近两小时内打开过小程序的用户所发的内容"},
	wechat.Unfit:         {Kind: service.Invalid, Code: "wechat_text_unfit", Message: "微信只审核 1 至 2500 字的内容"},
	wechat.Busy:          {Kind: service.Limited, Code: "wechat_busy", Message: "微信接口繁忙，请稍后再试"},
	wechat.Quota:         {Kind: service.Unavailable, Code: "wechat_unavailable", Message: "微信接口暂不可用，请稍后再试"},
	wechat.Unavailable:   {Kind: service.Unavailable, Code: "wechat_unavailable", Message: "微信接口暂不可用，请稍后再试"},
	wechat.Misconfigured: {Kind: service.Unavailable, Code: "wechat_unavailable", Message: "微信接口暂不可用，请稍后再试"},
}

func refusal(err error) error {
	var failed *wechat.Error
	if !errors.As(err, &failed) {
		return err
	}
	kind := failed.Kind
	if failed.WeChatCode == -1 { // WeChat itself is overloaded, not this user too keen
		kind = wechat.Unavailable
	}
	e := refusals[kind]
	e.RetryAfter = failed.RetryAfter
	if e.Kind == service.Unavailable || e.Kind == service.Limited {
		e.RetryAfter = max(e.RetryAfter, service.ErrUnavailable.RetryAfter)
	}
	return e.Because(failed)
}
