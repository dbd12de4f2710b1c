package service

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/flag"
	"github.com/quanjiuye/backend/service/rubric"
)

const (
	// firstDays of a month say little: they count as a month in every average, and
	// hold next to nothing.
	firstDays = 10
	// steepFall is what reaching a threshold of item 7 or 8 is worth.
	steepFall = 5
)

// newVisit looks through a row for what calls for a visit. Sites that are not open yet
// have no reason.
func newVisit(a Actor, r BoardRow) Visit {
	list := slices.Concat(flagged(r), fallen(r), slowed(r), oddities(r))
	if r.Months > 0 && r.Live.Recorded.Cmp(rubric.Score{}) == 0 {
		list = append(list, Reason{Code: "no_points", Weight: asLacking, Text: fmt.Sprintf("%d年还没有得到可计算的分", r.AsOf.Year), Items: []int{2, 4, 7, 8}})
	}
	slices.SortStableFunc(list, func(x, y Reason) int { return cmp.Compare(y.Weight, x.Weight) })
	if a.supervises(r.Site.ID, r.Site.County) {
		for i := range list {
			list[i].Advice = advice[list[i].Code]
		}
	}
	return Visit{Reasons: list}
}

// flagged are the flags of the board in words.
func flagged(r BoardRow) (list []Reason) {
	for _, f := range r.Flags {
		n := Reason{Code: string(f)}
		switch f {
		case NothingThisMonth:
			n.Weight, n.Items = asStalled, []int{7, 8}
			n.Text = fmt.Sprintf("%d月到第%d天，还没有任何记录", r.AsOf.Month, r.AsOf.Day)
		case NoStaff:
			n.Weight, n.Items, n.Text = asStalled, []int{2}, "没有在岗工作人员"
		case AreaShort:
			n.Weight, n.Items, n.Text = asLacking, []int{1}, "服务场所面积不足考核表要求"
		case Unverified:
			n.Weight, n.Month = asHint, leastVerified(r.ByMonth)
			n.Text = unverifiedText(r.ByMonth)
		default: // not open: nothing to see there
			continue
		}
		list = append(list, n)
	}
	return list
}

// unverifiedText says how little of the counted months is confirmed.
func unverifiedText(months []MonthRow) string {
	var recorded, verified int
	for _, m := range months {
		recorded, verified = recorded+persons(m.Recorded), verified+persons(m.Verified)
	}
	first, last := months[0].Month, months[len(months)-1].Month
	period := fmt.Sprintf("%d年%d月", first.Year, first.Month)
	if first != last {
		period += fmt.Sprintf("至%d月", last.Month)
	}
	return fmt.Sprintf("%s的%d人次中，经过核实的只有%d人次", period, recorded, verified)
}

// leastVerified is the month in which most persons wait to be confirmed.
func leastVerified(months []MonthRow) calendar.Month {
	return slices.MaxFunc(months, func(x, y MonthRow) int {
		return cmp.Compare(persons(x.Recorded)-persons(x.Verified), persons(y.Recorded)-persons(y.Verified))
	}).Month
}

// fallen is a score below that of the last completed month, with the items that lost
// points. In the first days of a month every average falls: that is a hint only.
func fallen(r BoardRow) []Reason {
	if r.Change == nil || r.Change.To.Cmp(r.Change.From) >= 0 {
		return nil
	}
	n := Reason{Code: "falling", Weight: asLacking}
	if r.Change.To.Add(rubric.Points(steepFall)).Cmp(r.Change.From) <= 0 {
		n.Weight = asStalled
	}
	var lost []string
	averages := true
	for _, c := range r.Lost() {
		n.Items = append(n.Items, c.No)
		lost = append(lost, c.Text)
		averages = averages && (c.No == 7 || c.No == 8)
	}
	if averages && r.AsOf.Day <= firstDays {
		n.Weight = asHint
	}
	n.Text = fmt.Sprintf("得分由上月末的 %s 分降至 %s 分：%s", r.Change.From, r.Change.To, strings.Join(lost, "；"))
	return []Reason{n}
}

// slowed reports a month that so far, measured by its days, brings less than half of
// what the three months before brought on average.
func slowed(r BoardRow) []Reason {
	n := len(r.ByMonth)
	if n < 4 || r.AsOf.Day <= firstDays || slices.Contains(r.Flags, NothingThisMonth) {
		return nil
	}
	now, before := persons(r.ByMonth[n-1].Recorded), 0
	for _, m := range r.ByMonth[n-4 : n-1] {
		before += persons(m.Recorded)
	}
	if days := r.AsOf.In().LastDay().Day; now*days*2*3 >= before*r.AsOf.Day {
		return nil
	}
	return []Reason{{Code: "slowing", Weight: asLacking, Items: []int{7, 8}, Text: fmt.Sprintf("本月至今%d人次，前三个月月均%d人次", now, before/3)}}
}

// oddities are what the queue shows about the month's records.
func oddities(r BoardRow) (list []Reason) {
	if r.Look == nil {
		return nil
	}
	weights := map[flag.Severity]int{flag.Denied: asDenied, flag.Suspicion: asDoubted, flag.Hint: asHint}
	for _, f := range r.Look.flags {
		list = append(list, Reason{Code: string(f.Code), Text: f.Text, Weight: weights[f.Severity], Month: r.AsOf.In()})
	}
	return list
}

// advice is what to do about a reason.
var advice = map[string]string{
	string(NothingThisMonth): "先电话了解是否开门，再到站查看",
	string(NoStaff):          "到站查看是否开门，督促配备工作人员",
	string(AreaShort):        "现场核对面积：登记有误的请站点更正，确实不足的督促整改",
	string(Unverified):       "逐条核实，或抽样回访",
	"falling":                "看失分项目的理由和下一步，与站点商定补救办法",
	"slowing":                "了解本月工作减少的原因",
	"no_points":              "看各项的下一步，到站辅导",

	string(flag.EmployerDenied): "分别联系用人单位和求职者，不属实的作废",
	string(flag.SeekerDenied):   "分别联系求职者和用人单位，不属实的作废",
	string(flag.SharedPhone):    "抽样回访这些求职者：号码填错的请站点更正，不属实的作废",
	string(flag.OneEmployer):    "到该用人单位核对上岗情况，不属实的作废",
	string(flag.BurstMonth):     "抽样回访本月登记的求职者，到站查看原始台账",
	string(flag.RepeatedEntry):  "对照佐证核对，重复登记的作废",
	string(flag.OddHours):       "向站点了解为何在夜间录入，抽样回访",
	string(flag.OneRecorder):    "了解其他成员是否在岗、是否互相核实",
	string(flag.StableUnproven): "请站点补充劳动合同或社会保险凭证",
	string(flag.NotHired):       "核对用人单位的答复和上岗日期",
	string(flag.LeftEarly):      "回访求职者，了解是否确实上岗",
}
