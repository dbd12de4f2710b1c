package handler

import "github.com/quanjiuye/backend/service"

// refusals says in general what the codes of refusals mean that the audit log holds:
// which record it was about stands beside them.
var refusals = map[string]string{
	service.ErrForbidden.Code: "没有权限", service.ErrNotFound.Code: "没有找到，或无权查看", service.ErrLimited.Code: "操作太频繁",
	service.ErrUnavailable.Code: "系统当时繁忙，没有办理", service.ErrUnauthenticated.Code: "没有登录",
	"malformed": "请求格式不正确", "invalid_input": "填写的内容不符合要求", "too_large": "提交的内容太大", "unsupported_media_type": "提交的格式不正确",
	"unsupported_encoding": "提交的格式不正确", "timeout": "没有收到完整的内容", "cross_origin": "来自其他网站的请求",
	"in_progress": "同一操作正在办理", "idempotency_key_reused": "重复提交的内容不一致", "idempotency_key_invalid": "请求格式不正确",
	"file_missing": "没有选择文件", "site_missing": "没有指明站点", "file_too_large": "文件太大", "import_in_progress": "同一份台账正在导入",
	"record_void": "该记录已作废", "record_confirmed": "该记录已核实", "own_record": "不能核实或审核自己经手的记录", "own_site": "不能办理自己任职站点的事项",
	"own_role": "不能给自己授予或收回角色", "own_scores": "不能确认或批准自己评定的分值", "own_report": "不能办理自己提出的诉求",
	"disputed": "用人单位或求职者否认，须由主管部门逐条核实", "evidence_missing": "还没有佐证材料", "month_closed": "该月已结账", "month_running": "该月还没有结束",
	"posting_checking": "该岗位正在检测", "posting_changed": "该岗位刚被他人更改", "posting_not_held": "该岗位不在待审核状态", "posting_not_counted": "该岗位不计入考核，无需核实",
	"nothing_to_draw": "该月没有可抽查的记录", "result_stands": "已有回访结果，须按更正办理",
	"nothing_flagged": "该月没有带异常提示的记录", "not_flagged": "该记录没有异常提示", "no_result": "还没有可更正的结果", "too_many_corrections": "更正次数过多",
	"not_confirmer": "只能撤销本人的核实", "posting_blocked": "岗位内容仍含有违法用语", "posting_not_stopped": "该岗位没有被拦截或驳回", "already_checked": "已完成回访，不再显示号码",
	"no_phone": "没有登记联系电话", "no_id_number": "没有登记证件号码", "too_many_views": "查看号码次数过多", "too_many_reveals": "查看号码次数过多",
	"consent_withdrawn": "求职者已撤回同意", "person_erased": "求职者已删除个人信息", "phone_not_shared": "求职者尚未同意显示号码",
	"account_has_wechat": "该账号用微信登录，不能另发登录码", "unknown_site": "没有这个站点", "has_roles": "该账号仍有角色",
	"uscc_taken": "信用代码已用于另一家单位", "uscc_kept": "信用代码已校验正确，由主管部门更正",
	"unknown_account": "没有这个账号", "unknown_grant": "没有这个角色", "account_disabled": "该账号已停用", "starting": "系统正在启动",
	"site_field": "该项由县级或市级主管部门更改", "too_many_changes": "该站点的更改次数过多",
	"assessment_state": "考核表的进度不允许此操作", "assessment_changed": "考核表在打开之后有过改动", "site_not_open": "站点还没有开业", "scores_missing": "还有分值没有填写", "score_above_computed": "填写的分值高于系统计分",
	"appeal_open": "申诉期未满，站点也未确认分值", "sheet_too_large": "佐证记录过多，无法封存", "not_sealed": "考核表尚未封存", "policy_year_past": "已过年度的口径不能更改",
	"notice_state": "政策信息的状态不允许此操作", "notice_changed": "政策信息刚被他人更改", "notice_expired": "政策信息已过有效期", "notice_published": "已发布的政策信息不能修改",
	"notice_not_current": "只能推送有效的政策信息", "push_not_set_up": "尚未设置推送", "push_finished": "推送已经完成", "nobody_left": "没有还需要推送的人员",
	"text_refused": "内容含有不允许的用语", "text_unchecked": "内容检测暂时没有答复",
	"scan_login_invalid": "二维码已失效", "login_code_invalid": "登录码已被使用", "invite_invalid": "邀请码已被使用", "no_office_role": "没有工作人员或主管部门的角色",
}

// refusedText is a refusal in words; what has none of its own is told apart by nobody
// who reads the log.
func refusedText(code string) string {
	if code == "" {
		return ""
	}
	if text := refusals[code]; text != "" {
		return text
	}
	return "没有办理"
}
