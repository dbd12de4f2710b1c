package browser_test

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// The screen in a hall fits on it, whatever its size, and fills it.
func TestTheHallScreenFits(t *testing.T) {
	t.Parallel()
	w := start(t).as("demo-manager").at("/screen/demo-market")
	for _, px := range [][2]int64{{1366, 768}, {1920, 1080}, {3840, 2160}} {
		w.do(chromedp.EmulateViewport(px[0], px[1]))
		w.says("#clock", ":", 5*time.Second)
		w.says("#leaf", "第 1 页", 5*time.Second)
		if over := eval[int](w, `document.documentElement.scrollHeight - innerHeight`); over > 0 {
			t.Errorf("%v: %d pixels too high", px, over)
		}
		shown := eval[int](w, `[...document.querySelectorAll(".jobs tbody tr")].filter(r => r.offsetHeight).length`)
		last := eval[float64](w, `[...document.querySelectorAll(".jobs tbody tr")].filter(r => r.offsetHeight).at(-1).getBoundingClientRect().bottom / innerHeight`)
		if shown < 5 || last < 0.85 || last > 1 {
			t.Errorf("%v: %d jobs, the last one ends at %.2f of the height", px, shown, last)
		}
	}
	if code := eval[int](w, `document.querySelector(".code img").naturalWidth`); code == 0 {
		t.Error("the code is not drawn")
	}
}

// When its session has ended, a screen shows the last figures and says how old they
// are.
func TestAScreenOutlivesItsSession(t *testing.T) {
	t.Parallel()
	s := start(t)
	w := s.as("demo-manager").at("/screen/demo-market")
	w.says("#line", "实时", 5*time.Second)
	eval[bool](w, `window.stayed = true`)
	eval[int](w, `fetch("/v1/auth/logout", {method: "POST"}).then(r => r.status)`)
	w.says("#line", "登录已过期，显示的是", 20*time.Second)
	if !eval[bool](w, `window.stayed === true`) || w.text("h1") != "丰泽区示例零工市场" {
		t.Errorf("it shows %s", w.text("main"))
	}
}
