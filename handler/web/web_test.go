package web_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/quanjiuye/backend/handler/web"
)

// desk is the pages before an API that answers what a test says and remembers what it
// was asked.
type desk struct {
	t     *testing.T
	pages http.Handler
	asked *http.Request
	body  string
}

// openDesk makes pages whose API answers every call with answer.
func openDesk(t *testing.T, status int, answer string) *desk {
	return openDeskOf(t, status, func(string) string { return answer })
}

// openDeskOf makes pages whose API answers each address as answers says.
func openDeskOf(t *testing.T, status int, answers func(address string) string) *desk {
	gin.SetMode(gin.TestMode)
	d := &desk{t: t}
	g := gin.New()
	web.New(web.Deps{Demo: []web.DemoAccount{{OpenID: "demo-city", Name: "市级主管"}},
		API: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			text, err := io.ReadAll(r.Body)
			if err != nil {
				d.t.Error(err)
			}
			d.asked, d.body = r, string(text)
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, answers(r.URL.RequestURI()))
		})}).Mount(g)
	d.pages = g
	return d
}

func (d *desk) post(path string, form url.Values, header ...string) *http.Response {
	d.t.Helper()
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Cookie", web.SessionCookie+"=token")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	d.pages.ServeHTTP(w, r)
	return w.Result()
}

func (d *desk) get(path string) (*http.Response, string) {
	d.t.Helper()
	w := httptest.NewRecorder()
	d.pages.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w.Result(), w.Body.String()
}

// A form is a call of the API: its names are paths, what is behind a colon a type.
func TestAFormIsACall(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ form, want string }{
		{"", ""},
		{"reason=重复", `{"reason":"重复"}`},
		{"reason=&_back=/x&_said=y", `{"reason":""}`},
		{"note:some=&a=1", `{"a":"1"}`},
		{"n:int=3&m:num=&x:num=7.5&b:bool=true&c:bool=", `{"b":true,"c":false,"m":null,"n":3,"x":7.5}`},
		{"pay.min:int=1&pay.unit=day", `{"pay":{"min":1,"unit":"day"}}`},
		{"items.0.no:int=1&items.0.note=甲&items.1.no:int=2", `{"items":[{"no":1,"note":"甲"},{"no":2}]}`},
		{"records.3:ref=placement:p1&records.1:ref=posting:o1", `{"records":[{"id":"o1","kind":"posting"},{"id":"p1","kind":"placement"}]}`},
		{"ids:list=a&ids:list=b", `{"ids":["a","b"]}`},
	} {
		d := openDesk(t, 200, "{}")
		form, err := url.ParseQuery(c.form)
		if err != nil {
			t.Fatal(err)
		}
		if r := d.post("/do/v1/things", form); r.StatusCode != http.StatusSeeOther {
			t.Errorf("%s: %d", c.form, r.StatusCode)
		}
		if d.body != c.want || d.asked.Method != "POST" || d.asked.URL.Path != "/v1/things" {
			t.Errorf("%s: %s %s %s, want %s", c.form, d.asked.Method, d.asked.URL.Path, d.body, c.want)
		}
	}
}

// The API sees who asks, with which key, and from where; a method other than POST is named.
func TestACallIsTheViewers(t *testing.T) {
	t.Parallel()
	d := openDesk(t, 200, `{"code":"ABC"}`)
	r := d.post("/do/v1/a%2Fb/x?y=1", url.Values{"_method": {"DELETE"}, "_key": {"12345678"}, "_back": {"/people?site=a"}, "_said": {"邀请码 {code}"}},
		"Cookie", web.SessionCookie+"=token", "Sec-Fetch-Site", "same-origin")
	if d.asked.Method != "DELETE" || d.asked.URL.EscapedPath() != "/v1/a%2Fb/x" || d.asked.Header.Get("Idempotency-Key") != "12345678" ||
		d.asked.Header.Get("Cookie") != web.SessionCookie+"=token" || d.asked.Header.Get("Sec-Fetch-Site") != "same-origin" || d.asked.RemoteAddr == "" {
		t.Errorf("asked %s %s with %v", d.asked.Method, d.asked.URL, d.asked.Header)
	}
	if r.Header.Get("Location") != "/people?site=a" {
		t.Errorf("then to %s", r.Header.Get("Location"))
	}
	for _, c := range r.Cookies() {
		if !strings.HasPrefix(c.Name, "__Host-") || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" {
			t.Errorf("cookie %+v", c)
		}
	}
}

