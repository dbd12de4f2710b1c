package wechat

import (
	"context"
	"errors"
	"regexp"
)

var (
	// codeForm is what a code may look like. The library writes codes into a URL
	// as they are, so anything more could add parameters of its own.
	codeForm   = regexp.MustCompile(`^[0-9A-Za-z_-]{8,128}$`)
	openIDForm = regexp.MustCompile(`^[0-9A-Za-z_-]{1,64}$`)

	errNoOpenID = errors.New("the answer holds no usable openid")
)

// Login exchanges the code of a wx.login for the user's openid and, where the
// app is bound to an open-platform account, unionid (else ""). The openid is
// never empty when err is nil. A code is good for one call, also one that fails.
// Errors are *Error.
func (c *Client) Login(ctx context.Context, code string) (openID, unionID string, err error) {
	const op = "login"
	if !codeForm.MatchString(code) {
		return "", "", malformedCode(op)
	}
	err = c.call(ctx, op, code, func(ctx context.Context) error {
		session, err := c.program.GetAuth().Code2SessionContext(ctx, code)
		if err != nil {
			return err
		}
		if !openIDForm.MatchString(session.OpenID) {
			return errNoOpenID
		}
		openID, unionID = session.OpenID, session.UnionID
		return nil
	})
	return openID, unionID, err
}

// malformedCode refuses a code without asking WeChat.
func malformedCode(op string) *Error {
	return &Error{Op: op, Kind: BadCode, detail: "not in the form of a code"}
}
