package rubric_test

import (
	"fmt"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

func ExampleEvaluate() {
	opened := calendar.Date{Year: 2021, Month: 6, Day: 1}
	asOf := calendar.Date{Year: 2026, Month: 10, Day: 9}
	sheet := rubric.Evaluate(rubric.DefaultPolicy(), rubric.Facts{
		Kind:   rubric.Station,
		AsOf:   asOf,
		Months: rubric.CountedMonths(opened, asOf),
		Placed: &rubric.Placed{Casual: 61, Stable: 9},
	})
	item := sheet.Items[8-1]
	fmt.Println(item.Explanation)
	fmt.Println(item.Next.Text)
	fmt.Println("各种理解下的得分：", item.Range[0], "至", item.Range[1])
	fmt.Println("未知的项目没有得分：", sheet.Items[7-1].Score == nil, "合计：", sheet.Total())
	// Output:
	// 10个月共推荐成功70人，其中稳定就业9人加倍计，折合79人次，月均7.9人：达到5人得5分，每多整1人加1.5分，多2人，得8分。
	// 本月再推荐 1 人成功，得分由 8 分升至 9.5 分
	// 各种理解下的得分： 8 至 9.35
	// 未知的项目没有得分： true 合计： 8
}

func ExamplePolicy_With() {
	policy, _ := rubric.DefaultPolicy().With(map[string]string{"item4_combination": "max"})
	fmt.Println(policy.Version)
	_, err := policy.With(map[string]string{"item4_part_step": "round"})
	fmt.Println(err)
	// Output:
	// quanzhou-2025.1+item4_combination=max
	// 评分口径 item4_part_step 的取值不对，可以选：ceil、floor、prorata
}

func ExampleFacts_Plus() {
	facts := rubric.Facts{Kind: rubric.Station, Months: 10, Placed: &rubric.Placed{Casual: 61, Stable: 9}}
	more := facts.Plus(rubric.Added{Casual: 1, Registered: 20})
	for _, c := range rubric.Changes(rubric.Evaluate(rubric.DefaultPolicy(), facts), rubric.Evaluate(rubric.DefaultPolicy(), more)) {
		fmt.Println(c.Text)
	}
	// Output:
	// 第7项（一对一指导和精准匹配）此前尚无数据，从0起算，得 5 分
	// 第8项（成功推荐就业岗位）得分由 8 分升至 9.5 分
}

func ExamplePlan() {
	facts := func(kind rubric.SiteKind, staff, registered, casual, enterprises, postings int) rubric.Facts {
		return rubric.Facts{
			Kind: kind, AsOf: calendar.Date{Year: 2026, Month: 10, Day: 9}, Months: 10, MonthsLeft: 2,
			Staff: &staff, Registered: &registered, Placed: &rubric.Placed{Casual: casual},
			Publishing: &rubric.Publishing{Enterprises: enterprises, Postings: postings},
		}
	}
	for _, f := range []rubric.Facts{
		facts(rubric.Market, 2, 55, 109, 83, 910),
		facts(rubric.Station, 1, 31, 62, 44, 480),
	} {
		for _, h := range []rubric.Horizon{rubric.ThisMonth, rubric.YearEnd} {
			route, _ := rubric.Plan(rubric.DefaultPolicy(), f, rubric.Goal{Target: rubric.Points(30), Horizon: h})
			fmt.Println(f.Kind.String()+"：", route.Text)
			for _, step := range route.Steps {
				fmt.Println("-", step.Text)
			}
		}
	}
	// Output:
	// 零工市场： 按目前记录，计算项合计22分；本月完成以下3项，合计30分，达到目标30分。未列入：第15项尚无数据。
	// - 本月再发布 7 家企业（单位），第4项得分由 7 分升至 8 分
	// - 本月再登记求职者 45 人次，第7项得分由 5 分升至 10 分
	// - 本月再推荐成功 11 人，第8项得分由 5 分升至 7 分
	// 零工市场： 如果到年底不再增加业务，计算项合计12分；在年底前的3个月内完成以下3项，合计30分，达到目标30分。未列入：第15项尚无数据。
	// - 到年底再发布 17 家企业（单位）（平均每月约 6 家），第4项得分由 7 分升至 9 分
	// - 到年底再登记求职者 65 人次（平均每月约 22 人次），第7项得分由 0 分升至 10 分
	// - 到年底再推荐成功 23 人（平均每月约 8 人），第8项得分由 0 分升至 6 分
	// 零工驿站： 按目前记录，计算项合计25.5分；本月完成以下3项，合计30分，达到目标30分。未列入：第15项尚无数据。
	// - 本月再发布 1 家企业（单位），第4项得分由 7 分升至 8 分
	// - 本月再登记求职者 9 人次，第7项得分由 7 分升至 9 分
	// - 本月再推荐成功 8 人，第8项得分由 6.5 分升至 8 分
	// 零工驿站： 如果到年底不再增加业务，计算项合计22分；在年底前的3个月内完成以下3项，合计30分，达到目标30分。未列入：第15项尚无数据。
	// - 到年底再发布 1 家企业（单位），第4项得分由 7 分升至 8 分
	// - 到年底再登记求职者 17 人次（平均每月约 6 人次），第7项得分由 5 分升至 9 分
	// - 到年底再推荐成功 22 人（平均每月约 8 人），第8项得分由 5 分升至 8 分
}
