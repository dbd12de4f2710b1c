package handler

import (
	"regexp"
	"strings"

	"github.com/danielgtaylor/huma/v2/validation"
)

// fieldNames is what people call the fields that they fill in. A sentence about a
// field that is not here does without its name.
var fieldNames = map[string]string{
	"address": "地址", "advice": "指导内容", "agency": "主管单位", "area": "地区", "area_m2": "面积", "awarded_on": "日期", "conditions": "任职条件",
	"confirm": "是否确认", "consent_version": "隐私保护指引版本", "contact": "联系人", "contact_name": "联系人", "contact_phone": "联系电话",
	"county": "县（市、区）", "date": "日期", "description": "工作内容", "education": "学历", "employer_name": "用人单位", "employment_status": "就业状态",
	"ends_on": "结束日期", "enterprise_id": "用人单位", "evidence_ids": "佐证", "from": "起用日期", "headcount": "招聘人数", "held_on": "日期",
	"hours": "开放时间", "id_number": "证件号码", "industry": "行业", "intent": "求职意向", "issuer": "颁发单位", "items": "各项", "kind": "类别",
	"level": "级别", "max": "上限", "min": "下限", "month": "月份", "name": "名称", "note": "说明", "occupation": "职业", "occupations": "意向职业",
	"opened_on": "开业日期", "operator": "运营单位", "outcome": "结果", "participants": "参加人数", "pay": "报酬", "person_id": "求职者", "phone": "手机号",
	"place": "地点", "posted_on": "发布日期", "posting_id": "岗位", "reason": "原因", "records": "记录", "registered_on": "登记日期",
	"result": "结果", "role": "角色", "schedule": "时间安排", "scope": "范围", "score": "分值", "seats": "名额", "settings": "评分口径", "site_id": "站点",
	"size": "人数", "skills": "技能", "source_name": "信息来源", "started_on": "上岗日期", "starts_on": "开始日期", "text": "内容", "title": "标题",
	"topics": "主题", "type": "类型", "unit": "计酬单位", "uscc": "统一社会信用代码", "valid_until": "有效期", "wanted_pay": "期望报酬", "work_time": "工作时间",
	"year": "年度", "body": "正文", "source": "来源", "category": "类别", "code": "码", "scene": "二维码内容",
}

// missingField is how the library says that a field is not there.
var missingField = regexp.MustCompile(`^缺少必填字段 ([A-Za-z0-9_]+)$`)

// sayField makes a whole sentence of what the library says of a field.
func sayField(location, message string) string {
	if m := missingField.FindStringSubmatch(message); m != nil {
		if fieldNames[m[1]] != "" {
			return "请填写" + fieldNames[m[1]]
		}
		return message
	}
	if name := fieldName(location); name != "" && strings.Contains(location, ".") && message != validation.MsgUnexpectedProperty {
		return name + "：" + message
	}
	return message
}

// required names what is to be filled in; other sentences of the service are whole.
func required(location, message string) string {
	if name := fieldName(location); name != "" && message == "此项必填" {
		return "请填写" + name
	}
	return message
}

// fieldName is what people call the last field of a location; empty: nothing.
func fieldName(location string) string {
	last := location[strings.LastIndex(location, ".")+1:]
	if i := strings.IndexByte(last, '['); i >= 0 {
		last = last[:i]
	}
	return fieldNames[last]
}
