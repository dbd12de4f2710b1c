package rubric

import (
	"fmt"
	"strconv"
	"strings"
)

// of is what a holds for one item.
func (a Added) of(no int) Added {
	switch no {
	case 2:
		return Added{Staff: a.Staff}
	case 4:
		return Added{Enterprises: a.Enterprises, Postings: a.Postings, Vacancies: a.Vacancies}
	case 7:
		return Added{Registered: a.Registered}
	case 8:
		return Added{Casual: a.Casual, Stable: a.Stable}
	case 15:
		return Added{Honours: a.Honours}
	}
	return Added{}
}

func (a Added) needs(months int) []Need {
	var list []Need
	for _, n := range []Need{
		{What: StaffMembers, Need: a.Staff, Unit: "人"},
		{What: NewEnterprises, Need: a.Enterprises, Unit: "家"},
		{What: NewPostings, Need: a.Postings, Unit: "个"},
		{What: NewVacancies, Need: a.Vacancies, Unit: "个"},
		{What: Registrations, Need: a.Registered, Unit: "人次"},
		{What: CasualPlacements, Need: a.Casual, Unit: "人"},
		{What: StablePlacements, Need: a.Stable, Unit: "人"},
		{What: NewHonours, Need: len(a.Honours), Unit: "项"},
	} {
		if n.Need > 0 {
			n.PerMonth = (n.Need + months - 1) / months
			list = append(list, n)
		}
	}
	return list
}

// phrases say what is asked for, around a number with its unit.
var phrases = map[What][2]string{
	StaffMembers:     {"配备工作人员 ", ""},
	NewEnterprises:   {"发布 ", "企业（单位）"},
	NewPostings:      {"发布 ", "岗位信息"},
	NewVacancies:     {"发布 ", "招聘名额"},
	Registrations:    {"登记求职者 ", ""},
	CasualPlacements: {"推荐成功 ", ""},
	StablePlacements: {"推荐稳定就业 ", ""},
	NewHonours:       {"获得 ", ""},
}

// step is a step in words: "到年底再登记求职者 34 人次（平均每月约 17 人次），第7项得分由
// 5 分升至 7 分".
func (r Route) step(s Step, part Added) string {
	var whats []string
	for _, n := range s.Needs {
		around := phrases[n.What]
		text := around[0] + fmt.Sprintf("%d %s", n.Need, n.Unit) + around[1]
		if n.What == NewHonours {
			text += ranks[part.Honours[0].rank()].name + "荣誉或宣传报道并经确认"
		}
		if r.Months > 1 && n.Need >= r.Months && n.What != StaffMembers && n.What != NewHonours {
			text += fmt.Sprintf("（平均每月约 %d %s）", n.PerMonth, n.Unit)
		}
		whats = append(whats, text)
	}
	return r.by() + "再" + strings.Join(whats, "、") + fmt.Sprintf("，第%d项得分", s.No) + fromTo(s.From, s.To)
}

func (r Route) by() string {
	if r.Horizon == YearEnd {
		return "到年底"
	}
	return "本月"
}

// words is the route in one or two sentences.
func (r Route) words() string {
	idle := "按目前记录，计算项合计"
	if r.Horizon == YearEnd {
		idle = "如果到年底不再增加业务，计算项合计"
	}
	text := idle + r.From.String() + "分"
	target := "目标" + r.Target.String() + "分"
	switch n := len(r.Steps); {
	case r.Reached && n == 0:
		text += "，已达到" + target + "。"
	case r.Reached:
		text += fmt.Sprintf("；%s完成以下%d项，合计%s分，达到%s。", r.within(), n, r.To, target)
	case n == 0:
		text += "，没有可以再提高的项目，达不到" + target + "。"
	default:
		text += fmt.Sprintf("；%s把以下%d项都做到，合计最高%s分，达不到%s。", r.within(), n, r.To, target)
	}
	return text + r.omitted()
}

func (r Route) within() string {
	if r.Horizon == YearEnd && r.Months > 1 {
		return fmt.Sprintf("在年底前的%d个月内", r.Months)
	}
	return r.by()
}

// omitted says what the route does not count on.
func (r Route) omitted() string {
	var parts []string
	if len(r.Unknown) > 0 {
		nos := make([]string, len(r.Unknown))
		for i, no := range r.Unknown {
			nos[i] = strconv.Itoa(no)
		}
		parts = append(parts, "第"+strings.Join(nos, "、")+"项尚无数据")
	}
	if !r.Reached && !r.Staff {
		parts = append(parts, "增加工作人员")
	}
	if !r.Reached && !r.Honours {
		parts = append(parts, "新的荣誉和宣传报道")
	}
	if parts == nil {
		return ""
	}
	return "未列入：" + strings.Join(parts, "；") + "。"
}