// Nobody is led elsewhere, and no form reaches what is not the API.
func TestFormsStayHere(t *testing.T) {
	t.Parallel()
	d := openDesk(t, 200, "{}")
	for _, back := range []string{"https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "evil", "%2F%2Fevil"} {
		if to := d.post("/do/v1/things", url.Values{"_back": {back}}).Header.Get("Location"); to != "/" {
			t.Errorf("%q leads to %q", back, to)
		}
	}
	for path, form := range map[string]url.Values{
		"/do/sim/codes": {}, "/do/metrics": {}, "/do//v1/x": {}, "/do/v1/x": {"a:what": {"1"}}, "/do/v1/y": {"a.b": {"1"}, "a": {"2"}},
		"/do/v1/z": {"items.99999999.no:int": {"1"}}, "/do/v1/w": {"n:int": {"1e"}}, "/do/v1/u": {"n:num": {"+5"}}, "/do/v1/t": {"n:num": {"007"}},
		"/do/v1/s": {"n:num": {"NaN"}}, "/do/v1/r": {strings.Repeat(".", 60_000): {"1"}}, "/do/v1/q": {strings.Repeat("100.", 20_000) + "x": {"1"}},
		"/do/v1/p": {"a.b.c.d.e.f.g": {"1"}},
	} {
		d.asked = nil
		if r := d.post(path, form); r.StatusCode < 400 || d.asked != nil {
			t.Errorf("%s %v: %d, asked %v", path, form, r.StatusCode, d.asked)
		}
	}
}

func FuzzForm(f *testing.F) {
	f.Add("items.0.no:int=1&items.1.no:int=2")
	f.Add("a.b=1&a=2&records.5:ref=x")
	f.Add("0=1&0.0=2&:int=3&.=4")
	d := openDesk(nil, 200, "{}")
	f.Fuzz(func(t *testing.T, text string) {
		form, err := url.ParseQuery(text)
		if err != nil {
			return
		}
		d.t, d.asked = t, nil
		if r := d.post("/do/v1/x", form); r.StatusCode >= 500 {
			t.Errorf("%q: %d", text, r.StatusCode)
		}
		if d.asked != nil && d.body != "" && !json.Valid([]byte(d.body)) {
			t.Errorf("%q becomes %q", text, d.body)
		}
	})
}

// A refusal is said in its own words, at its item; a number to report stands only beside
// what whoever reads it cannot mend.
func TestARefusalInItsOwnWords(t *testing.T) {
	t.Parallel()
	body := `{"code":"invalid_input","detail":"提交的内容不符合要求","request_id":"R1","errors":[{"location":"body.items[2].score","message":"分值<太高"}]}`
	for _, c := range []struct {
		status    int
		want, not string
	}{{422, "第 3 项：分值&lt;太高", "R1"}, {503, "反映问题时请报编号 R1", "invalid_input"}} {
		d := openDesk(t, c.status, body)
		r := d.post("/do/v1/x", nil, "HX-Request", "true")
		text, _ := io.ReadAll(r.Body)
		for _, want := range []string{"提交的内容不符合要求", c.want} {
			if !strings.Contains(string(text), want) || strings.Contains(string(text), c.not) {
				t.Errorf("no %q, or %q in %s", want, c.not, text)
			}
		}
		if r.StatusCode != c.status {
			t.Errorf("status %d", r.StatusCode)
		}
	}
}

// Without a session every page leads to the login page and from there back.
func TestWithoutASession(t *testing.T) {
	t.Parallel()
	d := openDesk(t, 401, `{"code":"unauthenticated","detail":"请先登录"}`)
	for _, path := range []string{"/", "/sites/a?as_of=2026-01-31", "/months", "/people", "/screen/x"} {
		r, _ := d.get(path)
		if want := "/login?next=" + url.QueryEscape(path); r.StatusCode != http.StatusSeeOther || r.Header.Get("Location") != want {
			t.Errorf("%s: %d to %s", path, r.StatusCode, r.Header.Get("Location"))
		}
	}
}

