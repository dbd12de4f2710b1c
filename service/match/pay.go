package match

import (
	"fmt"
	"strconv"
	"strings"
)

var (
	payNames  = map[Unit]string{PerHour: "时薪", PerDay: "日薪", PerMonth: "月薪", PerPiece: "计件单价"}
	unitNames = map[Unit]string{PerHour: "小时", PerDay: "天", PerMonth: "月", PerPiece: "件"}
	// inMonth is how many of a unit a month has.
	inMonth = map[Unit]int64{PerHour: HoursADay * DaysAMonth, PerDay: DaysAMonth, PerMonth: 1}
)

func (w *wish) explainPay(f *Fit, n *need, offer Pay) {
	if w.month == 0 || n.high == 0 {
		if w.pay.Min > 0 && offer.Min+offer.Max > 0 && w.pay.Unit != offer.Unit && unitNames[w.pay.Unit] != "" && unitNames[offer.Unit] != "" {
			f.con("按%s计酬，无法与期望的按%s计酬比较", unitNames[offer.Unit], unitNames[w.pay.Unit])
		}
		return
	}
	said, wanted := w.offered(n, offer), yuan(w.pay.Min)+"元"
	switch {
	case n.low > w.month:
		f.pro("%s，高于期望%s", said, wanted)
	case n.low == w.month:
		f.pro("%s，达到期望", said)
	case n.high >= w.month:
		f.pro("%s，最高达到期望%s", said, wanted)
	default:
		per := inMonth[w.pay.Unit]
		f.con("离期望待遇差%s%s元/%s", about(offer.Unit != w.pay.Unit), yuan((w.month-n.high+per-1)/per), unitNames[w.pay.Unit])
	}
}

// offered is the offered pay in words, and in the seeker's unit as well.
func (w *wish) offered(n *need, offer Pay) string {
	top := max(offer.Min, offer.Max)
	said := payNames[offer.Unit] + yuan(offer.Min)
	if offer.Min <= 0 {
		said = payNames[offer.Unit] + "最高" + yuan(top)
	} else if top > offer.Min {
		said += "-" + yuan(top)
	}
	said += "元"
	if offer.Unit == w.pay.Unit {
		return said
	}
	base := n.low
	if n.low < w.month {
		base = n.high
	}
	return fmt.Sprintf("%s（折合每%s约%s元）", said, unitNames[w.pay.Unit], yuan(base/inMonth[w.pay.Unit]/100*100))
}

func about(converted bool) string {
	if converted {
		return "约"
	}
	return ""
}

// yuan writes fen as yuan without idle digits.
func yuan(fen int64) string {
	if fen%100 == 0 {
		return strconv.FormatInt(fen/100, 10)
	}
	return strings.TrimRight(fmt.Sprintf("%d.%02d", fen/100, fen%100), "0")
}
