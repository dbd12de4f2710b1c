package browser_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func number(w window, selector string) int {
	w.t.Helper()
	n, err := strconv.Atoi(w.text(selector))
	check(w.t, err)
	return n
}

func decimal(n int) string { return strconv.Itoa(n) }

// A supervisor picks records and confirms them; they are gone from the queue.
func TestConfirm(t *testing.T) {
	t.Parallel()
	w := start(t).as("demo-county").at("/sites/demo-market/verification")
	before := eval[int](w, `document.querySelectorAll("#list tbody tr").length`)
	for i := range 2 {
		w.do(chromedp.Click(`#list tbody tr:nth-child(` + decimal(i+1) + `) input[type=checkbox]`))
	}
	w.says("#batch button", "核实所选的 2 条记录", time.Second)
	w.do(chromedp.Click(`#batch button:not([type])`))
	w.says("#notice", "已核实 2 条", 5*time.Second)
	if after := eval[int](w, `document.querySelectorAll("#list tbody tr").length`); after != before-2 {
		t.Errorf("%d records before, %d after", before, after)
	}
}

// How many are chosen stands on the button; many are asked about, and a no keeps them.
func TestConfirmMany(t *testing.T) {
	t.Parallel()
	w := start(t).as("demo-county").at("/sites/demo-market/verification")
	most := eval[int](w, `document.querySelectorAll("input[form=batch]").length`)
	if most <= 20 {
		t.Fatalf("only %d to choose from", most)
	}
	eval[bool](w, `window.asked = []; window.confirm = (q) => { asked.push(q); return asked.length > 1 }; true`)
	w.do(chromedp.Click(`[data-check-all]`))
	w.says("#batch button", "核实所选的 "+decimal(most)+" 条记录", time.Second)
	w.do(chromedp.Click(`#batch button:not([type])`))
	if asked := eval[[]string](w, `asked`); len(asked) != 1 || !strings.Contains(asked[0], decimal(most)+" 条") {
		t.Errorf("asked %q", asked)
	}
	w.do(chromedp.Click(`[data-check-all]`))
	w.says("#batch button", "核实所选记录", time.Second)
	w.do(chromedp.Click(`[data-check-all]`), chromedp.Click(`#batch button:not([type])`))
	w.says("#notice", "已核实 "+decimal(most)+" 条", 10*time.Second)
}

// What the API refuses is said where the form is, and what was filled in stays.
func TestARefusalIsSaid(t *testing.T) {
	t.Parallel()
	w := start(t).as("demo-county").at("/sites/demo-market/verification")
	w.do(chromedp.Click(`#batch button:not([type])`)) // nothing picked
	w.says("#notice", "没有完成", 5*time.Second)
	if w.text("h1") != "核实：丰泽区示例零工市场" {
		t.Errorf("the page is gone: %s", w.text("main"))
	}
}

// A sample is drawn, a number seen for a reason in its row, a call noted and corrected;
// the page stays where it is, and a number that was shown in another row stays shown.
func TestSample(t *testing.T) {
	t.Parallel()
	w := start(t).as("demo-county").at("/sites/demo-350503-2/verification")
	eval[bool](w, `(() => { document.querySelector("input[name='size:int']").value = "2"; [...document.querySelectorAll("button")].find(b => b.textContent === "随机抽取").click(); return true })()`)
	w.says("#notice", "已抽取样本", 5*time.Second)
	w.says("#sample ~ .scroll", "查看号码", 5*time.Second)
	w.says("#line", "实时", 5*time.Second) // the scripts are there
	const first, second = `.drawn tbody tr:nth-child(1)`, `.drawn tbody tr:nth-child(2)`
	for _, row := range []string{first, second} {
		eval[bool](w, `(() => { document.querySelector("`+row+` form[action$='/reveal'] button").click(); return true })()`)
		w.says(row+" output", "查看已留痕", 5*time.Second)
	}
	eval[bool](w, `(() => { scrollTo(0, 200); document.querySelector("`+first+` form[action$='/results'] button").click(); return true })()`)
	if eval[string](w, `document.querySelector("`+first+` [name=result]").value`) != "" {
		t.Error("a result is chosen beforehand")
	}
	eval[bool](w, `(() => { document.querySelector("`+first+` [name=result]").value = "true"; document.querySelector("`+first+` form[action$='/results'] button").click(); return true })()`)
	w.says("#notice", "结果已记下", 5*time.Second)
	w.says(first, "更正", time.Second)
	if row := w.text(first); !strings.Contains(row, "属实") || strings.Contains(row, "查看号码") {
		t.Errorf("the row says %s", row)
	}
	w.says(second+" output", "查看已留痕", time.Second)
	if eval[int](w, `scrollY`) == 0 {
		t.Error("the page went to its top")
	}
	eval[bool](w, `(() => { const f = document.querySelector("`+first+` form[action$='/corrections']"); f.result.value = "unreachable"; f.note.value = "结果点错了"; f.querySelector("button").click(); return true })()`)
	w.says("#notice", "结果已更正", 5*time.Second)
	w.says(first+" s", "属实", time.Second)
}