// Pages may load from here and nowhere else, and nothing inline runs.
func TestPagesNeedNobodyElse(t *testing.T) {
	t.Parallel()
	d := openDesk(t, 200, `{"ticket":"T","secret":"S"}`)
	r, page := d.get("/login")
	policy := r.Header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || r.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("policy %q, %q", policy, r.Header.Get("Cache-Control"))
	}
	for name, forbidden := range map[string]string{"foreign host": `(?i)(src|href)="(https?:)?//`, "inline script": `(?i)<script(?:[^>]*[^>/])?>\s*[^<\s]`,
		"inline handler": `(?i)\son[a-z]+\s*=`, "inline style": `(?i)<style|\sstyle\s*=`} {
		if hit := regexp.MustCompile(forbidden).FindString(page); hit != "" {
			t.Errorf("%s: %q", name, hit)
		}
	}
	found := 0
	for _, m := range regexp.MustCompile(`(?:src|href)="(/assets/[^"]+)"`).FindAllStringSubmatch(page, -1) {
		found++
		if r, text := d.get(m[1]); r.StatusCode != 200 || text == "" || !strings.Contains(r.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d, %q", m[1], r.StatusCode, r.Header.Get("Cache-Control"))
		}
	}
	if found < 4 {
		t.Errorf("the page names only %d files", found)
	}
	if r, _ := d.get("/assets/nothing.js"); r.StatusCode != 404 {
		t.Errorf("a file that is not there: %d", r.StatusCode)
	}
}

func TestVendoredFilesAreThoseOfTheirVersion(t *testing.T) {
	t.Parallel()
	d := openDesk(t, 200, "{}")
	_, version := d.get("/assets/vendor/VERSION.txt")
	sums := regexp.MustCompile(`(?m)^([0-9a-f]{64})  (\S+)$`).FindAllStringSubmatch(version, -1)
	if len(sums) != 3 {
		t.Fatalf("%d sums in VERSION.txt", len(sums))
	}
	for _, m := range sums {
		_, text := d.get("/assets/vendor/" + m[2])
		if sum := sha256.Sum256([]byte(text)); hex.EncodeToString(sum[:]) != m[1] {
			t.Errorf("%s is not the file of VERSION.txt", m[2])
		}
	}
}

// Only accounts of the demonstration are let in without being asked.
func TestDemoAccountsOnly(t *testing.T) {
	t.Parallel()
	d := openDesk(t, 200, `{"code":"c","token":"T","expires_at":"2026-11-27T00:00:00+08:00"}`)
	if r := d.post("/login/demo", url.Values{"openid": {"somebody"}}); r.StatusCode != 404 || d.asked != nil {
		t.Errorf("%d, asked %v", r.StatusCode, d.asked)
	}
	if r := d.post("/login/demo", url.Values{"openid": {"demo-city"}, "next": {"/months"}}); r.Header.Get("Location") != "/months" {
		t.Errorf("%d to %s", r.StatusCode, r.Header.Get("Location"))
	}
}

// A browser that logs in anew leaves no session behind that nothing would end.
func TestALoginEndsTheOneBefore(t *testing.T) {
	t.Parallel()
	d := openDesk(t, 200, `{"code":"c","token":"T","expires_at":"2026-11-27T00:00:00+08:00"}`)
	d.post("/login/demo", url.Values{"openid": {"demo-city"}})
	if d.asked.URL.Path != "/v1/auth/logout" || !strings.Contains(d.asked.Header.Get("Cookie"), "token") {
		t.Errorf("asked %s with %v", d.asked.URL, d.asked.Header)
	}
	d.post("/login/demo", url.Values{"openid": {"demo-city"}}, "Cookie", "other=1")
	if d.asked.URL.Path != "/v1/auth/wechat" {
		t.Errorf("asked %s", d.asked.URL)
	}
}

// A header is ASCII, whatever the address that a form came from holds.
func TestTheWayBackIsPlain(t *testing.T) {
	t.Parallel()
	d := openDesk(t, 200, "{}")
	back := d.post("/do/v1/x", url.Values{"_back": {"/people?site=丰泽"}}, "HX-Request", "true").Header.Get("HX-Redirect")
	if want := "/people?site=" + url.QueryEscape("丰泽"); back != want {
		t.Errorf("back to %q, want %q", back, want)
	}
}

// Whoever has no session is told so before anything is read.
func TestAFormWithoutASession(t *testing.T) {
	t.Parallel()
	d := openDesk(t, 200, "{}")
	r := d.post("/do/v1/x", url.Values{"_back": {"/months"}}, "Cookie", "other=1")
	if r.StatusCode != http.StatusSeeOther || !strings.HasPrefix(r.Header.Get("Location"), "/login") || d.asked != nil {
		t.Errorf("%d to %s, asked %v", r.StatusCode, r.Header.Get("Location"), d.asked)
	}
}

