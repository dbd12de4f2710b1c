package rubric

// settings is the table of readings; the defaults are annex 6 as we read it.
var settings = [settingCount]Setting{
	item4Combination: open("item4_combination", "企业数和岗位数两项扣分怎样合并",
		"企业和岗位不足各是一项扣分事由，各扣各的；这样算不会多给分。", items(4),
		Choice{sumBoth, "两项相加"}, Choice{largerOne, "取较大的一项"}),
	item4PartStep: open("item4_part_step", "不足一档的部分怎样扣分",
		"原文达到100家、1000个（驿站50家、500个）才得10分，差1家也不能得满分。", items(4),
		Choice{wholeUp, "按一档扣"}, Choice{wholeDown, "不扣"}, Choice{prorata, "按比例扣"}),
	item4Unit: open("item4_unit", "岗位信息按什么计数",
		"原文为“岗位信息达1000个”，且重复发布的只统计首次。", items(4),
		Choice{byPostings, "按发布的岗位信息条数"}, Choice{byVacancies, "按招聘人数"}),
	item4Duplicates: fixed("item4_duplicates", "重复岗位怎样认定",
		"原文为“岗位信息重复发布的只统计首次登记发布的”。", items(4),
		Choice{"city_year_first", "全市同一考核年度内，单位、岗位名称、工作地点都相同的只计最先登记的一条"}),
	item7Unit: fixed("item7_unit", "求职登记人次怎样计",
		"原文为“人次”，同月重复登记不应重复计算。", items(7),
		Choice{"person_month", "同一人在同一站点同一自然月计一次"}),
	item7Below: open("item7_below", "求职登记月均未达到起点时怎样得分",
		"第2项写明了低档得分，本项没有写，达不到起点不得分。", items(7),
		Choice{noPoints, "不得分"}, Choice{prorata, "按比例得分"}),
	item7Increment: open("item7_increment", "求职登记超过起点的部分怎样加分",
		"原文为“每增加1人”，不满1人不加分。", items(7),
		Choice{wholeSteps, "每满1人次加分"}, Choice{linear, "不足1人次也按比例加分"}),
	monthsCounted: fixed("months_counted", "月均按几个月算",
		"月均等于总数除以月数，空月不剔除。", items(7, 8),
		Choice{"from_opening", "从当年1月（年内开业的从开业当月）到考核当月，没有业务的月份也算"}),
	item8Unit: fixed("item8_unit", "推荐成功人数怎样计",
		"原文为“人”，同月介绍同一人多次不重复计算。", items(8),
		Choice{"person_month", "同一人在同一站点同一自然月计一人"}),
	item8Stable: open("item8_stable", "稳定就业怎样加倍",
		"按人加倍与先后顺序无关，多推荐一人不会反而少得分。", items(8),
		Choice{personTwice, "一人按两人计入月均"}, Choice{pointsShare, "按人数算出得分后，稳定就业所占部分加倍"}),
	item8StableMeans: fixed("item8_stable_means", "什么算稳定就业",
		"原文为“推荐固定岗位实现稳定就业”，需要看得见的证据。", items(8),
		Choice{"contract_6m_or_insurance_3m", "固定岗位，签订6个月以上劳动合同或缴纳3个月以上社会保险，并附佐证"}),
	item8StableLedger: fixed("item8_stable_ledger", "纸质台账里怎样认定稳定就业",
		"目前多数站点仍是纸质台账。", items(8),
		Choice{"contract_named", "类型为固定且证据栏写明6个月以上劳动合同的，计入自评；计入考核须有证据原件"}),
	item8Below: open("item8_below", "推荐就业月均未达到起点时怎样得分",
		"第2项写明了低档得分，本项没有写，达不到起点不得分。", items(8),
		Choice{noPoints, "不得分"}, Choice{prorata, "按比例得分"}),
	item8Increment: open("item8_increment", "推荐就业超过起点的部分怎样加分",
		"原文为“每增加推荐零工岗位成功1人”，不满1人不加分。", items(8),
		Choice{wholeSteps, "每满1人加分"}, Choice{linear, "不足1人也按比例加分"}),
	item15WindowYears: chosen(Setting{Name: "item15_window_years", Items: items(15),
		Title:  "荣誉和宣传报道几年内有效",
		Reason: "原文为“近2年来”；从获得之日起满几个周年的当日为止，当月没有该日的到月末。"},
		Choice{"2", "2年"}, Choice{"1", "1年"}, Choice{"3", "3年"}),
	lateEntries: chosen(Setting{Name: "late_entries", Items: items(4, 7, 8),
		Title:  "月结之后补录的记录怎样计",
		Reason: "补录的事实同样真实，且须经他人确认才计入考核。"},
		Choice{lateCounted, "计入原月份"}, Choice{lateApart, "只单列，不计分"}),
}

func items(nos ...int) []int { return nos }

// open is a setting whose reading is still open: the first value is the default.
func open(name, title, reason string, bearsOn []int, choices ...Choice) Setting {
	return chosen(Setting{Name: name, Title: title, Items: bearsOn, Open: true, Reason: reason}, choices...)
}

// fixed is a setting with one implemented value.
func fixed(name, title, reason string, bearsOn []int, only Choice) Setting {
	return chosen(Setting{Name: name, Title: title, Items: bearsOn, Reason: reason}, only)
}

// chosen adds the values, the default first.
func chosen(s Setting, choices ...Choice) Setting {
	s.Choices, s.Default = choices, choices[0].Value
	for _, c := range choices {
		s.Allowed = append(s.Allowed, c.Value)
	}
	return s
}
