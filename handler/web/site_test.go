package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/handler/web"
)

// siteAnswers is what the API says of a market with something of everything.
func siteAnswers(address string) string {
	path, _, _ := strings.Cut(address, "?")
	switch path {
	case "/v1/me":
		return `{"name":"王","may":{"assess":true,"verify":true}}`
	case "/v1/sites/a/progress":
		return `{"site":{"id":"a","name":"甲站","county":"350503","county_name":"丰泽区","kind":"market"},"as_of":"2026-06-30","today":"2026-11-27","year":2026,
			"live":{"recorded":8,"verified":5,"self":20,"max":110,"computable":50,"judged":60},"lost":[{"no":3,"from":7,"to":3,"text":"第3项得分由 7 分降至 3 分"}],"forecast":{"recorded":9,"computable":50,"assumption":"按月均推算","items":[{"no":3,"recorded":7}]},"items":[
			{"no":1,"section":"基础设施","title":"场所","max":10,"mode":"judged","facts":{"missing":["服务设施"]},"explanation":"甲"},
			{"no":2,"section":"人员管理","title":"人员","max":5,"mode":"computed","recorded":5,"verified":5,"facts":{},"explanation":"乙"},
			{"no":3,"section":"公共就业","title":"登记","max":10,"mode":"computed","recorded":3,"verified":0,"facts":{"average":"13/2"},"explanation":"丙",
				"next":{"text":"再登记 1 人次"},"targets":[{"average":5,"score":5,"text":"月均5人次得5分"}]},
			{"no":4,"section":"公共就业","title":"发布","max":10,"mode":"computed","recorded":null,"facts":{},"explanation":"丁"}],
			"months":[{"month":"2026-06","recorded":{"registered":6,"placed_casual":3,"placed_stable":1},"verified":{"registered":1},"counted":{"registered":6,"placed_casual":3,"placed_stable":2}}]}`
	case "/v1/sites/a":
		return `{"id":"a","opened_on":"2025-03-01","address":"某路","last_record":{"at":"2026-11-26T17:18:00+08:00","source":"staff","by_name":"安小泉"}}`
	case "/v1/sites/a/visit":
		return `{"needed":true,"reasons":[{"code":"shared_phone","text":"有3名求职者使用同一个联系电话","weight":4,"advice":"抽样回访","month":"2026-06"},
			{"code":"falling","text":"得分由 12 分降至 8 分","weight":2,"items":[3]}]}`
	case "/v1/sites/a/exhibits":
		return `{"items":[{"no":1,"records":3,"files":2,"exhibits":[
			{"name":"服务场所","day":"2026-03-10","note":"窗口","status":"confirmed","files":[{"id":"f1","media":"image/jpeg"},{"id":"f2","media":"application/pdf"}]},
			{"name":"服务场所","day":"2026-02-10","note":"","status":"recorded","files":[{"id":"f1","media":"image/jpeg"}]}]},
			{"no":2,"records":0,"files":0,"exhibits":[]}]}`
	case "/v1/jobs":
		own := `{"title":"自家","site_id":"a","site":"甲站"}`
		if strings.Contains(address, "site_id=a") {
			return `{"items":[` + own + `]}`
		}
		return `{"items":[{"title":"别家","site_id":"b","site":"乙站"},` + own + `]}`
	}
	return `{"items":[]}`
}

// says fails for what a page does not say.
func says(t *testing.T, page string, parts ...string) { t.Helper(); wants(t, page, parts, nil) }

// A site's page shows beside each item what supports it and what its months are
// measured by, and says of a past day that it is one.
func TestASiteWithEvidenceAndTargets(t *testing.T) {
	t.Parallel()
	d := openDeskOf(t, 200, siteAnswers)
	_, page := d.get("/sites/a?as_of=2026-06-30")
	says(t, page,
		`<img class="thumb" src="/v1/evidence/f1/thumbnail" alt="服务场所，2026-03-10" loading="lazy">`, `class="pdf"`, "共 2 份，记录 3 条", "2026-03-10 服务场所：窗口",
		"以上列出 2 条", "尚缺：服务设施", "已得满分", "还没有数据，无法计算", "再登记 1 人次", "按目前进度，年末 7 分",
		"最近登记 2026-11-26 17:18，安小泉", `min="2025-03-01" max="2026-11-27"`, "不是今天的", `hx-get="/sites/a?as_of=2026-06-30"`,
		`href="/sites/a/assessments/2025"`)
	if strings.Count(page, `src="/v1/evidence/f1/thumbnail"`) != 1 || strings.Count(page, ">公共就业<") != 1 || strings.Contains(page, "assessments/2024") {
		t.Error("a file, a section or a year is shown that should not be")
	}
}

// A site's page begins with why it needs a visit, where to look and what to do; each
// total is beside what it is measured by, each lost point at its item.
func TestASiteSaysWhyFirst(t *testing.T) {
	t.Parallel()
	d := openDeskOf(t, 200, siteAnswers)
	_, page := d.get("/sites/a?as_of=2026-06-30")
	says(t, page, `<span class="flag g4">有3名求职者使用同一个联系电话</span>`, "怎么办：抽样回访", `href="/sites/a/verification?month=2026-06"`, `href="#item-3"`, `id="item-3"`,
		"8 / 50 分", "5 / 50 分", "9 / 50 分", "20 / 110 分", "满分 110 分：其中 50 分由系统按记录计算，其余 60 分由人工评定", "年末预计按月均推算", "上月末 7", "第3项得分由 7 分降至 3 分")
	if why, items := strings.Index(page, "为什么需要关注"), strings.Index(page, "15 项得分"); why < 0 || why > items {
		t.Errorf("why at %d, items at %d", why, items)
	}
}

// A hall's screen leads with the site's own jobs and names the others' sites.
func TestAScreenShowsOwnJobsFirst(t *testing.T) {
	t.Parallel()
	d := openDeskOf(t, 200, siteAnswers)
	_, page := d.get("/screen/a")
	says(t, page, "2026年11月27日 星期五", `src="/v1/sites/a/qrcode"`, "<b>本站</b>", "<td>乙站</td>")
	if own, other := strings.Index(page, "自家"), strings.Index(page, "别家"); own > other || strings.Count(page, "自家") != 1 {
		t.Errorf("own at %d, another's at %d", own, other)
	}
}

// When its session has ended, a page that follows changes keeps what it shows; what
// somebody does leads to the login page.
func TestAFollowingPageKeepsItsFigures(t *testing.T) {
	t.Parallel()
	d := openDesk(t, 401, `{"code":"unauthenticated","detail":"请先登录"}`)
	w := httptest.NewRecorder()
	r := httptest.NewRequest("GET", "/screen/a", nil)
	r.Header.Set("HX-Request", "true")
	d.pages.ServeHTTP(w, r)
	if w.Code != http.StatusUnauthorized || w.Header().Get("HX-Redirect") != "" || !strings.Contains(w.Body.String(), "请先登录") || strings.Contains(w.Body.String(), "<html") {
		t.Errorf("%d, %v: %s", w.Code, w.Header(), w.Body)
	}
	if r := d.post("/do/v1/x", nil, "HX-Request", "true", "Cookie", web.SessionCookie+"=old"); !strings.HasPrefix(r.Header.Get("HX-Redirect"), "/login") {
		t.Errorf("a form: %v", r.Header)
	}
}
