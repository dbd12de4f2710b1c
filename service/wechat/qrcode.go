package wechat

import (
	"bytes"
	"context"
	"errors"
	"net/url"
	"regexp"
	"strings"

	"github.com/silenceper/wechat/v2/miniprogram/qrcode"
	"github.com/silenceper/wechat/v2/util"
)

const codeURL = "https://" + realHost + "/wxa/getwxacodeunlimit?access_token="

var (
	sceneForm = regexp.MustCompile(`^[0-9A-Za-z!#$&'()*+,/:;=?@._~-]{1,32}$`)

	errNotImage = errors.New("the answer is not a JPEG image")
)

// MiniProgramCode draws the round code that opens page (such as
// "pages/login/index"; "" for the first page) with scene (1 to 32 characters of
// 0-9A-Za-z!#$&'()*+,/:;=?@-._~), width pixels wide (280 to 1280; 0 for
// WeChat's 430). It returns a JPEG. Errors are *Error; arguments out of bounds
// are refused as Misconfigured without a call.
func (c *Client) MiniProgramCode(ctx context.Context, scene, page string, width int) ([]byte, error) {
	const op = "mini-program code"
	if !sceneForm.MatchString(scene) || strings.HasPrefix(page, "/") || strings.Contains(page, "?") ||
		(width != 0 && (width < 280 || width > 1280)) {
		return nil, &Error{Op: op, Kind: Misconfigured, detail: "scene, page or width out of bounds"}
	}
	request := qrcode.QRCoder{Scene: scene, Page: page, Width: width, EnvVersion: c.envVersion}
	if c.envVersion == "trial" || c.envVersion == "develop" {
		request.CheckPath = new(bool) // such pages need not be published
	}
	var image []byte
	err := c.call(ctx, op, "", func(ctx context.Context) error {
		// The library's own call takes no context.
		token, err := c.program.GetContext().GetAccessTokenContext(ctx)
		if err != nil {
			return err
		}
		answer, err := util.PostJSONContext(ctx, codeURL+url.QueryEscape(token), request)
		if err != nil {
			return err
		}
		if !bytes.HasPrefix(answer, []byte{0xFF, 0xD8, 0xFF}) {
			return errNotImage
		}
		image = answer
		return nil
	})
	return image, err
}
