package web

// vocabulary is how states and kinds of the API are called on a page: the API's
// words are English and stable, a screen's are Chinese. What is not here is shown as
// it is, and a test looks that nothing is missing.
var vocabulary = map[string]string{ //nolint:gosec // "passed" is a state and no password
	"market": "零工市场", "station": "零工驿站",

	"nothing_this_month": "本月无记录", "unverified": "待核实过半", "area_short": "面积不足", "no_staff": "无工作人员", "not_open": "未开业",

	"recorded": "已登记", "confirmed": "已核实", "void": "已作废",

	"draft": "自评中", "submitted": "待县级考核", "scored": "待确认和批准", "approved": "已批准封存",
	"self": "自评", "submit": "提交", "assess": "考核", "score": "完成考核", "return": "退回", "accept": "同意", "appeal": "申诉",
	"answer": "答复申诉", "approve": "批准封存",

	"registration": "求职登记", "placement": "推荐就业", "activity": "服务台账", "posting": "岗位", "honour": "荣誉",
	"casual": "零工", "stable": "稳定就业",
	"computed": "系统计分", "judged": "人工评定",

	"close": "关闭", "reopen": "重开",
	"open": "未关闭", "closed": "已关闭", "running": "本月", "ahead": "未到",
	"passed": "已通过", "held": "待审核", "blocked": "含违法用语，不予发布", "rejected": "已驳回", "taken_down": "已下架",
	"block": "违法用语", "review": "需人工判断", "ok": "未发现问题",

	"sample_true": "属实", "sample_false": "不属实", "sample_unreachable": "未联系上",
	"sample_confirmed": "已核实", "sample_voided": "已作废", "sample_waits": "恢复为待核实", "sample_month_closed": "该月已关闭，记录未变", "sample_unchanged": "",
	"all": "全部记录", "flagged": "有异常提示的记录", "chosen": "指定的记录",

	"seeker": "求职者", "staff": "工作人员", "manager": "负责人", "county": "县级主管", "city": "市级主管", "admin": "管理员",
}

func word(v any) string {
	s, _ := v.(string)
	if w, ok := vocabulary[s]; ok {
		return w
	}
	return s
}

// words are several, in a row.
func words(l []any) string {
	out := make([]any, len(l))
	for i, v := range l {
		out[i] = word(v)
	}
	return join(out)
}
