package sim

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

// command does what one control asks for and returns what to tell.
type command func(*Simulator, http.ResponseWriter, *http.Request) (any, *problem)

// controls is every control by path and method.
var controls = map[string]map[string]command{
	"/sim/codes":         {http.MethodPost: mintCode},
	"/sim/scan":          {http.MethodPost: scanCode},
	"/sim/subscriptions": {http.MethodPost: setConsent},
	"/sim/tokens/revoke": {http.MethodPost: revokeTokens},
	"/sim/clock":         {http.MethodPost: moveClock},
	"/sim/faults":        {http.MethodPost: orderFault, http.MethodDelete: clearFaults},
	"/sim/calls":         {http.MethodGet: listCalls, http.MethodDelete: clearCalls},
	"/sim/messages":      {http.MethodGet: listDelivered},
}

// Control is the handler of our own paths, all of which begin with /sim/:
//
//	POST   /sim/codes          {"openid","kind"?:"login"|"phone","phone"?,"country_code"?} → {"code"}
//	POST   /sim/scan           the picture of a code → {"scene"}
//	POST   /sim/subscriptions  {"openid","template_id","accept","times"?} → {"remaining"}
//	POST   /sim/tokens/revoke  → {"revoked":true}
//	POST   /sim/clock          {"advance":"10m"} → {"now"}
//	POST   /sim/faults         {"path","errcode"|"status"|"body"?,"delay_ms"?,"times"?} → {"path","times"}
//	DELETE /sim/faults         → 204
//	GET    /sim/calls[?path=]  → {"items":[…],"total"}
//	DELETE /sim/calls          → 204
//	GET    /sim/messages[?openid=] → {"items":[…],"total"}: the accepted subscription messages
//
// What is wrong is told as application/problem+json with "code" and "detail".
func (s *Simulator) Control() http.Handler { return http.HandlerFunc(s.serveControl) }

func (s *Simulator) serveControl(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	methods, ok := controls[r.URL.Path]
	if !ok {
		writeJSON(w, &problem{http.StatusNotFound, "not_found", "没有这个模拟器接口"})
		return
	}
	do, ok := methods[r.Method]
	if !ok {
		w.Header().Set("Allow", allowed(methods))
		writeJSON(w, &problem{http.StatusMethodNotAllowed, "method_not_allowed", "这个接口不支持该请求方法"})
		return
	}
	value, wrong := do(s, w, r)
	switch {
	case wrong != nil:
		writeJSON(w, wrong)
	case value == nil:
		w.WriteHeader(http.StatusNoContent)
	default:
		writeJSON(w, value)
	}
}

// allowed lists methods for an Allow header.
func allowed(methods map[string]command) string {
	var names []string
	for name := range methods {
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// problem is what is wrong with a control request: RFC 9457, for the screen in
// Chinese. It never repeats what was sent.
type problem struct {
	Status int    `json:"status"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// invalid is a well-formed request whose content will not do.
func invalid(detail string) *problem {
	return &problem{http.StatusUnprocessableEntity, "invalid", detail}
}

// tooMany is a request for more than the simulator keeps.
func tooMany(detail string) *problem {
	return &problem{http.StatusTooManyRequests, "too_many", detail}
}

// writeJSON writes a value or a problem.
func writeJSON(w http.ResponseWriter, value any) {
	contentType, status := "application/json; charset=utf-8", http.StatusOK
	if p, ok := value.(*problem); ok {
		contentType, status = "application/problem+json", p.Status
	}
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value) // the caller may be gone
}
