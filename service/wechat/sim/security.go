package sim

import (
	"net/url"
	"strings"
	"time"
)

// recently is how long ago a user may have been in the app to be checked.
const recently = 2 * time.Hour

// suspects are words that the simulator takes exception to, as a stand-in for
// WeChat's unpublished rules: enough to see every verdict. The worst come first.
var suspects = []struct {
	word, suggest string
	label         int
}{
	{"赌博", "risky", 20006},
	{"色情", "risky", 20002},
	{"刷单", "risky", 20008},
	{"办假证", "risky", 20006},
	{"加微信", "review", 10001},
	{"日赚", "review", 20008},
}

// textCheck judges a text. A bad text is a success with a bad verdict.
func (s *Simulator) textCheck(q *request) (any, *errcode) {
	var in struct {
		Content  string `json:"content"`
		Nickname string `json:"nickname"`
		Title    string `json:"title"`
		Version  int    `json:"version"`
		Scene    int    `json:"scene"`
		OpenID   string `json:"openid"`
	}
	if refused := q.decode(&in); refused != nil {
		return nil, refused
	}
	switch {
	case in.Version != 2, in.Content == "":
		return nil, refuse(40097)
	case length(in.Content) > 2500:
		return nil, refuse(45002)
	}
	if refused := s.checkable(in.OpenID, in.Scene); refused != nil {
		return nil, refused
	}
	suggest, label, word := verdict(in.Content + "\n" + in.Nickname + "\n" + in.Title)
	return ok(map[string]any{
		"trace_id": newTrace(s.clock.now()),
		"result":   map[string]any{"suggest": suggest, "label": label},
		"detail": []map[string]any{{
			"strategy": "content_model", "errcode": 0, "suggest": suggest, "label": label, "prob": 90, "keyword": word,
		}},
	}), nil
}

// mediaCheck takes a picture or a sound in for checking. The verdict, which
// WeChat pushes later, is not simulated.
func (s *Simulator) mediaCheck(q *request) (any, *errcode) {
	var in struct {
		MediaURL  string `json:"media_url"`
		MediaType int    `json:"media_type"`
		Version   int    `json:"version"`
		Scene     int    `json:"scene"`
		OpenID    string `json:"openid"`
	}
	if refused := q.decode(&in); refused != nil {
		return nil, refused
	}
	u, err := url.Parse(in.MediaURL)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") ||
		(in.MediaType != 1 && in.MediaType != 2) || in.Version != 2 {
		return nil, refuse(40097)
	}
	if refused := s.checkable(in.OpenID, in.Scene); refused != nil {
		return nil, refused
	}
	return ok(map[string]any{"trace_id": newTrace(s.clock.now())}), nil
}

// checkable refuses what concerns no user, no scene, or a user long gone.
func (s *Simulator) checkable(openID string, scene int) *errcode {
	switch {
	case !openIDForm.MatchString(openID):
		return refuse(40003)
	case scene < 1 || scene > 4:
		return refuse(40097)
	case !s.users.activeSince(openID, s.clock.now().Add(-recently)):
		return refuse(61010)
	}
	return nil
}

// verdict is the first, and so the worst, that is to be said of a text.
func verdict(text string) (suggest string, label int, word string) {
	for _, x := range suspects {
		if strings.Contains(text, x.word) {
			return x.suggest, x.label, x.word
		}
	}
	return "pass", 100, ""
}
