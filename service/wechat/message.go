package wechat

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"regexp"
	"strings"

	"github.com/silenceper/wechat/v2/miniprogram/subscribe"
	"github.com/silenceper/wechat/v2/util"
)

const sendURL = "https://" + realHost + "/cgi-bin/message/subscribe/send?access_token="

var (
	templateForm = regexp.MustCompile(`^[0-9A-Za-z_-]{1,64}$`)

	errNoMessageID = errors.New("the answer does not say that the message was accepted")
)

// states is what WeChat calls each version of a mini-program in messages.
var states = map[string]string{"": "formal", "release": "formal", "trial": "trial", "develop": "developer"}

// SendSubscribe sends the user a one-time subscription message: the template's
// fields with their values, and the page that a tap opens (without a leading
// slash; "" for none). It answers WeChat's id of the message, which may be 0.
//
// It sends at most once, but again with a new token after WeChat refused the
// access token. Errors are *Error: of the kind NotSubscribed when the user's
// consents are used up or withdrawn, BadMessage when this message can never be
// sent. Error.MaybeDone tells a message that may have arrived from one that has
// surely not.
func (c *Client) SendSubscribe(ctx context.Context, openID, template, page string, data map[string]string) (msgID int64, err error) {
	const op = "subscription message"
	if !openIDForm.MatchString(openID) || !templateForm.MatchString(template) || strings.HasPrefix(page, "/") || len(data) == 0 {
		return 0, &Error{Op: op, Kind: BadMessage, detail: "user, template, page or fields out of form"}
	}
	m := subscribe.Message{
		ToUser: openID, TemplateID: template, Page: page, MiniprogramState: states[c.envVersion], Lang: "zh_CN",
		Data: make(map[string]*subscribe.DataItem, len(data)),
	}
	for name, value := range data {
		m.Data[name] = &subscribe.DataItem{Value: value}
	}
	err = c.call(ctx, op, openID, func(ctx context.Context) error {
		// The library's own call takes no context.
		token, err := c.program.GetContext().GetAccessTokenContext(ctx)
		if err != nil {
			return err
		}
		answer, err := util.PostJSONContext(ctx, sendURL+url.QueryEscape(token), m)
		if err != nil {
			return err
		}
		msgID, err = accepted(answer)
		return err
	})
	return msgID, err
}

// accepted reads the answer of a success, which must say so: a page in its place
// has no errcode at all.
func accepted(answer []byte) (msgID int64, err error) {
	var a struct {
		Code  *int64 `json:"errcode"`
		MsgID int64  `json:"msgid"`
	}
	if err := json.Unmarshal(answer, &a); err != nil || a.Code == nil || *a.Code != 0 {
		return 0, errNoMessageID
	}
	return a.MsgID, nil
}
