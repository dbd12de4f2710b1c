package wechat

import (
	"context"
	"errors"
	"regexp"

	"github.com/silenceper/wechat/v2/miniprogram/business"
)

var (
	mainlandMobile = regexp.MustCompile(`^1[3-9][0-9]{9}$`)

	errBadPhone = errors.New("the answer holds no usable phone number")
)

// PhoneNumber exchanges the code of a getPhoneNumber button for the user's
// number: eleven digits without a country code. A number from outside the
// mainland is an *Error of the kind ForeignPhone, as the rest of the system
// speaks +86 only. Errors are *Error.
func (c *Client) PhoneNumber(ctx context.Context, code string) (string, error) {
	const op = "phone number"
	if !codeForm.MatchString(code) {
		return "", malformedCode(op)
	}
	var number string
	err := c.call(ctx, op, code, func(ctx context.Context) error {
		info, err := c.program.GetBusiness().GetPhoneNumberWithContext(ctx, &business.GetPhoneNumberRequest{Code: code})
		if err != nil {
			return err
		}
		switch {
		case info.CountryCode == "", info.Watermark.AppID != c.appID:
			return errBadPhone
		case info.CountryCode != "86":
			return &Error{Op: op, Kind: ForeignPhone, detail: "not a number of +86"}
		case !mainlandMobile.MatchString(info.PurePhoneNumber):
			return errBadPhone
		}
		number = info.PurePhoneNumber
		return nil
	})
	return number, err
}
