package service

import (
	"strconv"
	"strings"
)

// The reasons that a delivery may have, beside WeChat's errcodes.
const (
	reasonNoSends     = "no_sends_left"
	reasonUserRefused = "user_refused"
	reasonForm        = "message_form"
	reasonGone        = "account_gone"
	reasonDisabled    = "account_disabled"
	reasonNoContact   = "consent_withdrawn"
	reasonBusy        = "wechat_busy"
	reasonUnreached   = "wechat_unreachable"
	reasonQuota       = "wechat_quota"
	reasonStore       = "system_busy"
	reasonLost        = "answer_lost"
	reasonBroken      = "interrupted"

	reasonWeChat = "wechat_" // and an errcode

	// Of pushes that were cancelled, and so of deliveries that never began.
	reasonCancelled = "cancelled"
	reasonWithdrawn = "notice_withdrawn"
	reasonExpired   = "notice_expired"
)

var reasonTexts = map[string]string{
	reasonNoSends:     "没有剩余的订阅次数（一次订阅只能发送一条）",
	reasonUserRefused: "用户未订阅，或已关闭订阅消息",
	reasonForm:        "账号没有可用的微信身份，或消息不合格式",
	reasonGone:        "账号已注销",
	reasonDisabled:    "账号已停用",
	reasonNoContact:   "求职者已撤回同意，或信息已删除",
	reasonBusy:        "微信接口繁忙，多次尝试后仍未发送",
	reasonUnreached:   "连不上微信，稍后继续",
	reasonQuota:       "微信当日发送额度已用完",
	reasonStore:       "系统繁忙，多次尝试后仍未发送",
	reasonLost:        "已提交微信，但没有收到答复，可能已送达，不再重发",
	reasonBroken:      "发送时服务中断，可能已送达，不再重发",
	reasonCancelled:   "推送已取消",
	reasonWithdrawn:   "政策信息已撤回",
	reasonExpired:     "政策信息已过有效期",

	reasonWeChat + "40003": "微信不认识该用户（错误码 40003）",
	reasonWeChat + "40037": "订阅消息模板编号有误（错误码 40037），请联系系统管理员",
	reasonWeChat + "47003": "订阅消息模板的字段与设置不符（错误码 47003），请联系系统管理员",
	reasonWeChat + "41030": "小程序页面有误（错误码 41030），请联系系统管理员",
	reasonWeChat + "45011": "微信限制了发送频率，稍后继续",
}

// ReasonText says a reason in Chinese; "" for none.
func ReasonText(code string) string {
	if text, ok := reasonTexts[code]; ok || code == "" {
		return text
	}
	if n, err := strconv.Atoi(strings.TrimPrefix(code, reasonWeChat)); err == nil {
		return "微信拒绝发送（错误码 " + strconv.Itoa(n) + "）"
	}
	return "未能发送"
}

// stateTexts says where pushes and deliveries stand.
var stateTexts = map[string]string{
	string(PushPreparing): "正在统计推送对象", string(PushSending): "正在发送", string(PushPaused): "已暂停", string(PushFinished): "已完成", string(PushCancelled): "已取消",
	string(DeliveryQueued): "等待发送", string(DeliverySent): "已发送", string(DeliveryUnsubscribed): "未订阅", string(DeliveryRefused): "被拒绝",
	string(DeliveryFailed): "未能发送", string(DeliveryUnknown): "结果不明",
}

// Text says the state in Chinese.
func (p PushState) Text() string { return stateTexts[string(p)] }

// Text says the state in Chinese.
func (d DeliveryState) Text() string { return stateTexts[string(d)] }
