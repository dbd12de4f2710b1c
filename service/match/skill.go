package match

import (
	"slices"
	"strings"
)

// skillWords is what people write for certificates and skills that postings ask for.
var skillWords = map[string][]string{
	"叉车证":    {"叉车操作证", "叉车司机证", "n1证", "厂内机动车证", "叉车"},
	"电工证":    {"低压电工证", "低压证", "电工操作证", "电工作业证", "特种作业电工"},
	"高压电工证":  {"高压证", "高压电工"},
	"焊工证":    {"电焊证", "焊工操作证", "焊接证", "特种作业焊工", "电焊工证"},
	"登高证":    {"高空作业证", "高处作业证", "高空证"},
	"健康证":    {"从业人员健康证", "健康证明"},
	"保安证":    {"保安员证", "保安上岗证", "保安资格证"},
	"消控证":    {"消防设施操作员", "消防设施操作员证", "构建筑物消防员证", "建构筑物消防员", "消防证", "中级消控证"},
	"厨师证":    {"中式烹调师证", "烹调师证", "烹饪证"},
	"面点师证":   {"中式面点师证", "西式面点师证"},
	"育婴师证":   {"育婴证", "育婴员证"},
	"母婴护理证":  {"月嫂证", "母婴护理师证", "母婴护理员证"},
	"养老护理员证": {"养老护理证", "护理员证", "养老护理员"},
	"保育员证":   {"保育证", "保育师证"},
	"安全员证":   {"安全员c证", "专职安全员证"},
	"起重机证":   {"起重证", "天车证", "q2证", "桥式起重机证", "行车操作证"},
	"司索指挥证":  {"司索证", "信号工证", "司索工证", "q1证"},
	"塔吊证":    {"塔机证", "塔式起重机证"},
	"挖掘机证":   {"挖机证", "挖掘机操作证"},
	"架子工证":   {"架子工操作证", "架子证"},
	"电梯证":    {"电梯操作证", "t证", "电梯作业证"},
	"锅炉证":    {"司炉证", "锅炉操作证", "g1证"},
	"制冷证":    {"制冷工证", "制冷操作证"},
	"救生员证":   {"游泳救生员证"},
	"导游证":    {"导游资格证"},
	"茶艺师证":   {"茶艺证", "茶艺员证"},
	"评茶员证":   {"评茶师证"},
	"会计证":    {"会计从业资格证", "初级会计证", "初级会计"},
	"教师证":    {"教师资格证", "幼师证"},
	"护士证":    {"护士资格证", "护士执业证"},
	"会计软件":   {"用友", "金蝶"},
	"办公软件":   {"会电脑", "电脑", "电脑操作", "excel", "word", "wps", "office", "会用电脑"},
	"驾驶证A1":  {"a1", "a1证", "a1驾照", "a1驾驶证"},
	"驾驶证A2":  {"a2", "a2证", "a2驾照", "a2驾驶证"},
	"驾驶证B1":  {"b1", "b1证", "b1驾照", "b1驾驶证"},
	"驾驶证B2":  {"b2", "b2证", "b2驾照", "b2驾驶证", "b证", "b照"},
	"驾驶证C1":  {"c1", "c1证", "c1驾照", "c1驾驶证", "c证", "c照", "驾照", "驾驶证", "会开车", "小车驾照", "有驾照", "汽车驾照"},
	"驾驶证C2":  {"c2", "c2证", "c2驾照", "c2驾驶证", "自动挡驾照"},
	"驾驶证E":   {"摩托车驾照", "摩托车证", "e照", "e证", "摩托车驾驶证"},
	"从业资格证":  {"货运资格证", "货运从业资格证", "道路运输从业资格证", "客运资格证", "网约车证", "网约车资格证"},
}

// covered says which licences another one includes.
var covered = map[string][]string{
	"驾驶证A1": {"驾驶证B1", "驾驶证B2", "驾驶证C1", "驾驶证C2"},
	"驾驶证A2": {"驾驶证B1", "驾驶证B2", "驾驶证C1", "驾驶证C2"},
	"驾驶证B1": {"驾驶证C1", "驾驶证C2"},
	"驾驶证B2": {"驾驶证C1", "驾驶证C2"},
	"驾驶证C1": {"驾驶证C2"},
	"高压电工证": {"电工证"},
}

// skillNames maps what people write to the name of the skill.
var skillNames = func() map[string]string {
	names := map[string]string{}
	for name, words := range skillWords {
		names[plain(name)] = name
		for _, w := range words {
			names[plain(w)] = name
		}
	}
	return names
}()

// skill is the name of what somebody wrote: of a known skill, or else the words as
// they are compared. Empty: nothing was said.
func skill(text string) string {
	words := plain(text)
	if name, ok := skillNames[words]; ok {
		return name
	}
	for _, prefix := range []string{"需要", "需持", "持有", "具有", "具备", "需", "有", "持"} {
		if name, ok := skillNames[strings.TrimPrefix(words, prefix)]; ok {
			return name
		}
	}
	return words
}

// skillSet is the skills of a list, sorted, each once; with what they include.
func skillSet(list []string, included bool) []string {
	var out []string
	for _, text := range list {
		if name := skill(text); name != "" {
			out = append(out, name)
			if included {
				out = append(out, covered[name]...)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
