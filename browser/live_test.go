package browser_test

import (
	"strings"
	"testing"
	"time"
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
