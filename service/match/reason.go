package match

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Of says how well a posting fits a seeker, and why.
func Of(s Seeker, p Posting, today Day) Fit { return All(s, []Posting{p}, today)[0] }

// All is Of each of the postings, in their order.
func All(s Seeker, list []Posting, today Day) []Fit {
	w, fits := newWish(s), make([]Fit, len(list))
	for i, p := range list {
		n := newNeed(p)
		fits[i] = w.explain(&n, p, fresh(today-n.published))
		fits[i].For = append(fits[i].For, days(today-p.Published)+"发布")
	}
	return fits
}

func (w *wish) explain(n *need, p Posting, freshness int) Fit {
	got := w.points(n, freshness)
	f := Fit{Score: got.sum()}
	w.explainOccupation(&f, n, got[0])
	w.explainArea(&f, n)
	w.explainPay(&f, n, p.Pay)
	w.explainTime(&f, n)
	w.explainSkills(&f, n)
	w.explainKind(&f, n)
	return f
}

func (f *Fit) pro(format string, args ...any) { f.For = append(f.For, fmt.Sprintf(format, args...)) }
func (f *Fit) con(format string, args ...any) {
	f.Against = append(f.Against, fmt.Sprintf(format, args...))
}

func (w *wish) explainOccupation(f *Fit, n *need, earned int) {
	if !w.looks() {
		return
	}
	if word := w.named(n); word != "" {
		f.pro("工种相同：%s", word)
		return
	}
	for _, id := range n.occupations {
		like := w.like[id]
		if like[0] == 0 || like[0] != earned {
			continue
		}
		if o := w.wanted[like[1]]; earned == WeightOccupation {
			f.pro("工种相同：%s", o.words)
		} else {
			f.pro("工种相近：%s与%s", o.words, id.Name())
		}
		return
	}
	if len(n.occupations) > 0 {
		f.con("工种不同，期望%s", w.wants())
	}
}

func (w *wish) wants() string {
	out := slices.Clone(w.words)
	for _, o := range w.wanted {
		out = append(out, o.words)
	}
	return strings.Join(out, "、")
}

func (w *wish) explainArea(f *Fit, n *need) {
	where, away := "", ""
	if w.at.known() && n.at.known() {
		away = "约" + kilometres(Metres(w.at, n.at))
	}
	switch {
	case w.said == 0 || n.county == 0:
	case n.town != 0 && slices.Contains(w.towns, n.town):
		where = "同在" + places.town[n.town].name
	case w.said&n.county != 0:
		where = "同在" + places.names(n.county)
	case w.next&n.county != 0:
		where = "在相邻的" + places.names(n.county)
	default:
		f.con("工作地点在%s，期望在%s", places.names(n.county), places.names(w.said))
	}
	switch {
	case away == "" && where == "":
	case away == "":
		f.pro("%s", where)
	case squared(w.at, n.at) > far*far:
		f.con("距离%s", away)
		if where != "" {
			f.pro("%s", where)
		}
	case where == "":
		f.pro("距离%s", away)
	default:
		f.pro("%s，%s", where, away)
	}
}

// kilometres writes metres: 800米, 2.3公里, 38公里.
func kilometres(metres int) string {
	switch {
	case metres < 950:
		return strconv.Itoa(max(1, (metres+50)/100)*100) + "米"
	case metres < 9950:
		tenths := (metres + 50) / 100
		return fmt.Sprintf("%d.%d公里", tenths/10, tenths%10)
	}
	return strconv.Itoa((metres+500)/1000) + "公里"
}

func (w *wish) explainTime(f *Fit, n *need) {
	switch both := w.times & n.times; {
	case w.times == 0 || n.times == 0:
	case both == n.times:
		f.pro("时间合适：%s", n.times.names())
	case both != 0:
		f.pro("时间部分合适：%s", both.names())
		f.con("还要求%s", (n.times &^ w.times).names())
	default:
		f.con("工作时间是%s，登记的空闲时间是%s", n.times.names(), w.times.names())
	}
}

func (w *wish) explainSkills(f *Fit, n *need) {
	if len(n.skills) == 0 {
		return
	}
	has := w.has(n)
	if len(has) > 0 {
		f.pro("具备%s", strings.Join(has, "、"))
	}
	lacks := slices.DeleteFunc(slices.Clone(n.skills), func(s string) bool { return slices.Contains(has, s) })
	switch {
	case len(lacks) == 0:
	case len(w.skills) == 0:
		f.con("要求%s，登记时没有填写技能，请核实", strings.Join(lacks, "、"))
	default:
		f.con("要求%s，登记的技能里没有", strings.Join(lacks, "、"))
	}
}

func (w *wish) explainKind(f *Fit, n *need) {
	switch {
	case w.kinds == 0 || n.kind == 0:
	case w.kinds&n.kind != 0:
		f.pro("用工形式合适：%s", kindNames[n.kind])
	default:
		f.con("用工形式是%s，期望%s", kindNames[n.kind], w.kinds.names())
	}
}

// days is an age in words.
func days(age Day) string {
	if age <= 0 {
		return "今天"
	}
	return strconv.Itoa(int(age)) + "天前"
}
