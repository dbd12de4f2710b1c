package poster

// What every poster says.
const (
	brand        = "泉就业"
	slogan       = "家门口找活，手机上办事"
	scanMe       = "微信扫一扫，进入本站点"
	freeOfCharge = "登记、找活、培训报名、维权求助，全部免费。"
	noDeposit    = "任何人不得以押金、保证金、介绍费、报名费、服装费等任何名义向您收钱。有人收钱，请不要给，并马上告诉工作人员。"
	example      = "示例数据，仅供演示，请勿张贴"
)

// services is what one can do after the scan.
var services = []struct{ title, words string }{
	{"扫码登记", "一分钟登记，帮您找合适的活"},
	{"看岗位", "附近的零工和长期岗位，随时看"},
	{"报名培训", "政府补贴的技能培训，手机报名"},
	{"就业指导", "选岗位、写简历，一对一帮您"},
	{"维权求助", "欠薪、假招聘、歧视，一键反映"},
	{"政策服务", "补贴、社保等就业政策，送到手机"},
}
