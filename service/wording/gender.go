package wording

import (
	"strings"
	"unicode/utf8"
)

var sexRule = rule{cat: Gender, self: isSex | isJob, limit: 6, exclude: 3, recruit: 10, require: 6, first: 6, prefer: 6, refuse: 8, only: 6}

// colloquial words are also names of trades: 保洁阿姨, 外卖小哥.
var colloquial = map[string]bool{"阿姨": true, "大姐": true, "嫂子": true, "大哥": true, "小哥": true, "闺女": true, "丫头": true, "大嫂": true, "阿姐": true}

var (
	colloquialRule = rule{cat: Gender, self: isSex | isJob, limit: 4, exclude: 2, recruit: none, require: 3, first: 4, prefer: 4, refuse: 6, only: none}
	// elderRule leaves refusals to age: 大妈不要.
	elderRule = rule{cat: Gender, self: isSex | isJob, limit: 4, exclude: none, recruit: none, require: 3, first: 4, prefer: 4, refuse: none, only: none}
)

// familiar judges 小哥 and 大叔: they need a relation, or a number, or to be what
// is sought.
func (t *reading) familiar(i int) (span, bool) {
	r := colloquialRule
	if t.is(i, isOld) && !colloquial[t.original(i, i)] {
		r = elderRule
	}
	if s, ok := t.condition(i, r); ok {
		return s, true
	}
	if t.lawful(i, isSex) || t.is(i, isMale) && t.is(i, isFemale) {
		return span{}, false
	}
	if j, ok := t.walk(i, 1, isOnly, isSex, 3); ok && t.firm(j) {
		return span{Gender, i, j}, true
	}
	if t.original(i, i) == "阿姨" {
		return span{}, false // the name of a trade: 招阿姨2名
	}
	if t.is(i-1, isRecruit) && !t.negated(i-1) {
		return span{Gender, i - 1, t.lastOf(i, isJob)}, true
	}
	return t.headcount(i)
}

// firm relations are never only an invitation, as 来 is.
func (t *reading) firm(j int) bool {
	for _, w := range []string{"才", "方", "限定", "为限"} {
		if strings.HasPrefix(t.original(j, j), w) {
			return true
		}
	}
	return false
}

// sex judges a word for men or women. A word for both shuts nobody out, unless
// their numbers are fixed.
func (t *reading) sex(i int) (span, bool) {
	if t.named(i) || t.facility(i) {
		return span{}, false
	}
	if t.tokens[i].is&isSex == isSex {
		return t.quota(i)
	}
	if words := t.original(i, i); colloquial[words] || t.is(i, isOld) {
		return t.familiar(i)
	}
	if s, ok := t.condition(i, sexRule); ok {
		if t.is(s.last, isPrefer) && t.in(i, isCare) {
			return span{}, false // 顾客以女性为主
		}
		return s, true
	}
	if t.is(i-1, isWelcome) && t.original(i-1, i-1) == "面向" && t.is(t.lastOf(i, isSex|isJob)+1, isRecruit) {
		return span{Gender, i - 1, t.lastOf(i, isSex|isJob) + 1}, true // 面向女性招聘
	}
	if t.lawful(i, isSex) {
		return span{}, false
	}
	if s, ok := t.headcount(i); ok {
		return s, true
	}
	return t.title(i)
}

const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤庄柯洪施颜傅尤詹赖温翁阮欧"

// named: 陈女士 is somebody, not a condition.
func (t *reading) named(i int) bool {
	switch t.original(i, i) {
	case "先生", "女士", "小姐", "妹", "大姐":
	default:
		return false
	}
	if i == 0 || t.tokens[i-1].is&^(isNumber|isPlace) != 0 || t.tokens[i-1].runes != 1 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(t.original(i-1, i-1))
	return strings.ContainsRune(surnames, r)
}

// facility: 女工宿舍, 女士健身房, 女职工产假.
func (t *reading) facility(i int) bool {
	for k, n := i+1, 0; k < len(t.tokens) && n < 5; k, n = k+1, n+1 {
		switch {
		case t.is(k, isFacility) || t.is(k, isCare) && k == i+1:
			return true
		case t.tokens[k].soft || !t.is(k, isPeople|isJob|isSex|isList|isFiller):
			return false
		}
	}
	return false
}

// halves fix how many of each sex there are.
var halves = map[string]bool{"各一半": true, "各半": true, "对半": true, "一半一半": true, "一比一": true, "各占一半": true, "对半开": true}

