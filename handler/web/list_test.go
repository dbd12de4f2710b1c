package web_test

import (
	"encoding/base64"
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

// rooms is the pages before an API that answers each path with what a test says for
// its longest beginning, and remembers what it was asked.
func rooms(t *testing.T, answers map[string]string) (pages http.Handler, asked map[string]*http.Request) {
	t.Helper()
	gin.SetMode(gin.TestMode)
	asked = map[string]*http.Request{}
	answers["/v1/me"] = `{"name":"某人","may":{"verify":true,"assess":true,"review":true,"people":true,"audit":true,"accounts":true}}`
	if answers["/v1/board"] == "" {
		answers["/v1/board"] = `{"as_of":"2026-11-26","years":[2026,2025],"items":[
			{"site":{"id":"s1","county":"350503","county_name":"丰泽区"},"visit":{"rank":0}},{"site":{"id":"s2","county":"350582","county_name":"晋江市"},"visit":{"rank":0}}]}`
	}
	g := gin.New()
	web.New(web.Deps{API: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		best := ""
		for path := range answers {
			if strings.HasPrefix(r.URL.Path, path) && len(path) > len(best) {
				best = path
			}
		}
		asked[r.URL.Path] = r
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, answers[best])
	})}).Mount(g)
	return g, asked
}

func page(t *testing.T, pages http.Handler, path string) string {
	t.Helper()
	w := httptest.NewRecorder()
	pages.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d", path, w.Code)
	}
	return w.Body.String()
}

var tags = regexp.MustCompile(`<[^>]*>`)

// wants checks what a page says, tags left out, and what it must not.
func wants(t *testing.T, html string, says, not []string) {
	t.Helper()
	text := strings.Join(strings.Fields(tags.ReplaceAllString(html, " ")), " ")
	for _, s := range says {
		if !strings.Contains(text, s) && !strings.Contains(html, s) {
			t.Errorf("it does not say %q: %s", s, text)
		}
	}
	for _, s := range not {
		if strings.Contains(text, s) {
			t.Errorf("it says %q: %s", s, text)
		}
	}
}

// A month is picked from a list that says what waits in each; a filter stays.
func TestAMonthIsPicked(t *testing.T) {
	t.Parallel()
	pages, asked := rooms(t, map[string]string{"/v1/verification": `{"month":"2026-10","months":[{"month":"2026-11","count":7},{"month":"2026-10","count":0},{"month":"2025-12","count":null}],
		"items":[{"site":{"id":"s1","name":"丰泽站"},"unconfirmed":{"registrations":1,"placements":0,"activities":0,"postings":0,"honours":0,"total":1},"flags":[],"other_months":[]}]}`})
	html := page(t, pages, "/verification?month=2026-10&county=350503")
	wants(t, html, []string{"11月（待核实 7 条）", `<option value="2026-10" selected>10月</option>`, `<optgroup label="2025年">`, `<option value="350503" selected>丰泽区`,
		`href="/sites/s1/verification?month=2026-10"`, "data-copy"}, []string{"2026-10", "type=month"})
	if strings.Contains(html, `type="month"`) || asked["/v1/verification"].URL.Query().Get("county") != "350503" {
		t.Errorf("asked %s: %s", asked["/v1/verification"].URL, html)
	}
}

// Who recorded something is told by name, and the seeker himself as such.
func TestWhoRecordedIt(t *testing.T) {
	t.Parallel()
	item := func(id, name, source string) string {
		return `{"kind":"registration","id":"` + id + `","flags":[],"recorded_by_name":"` + name + `","registration":{"name":"王*","recorded_by":"account-` + id + `","source":"` + source + `","may":{"confirm":true,"void":true}}}`
	}
	pages, _ := rooms(t, map[string]string{"/v1/sites/s1/verification": `{"month":"2026-11","months":[],"site":{"id":"s1","name":"丰泽站"},"unconfirmed":{"total":3},"flags":[],"other_months":[],"items":[` +
		item("1", "陈安", "staff") + `,` + item("2", "", "scan") + `,` + item("3", "", "staff") + `]}`, "/v1/samples": `{"items":[]}`})
	html := page(t, pages, "/sites/s1/verification")
	wants(t, html, []string{"陈安", "本人", "未填姓名", `href="/sites/s1"`, `list="why-void"`, `<option value="重复登记">`, `value="{summary}"`}, []string{"account-"})
}

