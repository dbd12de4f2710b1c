package service

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/quanjiuye/backend/service/flag"
	"github.com/quanjiuye/backend/service/rubric"
)

// Reason says why a supervisor should look at a site, in words for the screen.
type Reason struct {
	Code   string
	Text   string
	Weight int // 1 (worth a call) to 4 (go there)
}

// Visit is how much a site needs to be looked at, among those in sight. It is a help
// for a supervisor with thirty sites and ten minutes and no part of the form; the
// weights are ours (ADR 0023).
type Visit struct {
	Rank    int      // 1: first; 0: nothing calls for it
	Reasons []Reason // heaviest first
}

func (v Visit) weight() (sum int) {
	for _, r := range v.Reasons {
		sum += r.Weight
	}
	return sum
}

// reasonsFor looks through a row for what calls for a visit. Sites that are not open
// yet have none.
func reasonsFor(r BoardRow) (list []Reason) {
	add := func(code string, weight int, text string, args ...any) {
		list = append(list, Reason{code, fmt.Sprintf(text, args...), weight})
	}
	for _, f := range r.Flags {
		switch f {
		case NothingThisMonth:
			add(string(f), 4, "%d月已过%d天，没有任何记录", r.AsOf.Month, r.AsOf.Day)
		case NoStaff:
			add(string(f), 4, "没有在岗工作人员")
		case AreaShort:
			add(string(f), 2, "服务场所面积不足考核表要求")
		case Unverified:
			var recorded, verified Tallied
			for _, m := range r.ByMonth {
				recorded, verified = recorded.Add(m.Recorded), verified.Add(m.Verified)
			}
			add(string(f), 1, "%d人次中只有%d人次经过核实", persons(recorded), persons(verified))
		}
	}
	if c := r.Change; c != nil && c.To.Cmp(c.From) < 0 {
		add("falling", 3, "得分由上月末的%s分降至%s分", c.From, c.To)
	}
	if now, before, slow := slowing(r); slow {
		add("slowing", 2, "本月至今%d人次，前三个月月均%d人次", now, before)
	}
	if !slices.Contains(r.Flags, NotOpen) && r.Live.Recorded.Cmp(rubric.Score{}) == 0 {
		add("no_points", 2, "今年还没有得分")
	}
	list = append(list, oddities(r.Look)...)
	slices.SortStableFunc(list, func(x, y Reason) int { return cmp.Compare(y.Weight, x.Weight) })
	return list
}

// oddities are what the month's records show that invented ones would: a denial by
// somebody concerned weighs most. How the work was done (flag.Hint) calls for no visit.
func oddities(l *Look) (list []Reason) {
	if l == nil {
		return nil
	}
	for _, f := range l.flags {
		switch f.Severity {
		case flag.Denied:
			list = append(list, Reason{string(f.Code), f.Text, 4})
		case flag.Suspicion:
			list = append(list, Reason{string(f.Code), f.Text, 3})
		}
	}
	return list
}

// slowing reports whether the month so far, measured by its days, brings less than
// half of what the three months before brought on average; not in the first ten days,
// which say little.
func slowing(r BoardRow) (now, before int, slow bool) {
	n := len(r.ByMonth)
	if n < 4 || r.AsOf.Day <= 10 || slices.Contains(r.Flags, NothingThisMonth) {
		return 0, 0, false
	}
	now = persons(r.ByMonth[n-1].Recorded)
	for _, m := range r.ByMonth[n-4 : n-1] {
		before += persons(m.Recorded)
	}
	days := r.AsOf.In().LastDay().Day
	return now, before / 3, now*days*2*3 < before*r.AsOf.Day
}

// rankVisits numbers the rows that call for a visit, heaviest first; of equals the one
// with fewer points.
func rankVisits(rows []BoardRow) {
	order := make([]int, 0, len(rows))
	for i := range rows {
		if rows[i].Visit.Reasons = reasonsFor(rows[i]); len(rows[i].Visit.Reasons) > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(rows[j].Visit.weight(), rows[i].Visit.weight()), rows[i].Live.Recorded.Cmp(rows[j].Live.Recorded))
	})
	for rank, i := range order {
		rows[i].Visit.Rank = rank + 1
	}
}
