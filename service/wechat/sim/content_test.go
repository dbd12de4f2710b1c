package sim_test

import (
	"bytes"
	"fmt"
	"image/jpeg"
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service/wechat/sim"
)

func TestTextCheck(t *testing.T) {
	w := newWorld(t, sim.Options{})
	body := func(openID, content string) string {
		return fmt.Sprintf(`{"version":2,"scene":3,"openid":%q,"content":%q,"nickname":"","title":"","signature":""}`, openID, content)
	}
	if got := w.post("/wxa/msg_sec_check", body("demo-seeker", "招电工")).errcode(); got != 61010 {
		t.Errorf("a user who never came: %d", got)
	}
	w.login("demo-seeker")
	for content, want := range map[string]string{
		"招电工两名": "pass", "加微信详谈": "review", "高薪刷单": "risky", "加微信刷单": "risky",
	} {
		answer := w.post("/wxa/msg_sec_check", body("demo-seeker", content))
		result, _ := answer["result"].(map[string]any)
		if answer.errcode() != 0 || result["suggest"] != want || answer["trace_id"] == "" || len(answer["detail"].([]any)) != 1 {
			t.Errorf("%s: got %v", content, answer)
		}
		if (result["label"] == 100.0) != (want == "pass") {
			t.Errorf("%s: label %v", content, result["label"])
		}
	}
	for _, c := range []struct {
		body string
		want int
	}{
		{body("demo-seeker", strings.Repeat("字", 2500)), 0},
		{body("demo-seeker", strings.Repeat("字", 2501)), 45002},
		{body("demo-seeker", ""), 40097},
		{body("", "x"), 40003},
		{`{"version":1,"scene":3,"openid":"demo-seeker","content":"x"}`, 40097},
		{`{"version":2,"scene":0,"openid":"demo-seeker","content":"x"}`, 40097},
		{`{"version":2,"scene":5,"openid":"demo-seeker","content":"x"}`, 40097},
	} {
		if got := w.post("/wxa/msg_sec_check", c.body).errcode(); got != c.want {
			t.Errorf("%.80s: %d, want %d", c.body, got, c.want)
		}
	}
	w.advance("2h")
	if got := w.post("/wxa/msg_sec_check", body("demo-seeker", "x")).errcode(); got != 0 {
		t.Errorf("two hours after the login: %d", got)
	}
	w.advance("1s")
	if got := w.post("/wxa/msg_sec_check", body("demo-seeker", "x")).errcode(); got != 61010 {
		t.Errorf("more than two hours after the login: %d", got)
	}
}

func TestMediaCheck(t *testing.T) {
	w := newWorld(t, sim.Options{})
	w.login("demo-seeker")
	good := `{"media_url":"https://files.test/a.jpg","media_type":2,"version":2,"scene":1,"openid":"demo-seeker"}`
	if a := w.post("/wxa/media_check_async", good); a.errcode() != 0 || a["trace_id"] == "" {
		t.Errorf("got %v", a)
	}
	for _, c := range []struct{ old, new string }{
		{"https://files.test/a.jpg", "file:///etc/passwd"},
		{"https://files.test/a.jpg", ""},
		{`"media_type":2`, `"media_type":3`},
		{`"version":2`, `"version":1`},
	} {
		if got := w.post("/wxa/media_check_async", strings.Replace(good, c.old, c.new, 1)).errcode(); got != 40097 {
			t.Errorf("%s: %d", c.new, got)
		}
	}
}

func TestMiniProgramCode(t *testing.T) {
	w := newWorld(t, sim.Options{Pages: []string{"pages/index"}})
	for _, c := range []struct {
		body string
		want int
	}{
		{`{"scene":"s","page":"pages/index"}`, 0},
		{`{"scene":"s"}`, 0},
		{`{"scene":"!#$&'()*+,/:;=?@-._~abcABC01234"}`, 0},
		{`{"scene":"s","page":"pages/other","check_path":false}`, 0},
		{`{"scene":"s","page":"pages/other"}`, 41030},
		{`{"scene":"s","page":"/pages/index"}`, 41030},
		{`{"scene":"s","page":"pages/index?a=1","check_path":false}`, 41030},
		{`{"scene":""}`, 40169},
		{`{"scene":"` + strings.Repeat("s", 33) + `"}`, 40169},
		{`{"scene":"50%"}`, 40129},
		{`{"scene":"s","env_version":"beta"}`, 40097},
		{`{"scene":"s","width":279}`, 40097},
		{`{"scene":"s","width":1281}`, 40097},
	} {
		answer := w.send(w.API(), "POST", "/wxa/getwxacodeunlimit?access_token="+text(w.stableToken()), c.body)
		if c.want != 0 {
			if got := w.decode(answer).errcode(); got != c.want {
				t.Errorf("%s: %d, want %d", c.body, got, c.want)
			}
			continue
		}
		if _, err := jpeg.Decode(bytes.NewReader(answer.Body.Bytes())); err != nil || answer.Header().Get("Content-Type") != "image/jpeg" {
			t.Errorf("%s: %v, %q", c.body, err, answer.Header().Get("Content-Type"))
		}
	}
}

func TestLinks(t *testing.T) {
	w := newWorld(t, sim.Options{})
	at := func(d time.Duration) string {
		return fmt.Sprintf(`,"expire_type":0,"expire_time":%d`, start.Add(d).Unix())
	}
	const month = 30 * 24 * time.Hour
	for _, c := range []struct {
		where, when string
		want        int
	}{
		{`"path":"pages/index","query":"a=%E4%BD%A0"`, `,"expire_type":1,"expire_interval":30`, 0},
		{`"path":""`, at(month), 0},
		{`"path":""`, at(month + time.Second), 85401},
		{`"path":""`, at(time.Minute), 0},
		{`"path":""`, at(time.Minute - time.Second), 85401},
		{`"path":""`, ``, 85401},
		{`"path":""`, `,"expire_type":1,"expire_interval":31`, 85401},
		{`"path":""`, `,"expire_type":1`, 85401},
		{`"path":""`, `,"expire_type":2`, 85401},
		{`"path":"/pages/index"`, at(time.Hour), 40165},
		{`"query":"a=你"`, at(time.Hour), 40212},
		{`"query":"` + strings.Repeat("q", 1024) + `"`, at(time.Hour), 0},
		{`"query":"` + strings.Repeat("q", 1025) + `"`, at(time.Hour), 40212},
		{`"env_version":"beta"`, at(time.Hour), 85402},
	} {
		link := w.post("/wxa/generate_urllink", "{"+c.where+c.when+"}")
		scheme := w.post("/wxa/generatescheme", `{"jump_wxa":{`+c.where+"}"+c.when+"}")
		if link.errcode() != c.want || scheme.errcode() != c.want {
			t.Errorf("%.60s%s: %d and %d, want %d", c.where, c.when, link.errcode(), scheme.errcode(), c.want)
		}
		if c.want == 0 && (link["url_link"] == nil || scheme["openlink"] == nil) {
			t.Errorf("got %v and %v", link, scheme)
		}
	}
}
