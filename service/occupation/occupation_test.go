package occupation_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service/occupation"
)

func names(ms []occupation.Match) string {
	var out []string
	for _, m := range ms {
		out = append(out, m.ID.Name())
	}
	return strings.Join(out, " ")
}

func TestFind(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"搬运工", "搬运工"},
		{"装卸工", "搬运工"},
		{"小工搬货", "搬运工"},
		{"工地小工", "建筑小工"},
		{"急招 传菜员 3名", "服务员"},
		{"流水线操作工", "普工"},
		{"电子厂普工（长白班）", "电子装配工"},
		{"鞋厂招针车工、贴底工", "针车工 制鞋成型工"},
		{"车工", "针车工 缝纫工 车床工"},
		{"数控车床师傅", "车床工"},
		{"平车/拷边/大烫", "缝纫工 整烫工"},
		{"酒店客房服务员", "客房服务员"},
		{"餐厅服务员兼收银", "服务员 收银员"},
		{"石材红外线桥切工", "石材切割工"},
		{"德化瓷厂修坯、喷釉", "修坯工 施釉工"},
		{"水龙头装配 试水", "水暖装配工 试水工"},
		{"安溪挑茶梗", "拣茶工"},
		{"剥海蛎 按斤算", "杀鱼工"},
		{"美团骑手（兼职）", "外卖骑手"},
		{"ＣＮＣ操机", "数控操作工"},
		{"品质QC", "质检员"},
		{"Chrome 调校", ""},
		{"生产普工，非销售岗位", "普工"},
		{"不做保安", ""},
		{"保安公司招文员", "文员"},
		{"保安公司", ""},
		{"保洁；保安", "保洁员 保安员"},
		{"", ""},
		{"男，35岁，本地人", ""},
		{"随便什么都可以", ""},
	} {
		if got := names(occupation.Find(c.text)); got != c.want {
			t.Errorf("Find(%q) = %s, want %s", c.text, got, c.want)
		}
	}
}

func TestMatchesSayWhereTheyWereRead(t *testing.T) {
	got := occupation.Find("晋江陈埭 急招（ＣＮＣ操机） 夜班保安")
	if len(got) != 2 || got[0].Words != "ＣＮＣ操机" || got[1].Words != "夜班保安" {
		t.Errorf("got %v", got)
	}
}

func TestSimilarity(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"搬运工", "搬运工", occupation.Same},
		{"搬运工", "理货员", occupation.Near},
		{"叉车工", "搬运工", occupation.Near},
		{"针车工", "缝纫工", occupation.Near},
		{"保安员", "月嫂", 0},
		{"厨师", "焊工", 0},
	} {
		a, b := id(t, c.a), id(t, c.b)
		if got := occupation.Similarity(a, b); got != c.want || occupation.Similarity(b, a) != got {
			t.Errorf("Similarity(%s, %s) = %d, want %d both ways", c.a, c.b, got, c.want)
		}
	}
	if got := occupation.Similarity(-1, 0); got != 0 {
		t.Errorf("what is no occupation is like none, got %d", got)
	}
	if got := occupation.ID(-1).Occupation(); got.Name != "" {
		t.Errorf("what is no occupation is the zero one, got %v", got)
	}
}

func id(t *testing.T, name string) occupation.ID {
	t.Helper()
	id, ok := occupation.Named(name)
	if !ok {
		t.Fatalf("no occupation %s", name)
	}
	return id
}

func TestEveryWordFindsItsOccupation(t *testing.T) {
	for i, o := range occupation.All() {
		for _, w := range append([]string{o.Name}, o.Words...) {
			if !slices.ContainsFunc(occupation.Find(w), func(m occupation.Match) bool { return m.ID == occupation.ID(i) && m.Words == w }) {
				t.Errorf("%q does not find %s", w, o.Name)
			}
		}
	}
}

func TestTableIsLargeEnoughAndKnowsNoPerson(t *testing.T) {
	if n := len(occupation.All()); n < 200 {
		t.Errorf("%d occupations", n)
	}
	for _, o := range occupation.All() {
		for _, w := range append([]string{o.Name, o.Family}, o.Words...) {
			for _, protected := range []string{"男", "女", "岁", "青年", "中年", "老年", "未婚", "已婚", "本地", "外地", "汉族", "少数民族", "残疾"} {
				if strings.Contains(w, protected) {
					t.Errorf("%s of %s says who somebody is", w, o.Name)
				}
			}
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"搬运工", "小工搬货、ＱＣ", "非销售\xff保安", "车工公司", "hr hr", "\u0130\u212a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		first := occupation.Find(text)
		seen := map[occupation.ID]bool{}
		for _, m := range first {
			if seen[m.ID] || m.ID.Name() == "" || m.Words == "" || !strings.Contains(text, m.Words) {
				t.Errorf("%q: %v", text, m)
			}
			seen[m.ID] = true
		}
		if again := occupation.Find(text); !slices.Equal(again, first) {
			t.Errorf("%q: %v, then %v", text, first, again)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	for b.Loop() {
		occupation.Find("晋江陈埭鞋厂 急招针车工、贴底工、包装工 日结 夜班 包吃住")
	}
}
