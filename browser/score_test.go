package browser_test

import (
	"regexp"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// What is typed is added up, Enter leads to the next score and sends nothing, and what
// is above an item's maximum is not counted.
func TestScoresAddUpAsTheyAreTyped(t *testing.T) {
	t.Parallel()
	w := start(t).as("demo-manager").at("/sites/demo-market/assessments/2026")
	const first, third = `input[name="items.0.score:num"]`, `input[name="items.2.score:num"]`
	before := eval[float64](w, `[...document.querySelectorAll("input[name$='score:num']")].reduce((n, b) => n + Number(b.value), 0)`)
	w.says("#typed", "填写合计", time.Second)
	w.do(chromedp.Click(first), chromedp.SendKeys(first, "7.5"))
	typed := eval[float64](w, `Number(document.getElementById("typed").textContent.match(/合计 ([0-9.]+) 分/)[1])`)
	if typed != before+7.5 {
		t.Errorf("%v, then 7.5 more is %v", before, typed)
	}
	w.do(chromedp.KeyEvent(kb.Enter))
	if at := eval[string](w, `document.activeElement.name`); at != "items.1.score:num" {
		t.Errorf("Enter leads to %q", at)
	}
	w.do(chromedp.SendKeys(third, "50"))
	w.says("#typed", "1 项不在满分以内", time.Second)
	if eval[string](w, `document.querySelector(`+quote(third)+`).getAttribute("aria-invalid")`) != "true" {
		t.Error("what is above the maximum is not marked")
	}
}

// Each chart of a site shows the months against their targets.
func TestChartsHaveTargets(t *testing.T) {
	t.Parallel()
	w := start(t).as("demo-county").at("/sites/demo-market")
	w.says("#by-month", "各月人次与目标", 5*time.Second)
	drawn := `echarts.getInstanceByDom(document.querySelector(".chart[data-chart='7']")).getOption()`
	names := eval[[]string](w, drawn+`.series[0].markLine.data.map(l => l.label.formatter)`)
	if len(names) != 3 || names[0] != "月均5人次得5分" || names[1] != "月均10人次得满分10分" || !regexp.MustCompile(`^目前月均约?[0-9]`).MatchString(names[2]) {
		t.Errorf("lines %q", names)
	}
	if twice := eval[bool](w, `[...document.querySelectorAll("#t-months tbody tr")].every(r => Number(r.children[3].dataset.value) === 2 * Number(r.children[3].textContent))`); !twice {
		t.Error("a stable placement is not drawn twice")
	}
}

// Who tries a reading is led to what it changes, however long the list of readings.
func TestATrialIsLedTo(t *testing.T) {
	t.Parallel()
	w := start(t).as("demo-city").at("/policies")
	w.do(chromedp.SetValue(`select[name="item7_below"]`, "prorata"), chromedp.Click(`form[action^="/policies"] .acts button`))
	w.says("#trial", "试算结果", 10*time.Second)
	if top := eval[float64](w, `document.getElementById("trial").getBoundingClientRect().top`); top < 0 || top > eval[float64](w, `innerHeight / 2`) {
		t.Errorf("the result stands at %v", top)
	}
}
