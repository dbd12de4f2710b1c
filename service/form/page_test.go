package form_test

import (
	"crypto/sha256"
	"encoding/base64"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service/form"
)

var tag = regexp.MustCompile(`<[^>]*>`)

const nasty = `</style></td><script>alert(1)</script><img src=x onerror="a('b')">&amp;`

// Whatever the texts are, the page has the same elements.
func TestPageEscapes(t *testing.T) {
	shape := func(s string) []string {
		f := form.Form{Unit: s, County: s, Note: s, Annex: []form.AnnexItem{{No: 3, Title: s, Facts: s, SelfNote: s, AssessorNote: s,
			Evidence: []form.AnnexEvidence{{What: s, Where: s, Note: s, Status: s, Files: []form.AnnexFile{{ID: s, Media: s, SHA256: s}}}}}}}
		page := pageOf(t, f)
		if n := strings.Count(html.UnescapeString(page), s); n != 14 {
			t.Errorf("%q is on the page %d times, want 14", s, n)
		}
		return tag.FindAllString(page, -1)
	}
	plain, got := shape("某某"), shape(nasty)
	if strings.Join(plain, "") != strings.Join(got, "") {
		t.Errorf("other elements: %q", got)
	}
}

// The page works under its own policy: one style element, that one, and
// nothing that would be fetched or run.
func TestPageKeepsToItsPolicy(t *testing.T) {
	page := pageOf(t, filled(t))
	style := only(t, page, "style")
	if want := source(style); form.StyleSource() != want || !strings.Contains(form.PagePolicy(), "style-src "+want) {
		t.Errorf("the policy allows %s, the page has %s", form.StyleSource(), want)
	}
	for _, never := range []string{"<script", "style=", "http:", "https:", "url(", "@import", " on", "<link", "<img"} {
		if strings.Contains(strings.Join(tag.FindAllString(page, -1), "")+style, never) {
			t.Errorf("the page has %q", never)
		}
	}
}

// only is what the page's one element of a name holds.
func only(t *testing.T, page, name string) string {
	t.Helper()
	_, rest, _ := strings.Cut(page, "<"+name+">")
	text, rest, ok := strings.Cut(rest, "</"+name+">")
	if !ok || strings.Contains(rest, "<"+name) {
		t.Fatalf("there is not exactly one %s element", name)
	}
	return text
}

func source(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// Who came from somewhere can go back there, and print with a button that the page's
// policy lets work; on paper there is neither.
func TestPageLeadsBackAndPrints(t *testing.T) {
	f := filled(t)
	f.Back = "/sites/a/assessments/2026"
	page := pageOf(t, f)
	for _, want := range []string{`<a href="/sites/a/assessments/2026">返回</a>`, `<button type="button">打印</button>`, "@media print { body { max-width: none; padding: 0 } .way { display: none }"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %s", want)
		}
	}
	if script := only(t, page, "script"); !strings.Contains(script, "print()") || !strings.Contains(form.PagePolicy(), "script-src "+source(script)) {
		t.Errorf("the policy %s does not allow %s", form.PagePolicy(), script)
	}
	if bare := pageOf(t, filled(t)); strings.Contains(bare, "<button") || strings.Contains(bare, "<script") {
		t.Error("a button, though nobody came from anywhere")
	}
}

func TestPageShowsTheScoresAndTheAnnex(t *testing.T) {
	page := pageOf(t, filled(t))
	text := single(tag.ReplaceAllString(page, " "))
	for _, want := range []string{
		"实施单位名称（盖章）：福建省泉州市丰泽区𠮷祥人力资源服务有限公司 所属县市区：泉州台商投资区 考核日期：2026年12月31日",
		"15 6.5 4.9167", "合 计 110 85 ", "注：表头小计与各项分值不一致", "示例数据",
		"考核分值已填5项，小计26.9167分；另有10项未填，未填不是0分，填齐后再填合计。",
		"第3项 招聘活动和现场对接 系统数据：本年度参加招聘活动9场。 自评说明：=每周三上午现场招聘 考核说明：+抽查3场属实 序号 佐证内容",
		"PDF文件 01KC3Z4Y7Q8R9S0T1V2W3X4Y60 校验码：60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
		"第12项 创业服务 （没有佐证材料）",
	} {
		if !strings.Contains(html.UnescapeString(text), want) {
			t.Errorf("the page does not say: %s", want)
		}
	}
	if strings.Contains(text, "自评分值已填") {
		t.Error("a complete column is called incomplete")
	}
}
