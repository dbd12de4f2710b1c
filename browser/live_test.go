package browser_test

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// within is how soon a screen shows a change; it is measured from the API's answer.
const within = time.Second

// Two windows: a placement logged through the API moves both, without a reload.
func TestAPlacementMovesTwoWindows(t *testing.T) {
	t.Parallel()
	s := start(t)
	staff := s.phone("demo-staff")
	all, one := s.as("demo-county"), s.as("demo-manager").at("/sites/demo-market")
	for _, w := range []window{all, one} {
		w.says("#line", "实时", 5*time.Second)
		eval[bool](w, `window.stayed = true`)
	}
	const cell, month = `[data-k="demo-market p"]`, `#t-months tbody tr:last-child td:nth-child(3)`
	placed, casual := number(all, cell), number(one, month)
	staff.place("demo-market", "林小泉", "19900000001")
	all.says(cell, decimal(placed+1), within)
	one.says(month, decimal(casual+1), within)
	for _, w := range []window{all, one} {
		if !eval[bool](w, `window.stayed === true`) {
			t.Error("the page was loaded anew")
		}
		if n := eval[int](w, `document.querySelectorAll(".moved").length`); n == 0 {
			t.Error("what moved is not marked")
		}
	}
}

// A lost line is told, and found again by itself, with what happened meanwhile.
func TestALostLine(t *testing.T) {
	t.Parallel()
	s := start(t)
	w := s.as("demo-county")
	w.says("#line", "实时", 5*time.Second)
	const cell = `[data-k="demo-market p"]`
	placed := number(w, cell)
	s.stop()
	w.says("#line", "连接中断", 10*time.Second)
	s.start()
	s.phone("demo-staff").place("demo-market", "林小泉", "19900000001")
	w.says("#line", "实时", 20*time.Second)
	w.says(cell, decimal(placed+1), 5*time.Second)
}

// A server that stands still holds the line and says nothing: that too is a lost line, and
// the page says of when its figures are.
func TestAServerThatStandsStill(t *testing.T) {
	t.Parallel()
	s := start(t)
	w := s.as("demo-county")
	w.says("#line", "实时", 5*time.Second)
	check(t, s.cmd.Process.Signal(syscall.SIGSTOP))
	w.says("#line", "连接中断，显示的是", 45*time.Second)
	check(t, s.cmd.Process.Signal(syscall.SIGCONT))
	w.says("#line", "实时", 20*time.Second)
}

// The screen in a hall shows counts and jobs, and nobody's name or number.
func TestTheHallScreenNamesNobody(t *testing.T) {
	t.Parallel()
	s := start(t)
	w := s.as("demo-manager").at("/screen/demo-market")
	s.phone("demo-staff").place("demo-market", "林小泉", "19900000001")
	w.says("main", "本月推荐就业", within)
	html := eval[string](w, `document.documentElement.outerHTML`)
	for _, personal := range []string{"林小泉", "林**", "199****", "1990000"} {
		if strings.Contains(html, personal) {
			t.Errorf("it shows %s", personal)
		}
	}
}

// The queue moves by itself as the overview does; where records are picked, nothing is
// read anew under the hand, but it is said that there is more.
func TestTheQueueMoves(t *testing.T) {
	t.Parallel()
	s := start(t)
	all, one := s.as("demo-county").at("/verification"), s.as("demo-county").at("/sites/demo-market/verification")
	for _, w := range []window{all, one} {
		w.says("#line", "实时", 5*time.Second)
	}
	const cell, box = `[data-k="demo-market"]`, `.records tbody input[type=checkbox]`
	before := number(all, cell)
	eval[bool](one, `(() => { document.querySelector(`+quote(box)+`).checked = true; return document.querySelector("#stale").hidden })()`)
	if !eval[bool](one, `document.querySelector("#stale").hidden`) {
		t.Error("it says that there is more before there is")
	}
	s.phone("demo-staff").place("demo-market", "林小泉", "19900000001")
	all.says(cell, decimal(before+2), within) // a registration and a placement
	one.says("#stale:not([hidden])", "有新的登记", within)
	if !eval[bool](one, `document.querySelector(`+quote(box)+`).checked`) {
		t.Error("what was picked is lost")
	}
	one.do(chromedp.Click("#stale a"))
	one.says(".head", "待核实 "+decimal(before+2), 5*time.Second)
}
