package rubric

// settings is the table of readings; the defaults are annex 6 as we read it.
var settings = [settingCount]Setting{
	item4Combination: open("item4_combination", 4,
		"企业数和岗位数两项扣分怎样合并：sum 相加，max 取较大的一项",
		"企业和岗位不足各是一项扣分事由，各扣各的；这样算不会多给分。", sumBoth, largerOne),
	item4PartStep: open("item4_part_step", 4,
		"不足一档的部分怎样扣分：ceil 按一档扣，floor 不扣，prorata 按比例扣",
		"原文达到100家、1000个（驿站50家、500个）才得10分，差1家也不能得满分。", wholeUp, wholeDown, prorata),
	item4Unit: open("item4_unit", 4,
		"岗位信息按什么计数：postings 按发布的岗位信息条数，vacancies 按招聘人数",
		"原文为“岗位信息达1000个”，且重复发布的只统计首次。", byPostings, byVacancies),
	item4Duplicates: fixed("item4_duplicates", "city_year_first",
		"重复岗位怎样认定：全市同一考核年度内，单位、岗位名称、工作地点都相同的只计最先登记的一条",
		"原文为“岗位信息重复发布的只统计首次登记发布的”。", 4),
	item7Unit: fixed("item7_unit", "person_month",
		"求职登记人次怎样计：同一人在同一站点同一自然月计一次",
		"原文为“人次”，同月重复登记不应重复计算。", 7),
	item7Below: open("item7_below", 7,
		"月均未达到起点时：zero 不得分，prorata 按比例得分",
		"第2项写明了低档得分，本项没有写，达不到起点不得分。", noPoints, prorata),
	item7Increment: open("item7_increment", 7,
		"超过起点的部分：whole 每满1人次加分，linear 不足1人次也按比例加分",
		"原文为“每增加1人”，不满1人不加分。", wholeSteps, linear),
	monthsCounted: fixed("months_counted", "from_opening",
		"月均按几个月算：从当年1月（年内开业的从开业当月）到考核当月，没有业务的月份也算",
		"月均等于总数除以月数，空月不剔除。", 7, 8),
	item8Unit: fixed("item8_unit", "person_month",
		"推荐成功人数怎样计：同一人在同一站点同一自然月计一人",
		"原文为“人”，同月介绍同一人多次不重复计算。", 8),
	item8Stable: open("item8_stable", 8,
		"稳定就业怎样加倍：person_twice 一人按两人计入月均，points_share 按人数算出得分后，稳定就业所占部分加倍",
		"按人加倍与先后顺序无关，多推荐一人不会反而少得分。", personTwice, pointsShare),
	item8StableMeans: fixed("item8_stable_means", "contract_6m_or_insurance_3m",
		"什么算稳定就业：固定岗位，签订6个月以上劳动合同或缴纳3个月以上社会保险，并附佐证",
		"原文为“推荐固定岗位实现稳定就业”，需要看得见的证据。", 8),
	item8StableLedger: fixed("item8_stable_ledger", "contract_named",
		"纸质台账里的稳定就业：类型为固定且证据栏写明6个月以上劳动合同的，计入自评；计入考核须有证据原件",
		"目前多数站点仍是纸质台账。", 8),
	item8Below: open("item8_below", 8,
		"月均未达到起点时：zero 不得分，prorata 按比例得分",
		"第2项写明了低档得分，本项没有写，达不到起点不得分。", noPoints, prorata),
	item8Increment: open("item8_increment", 8,
		"超过起点的部分：whole 每满1人加分，linear 不足1人也按比例加分",
		"原文为“每增加推荐零工岗位成功1人”，不满1人不加分。", wholeSteps, linear),
	item15WindowYears: {Name: "item15_window_years", Items: []int{15},
		Title:   "荣誉和宣传报道几年内有效：从获得之日起满几个周年的当日为止，当月没有该日的到月末",
		Default: "2", Allowed: []string{"2", "1", "3"},
		Reason: "原文为“近2年来”。"},
	lateEntries: {Name: "late_entries", Items: []int{4, 7, 8},
		Title:   "月结之后补录的记录：counted 计入原月份，apart 只单列、不计分",
		Default: lateCounted, Allowed: []string{lateCounted, lateApart},
		Reason: "补录的事实同样真实，且须经他人确认才计入考核。"},
}

// open is a setting whose reading is still open: the first value is the default.
func open(name string, item int, title, reason string, values ...string) Setting {
	return Setting{Name: name, Title: title, Items: []int{item},
		Default: values[0], Allowed: values, Open: true, Reason: reason}
}

// fixed is a setting with one implemented value.
func fixed(name, value, title, reason string, items ...int) Setting {
	return Setting{Name: name, Title: title, Items: items,
		Default: value, Allowed: []string{value}, Reason: reason}
}