// What is not known is no zero, and who closed a month has a name.
func TestMonthsOfCounties(t *testing.T) {
	t.Parallel()
	pages, asked := rooms(t, map[string]string{"/v1/counties/350503/months": `{"items":[
		{"county":"350503","month":"2026-01","closed":true,"state":"closed","unconfirmed":0,"steps":[{"step":"close","by":"account-1","by_name":"李科","at":"2026-02-01T08:00:00+08:00","reason":""}],"may":{"reopen":true}},
		{"county":"350503","month":"2026-02","closed":false,"state":"open","unconfirmed":9,"steps":[],"may":{"close":true}},
		{"county":"350503","month":"2026-03","closed":false,"state":"ahead","unconfirmed":null,"steps":[],"may":{}}]}`,
		"/v1/counties/350582/months": `{"items":[{"month":"2026-01","closed":false,"state":"open","unconfirmed":null,"steps":[],"may":{}}]}`})
	side := page(t, pages, "/months")
	wants(t, side, []string{`href="/months?county=350503&amp;year=2026"`, "已关闭 9 —", "晋江市 —", `<a href="/verification?county=350503&amp;month=2026-02">9</a>`, "关闭一个月以后", "补登到该月的记录另列为调整项"}, []string{"account-1", " 0 "})
	one := page(t, pages, "/months?county=350503&year=2025")
	wants(t, one, []string{"李科 关闭", "未关闭 9", "未到 —", `value="/months?county=350503&amp;year=2025"`, `list="why-reopen"`, "重开原因", ">确认重开</button>", `<option value="2025" selected>`}, []string{"晋江市 —", "account-1"})
	if asked["/v1/counties/350503/months"].URL.Query().Get("year") != "2025" {
		t.Errorf("asked %s", asked["/v1/counties/350503/months"].URL)
	}
}

// A supervisor sees what is held first, and finds what was stopped, why and by whom.
func TestPostingsAreLookedUp(t *testing.T) {
	t.Parallel()
	pages, asked := rooms(t, map[string]string{"/v1/supervised-postings": `{"next_cursor":"p1","items":[
		{"id":"p1","title":"前台","headcount":1,"employer":"示例物业","site_id":"s1","site_name":"丰泽站","posted_on":"2026-11-01","recorded_by_name":"陈安","status":"recorded","description":"接待",
		 "review":{"state":"rejected","findings":[],"at":"2026-11-02T08:00:00+08:00","reason":"年龄要求不合理","by":"account-2"},"decided_by_name":"李科","taken_down_at":"2026-11-03T08:00:00+08:00","taken_down_by":"account-3","taken_down_by_name":"王站长","taken_down_for":"涉嫌虚假招聘","reports":2,
		 "may":{"release":true,"reject":true,"take_down":true,"recheck":true,"restore":true}},
		{"id":"p2","title":"保洁员","headcount":3,"employer":"示例物业","site_id":"s1","site_name":"丰泽站","posted_on":"2026-11-01","status":"recorded","public":true,"review":{"state":"passed"},"may":{}}]}`})
	wants(t, page(t, pages, "/postings"), []string{"丰泽站", "陈安 登记", "李科 驳回：年龄要求不合理", "王站长 下架：涉嫌虚假招聘", "被举报虚假招聘 2 次", `list="why-reject"`,
		`hx-confirm="通过“前台”？`, "下架后求职者不再看到", `action="/do/v1/postings/p1/recheck"`, `action="/do/v1/postings/p1/restore"`, "示例物业 已公开",
		"<table hidden>", "<td>已下架</td>", "data-copy"}, []string{"account-", "s1"})
	if got := asked["/v1/supervised-postings"].URL.Query().Get("state"); got != "held" {
		t.Errorf("first %q is shown", got)
	}
	html := page(t, pages, "/postings?state=&q=%E5%89%8D&county=350503")
	wants(t, html, []string{`value="/postings?county=350503&amp;q=%E5%89%8D&amp;state="`, `href="/postings?county=350503&amp;q=%E5%89%8D&amp;state=&amp;cursor=p1"`}, nil)
	if got := asked["/v1/supervised-postings"].URL.RawQuery; got != "county=350503&limit=50&q=%E5%89%8D" {
		t.Errorf("asked %q", got)
	}
}

