package sim

import (
	"net/http"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// moveClock moves the simulator's clock ahead: codes and tokens grow old.
func moveClock(s *Simulator, w http.ResponseWriter, r *http.Request) (any, *problem) {
	var in struct {
		Advance string `json:"advance"`
	}
	if wrong := decode(w, r, &in); wrong != nil {
		return nil, wrong
	}
	d, err := time.ParseDuration(in.Advance)
	if err != nil || !s.clock.advance(d) {
		return nil, invalid("advance 应为向前的时长，例如 10m 或 2h，累计不超过十年")
	}
	return map[string]any{"now": s.clock.now().In(calendar.Shanghai).Format(time.RFC3339)}, nil
}

// revokeTokens makes WeChat forget every access token, as when another system
// forces a refresh.
func revokeTokens(s *Simulator, w http.ResponseWriter, r *http.Request) (any, *problem) {
	if r.ContentLength != 0 {
		var none struct{}
		if wrong := decode(w, r, &none); wrong != nil {
			return nil, wrong
		}
	}
	s.stable.revoke()
	s.plain.revoke()
	return map[string]any{"revoked": true}, nil
}
