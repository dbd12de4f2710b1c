package service

import "slices"

// ActivityType is a kind of entry in a site's service ledger (服务台账). Each is
// evidence for one judged item of the form.
type ActivityType string

// ActivityKind is what is known of a type of activity.
type ActivityKind struct {
	Type ActivityType
	Item int    // of the form
	Name string // Chinese, as the form says it where it does
}

// The types whose number is looked at one by one.
const (
	RightsReceived ActivityType = "rights_received"
	RightsClosed   ActivityType = "rights_closed"
	MonthlyReport  ActivityType = "monthly_report"
)

// activityKinds are all types in the order of the form. A type that records name
// is never taken out or moved to another item.
var activityKinds = [...]ActivityKind{
	{"premises", 1, "服务场所"},
	{"facilities", 1, "服务设施"},

	{"job_fair", 3, "参与公共就业服务活动"},
	{"online_guidance", 3, "指导线上求职招聘"},
	{"opening_hours", 3, "正常开放"},
	{"on_site_matching", 3, "即时供求对接"},

	{"job_introduction", 5, "职业介绍"},
	{"career_guidance", 5, "职业指导"},
	{"policy_advice", 5, "政策咨询"},
	{"unemployment_help", 5, "失业帮扶"},
	{"hardship_help", 5, "困难援助"},
	{"skills_training", 5, "技能培训"},
	{"startup_service", 5, "创业服务"},

	{"registration_guidance", 6, "指导求职登记"},

	{"policy_publication", 9, "发布政策信息"},
	{"qr_poster", 9, "张贴小程序二维码"},
	{"policy_push", 9, "政策精准推送"},

	{"training_course", 10, "培训课程和信息"},
	{"training_sign_up", 10, "受理培训报名"},

	{"training_body", 11, "与培训机构合作"},
	{"training_subsidy", 11, "协助落实培训补贴"},

	{"startup_training", 12, "创业培训"},
	{"startup_project", 12, "项目推介"},
	{"startup_guidance", 12, "开业指导"},
	{"startup_loan", 12, "担保贷款"},

	{"rights_channel", 13, "公示维权渠道"},
	{RightsReceived, 13, "受理维权诉求"},
	{"rights_handled", 13, "办理维权诉求"},
	{RightsClosed, 13, "办结维权诉求"},

	{MonthlyReport, 14, "信息报送"},
}

// ActivityKinds lists every type in the order of the form. The caller may change
// the copy.
func ActivityKinds() []ActivityKind { return slices.Clone(activityKinds[:]) }

// Kind is what is known of t; ok is false for a type that does not exist.
func (t ActivityType) Kind() (k ActivityKind, ok bool) {
	i := slices.IndexFunc(activityKinds[:], func(k ActivityKind) bool { return k.Type == t })
	if i < 0 {
		return ActivityKind{}, false
	}
	return activityKinds[i], true
}
