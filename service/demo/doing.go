package demo

import "github.com/quanjiuye/backend/service"

// doing is something that sites do for the judged items of the form.
type doing struct {
	kind        service.ActivityType
	share       float64  // of sites that do it at all
	yearly      float64  // how often a year, where it is done
	least, most int      // participants; 0: not said
	places      []string // of the town; none: at the site
	notes       []string
}

// rarest is the share up to which Market does not do it either.
const rarest = 0.3

var doings = []doing{
	{"premises", 0.8, 2, 0, 0, nil, []string{"场所标识、服务窗口巡查正常", "更换门头标识，调整休息区桌椅"}},
	{"facilities", 0.7, 2, 0, 0, nil, []string{"饮水机、充电设施、信息屏检查正常", "新增自助查询终端一台"}},

	{"job_fair", 0.85, 3, 20, 160, []string{"文化广场", "社区活动中心", "工业园区门口"},
		[]string{"零工专场招聘会，用工单位现场招工", "参加春风行动招聘活动，发放岗位清单", "夜市招聘专场，现场登记求职意向"}},
	{"online_guidance", 0.6, 3, 1, 12, nil, []string{"指导求职者用小程序查看岗位、投递申请", "帮助用工单位在线发布岗位"}},
	{"opening_hours", 0.75, 2, 0, 0, nil, []string{"工作日正常开放，周六上午值班", "节后正常开放，服务时间已张贴"}},
	{"on_site_matching", 0.6, 3, 2, 20, nil, []string{"清晨用工高峰现场对接，当日上岗", "用工单位到站挑选临时工"}},

	{"job_introduction", 0.8, 4, 1, 15, nil, []string{"按求职意向推荐岗位", "陪同求职者到用工单位面试"}},
	{"career_guidance", 0.65, 3, 3, 25, nil, []string{"一对一职业指导，梳理从业经历", "讲解零工合同与工伤保险注意事项"}},
	{"policy_advice", 0.7, 3, 1, 20, nil, []string{"解答灵活就业社保补贴政策", "解答一次性求职补贴申领流程"}},
	{"unemployment_help", 0.4, 3, 1, 6, nil, []string{"协助失业人员办理失业登记", "跟踪帮扶登记失业人员"}},
	{"hardship_help", 0.25, 2, 1, 4, []string{"社区服务站"}, []string{"走访就业困难人员，落实公益性岗位意向", "帮助零就业家庭成员对接岗位"}},
	{"skills_training", 0.4, 2, 15, 45, []string{"社区活动中心", "培训教室"}, []string{"家政服务技能培训半日班", "电工安全操作讲座"}},
	{"startup_service", 0.35, 2, 3, 20, nil, []string{"创业意向登记与咨询", "介绍摊位经营办照流程"}},

	{"registration_guidance", 0.7, 3, 1, 10, nil, []string{"指导求职者扫码填写求职登记", "协助年长求职者补全登记信息"}},

	{"policy_publication", 0.75, 4, 0, 0, nil, []string{"公告栏更新就业政策汇编", "微信群发布稳岗补贴政策解读"}},
	{"qr_poster", 0.8, 2, 0, 0, []string{"菜市场入口", "公交站台", "工业园区门口"}, []string{"张贴小程序二维码海报", "更换破损的二维码海报"}},
	{"policy_push", 0.45, 3, 10, 120, nil, []string{"向登记失业人员推送社保补贴政策", "向高校毕业生推送见习岗位"}},

	{"training_course", 0.55, 3, 0, 0, nil, []string{"发布家政、月嫂、电焊培训课程信息", "张贴下季度培训开班计划"}},
	{"training_sign_up", 0.45, 3, 1, 12, nil, []string{"受理培训报名并报送培训机构"}},
	{"training_body", 0.4, 1, 0, 0, nil, []string{"与示例职业培训学校对接开班需求", "与示例技工培训中心商定订单班"}},
	{"training_subsidy", 0.3, 2, 1, 8, nil, []string{"协助学员准备培训补贴申领材料"}},

	{"startup_training", 0.3, 1, 15, 30, []string{"创业园"}, []string{"组织参加创业培训班"}},
	{"startup_project", 0.4, 2, 5, 30, nil, []string{"推介社区微创业项目"}},
	{"startup_guidance", 0.35, 2, 1, 5, nil, []string{"开业指导：选址与办照"}},
	{"startup_loan", 0.2, 1, 1, 3, nil, []string{"协助申请创业担保贷款"}},

	{"rights_channel", 0.75, 1, 0, 0, nil, []string{"公示劳动维权电话与办理流程"}},
}

var reporting = doing{kind: service.MonthlyReport, notes: []string{"报送%d月零工岗位、求职、培训与创业需求信息"}}

// rights are the steps of one complaint.
var rights = []doing{
	{kind: service.RightsReceived, least: 1, most: 4, notes: []string{"反映临时工工资未按约定日期发放", "反映加班工时未计算"}},
	{kind: "rights_handled", notes: []string{"联系用工单位核实，约定协商时间", "引导至劳动监察部门登记"}},
	{kind: service.RightsClosed, notes: []string{"工资已结清，当事人无异议", "双方达成一致，已回访"}},
}
