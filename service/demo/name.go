package demo

// surnames are the common ones of the Minnan coast, the most common first.
var surnames = []rune("陈林黄张王李吴蔡杨许郑谢郭洪邱曾廖庄苏叶颜柯施傅潘尤卢刘周何赖余吕魏江沈龚")

var (
	menFirst    = []rune("志建文国永金清伟俊明天荣水海庆")
	menSecond   = []rune("强华辉明福龙杰伟平成山生勇斌彬鹏")
	womenFirst  = []rune("丽秀美淑雅晓惠玉碧月宝素")
	womenSecond = []rune("珍华英芳玲梅娟燕红萍云治香琴卿婷")
)

// seekerName is what the tour's seeker is called.
const seekerName = "陈晓明"

// name invents a personal name and says whether it is a man's.
func (w *world) name() (name string, man bool) {
	first, second := womenFirst, womenSecond
	if man = w.chance(0.55); man {
		first, second = menFirst, menSecond
	}
	name = string(often(w.rng, surnames))
	if w.chance(0.88) { // the others have a given name of one character
		name += string(one(w.rng, first))
	}
	return name + string(one(w.rng, second)), man
}