// A posting is held for its words, and released on the page.
func TestRelease(t *testing.T) {
	t.Parallel()
	w := start(t).as("demo-county").at("/postings")
	w.says("main", "年龄", time.Second) // why it is held
	before := eval[int](w, `document.querySelectorAll("article").length`)
	w.press("通过", "已通过")
	if after := eval[int](w, `document.querySelectorAll("article").length`); after != before-1 {
		t.Errorf("%d held before, %d after", before, after)
	}
}

// A form's way from the manager's own scores to the city's seal, on the pages.
func TestApproval(t *testing.T) {
	t.Parallel()
	s := start(t)
	const form = "/sites/demo-market/assessments/2025"
	manager := s.as("demo-manager").at(form)
	if manager.text("h1") == "没有找到" {
		t.Fatal(manager.text("main"))
	}
	manager.fill("5")
	manager.press("保存并提交", "自评分值已保存。考核表已提交，由县（市、区）评定考核分值。")
	county := s.as("demo-county").at(form)
	county.fill("4")
	county.press("保存并完成考核", "考核分值已保存。县（市、区）已完成考核。站点可在")
	s.as("demo-city").at(form).says("main", "您现在还不能批准封存：站点还没有同意考核分值", time.Second)
	manager.at(form).press("同意考核分值", "已同意")
	city := s.as("demo-city").at(form)
	city.press("批准并封存", "考核表已封存")
	city.says("main", "已批准封存", time.Second)
	if status := eval[int](city, `fetch(document.querySelector("a[href$='form.xlsx']").href).then(r => r.status)`); status != 200 {
		t.Errorf("the workbook: %d", status)
	}
}

// fill gives every item that people judge a score, and a note.
func (w window) fill(score string) {
	w.t.Helper()
	eval[bool](w, `(() => { for (const b of document.querySelectorAll("input[name$='score:num']")) if (b.value === "") b.value = `+quote(score)+`;
		for (const b of document.querySelectorAll("[name$='note']")) if (b.value === "") b.value = "有佐证"; return true })()`)
}

// press presses a button that asks first, and says yes.
func (w window) press(button, said string) {
	w.t.Helper()
	eval[bool](w, `window.confirm = () => true; true`)
	eval[bool](w, `(() => { [...document.querySelectorAll("button")].find(b => b.textContent === `+quote(button)+`).click(); return true })()`)
	w.says("#notice", said, 10*time.Second)
}

// A county supervisor sees the own county, and of another not even that it is there.
func TestAnotherCountyIsNotThere(t *testing.T) {
	t.Parallel()
	s := start(t)
	city, county := s.as("demo-city"), s.as("demo-county")
	foreign := eval[string](city, `[...document.querySelectorAll("#t-board tr[data-site]")].find(r => !r.innerText.includes("丰泽区")).dataset.site`)
	for _, row := range eval[[]string](county, `[...document.querySelectorAll("#t-board tbody tr")].map(r => r.innerText)`) {
		if !strings.Contains(row, "丰泽区") {
			t.Errorf("it sees %s", row)
		}
	}
	for _, path := range []string{"/sites/" + foreign, "/sites/" + foreign + "/verification", "/sites/" + foreign + "/assessments/2026", "/screen/" + foreign, "/people?site=" + foreign} {
		there, nowhere := county.at(path).text("h1"), county.at(strings.Replace(path, foreign, "no-such-site", 1)).text("h1")
		if there != nowhere {
			t.Errorf("%s says %q, and %q of what is not there", path, there, nowhere)
		}
	}
}

// Without a mouse: to the text, into the list, to a site.
func TestKeyboardOnly(t *testing.T) {
	t.Parallel()
	w := start(t).as("demo-county").at("/")
	w.do(chromedp.KeyEvent(kb.Tab))
	if got := eval[string](w, `document.activeElement.textContent`); got != "跳到正文" {
		t.Errorf("the first stop is %q", got)
	}
	for range 40 {
		w.do(chromedp.KeyEvent(kb.Tab))
		if eval[bool](w, `document.activeElement.matches("ol.visits a")`) {
			break
		}
	}
	if eval[string](w, `getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).boxShadow`) == "nonenone" {
		t.Error("where one is cannot be seen")
	}
	w.do(chromedp.KeyEvent(kb.Enter))
	w.says("main", "15 项得分", 5*time.Second)
}