// A role is given to a name; an account that has none is named by its id only where it
// must be typed.
func TestARoleIsGivenByName(t *testing.T) {
	t.Parallel()
	pages, asked := rooms(t, map[string]string{"/v1/sites": `{"items":[{"id":"s1","name":"丰泽站","county":"350503","county_name":"丰泽区"}]}`,
		"/v1/roles":                  `{"items":[{"account_id":"account-1","name":"李科","role":"county","scope":"350503","since":"2026-01-01","wechat":true,"may":{"take":true}}]}`,
		"/v1/role-candidates/search": `{"more":true,"items":[{"id":"account-2","name":"王科长","roles":[]},{"id":"account-1","name":"李科","roles":[{"role":"county","scope_name":"丰泽区"}]}]}`})
	html := page(t, pages, "/people?scope=350503")
	wants(t, html, []string{`<select name="_account" required><option value="">请选择</option>`}, nil)
	wants(t, html, []string{`<option value="account-2">王科长（还没有角色）</option>`, "李科（丰泽区县级主管）", "范围：丰泽区", "只列出前 100 人", `<option value="county">县级主管</option>`}, []string{"account-1", "account-2"})
	if strings.Contains(html, `<option value="admin">`) {
		t.Error("over a county no administrator can be made")
	}
	w := httptest.NewRecorder()
	r := httptest.NewRequest("POST", "/people?scope=350503", strings.NewReader(url.Values{"who": {"王"}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	pages.ServeHTTP(w, r)
	if w.Code != 200 || !strings.Contains(w.Body.String(), `value="王"`) || asked["/v1/role-candidates/search"].URL.RawQuery != "" {
		t.Errorf("looked for: %d, asked %s", w.Code, asked["/v1/role-candidates/search"].URL)
	}
}

// Without a site chosen the page lists who works at any in sight, and takes a role only
// where the API says that one may.
func TestWhoWorksAtTheSitesInSight(t *testing.T) {
	t.Parallel()
	pages, _ := rooms(t, map[string]string{"/v1/sites": `{"items":[{"id":"s1","name":"丰泽站","county":"350503","county_name":"丰泽区"},{"id":"s2","name":"东海站","county":"350503","county_name":"丰泽区"}]}`,
		"/v1/members": `{"items":[{"site":{"id":"s2","name":"东海站"},"account_id":"a1","name":"林小泉","roles":["manager"],"since":"2026-01-01","may":{"remove":false}},
			{"site":{"id":"s1","name":"丰泽站"},"account_id":"a2","name":"","roles":["staff"],"since":"2026-02-01","may":{"remove":true}}]}`})
	html := page(t, pages, "/people")
	wants(t, html, []string{`href="/people?site=s2"`, "林小泉", "未填姓名", `hx-post="/do/v1/sites/s1/members/a2"`, "收回（未填姓名）在丰泽站的角色？"},
		[]string{"/do/v1/sites/s2/members/a1", "生成邀请码</button>"})
}

// The log says what was about what, and why not, in Chinese; what it is narrowed to stays.
func TestTheLogInWords(t *testing.T) {
	t.Parallel()
	pages, asked := rooms(t, map[string]string{"/v1/audit": `{"next_cursor":"000000000001","items":[
		{"id":"000000000002","at":"2026-11-26T08:00:00+08:00","by":"account-1","name":"李科","role":"county","action":"POST /v1/x","action_text":"退回考核表","target":"s1/2026","target_text":"丰泽站 2026年度考核表","refused":"own_site","refused_text":"不能办理自己任职站点的事项","address":"10.0.0.1","request_id":"q"}]}`})
	html := page(t, pages, "/audit?county=350503&day=2026-11-26&refused=true")
	wants(t, html, []string{"丰泽站 2026年度考核表", "不能办理自己任职站点的事项", "11月26日（周四）", `value="true" checked`,
		`href="/audit?by=account-1&amp;county=350503&amp;day=2026-11-26&amp;refused=true"`, `cursor=000000000001&amp;day=2026-11-26&amp;refused=true"`},
		[]string{"own_site", "s1/2026", "quanjiuye", "account-1"})
	page(t, pages, "/audit?action=POST+%2Fv1%2Fx")
	if got := asked["/v1/audit"].URL.Query(); got.Get("action") != "POST /v1/x" {
		t.Errorf("asked %s", asked["/v1/audit"].URL)
	}
	page(t, pages, "/audit?by=account-1")
	if got := asked["/v1/audit"].URL.Query(); got.Get("by") != "account-1" || got.Has("refused") {
		t.Errorf("asked %s", asked["/v1/audit"].URL)
	}
}

// Forms of a year are narrowed, and so is the workbook that goes with them.
func TestFormsAreNarrowed(t *testing.T) {
	t.Parallel()
	pages, asked := rooms(t, map[string]string{"/v1/assessments": `{"year":2025,"as_of":"2025-12-31","items":[{"site":{"id":"s1","name":"丰泽站"},"status":"scored","recorded":30,"verified":20,"self":null,"assessed":null,"rank":0,"of":0}]}`})
	html := page(t, pages, "/assessments?year=2025&county=350503&kind=station&status=scored")
	wants(t, html, []string{`href="/sites/s1/assessments/2025"`, `href="/v1/assessments/summary.xlsx?county=350503&amp;kind=station&amp;year=2025"`,
		`<option value="scored" selected>`, `<option value="station" selected>`, `<option value="2025" selected>2025年`}, nil)
	if got := asked["/v1/assessments"].URL.RawQuery; got != "county=350503&kind=station&status=scored&year=2025" {
		t.Errorf("asked %s", got)
	}
	page(t, pages, "/assessments")
	if got := asked["/v1/assessments"].URL.RawQuery; got != "year=2026" {
		t.Errorf("at first %s", got)
	}
}

// A code is said in groups of four, a batch in the API's own words.
func TestWhatIsSaidOfAnAnswer(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ answer, sentence, want string }{
		{`{"code":"ABCDEFGHIJ"}`, "邀请码 {code}，只能用一次", "邀请码 ABCD-EFGH-IJ，只能用一次"},
		{`{"code":"ABCD"}`, "{code}", "ABCD"},
		{`{"summary":"已核实 2 条，1 条没有核实：没有找到（1 条）"}`, "{summary}", "已核实 2 条，1 条没有核实：没有找到（1 条）"},
		{`{"id":"x","name":"王科长"}`, "已新建{name}的账号", "已新建王科长的账号"},
	} {
		d := openDesk(t, 200, c.answer)
		said := ""
		for _, cookie := range d.post("/do/v1/x", url.Values{"_said": {c.sentence}}).Cookies() {
			b, _ := base64.RawURLEncoding.DecodeString(cookie.Value)
			said += string(b)
		}
		if said != c.want {
			t.Errorf("said %q, want %q", said, c.want)
		}
	}
}

// checked is a site's page of verification with a flagged record, a call and a voided record.
func checked(t *testing.T, path string) string {
	t.Helper()
	record := func(id, flags string) string {
		return `{"kind":"registration","id":"` + id + `","flags":[` + flags + `],"may_call":` + map[bool]string{true: "true", false: "false"}[flags != ""] +
			`,"recorded_by_name":"陈安","registration":{"name":"王*","registered_on":"2026-11-02","may":{"confirm":true,"void":true}}}`
	}
	sample := `"id":"c1","month":"2026-11","kind":"registration","among":"chosen","drawn_at":"2026-11-03T08:00:00+08:00","summary":{"drawn":2,"true":1,"false":0,"unreachable":0,"open":1}`
	pages, _ := rooms(t, map[string]string{
		"/v1/sites/s1/verification": `{"month":"2026-11","months":[],"site":{"id":"s1","name":"丰泽站"},"version":3,"unconfirmed":{"total":3,"honours":1},
			"flags":[{"code":"shared_phone","severity":2,"text":"有2名求职者使用同一个联系电话","count":2}],"other_months":[],
			"items":[` + record("1", `"shared_phone"`) + `,` + record("2", `"shared_phone"`) + `,` + record("3", ``) + `],
			"honours":[{"kind":"honour","id":"h1","flags":[],"recorded_by_name":"陈安","honour":{"title":"先进市场","awarded_on":"2025-03-01","may":{"confirm":true}}}]}`,
		"/v1/sites/s1/verification/decided": `{"items":[{"kind":"registration","id":"v1","at":"2026-11-04T08:00:00+08:00","by_name":"李科","reason":"重复登记","registration":{"name":"林*","may":{"restore":true}}}]}`,
		"/v1/samples":                       `{"items":[{` + sample + `}]}`,
		"/v1/samples/c1": `{` + sample + `,"script":["您好"],"may":{"call":true},"drawn":[
			{"record_id":"1","reveals":[],"earlier":[],"may":{"reveal":true,"result":true},"registration":{"name":"王*"}},
			{"record_id":"2","result":"true","note":"点错了","caller":"李科","outcome":"confirmed","reveals":[],"earlier":[{"result":"false","note":"没来过","caller":"李科"}],"may":{"correct":true},"registration":{"name":"赵*"}}]}`,
	})
	return page(t, pages, path)
}

// A flag is said once above the records that it is about; honours are counted apart.
func TestAFlagIsSaidOnce(t *testing.T) {
	t.Parallel()
	html := checked(t, "/sites/s1/verification?month=2026-11")
	wants(t, html, []string{"11月待核实 3 条，另有荣誉 1 条（不分月份）", "以下 2 条", "先进市场", `name="records.2:ref"`, `name="records.80:ref"`}, nil)
	if n := strings.Count(html, "有2名求职者使用同一个联系电话"); n != 2 { // in the summary, and above its records
		t.Errorf("said %d times", n)
	}
	if n := strings.Count(html, `name="record_id"`); n != 2 { // flagged ones can be called at once
		t.Errorf("%d can be called", n)
	}
}

// Nothing is chosen before the caller chooses; what is settled shows no number and can be
// corrected; the words are those of the script; the sample stands above the list.
func TestACallOnThePage(t *testing.T) {
	t.Parallel()
	html := checked(t, "/sites/s1/verification?month=2026-11&sample=c1")
	wants(t, html, []string{`<select name="result" required><option value="">请选择</option>`, "不属实", "未联系上", "只抽有异常提示的", "属实：点错了（已核实） 李科", "不属实：没来过",
		`hx-target="#phone-1"`, `action="/do/v1/samples/c1/corrections"`, `value="/sites/s1/verification?month=2026-11&amp;sample=c1#drawn-1"`}, []string{"不实", "未接通"})
	if strings.Count(html, "查看号码") != 1 || strings.Count(html, "/results") != 2 {
		t.Error("a settled call is offered again")
	}
	if strings.Index(html, `id="sample"`) > strings.Index(html, `id="records"`) {
		t.Error("the sample stands below the list")
	}
}

// What was decided is listed with who, when and why, and can be taken back.
func TestWhatWasDecided(t *testing.T) {
	t.Parallel()
	html := checked(t, "/sites/s1/verification?month=2026-11&decided=void")
	wants(t, html, []string{"林*", "李科", "2026-11-04 08:00", "重复登记", `action="/do/v1/registrations/v1/restore"`, "作废原因"}, []string{"撤销核实"})
}

// A step that changes a part of the page comes back as the page, for the form to take its
// part out of; one that makes something leads to it.
func TestAPageStaysOrFollows(t *testing.T) {
	t.Parallel()
	d := openDesk(t, 200, `{"id":"a b"}`)
	if r := d.post("/do/v1/x", url.Values{"_back": {"/sites/s1?sample={id}#drawn"}}, "HX-Request", "true"); r.Header.Get("HX-Redirect") != "/sites/s1?sample=a+b#drawn" {
		t.Errorf("follows to %q", r.Header.Get("HX-Redirect"))
	}
	r := d.post("/do/v1/x", url.Values{"_stay": {"1"}, "_back": {"/sites/s1#list"}}, "HX-Request", "true")
	if r.StatusCode != http.StatusSeeOther || r.Header.Get("Location") != "/sites/s1#list" || r.Header.Get("HX-Redirect") != "" {
		t.Errorf("stays: %d, %v", r.StatusCode, r.Header)
	}
}
