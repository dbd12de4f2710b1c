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
