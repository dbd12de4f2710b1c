package wechat

import (
	"context"
	"errors"
	"unicode/utf8"

	"github.com/silenceper/wechat/v2/miniprogram/security"
)

// Suggestion is what WeChat says about a text.
type Suggestion string

// The suggestions.
const (
	Pass   Suggestion = "pass"
	Review Suggestion = "review" // somebody should look at it
	Risky  Suggestion = "risky"
)

// maxText is the most characters that WeChat checks at once.
const maxText = 2500

var errNoSuggestion = errors.New("the answer holds no known suggestion")

// CheckText asks WeChat about a text that openID wants published: 1 to 2,500
// characters of valid UTF-8; others are an *Error of the kind Unfit and are not
// sent. WeChat judges only for users who opened the mini-program within two hours;
// for others the kind is Inactive. On any error the text is unchecked. Errors are
// *Error and never quote the text.
func (c *Client) CheckText(ctx context.Context, openID, text string) (Suggestion, error) {
	const op = "text check"
	if n := utf8.RuneCountInString(text); n == 0 || n > maxText || !utf8.ValidString(text) || !openIDForm.MatchString(openID) {
		return "", &Error{Op: op, Kind: Unfit, detail: "no openid, or not a text of 1 to 2500 characters"}
	}
	var said Suggestion
	err := c.call(ctx, op, text, func(ctx context.Context) error {
		answer, err := c.program.GetSecurity().MsgCheckContext(ctx, &security.MsgCheckRequest{
			OpenID: openID, Scene: security.MsgSceneForum, Content: text,
		})
		if err != nil {
			return err
		}
		switch s := Suggestion(answer.Result.Suggest); s {
		case Pass, Review, Risky:
			said = s
			return nil
		}
		return errNoSuggestion
	})
	return said, err
}
