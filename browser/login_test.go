package browser_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// The phone scans what the screen shows, is told who asks, says yes; and the screen is in.
func TestLogInByScanning(t *testing.T) {
	t.Parallel()
	s := start(t)
	w := s.window().at("/sites/demo-market")
	src := eval[string](w, `document.querySelector("img.code").src`)
	county := s.phone("demo-county")
	picture, status := county.send("GET", strings.TrimPrefix(src, s.url), "", nil)
	if status != 200 {
		t.Fatalf("the code: %d", status)
	}
	raw, status := county.send("POST", "/sim/scan", "image/jpeg", bytes.NewReader(picture))
	if status != 200 {
		t.Fatalf("scanned: %d %s", status, raw)
	}
	scene := strings.TrimSuffix(strings.TrimPrefix(string(bytes.TrimSpace(raw)), `{"scene":"`), `"}`)
	q := county.post("/v1/me/scan-logins/open", obj{"scene": scene})
	if !strings.Contains(q["browser"].(string), "Chrome") || q["address"] != "127.0.0.1" {
		t.Errorf("the phone asks %v", q)
	}
	w.says("#state", "请在手机上确认", 5*time.Second)
	county.post("/v1/me/scan-logins/answer", obj{"scene": scene, "confirm": true})
	w.says("h1", "丰泽区示例零工市场", 10*time.Second) // where it wanted to go
	w.says(".who", "丰泽区主管", time.Second)
}

// A session that ended elsewhere leads to the login page, and from there back.
func TestAnExpiredSession(t *testing.T) {
	t.Parallel()
	s := start(t)
	w := s.as("demo-county")
	if w.says("h1", "总览", time.Second); eval[bool](w, `document.cookie === ""`) != true {
		t.Error("scripts can read a cookie")
	}
	eval[int](w, `fetch("/v1/auth/logout", {method: "POST"}).then(r => r.status)`)
	w.at("/months")
	if got := eval[string](w, `location.pathname + location.search`); got != "/login?next=%2Fmonths" {
		t.Errorf("at %s", got)
	}
	w.do(chromedp.Click(`button[value="demo-county"]`), chromedp.WaitVisible(`header.bar`))
	w.says("h1", "各月", 5*time.Second)
}

// Somebody without WeChat: an administrator makes account, role and code on the page,
// and the code logs in on the login page, once.
func TestLogInWithACode(t *testing.T) {
	t.Parallel()
	s := start(t)
	admin := s.as("demo-admin").at("/people?scope=350503")
	press := func(button, form, want string) string {
		t.Helper()
		eval[bool](admin, `(() => { [...document.querySelectorAll(`+quote(form+" button")+`)].find(b => b.textContent === `+quote(button)+`).click(); return true })()`)
		admin.says("#notice", want, 5*time.Second)
		return admin.text("#notice")
	}
	eval[bool](admin, `(() => { document.querySelector("input[name=name]").value = "王科长"; return true })()`)
	press("新建", "form", "已新建王科长")
	if chosen := eval[string](admin, `document.querySelector("select[name=_account]").selectedOptions[0].text`); chosen != "请选择" {
		t.Errorf("chosen before anybody chose: %s", chosen)
	}
	if first := eval[string](admin, `(() => { const f = document.querySelector("select[name=_account]"); f.selectedIndex = 1; return f.selectedOptions[0].text })()`); !strings.Contains(first, "王科长（还没有角色）") {
		t.Errorf("first to be given a role is %s", first)
	}
	eval[bool](admin, `window.confirm = (q) => { sessionStorage.asked = q; return true }, true`)
	press("授予", "form:has(select[name=_account])", "已授予王科长：丰泽区县级主管")
	if asked := eval[string](admin, `sessionStorage.asked`); asked != "授予王科长（还没有角色）：丰泽区县级主管？授予后立即生效。" {
		t.Errorf("asked %q", asked)
	}
	code := press("生成登录码", "form", "登录码 ")[len("登录码 "):][:19]
	if strings.Count(code, "-") != 3 {
		t.Errorf("the code is shown as %q", code)
	}
	w := s.window().at("/months")
	enter := func(code string) {
		w.do(chromedp.SendKeys(`input[name=code]`, code), chromedp.Click(`form[action="/login/code"] button`))
	}
	enter("AAAAAAAAAAAAAAAA")
	w.says("#notice", "登录码无效", 5*time.Second)
	eval[bool](w, `(() => { document.querySelector("input[name=code]").value = ""; return true })()`)
	enter(code)
	w.says(".who", "王科长", 5*time.Second)
}
