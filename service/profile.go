package service

import (
	"fmt"
	"slices"
)

// Profile is what a registration form asks beyond the minimum (the optional rows
// of 求职登记), which matching, courses and policy pushes look at. Every field may
// be empty. It says who is disabled or poor, so it is sealed at rest whole.
type Profile struct {
	Education     string   `json:"education,omitempty"`       // one of Educations
	Groups        []string `json:"groups,omitempty"`          // of SeekerGroups
	Residence     string   `json:"residence,omitempty"`       // street or township
	Skills        []string `json:"skills,omitempty"`          // certificates too; up to 20
	WantedPay     int64    `json:"wanted_pay,omitempty"`      // fen per WantedPayUnit, at least; 0: not said
	WantedPayUnit string   `json:"wanted_pay_unit,omitempty"` // one of PayUnits; empty when WantedPay is 0
	Available     []string `json:"available,omitempty"`       // of AvailableTimes; empty: not said
	HasTransport  bool     `json:"has_transport,omitempty"`
	WantsTraining bool     `json:"wants_training,omitempty"`
	WantsStartup  bool     `json:"wants_startup,omitempty"`
}

// The closed lists of a profile. Their Chinese names are in ProfileTerms.
var (
	Educations     = []string{"primary", "junior_middle", "senior_middle", "vocational", "college", "bachelor", "master"} // lowest first
	SeekerGroups   = []string{"older", "disabled", "low_income", "zero_employment_family", "veteran", "graduate", "unemployed"}
	PayUnits       = []string{"hour", "day", "month", "piece"}
	AvailableTimes = []string{"weekday_day", "weekday_night", "weekend_day", "weekend_night", "full_time"}
)

// ProfileTerms names what a profile may say, in Chinese.
var ProfileTerms = map[string]string{
	"primary": "小学及以下", "junior_middle": "初中", "senior_middle": "高中", "vocational": "中专（技校、职高）",
	"college": "大专", "bachelor": "本科", "master": "研究生",
	"older": "大龄", "disabled": "残疾", "low_income": "低收入", "zero_employment_family": "零就业家庭",
	"veteran": "退役军人", "graduate": "毕业生", "unemployed": "失业",
	"hour": "小时", "day": "天", "month": "月", "piece": "件",
	"weekday_day": "工作日白天", "weekday_night": "工作日晚上", "weekend_day": "周末白天", "weekend_night": "周末晚上", "full_time": "全天",
}

// Empty reports whether nothing is said.
func (p Profile) Empty() bool {
	return p.Education == "" && len(p.Groups) == 0 && p.Residence == "" && len(p.Skills) == 0 && p.WantedPay == 0 &&
		len(p.Available) == 0 && !p.HasTransport && !p.WantsTraining && !p.WantsStartup
}

const (
	mostSkills    = 20
	mostWantedPay = 10_000_000 // 100,000 yuan
)

// profile checks a profile; lists come out sorted and without repeats.
func (p *problems) profile(in Profile) Profile {
	const at = "body.profile."
	out := in
	out.Residence = p.text(at+"residence", in.Residence, 0, 60)
	if in.Education != "" && !slices.Contains(Educations, in.Education) {
		p.add(at+"education", "profile_value", "没有这种文化程度")
	}
	out.Groups = p.among(at+"groups", SeekerGroups, in.Groups)
	out.Available = p.among(at+"available", AvailableTimes, in.Available)
	out.Skills = nil
	if len(in.Skills) > mostSkills {
		p.add(at+"skills", "too_many", fmt.Sprintf("技能和证书最多填写%d项", mostSkills))
		return out
	}
	for _, skill := range in.Skills {
		if skill = p.text(at+"skills", skill, 0, 40); skill != "" {
			out.Skills = append(out.Skills, skill)
		}
	}
	slices.Sort(out.Skills)
	out.Skills = slices.Compact(out.Skills)
	switch {
	case in.WantedPay == 0:
		out.WantedPayUnit = ""
	case in.WantedPay < 0 || in.WantedPay > mostWantedPay:
		p.add(at+"wanted_pay", "wanted_pay", "期望待遇不在合理范围内")
	case !slices.Contains(PayUnits, in.WantedPayUnit):
		p.add(at+"wanted_pay_unit", "profile_value", "请选择期望待遇按小时、天、月还是件计算")
	}
	return out
}

// among checks that every value is one of a closed list.
func (p *problems) among(location string, allowed, values []string) []string {
	out := slices.Compact(slices.Sorted(slices.Values(values)))
	for _, v := range out {
		if !slices.Contains(allowed, v) {
			p.add(location, "profile_value", "包含无法识别的选项")
			return nil
		}
	}
	return out
}
