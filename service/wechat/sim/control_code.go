package sim

import (
	"net/http"
	"regexp"
)

var (
	phoneForm   = regexp.MustCompile(`^[0-9]{5,15}$`)
	countryForm = regexp.MustCompile(`^[1-9][0-9]{0,3}$`)
)

// mintCode makes a code as wx.login or the phone-number button would.
func mintCode(s *Simulator, w http.ResponseWriter, r *http.Request) (any, *problem) {
	var in struct {
		OpenID  string   `json:"openid"`
		Kind    codeKind `json:"kind"`
		Phone   string   `json:"phone"`
		Country string   `json:"country_code"`
	}
	if wrong := decode(w, r, &in); wrong != nil {
		return nil, wrong
	}
	if in.Kind == "" {
		in.Kind = loginCode
	}
	if in.Country == "" {
		in.Country = "86"
	}
	switch {
	case !openIDForm.MatchString(in.OpenID):
		return nil, invalid("openid 应为 1 至 64 位字母、数字、下划线或短横线")
	case in.Kind != loginCode && in.Kind != phoneCode:
		return nil, invalid("kind 只能是 login 或 phone")
	case in.Kind == loginCode && in.Phone != "":
		return nil, invalid("登录 code 不带手机号，请用 kind=phone")
	case in.Phone != "" && !phoneForm.MatchString(in.Phone):
		return nil, invalid("phone 应为 5 至 15 位数字，不带国家码")
	case !countryForm.MatchString(in.Country):
		return nil, invalid("country_code 应为 1 至 4 位数字")
	}
	number := inventedPhone(in.OpenID)
	if in.Phone != "" {
		number.number = in.Phone
	}
	number.country = in.Country
	text, ok := s.codes.mint(s.clock.now(), in.Kind, in.OpenID, number)
	if !ok {
		return nil, tooMany("未使用的 code 太多，请等它们过期")
	}
	return map[string]any{"code": text}, nil
}