// A page that calls may be come to by a link from anywhere; a form may not.
func TestALinkFromElsewhere(t *testing.T) {
	t.Parallel()
	d := openDesk(t, 200, `{"ticket":"T","secret":"S"}`)
	w := httptest.NewRecorder()
	r := httptest.NewRequest("GET", "/login", nil)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	d.pages.ServeHTTP(w, r)
	if w.Code != 200 || d.asked.Header.Get("Sec-Fetch-Site") != "" {
		t.Errorf("%d, told %v", w.Code, d.asked.Header)
	}
	d.post("/do/v1/x", nil, "Sec-Fetch-Site", "cross-site")
	if d.asked.Header.Get("Sec-Fetch-Site") != "cross-site" {
		t.Error("the API is not told where a form comes from")
	}
}

// No answer's token is ever said, and a parameter reaches no other route.
func TestWhatIsNotSaid(t *testing.T) {
	t.Parallel()
	d := openDesk(t, 200, `{"token":"secret","id":"1","may":{}}`)
	for _, c := range d.post("/do/v1/x", url.Values{"_said": {"{token} {id}"}}).Cookies() {
		if b, _ := base64.RawURLEncoding.DecodeString(c.Value); strings.Contains(string(b), "secret") || len(c.Value) > 2000 {
			t.Errorf("said %s", b)
		}
	}
	d.get("/people?site=demo%2Fqrcode")
	if strings.Contains(d.asked.URL.Path, "qrcode") {
		t.Errorf("asked %s", d.asked.URL.Path)
	}
}

// What one item lacks is not said twice; what is not of the form's items is of a row.
func TestARefusalIsSaidOnce(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"code":"scores_missing","detail":"第3项还没有分值","errors":[{"location":"items[2]","message":"第3项还没有分值"}]}`: "没有完成：第3项还没有分值</strong></p>",
		`{"code":"invalid_input","detail":"不符合要求","errors":[{"location":"body.rows[1].day","message":"日期太远"}]}`: "没有完成：不符合要求</strong><br>第 2 行：日期太远</p>",
	} {
		d := openDesk(t, 422, body)
		text, _ := io.ReadAll(d.post("/do/v1/x", nil, "HX-Request", "true").Body)
		if !strings.Contains(string(text), want) {
			t.Errorf("%s is no %s", text, want)
		}
	}
}

// What was done is said once, on the page that comes next: no other tab takes it, which
// may hang in a hall or follow changes, and nobody who logs in after.
func TestWhatWasDoneIsSaidOnce(t *testing.T) {
	t.Parallel()
	d := openDesk(t, 200, `{"phone":"13800138000","may":{},"items":[],"board":[],"as_of":"2026-11-27"}`)
	done := d.post("/do/v1/x", url.Values{"_said": {"号码 {phone}"}, "_back": {"/people?scope=all#give"}})
	var kept string
	for _, c := range done.Cookies() {
		kept = c.Name + "=" + c.Value
	}
	ask := func(method, path string, header ...string) (said bool, ended bool) {
		r := httptest.NewRequest(method, path, nil)
		r.Header.Set("Cookie", web.SessionCookie+"=token; "+kept)
		for i := 0; i+1 < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		d.pages.ServeHTTP(w, r)
		for _, c := range w.Result().Cookies() {
			ended = ended || c.Name+"=" == kept[:strings.IndexByte(kept, '=')+1] && c.MaxAge < 0
		}
		return strings.Contains(w.Body.String(), "13800138000"), ended
	}
	for _, other := range [][]string{{"GET", "/audit"}, {"HEAD", "/people"}, {"GET", "/people", "HX-Request", "true", "HX-Target", "live"}} {
		if said, ended := ask(other[0], other[1], other[2:]...); said || ended {
			t.Errorf("%v: said %t, over %t", other, said, ended)
		}
	}
	if said, ended := ask("GET", "/people?scope=all"); !said || !ended {
		t.Errorf("on its page: said %t, over %t", said, ended)
	}
	if _, ended := ask("POST", "/logout"); !ended {
		t.Error("who logs in next may hear it")
	}
}
