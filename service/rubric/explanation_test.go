package rubric_test

import (
	"testing"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

func TestExplanations(t *testing.T) {
	ten := func(kind rubric.SiteKind) rubric.Facts {
		return rubric.Facts{Kind: kind, AsOf: calendar.Date{Year: 2026, Month: 10, Day: 9}, Months: 10}
	}
	placed := func(kind rubric.SiteKind, casual, stable int) rubric.Facts {
		f := ten(kind)
		f.Placed = &rubric.Placed{Casual: casual, Stable: stable}
		return f
	}
	registered := func(n, months int) rubric.Facts {
		f := ten(rubric.Market)
		f.Registered, f.Months = &n, months
		return f
	}
	published := func(e, p, v int) rubric.Facts {
		f := ten(rubric.Market)
		f.Publishing = &rubric.Publishing{Enterprises: e, Postings: p, Vacancies: v}
		return f
	}
	area := func(kind rubric.SiteKind, m2 float64) rubric.Facts {
		f := ten(kind)
		f.AreaM2 = &m2
		return f
	}
	complete := func(n, total int) rubric.Facts {
		f := ten(rubric.Market)
		f.Completeness = &rubric.Share{Complete: n, Total: total}
		return f
	}
	for _, c := range []struct {
		no     int
		policy map[string]string
		facts  rubric.Facts
		want   string
	}{
		{8, nil, placed("station", 61, 9),
			"10个月共推荐成功70人，其中稳定就业9人加倍计，折合79人次，月均7.9人：达到5人得5分，每多整1人加1.5分，多2人，得8分。"},
		{8, nil, placed("station", 50, 0), "10个月共推荐成功50人，月均5人：达到5人得5分，每多整1人加1.5分，得5分。"},
		{8, nil, placed("station", 59, 0), "10个月共推荐成功59人，月均5.9人：达到5人得5分，每多整1人加1.5分，多出的不足1人，得5分。"},
		{8, nil, placed("station", 49, 0), "10个月共推荐成功49人，月均4.9人：未达到5人，得0分。"},
		{8, nil, placed("market", 990, 0), "10个月共推荐成功990人，月均99人：达到10人得5分，每多整1人加1分，多89人，最高15分，得15分。"},
		{8, map[string]string{"item8_increment": "linear"}, placed("station", 59, 0),
			"10个月共推荐成功59人，月均5.9人：达到5人得5分，每多1人（不足的按比例）加1.5分，多0.9人，得6.35分。"},
		{8, map[string]string{"item8_below": "prorata"}, placed("station", 49, 0),
			"10个月共推荐成功49人，月均4.9人：未达到5人，按5人得5分的比例计，得4.9分。"},
		{8, map[string]string{"item8_stable": "points_share"}, placed("market", 100, 5),
			"10个月共推荐成功105人，月均10.5人：达到10人得5分，每多整1人加1分，多出的不足1人，得5分；其中稳定就业5人，占4.8%，这部分得分加倍，共得5.2381分。"},
		{7, nil, registered(59, 12), "12个月共登记求职59人次，月均约4.92人次：未达到5人次，得0分。"},
		{7, nil, registered(72, 12), "12个月共登记求职72人次，月均6人次：达到5人次得5分，每多整1人次加1分，多1人次，得6分。"},
		{7, nil, registered(72, 0), "计分月数不在1至12之间，暂不计分（不是0分）。"},
		{4, nil, published(101, 1000, 0), "本年度发布企业（单位）101家、岗位信息1000个，达到100家、1000个的要求，得10分。"},
		{4, nil, published(89, 899, 0), "本年度发布企业（单位）89家、岗位信息899个，企业比要求的100家少11家扣2分，岗位信息比要求的1000个少101个扣2分，合计扣4分（每少10家或100个扣1分，不足一档按一档扣），得6分。"},
		{4, map[string]string{"item4_combination": "max", "item4_part_step": "prorata"}, published(89, 899, 0),
			"本年度发布企业（单位）89家、岗位信息899个，企业比要求的100家少11家扣1.1分，岗位信息比要求的1000个少101个扣1.01分，取较大的一项扣1.1分（每少10家或100个扣1分，不足一档按比例扣），得8.9分。"},
		{4, map[string]string{"item4_unit": "vacancies"}, published(100, 5, 950),
			"本年度发布企业（单位）100家、招聘名额950个，招聘名额比要求的1000个少50个扣1分（每少10家或100个扣1分，不足一档按一档扣），得9分。"},
		{4, nil, published(0, 0, 0), "本年度发布企业（单位）0家、岗位信息0个，企业比要求的100家少100家扣10分，岗位信息比要求的1000个少1000个扣10分，合计扣20分（每少10家或100个扣1分，不足一档按一档扣），扣完为止，得0分。"},
		{2, nil, ten("market"), "在岗工作人员人数尚无数据，暂不计分（不是0分）。"},
		{1, nil, area("market", 99.5), "服务场所面积99.5㎡，未达到零工市场不少于100㎡的要求；本项由考核人员评定，系统不打分。"},
		{1, nil, area("station", 30), "服务场所面积30㎡，达到零工驿站不少于30㎡的要求；本项由考核人员评定，系统不打分。"},
		{1, nil, area("shop", 30), "服务场所面积30㎡；本项由考核人员评定，系统不打分。"},
		{4, nil, published(1, -1, 0), "发布企业和岗位数的数据有误，暂不计分。"},
		{6, nil, complete(928, 999), "本年度求职登记999条，必填信息完整的928条，占92.9%；本项由考核人员评定，系统不打分。"},
		{6, nil, complete(1999, 2000), "本年度求职登记2000条，必填信息完整的1999条，占99.9%；本项由考核人员评定，系统不打分。"},
		{6, nil, complete(0, 0), "本年度还没有求职登记；本项由考核人员评定，系统不打分。"},
		{6, nil, complete(3, 2), "暂无可供参考的数据；本项由考核人员评定，系统不打分。"},
		{12, nil, ten("market"), "暂无可供参考的数据；本项由考核人员评定，系统不打分。"},
	} {
		if got := item(t, rubric.Evaluate(with(t, c.policy), c.facts), c.no).Explanation; got != c.want {
			t.Errorf("item %d:\n got %s\nwant %s", c.no, got, c.want)
		}
	}
}

func TestPlacedFacts(t *testing.T) {
	f := rubric.Facts{Kind: rubric.Station, Months: 11, Placed: &rubric.Placed{Casual: 55, Stable: 6}}
	for stable, average := range map[string]string{"person_twice": "67/11", "points_share": "61/11"} {
		p := with(t, map[string]string{"item8_stable": stable})
		got := item(t, rubric.Evaluate(p, f), 8).Facts
		want := map[string]any{"persons": 61, "stable": 6, "weighted": 67, "months": 11, "average": average, "average_text": map[string]string{"67/11": "约6.09", "61/11": "约5.55"}[average]}
		for k, v := range want {
			if got[k] != v {
				t.Errorf("%s: %s is %v, want %v", stable, k, got[k], v)
			}
		}
	}
}

// A shortfall of area is flagged, and there is still no score.
func TestAreaIsAFact(t *testing.T) {
	for m2, short := range map[float64]bool{99.99: true, 100: false, 100.01: false} {
		it := item(t, rubric.Evaluate(rubric.DefaultPolicy(), rubric.Facts{Kind: rubric.Market, AreaM2: &m2}), 1)
		if it.Facts["short"] != short || it.Facts["required"] != 100 || it.Facts["area_m2"] != m2 || it.Score != nil {
			t.Errorf("%v: got %v, %v", m2, it.Facts, it.Score)
		}
	}
}
