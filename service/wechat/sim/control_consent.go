package sim

import (
	"net/http"
	"regexp"
)

var templateForm = regexp.MustCompile(`^[0-9A-Za-z_-]{1,64}$`)

// setConsent does what a user does at the subscription prompt: accept it a
// number of times, or switch the template's messages off.
func setConsent(s *Simulator, w http.ResponseWriter, r *http.Request) (any, *problem) {
	var in struct {
		OpenID   string `json:"openid"`
		Template string `json:"template_id"`
		Accept   *bool  `json:"accept"`
		Times    *int   `json:"times"`
	}
	if wrong := decode(w, r, &in); wrong != nil {
		return nil, wrong
	}
	times := 1
	if in.Times != nil {
		times = *in.Times
	}
	switch {
	case !openIDForm.MatchString(in.OpenID):
		return nil, invalid("openid 应为 1 至 64 位字母、数字、下划线或短横线")
	case !templateForm.MatchString(in.Template):
		return nil, invalid("template_id 应为 1 至 64 位字母、数字、下划线或短横线")
	case in.Accept == nil:
		return nil, invalid("请说明 accept 是 true 还是 false")
	case times < 1 || times > 1000:
		return nil, invalid("times 应在 1 至 1000 之间")
	}
	if !*in.Accept {
		s.users.withdraw(in.OpenID, in.Template)
		return map[string]any{"remaining": 0}, nil
	}
	left, ok := s.users.grant(in.OpenID, in.Template, times)
	if !ok {
		return nil, tooMany("这个用户订阅的模板太多")
	}
	return map[string]any{"remaining": left}, nil
}
