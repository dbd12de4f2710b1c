package rubric_test

import (
	"testing"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

func TestPlanInWords(t *testing.T) {
	market := func(change ...func(*rubric.Facts)) rubric.Facts {
		f := rubric.Facts{Kind: rubric.Market, AsOf: calendar.Date{Year: 2026, Month: 11, Day: 23}, Months: 11, MonthsLeft: 1,
			Staff: ptr(1), Publishing: &rubric.Publishing{Enterprises: 98, Postings: 970},
			Registered: ptr(62), Placed: &rubric.Placed{Casual: 100, Stable: 9}, Honours: &[]rubric.Honour{}}
		for _, c := range change {
			c(&f)
		}
		return f
	}
	unknown := func(f *rubric.Facts) { f.Publishing, f.Honours = nil, nil }
	on := func(m, d int) func(*rubric.Facts) {
		return func(f *rubric.Facts) {
			f.AsOf = calendar.Date{Year: 2026, Month: calendar.Month{Year: 2026, Month: 1}.Add(m - 1).Month, Day: d}
			f.Months, f.MonthsLeft = m, 12-m
		}
	}
	points := rubric.Points
	for name, c := range map[string]struct {
		policy map[string]string
		facts  rubric.Facts
		goal   rubric.Goal
		want   []string // the whole, then each step
	}{
		"already there": {nil, market(), rubric.Goal{Target: points(15)}, []string{
			"按目前记录，计算项合计21分，已达到目标15分。"}},
		"the cheapest point": {nil, market(), rubric.Goal{Target: points(22)}, []string{
			"按目前记录，计算项合计21分；本月完成以下1项，合计22分，达到目标22分。",
			"本月再发布 2 家企业（单位），第4项得分由 8 分升至 9 分"}},
		"by the year's end": {nil, market(), rubric.Goal{Target: points(24), Horizon: rubric.YearEnd}, []string{
			"如果到年底不再增加业务，计算项合计16分；在年底前的2个月内完成以下3项，合计24分，达到目标24分。",
			"到年底再发布 2 家企业（单位）（平均每月约 1 家），第4项得分由 8 分升至 9 分",
			// 14 placed and 10 registered would come to the same; a site registers without an employer's yes
			"到年底再登记求职者 22 人次（平均每月约 11 人次），第7项得分由 5 分升至 7 分",
			"到年底再推荐成功 2 人（平均每月约 1 人），第8项得分由 0 分升至 5 分"}},
		"the year's full points": {nil, market(on(12, 5)), rubric.Goal{Target: points(38), Horizon: rubric.YearEnd}, []string{
			"如果到年底不再增加业务，计算项合计16分；到年底完成以下3项，合计38分，达到目标38分。",
			"到年底再发布 2 家企业（单位）、发布 30 个岗位信息，第4项得分由 8 分升至 10 分",
			"到年底再登记求职者 58 人次，第7项得分由 5 分升至 10 分",
			"到年底再推荐成功 122 人，第8项得分由 0 分升至 15 分"}},
		"staff": {nil, market(), rubric.Goal{Target: points(26), Staff: true, Honours: true}, []string{
			"按目前记录，计算项合计21分；本月完成以下4项，合计26分，达到目标26分。",
			"本月再配备工作人员 1 人，第2项得分由 3 分升至 5 分", // 20 acts; two points of daily work more would be 22
			"本月再发布 2 家企业（单位），第4项得分由 8 分升至 9 分",
			"本月再登记求职者 4 人次，第7项得分由 5 分升至 6 分",
			"本月再推荐成功 3 人，第8项得分由 5 分升至 6 分"}},
		"not known": {nil, market(unknown), rubric.Goal{Target: points(33), Staff: true, Honours: true}, []string{
			"按目前记录，计算项合计13分；本月把以下3项都做到，合计最高30分，达不到目标33分。未列入：第4、15项尚无数据。",
			"本月再配备工作人员 1 人，第2项得分由 3 分升至 5 分",
			"本月再登记求职者 48 人次，第7项得分由 5 分升至 10 分",
			"本月再推荐成功 102 人，第8项得分由 5 分升至 15 分"}},
		"nothing to be done": {nil, rubric.Facts{Kind: rubric.Market, Staff: ptr(1)}, rubric.Goal{Target: points(4)}, []string{
			"按目前记录，计算项合计3分，没有可以再提高的项目，达不到目标4分。未列入：第4、7、8、15项尚无数据；增加工作人员；新的荣誉和宣传报道。"}},
		"an honour": {nil, market(), rubric.Goal{Target: points(47), Honours: true}, []string{
			"", "", "", "", "本月再获得 1 项国家级荣誉或宣传报道并经确认，第15项得分由 0 分升至 10 分"}},
		"the last day of a month": {nil, market(on(11, 30)), rubric.Goal{Target: points(18), Horizon: rubric.YearEnd}, []string{
			"如果到年底不再增加业务，计算项合计16分；到年底完成以下1项，合计21分，达到目标18分。",
			"到年底再推荐成功 2 人，第8项得分由 0 分升至 5 分"}},
		"vacancies": {map[string]string{"item4_unit": "vacancies"}, market(func(f *rubric.Facts) { f.Publishing.Vacancies = 1020 }),
			rubric.Goal{Target: points(23)}, []string{"", "本月再发布 2 家企业（单位），第4项得分由 9 分升至 10 分"}},
	} {
		t.Run(name, func(t *testing.T) {
			r, _ := rubric.Plan(with(t, c.policy), c.facts, c.goal)
			got := []string{r.Text}
			for _, s := range r.Steps {
				got = append(got, s.Text)
			}
			if len(got) != len(c.want) {
				t.Fatalf("got %q, want %q", got, c.want)
			}
			for i, want := range c.want {
				if want != "" && got[i] != want {
					t.Errorf("got %s, want %s", got[i], want)
				}
			}
		})
	}
}
