package browser_test

import (
	"compress/gzip"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

var update = flag.Bool("update", false, "rewrite docs/screenshots")

// axe is the checker that the pages are held against.
func axe(t *testing.T) string {
	t.Helper()
	f, err := os.Open("testdata/axe.min.js.gz")
	check(t, err)
	defer func() { _ = f.Close() }()
	z, err := gzip.NewReader(f)
	check(t, err)
	text, err := io.ReadAll(z)
	check(t, err)
	return string(text)
}

// pages are all there are, by the name of their picture.
var pages = []struct{ name, path, shows string }{
	{"overview", "/", "最需要走访"},
	{"site", "/sites/demo-market", "15 项得分"},
	{"verification", "/verification", "待核实"},
	{"site-verification", "/sites/demo-market/verification", "抽样回访"},
	{"site-verification-flagged", "/sites/demo-350503-2/verification", "同一个用人单位"},
	{"assessments", "/assessments", "年度考核"},
	{"assessment", "/sites/demo-market/assessments/2026", "考核合计"},
	{"months", "/months", "还没有核实的条数"},
	{"months-county", "/months?county=350503", "待核实（条）"},
	{"postings", "/postings", "岗位审核"},
	{"policies", "/policies", "试算"},
	{"people", "/people?site=demo-market", "邀请为"},
	{"audit", "/audit", "谁做了什么"},
	{"screen", "/screen/demo-market", "本月推荐就业"},
}

// Each page, at an office's size, on a phone and at 200 %: it shows what it is for,
// nothing complains, nothing is cut off sideways, axe finds nothing serious, and what
// is loaded is small and from here.
func TestEveryPage(t *testing.T) {
	t.Parallel()
	s := start(t)
	checker := axe(t)
	for _, p := range pages {
		t.Run(p.name, func(t *testing.T) {
			w := s.as("demo-city")
			w.t = t
			for size, px := range sizes {
				w.do(chromedp.EmulateViewport(px[0], px[1]))
				w.at(p.path).says("main", p.shows, 5*time.Second)
				if wide := eval[int](w, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
					t.Errorf("%s%s is %d pixels too wide", p.name, size, wide)
				}
				eval[any](w, checker+"; true")
				for _, found := range eval[[]string](w, `axe.run().then(r => r.violations.filter(v => ["serious", "critical"].includes(v.impact)).map(v => v.id + ": " + v.nodes[0].html))`) {
					t.Errorf("%s%s: %s", p.name, size, found)
				}
				w.picture(p.name + size)
			}
			own := eval[int](w, `performance.getEntriesByType("resource").concat(performance.getEntriesByType("navigation")).filter(e => !e.name.includes("echarts") && !e.name.includes("/v1/")).reduce((n, e) => n + e.encodedBodySize, 0)`)
			if own == 0 || own > 100<<10 {
				t.Errorf("%s loads %d bytes of its own", p.name, own)
			}
			if len(*w.bad) > 0 {
				t.Errorf("%s complains: %q", p.name, *w.bad)
			}
			for _, from := range eval[[]string](w, `performance.getEntriesByType("resource").map(e => new URL(e.name).host)`) {
				if from != s.addr {
					t.Errorf("%s loads from %s", p.name, from)
				}
			}
		})
	}
}

// picture keeps what the window shows, when asked to.
func (w window) picture(name string) {
	w.t.Helper()
	if !*update || strings.HasSuffix(name, "-zoomed") || strings.HasSuffix(name, "-phone") && name != "overview-phone" {
		return
	}
	png, err := chromedp.Run(w.ctx, chromedp.CaptureScreenshot())
	check(w.t, err)
	check(w.t, os.MkdirAll("../docs/screenshots", 0o750))
	check(w.t, os.WriteFile(filepath.Join("../docs/screenshots", name+".png"), png, 0o644))
}

// What is copied is the table as a spreadsheet takes it: a line for each site, a cell for
// each figure, without what is only to be looked at or pressed.
func TestCopyATable(t *testing.T) {
	t.Parallel()
	w := start(t).as("demo-city")
	eval[bool](w, `Object.defineProperty(navigator, "clipboard", {value: {writeText: t => { window.copied = t; return Promise.resolve() }}}); true`)
	w.do(chromedp.Click(`section[aria-labelledby=board] [data-copy]`))
	w.says("section[aria-labelledby=board] [data-copy]", "已复制", time.Second)
	lines := strings.Split(eval[string](w, `window.copied`), "\n")
	shown := eval[int](w, `document.querySelectorAll("#t-board tbody tr").length`)
	if len(lines) != shown+1 || strings.Contains(lines[0], "各月工作量") {
		t.Fatalf("%d lines for %d sites, %q first", len(lines), shown, lines[0])
	}
	if heads := strings.Split(lines[0], "\t"); !slices.Contains(heads, "县（市、区）") || !slices.Contains(heads, "已登记（可计算 50）") {
		t.Errorf("heads %q", heads)
	}
	width := len(strings.Split(lines[0], "\t"))
	for _, line := range lines {
		if n := len(strings.Split(line, "\t")); n != width {
			t.Errorf("%d cells for %d heads in %q", n, width, line)
		}
	}
}

// Whatever somebody is called, a spreadsheet takes it for text: no formula, and no
// quotation mark that it would take off to find one.
func TestCopiedCellsAreText(t *testing.T) {
	t.Parallel()
	w := start(t).as("demo-city")
	eval[bool](w, `Object.defineProperty(navigator, "clipboard", {value: {writeText: t => { window.copied = t; return Promise.resolve() }}}); true`)
	for shown, want := range map[string]string{`=1+1`: `'=1+1`, `"=1+1"`: `'"=1+1"`, `＝1+1`: `'＝1+1`, `-3.5`: `-3.5`, `@SUM(1)`: `'@SUM(1)`, `林小泉`: `林小泉`} {
		eval[bool](w, `{ const th = document.querySelector("#t-board tbody th"); th.dataset.cells = `+"`"+shown+"`"+` + "\n丰泽区"; } true`)
		w.do(chromedp.Click(`section[aria-labelledby=board] [data-copy]`))
		if cell := strings.Split(strings.Split(eval[string](w, `window.copied`), "\n")[1], "\t")[1]; cell != want {
			t.Errorf("%q is copied as %q", shown, cell)
		}
	}
}
