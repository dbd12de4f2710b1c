package browser_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// phone is somebody with the mini-program: the API, and no page.
type phone struct {
	s     *server
	token string
}

type obj = map[string]any

// phone logs an openid in.
func (s *server) phone(openID string) phone {
	s.t.Helper()
	p := phone{s: s}
	code := p.post("/sim/codes", obj{"openid": openID})
	p.token, _ = p.post("/v1/auth/wechat", obj{"code": code["code"]})["token"].(string)
	return p
}

func (p phone) post(path string, body any) obj { p.s.t.Helper(); return p.do("POST", path, body) }

func (p phone) do(method, path string, body any) obj {
	p.s.t.Helper()
	var sent io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		check(p.s.t, err)
		sent = bytes.NewReader(text)
	}
	raw, status := p.send(method, path, "application/json", sent)
	if status >= 300 {
		p.s.t.Fatalf("%s %s: %d %s", method, path, status, raw)
	}
	d := obj{}
	if len(raw) > 0 {
		check(p.s.t, json.Unmarshal(raw, &d))
	}
	return d
}

func (p phone) send(method, path, media string, body io.Reader) ([]byte, int) {
	p.s.t.Helper()
	r, err := http.NewRequestWithContext(p.s.t.Context(), method, p.s.url+path, body)
	check(p.s.t, err)
	r.Header.Set("Content-Type", media)
	if p.token != "" {
		r.Header.Set("Authorization", "Bearer "+p.token)
	}
	res, err := http.DefaultClient.Do(r)
	check(p.s.t, err)
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	check(p.s.t, err)
	return raw, res.StatusCode
}

// place records that somebody new started work at a site, as staff who hold p.
func (p phone) place(site, name, number string) {
	p.s.t.Helper()
	r := p.post("/v1/registrations", obj{"site_id": site, "name": name, "phone": number, "employment_status": "失业",
		"intent": obj{"occupations": []string{"保洁"}, "area": "丰泽区"}, "consent_version": "2026-11"})
	p.post("/v1/placements", obj{"site_id": site, "person_id": r["person_id"], "employer_name": "丰泽区示例餐馆", "kind": "casual"})
}

// window is a tab with cookies of its own.
type window struct {
	t   *testing.T
	s   *server
	ctx context.Context
	bad *[]string // what the console complained of
}

// window opens an empty tab.
func (s *server) window() window {
	s.t.Helper()
	ctx, cancel := chromedp.NewContext(chromium, chromedp.WithNewBrowserContext())
	s.t.Cleanup(cancel)
	ctx, stop := context.WithTimeout(ctx, 2*time.Minute)
	s.t.Cleanup(stop)
	w := window{s.t, s, ctx, new([]string)}
	check(s.t, chromedp.Listen(ctx, func(ev any) {
		switch ev := ev.(type) {
		case *runtime.EventExceptionThrown:
			*w.bad = append(*w.bad, ev.ExceptionDetails.Text)
		case *runtime.EventConsoleAPICalled:
			if ev.Type == runtime.ConsoleAPICalledTypeError || ev.Type == runtime.ConsoleAPICalledTypeWarning {
				*w.bad = append(*w.bad, string(ev.Args[0].Value))
			}
		}
	}))
	w.do(chromedp.EmulateViewport(1366, 768))
	return w
}

// as opens a tab and logs in with one click on the login page.
func (s *server) as(openID string) window {
	s.t.Helper()
	w := s.window()
	button := `button[value="` + openID + `"]`
	w.do(chromedp.Navigate(s.url+"/"), chromedp.WaitVisible(button))
	eval[bool](w, `document.querySelector(`+quote(button)+`).click(); true`) // not where it was a moment ago: the page above may grow
	w.do(chromedp.WaitVisible(`header.bar`))
	return w
}

func (w window) do(actions ...chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	check(w.t, chromedp.Do(w.ctx, actions...))
}

// at goes to a page.
func (w window) at(path string) window {
	w.t.Helper()
	w.do(chromedp.Navigate(w.s.url+path), chromedp.WaitReady("main"))
	return w
}

// eval is what a script answers.
func eval[T any](w window, script string) T {
	w.t.Helper()
	v, err := chromedp.Run(w.ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	check(w.t, err)
	return v
}

// text is what a part of the page says.
func (w window) text(selector string) string {
	w.t.Helper()
	s, err := chromedp.Run(w.ctx, chromedp.Text(selector, chromedp.NodeReady))
	check(w.t, err)
	return trim(s)
}

// says waits until a part of the page says something.
func (w window) says(selector, what string, most time.Duration) {
	w.t.Helper()
	var got string
	for end := time.Now().Add(most); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		got = eval[string](w, `(document.querySelector(`+quote(selector)+`)||{innerText:""}).innerText`)
		if strings.Contains(trim(got), what) {
			return
		}
	}
	w.t.Fatalf("%s says %q after %s, want %q", selector, trim(got), most, what)
}

func quote(s string) string { b, _ := json.Marshal(s); return string(b) }
