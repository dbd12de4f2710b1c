package service_test

import (
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/wording"
)

// The employer's name is as public as the rest, and nobody can reword it: what looks
// wrong in it is a supervisor's to judge.
func TestEmployersNamesAreRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm, boss := w.team(), w.hold("boss", service.County, "350503")
	for _, name := range []string{"只招男工劳务公司", "女士免进公司", "寡妇糕饼店"} {
		e, _ := w.enterprise(name, "")
		v := w.post(tm.staff, posting(tm.site, e.ID))
		if v.Review.State != service.Held || v.Public || v.Counts() || v.Review.Verdict != wording.Review || len(v.Review.Findings) != 1 {
			t.Errorf("%s: %+v", name, v.Review)
		}
		v, err := w.ReleasePosting(t.Context(), boss, v.ID)
		if check(t, err); !v.Public || !v.Counts() {
			t.Errorf("%s, released: %+v", name, v.Posting)
		}
	}
	plain, _ := w.enterprise("泉州某某物业有限公司", "")
	bad, _ := w.enterprise("只招男工劳务公司", "")
	n := w.post(tm.staff, posting(tm.site, plain.ID, titled("看门")))
	blocked := w.post(tm.staff, posting(tm.site, plain.ID, titled("限男性")))
	if v, err := w.RevisePosting(t.Context(), tm.staff, blocked.ID, func(in *service.PostingInput) {
		in.EnterpriseID, in.Title = bad.ID, "保安"
	}); err != nil || v.Review.State != service.Held {
		t.Errorf("an employer given later: %+v, %v", v.Review, err)
	}
	if !n.Public {
		t.Errorf("a plain name: %+v", n.Review)
	}
	person, _, err := w.CreateEnterprise(t.Context(), w.city, service.EnterpriseInput{Kind: service.PrivatePerson, Name: "只招男工", ContactPhone: "13800138000"})
	check(t, err)
	if v := w.post(tm.staff, posting(tm.site, person.ID)); !v.Public {
		t.Errorf("a masked name shows nothing: %+v", v.Review)
	}
}

// Names such as these are on the doors of Quanzhou, and shut nobody out.
func TestEmployersNamesThatPass(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	for _, name := range []string{
		"泉州市回族餐厅", "晋江陈埭回民小学", "泉州清真牛肉面馆", "丰泽区妇女儿童活动中心", "泉州市残疾人就业服务中心", "泉州市残疾人联合会",
		"丰泽区老年大学", "泉州市老年公寓", "晋江市女子医院", "泉州妇幼保健院", "泉州市男子汉服饰有限公司", "七匹狼男装专卖店",
		"泉州女人街商贸有限公司", "泉州市青年旅社", "惠安惠女工艺品有限公司", "泉州台湾同胞投资企业协会", "四川人家川菜馆", "东北人饺子馆",
		"湖南老乡餐馆", "新疆大盘鸡饭店", "泉州佛教用品店", "泉州基督教青年会", "泉州市退役军人事务局", "外地人老乡会馆", "泉州本地人海鲜酒楼",
		"少数民族风情园", "畲族山庄农家乐", "母婴护理中心", "月子会所孕妇瑜伽馆", "80后烧烤店", "泉州肝病专科医院", "泉州乙肝防治研究所",
		"聋哑人手语咖啡馆", "盲人按摩店", "美女美甲店", "阿婆肉粽", "大姐家政服务", "好阿姨家政服务有限公司", "应届毕业生创业园", "城东农民工服务站",
		"农村信用社", "三十岁咖啡",
	} {
		e, _ := w.enterprise(name, "")
		if v := w.post(tm.staff, posting(tm.site, e.ID)); !v.Public {
			t.Errorf("%s: %+v", name, v.Review)
		}
	}
}

// A code that was made up, or mistyped, makes neither another posting nor another
// employer of item 4; a private person's name is no employer's.
func TestOneNameUnderManyCodes(t *testing.T) { onEachEngine(t, oneNameUnderManyCodes) }

func oneNameUnderManyCodes(t *testing.T, w *world) {
	tm, other := w.team(), w.team(inCounty("350504"))
	e, _ := w.enterprise("泉州某某物业有限公司", oddCode)
	first := w.post(tm.staff, posting(tm.site, e.ID))
	var namesake service.Enterprise
	for _, uscc := range []string{codeA, codeB} {
		var created bool
		if namesake, created = w.enterprise("泉州某某物业有限公司", uscc); !created || namesake.ID == e.ID {
			t.Fatalf("%s: %+v, created %v", uscc, namesake, created)
		}
		if v := w.post(other.staff, posting(other.site, namesake.ID)); v.Counts() || v.DuplicateOf != first.ID || codes(v.NotCounted) != "duplicate" {
			t.Errorf("%s: %+v", uscc, v.Posting)
		}
		if v := w.post(tm.staff, posting(tm.site, namesake.ID, titled("保安"+uscc))); !v.Counts() {
			t.Errorf("%s, another title: %+v", uscc, v.Posting)
		}
	}
	if p := w.progress(tm.site).Published.Months[0].Recorded; p.Enterprises != 1 || p.Postings != 3 {
		t.Errorf("counted %+v", p)
	}
	v, err := w.RevisePosting(t.Context(), tm.staff, first.ID, func(in *service.PostingInput) { in.EnterpriseID = namesake.ID })
	if check(t, err); v.EnterpriseID != namesake.ID || !v.Counts() {
		t.Errorf("given to the one whose code is right: %+v", v.Posting)
	}
	for i, phone := range []string{"13800138000", "13800138001"} {
		p, _, err := w.CreateEnterprise(t.Context(), w.city, service.EnterpriseInput{Kind: service.PrivatePerson, Name: "王小明", ContactPhone: phone})
		check(t, err)
		if v := w.post(tm.staff, posting(tm.site, p.ID)); !v.Counts() {
			t.Errorf("private employer %d: %+v", i, v.Posting)
		}
	}
}