// quota: 男女比例3:7, 男女各5名.
func (t *reading) quota(i int) (span, bool) {
	if t.is(i+1, isPlain) && halves[t.original(i+1, i+1)] && !t.lawful(i, isSex) {
		return span{Gender, i, i + 1}, true
	}
	j, ok := t.walk(i, 1, isNumber, isSex, 2)
	if !ok || t.lawful(i, isSex) {
		return span{}, false
	}
	said := t.original(i+1, j)
	if strings.Contains(said, "各") && t.is(j+1, isHeads) || strings.Contains(said, "比例") {
		return span{Gender, i, t.through(j, isHeads)}, true
	}
	return span{}, false
}

// headcount: 男普工5名, 5名男工, 男5女3.
func (t *reading) headcount(i int) (span, bool) {
	k := t.lastOf(i, isJob) + 1
	if t.is(k, isFiller) && !t.is(k, isHeads) {
		k++
	}
	if t.is(k, isHeads) && t.is(k, isFiller) && !t.said(i, "其中", "现有", "已有") {
		return span{Gender, i, k}, true
	}
	if t.is(k, isNumber) && (t.is(k+1, isHeads|isSex) || t.edge(k+1)) && !t.said(i, "其中", "现有", "已有") {
		return span{Gender, i, min(k+1, len(t.tokens)-1)}.trim(t), true
	}
	if t.is(i-1, isHeads) && (t.is(i-1, isFiller) && t.start(i-1) || t.is(i-2, isRecruit)) {
		return span{Gender, i - 1, t.lastOf(i, isJob)}, true
	}
	if t.is(i-1, isHeads) && t.is(i-2, isNumber) && !t.said(i-2, "其中", "现有", "已有") {
		return span{Gender, i - 2, t.lastOf(i, isJob)}, true
	}
	if t.is(i-1, isNumber) && t.tokens[i-1].n < 100 && (t.start(i-1) || t.is(i-2, isSex|isRecruit)) {
		return span{Gender, i - 1, i}, true
	}
	return span{}, false
}

// trim leaves a mark at the end out.
func (s span) trim(t *reading) span {
	for s.last > s.first && t.is(s.last, isBreak|isOpen|isList) {
		s.last--
	}
	return s
}

// said reports whether one of the words stands right before i.
func (t *reading) said(i int, words ...string) bool {
	for k := max(0, i-2); k < i; k++ {
		for _, w := range words {
			if t.original(k, k) == w {
				return true
			}
		}
	}
	return false
}

// bareSex words make a title of the job behind them wherever they stand.
var bareSex = map[string]bool{"男": true, "女": true, "男性": true, "女性": true}

// title: 夜班保安(男), 女收银员, "男,".
func (t *reading) title(i int) (span, bool) {
	last := t.lastOf(i, isJob)
	switch {
	case t.whole(i, isSex|isFiller|isAdj|isNumber|isYears|isUpper|isLower|isColon|isSexField|isPeople|isHeads|isList|isOpen|isYoung|isLooks):
		return span{Gender, i, last}, true
	case t.is(i-1, isOpen) && t.edge(last+1):
		return span{Gender, i, last}, true
	case t.is(last, isJob) && last > i && t.start(i) && t.original(i, i) != "妇女" && !t.is(last+1, isFacility) && !t.told(last+1):
		return span{Gender, i, last}, true
	case t.is(last, isJob) && last > i && bareSex[t.original(i, i)] && t.edge(last+1):
		return span{Gender, i, last}, true
	case t.is(i-1, isJob) && (t.edge(i+1) || t.is(i+1, isNumber)):
		return span{Gender, i - 1, i}, true
	case t.is(i-1, isColon) && t.edge(i+1) && bareSex[t.original(i, i)] && !t.in(i, isCare):
		return span{Gender, i, i}, true // 车间主任:男
	case t.is(i-1, isSexField) || t.is(i-1, isColon) && t.is(i-2, isSexField):
		return span{Gender, i - 1, i}, true
	}
	return span{}, false
}

// told: 女师傅也在干 is a story and no title.
func (t *reading) told(i int) bool {
	if i >= len(t.tokens) {
		return false
	}
	switch t.original(i, i) {
	case "也", "都", "还", "在", "带":
		return !t.edge(i + 1)
	}
	return false
}

// unequalPay: 男工240,女工200. Each sex has a number of its own.
func (t *reading) unequalPay() []span {
	var men, women []span
	for i, tok := range t.tokens {
		if tok.is&isSex == 0 || tok.is&isSex == isSex || t.facility(i) || t.named(i) {
			continue
		}
		j, ok := t.amount(i, isSex)
		if !ok {
			continue
		}
		s := span{Gender, i, j}
		if t.is(j+1, isPay) {
			s.last++
		}
		if tok.is&isMale != 0 {
			men = append(men, s)
		} else {
			women = append(women, s)
		}
	}
	if len(men) == 0 || len(women) == 0 {
		return nil
	}
	return append(men, women...)
}
