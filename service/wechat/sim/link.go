package sim

import (
	"regexp"
	"time"
)

// maxLinkLife is how long a link may live.
const maxLinkLife = 30 * 24 * time.Hour

// linkQueryForm goes with a length of at most maxLinkQuery.
var linkQueryForm = regexp.MustCompile(`^[0-9A-Za-z!#$&'()*+,/:;=?@._~%-]*$`)

const maxLinkQuery = 1024

// target is where a link leads.
type target struct {
	Path       string `json:"path"`
	Query      string `json:"query"`
	EnvVersion string `json:"env_version"`
}

// expiry is when a link ends.
type expiry struct {
	Type     int   `json:"expire_type"` // 0: at a time, 1: after some days
	Time     int64 `json:"expire_time"`
	Interval int   `json:"expire_interval"`
}

// urlLink makes an https link into the app.
func (s *Simulator) urlLink(q *request) (any, *errcode) {
	var in struct {
		target
		expiry
	}
	if refused := q.decode(&in); refused != nil {
		return nil, refused
	}
	if refused := s.checkLink(in.target, in.expiry); refused != nil {
		return nil, refused
	}
	return ok(map[string]any{"url_link": "https://wxaurl.cn/" + randomText(11)}), nil
}

// scheme makes a weixin:// link into the app.
func (s *Simulator) scheme(q *request) (any, *errcode) {
	var in struct {
		Jump target `json:"jump_wxa"`
		expiry
	}
	if refused := q.decode(&in); refused != nil {
		return nil, refused
	}
	if refused := s.checkLink(in.Jump, in.expiry); refused != nil {
		return nil, refused
	}
	return ok(map[string]any{"openlink": "weixin://dl/business/?t=" + randomText(11)}), nil
}

func (s *Simulator) checkLink(t target, e expiry) *errcode {
	now := s.clock.now()
	end := time.Unix(e.Time, 0)
	switch {
	case !goodPage(t.Path), !s.published(t.Path):
		return refuse(40165)
	case len(t.Query) > maxLinkQuery, !linkQueryForm.MatchString(t.Query):
		return refuse(40212)
	case !goodVersion(t.EnvVersion):
		return refuse(85402)
	case e.Type == 0 && (end.Before(now.Add(time.Minute)) || end.After(now.Add(maxLinkLife))),
		e.Type == 1 && (e.Interval < 1 || e.Interval > 30),
		e.Type != 0 && e.Type != 1:
		return refuse(85401)
	}
	return nil
}
