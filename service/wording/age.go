package wording

import "strings"

// minimum is the highest age that the law asks for at any work.
const minimum = 18

// years judges a number, if it is an age.
func (t *reading) years(i int) (span, bool) {
	if t.is(i-1, isList) && t.is(i-2, isNumber|isYears) {
		return span{}, false // the second of a range
	}
	if t.born(i) {
		return span{Age, i, t.through(i, isAgeField|isFiller|isUpper|isLower|isList|isNumber)}, true
	}
	a := t.age(i)
	if !a.is || a.high() <= minimum || a.high() > 99 || t.freeOf(a) {
		return span{}, false
	}
	return span{Age, a.first, a.last}, true
}

// born: 1980年以后出生.
func (t *reading) born(i int) bool {
	if n := t.tokens[i].n; t.tokens[i].runes == 2 && n >= 60 && n < 100 {
		for _, after := range []string{"年后", "年以后", "年之后", "年及以后", "年前", "年以前", "年出生", "年生人"} {
			if strings.HasPrefix(t.text[t.tokens[i].to:], after) {
				return !t.in(i, isAny|isCare|isRights)
			}
		}
	}
	return t.tokens[i].n >= 1940 && t.tokens[i].n <= 2012 && t.in(i, isAgeField) && !t.in(i, isAny|isCare|isRights)
}

// age is a number read as one.
type age struct {
	is          bool
	low, top    int // top is 0 without a range
	bounded     bool
	open        bool // 50岁以上: no upper bound
	at          int  // the first number
	first, last int
	refused     bool
}

func (a age) high() int { return max(a.low, a.top) }

func (t *reading) age(i int) age {
	a := age{low: t.tokens[i].n, at: i, first: i, last: i}
	k := i + 1
	take := func(kinds kind) bool {
		if !t.is(k, kinds) || t.is(k, isBreak) {
			return false
		}
		a.last = k
		k++
		return true
	}
	years := take(isYears)
	if t.is(k, isOpen) && t.is(k+2, isOpen) && t.original(k+1, k+1) == "含" {
		k += 3
	}
	if t.is(k, isList) && t.original(k, k) != "、" && t.is(k+1, isNumber) && t.tokens[k+1].n > a.low {
		k++
		a.top, a.bounded = t.tokens[k].n, true
		take(isNumber)
		years = take(isYears) || years
	}
	around := t.is(k, isAround) && closes[t.original(k, k)]
	take(isAround)
	years = take(isYears) || years
	upper := take(isUpper)
	a.open = !upper && take(isLower)
	a.bounded = a.bounded || upper
	a.before(t)
	a.is = years || a.near(t, k) || t.bare(a, k, upper)
	if !years && t.is(k, isHeads|isPay) {
		a.is = false
	}
	a.conditionOf(t, around)
	return a
}

// closes are the words that make a limit of an age: 35岁左右. 80多岁 is none.
var closes = map[string]bool{"左右": true, "上下": true, "前后": true, "出头": true}

// before takes 不超过, 超过 and 年龄 in.
func (a *age) before(t *reading) {
	for j := a.at - 1; j >= 0 && j > a.at-4; j-- {
		switch {
		case t.is(j, isUpperPre):
			a.bounded, a.first = true, j
			return
		case t.is(j, isLowerPre):
			a.open, a.first = !t.is(j-1, isNot), j
			a.bounded = a.bounded || !a.open
			return
		case t.original(j, j) == "的" || !t.is(j, isFiller|isColon|isRequire|isLimit|isBe) || t.is(j, isBreak):
			return
		}
	}
}

// near: 年龄 stands shortly before, and nothing that is counted behind.
func (a *age) near(t *reading, k int) bool {
	spent := 0
	for j := a.first - 1; j >= 0 && j > a.first-8; j-- {
		if t.is(j, isAgeField) || t.is(j+1, isAgeField) {
			return !t.is(k, isHeads|isPay)
		}
		if !t.is(j, idle|isRequire|isLimit|isBe|isSex) {
			spent += t.tokens[j].runes
		}
		if spent > 4 || t.is(j, isBreak) {
			return false
		}
	}
	return false
}

// bare: 50以下的来, or a clause that is nothing but 18-45.
func (t *reading) bare(a age, k int, upper bool) bool {
	if a.high() <= 24 || a.high() > 70 {
		return false
	}
	opens := t.start(a.first) || t.is(a.first-1, isSex|isPeople|isLimit|isRecruit)
	if upper || t.is(a.first, isUpperPre) {
		return opens && (t.edge(k) || t.is(k, isFiller|isExclude|isPrefer|isPeople|isSex|isOnly))
	}
	if a.open {
		_, behind := t.refused(a.last, isSex|isAgeSubj, 2)
		_, before := t.refusing(a.first)
		return before || opens && behind
	}
	if a.top == 0 && opens && t.is(k, isFiller) && (t.original(k, k) == "的" || t.original(k, k) == "就") && (a.low >= 45 || a.low >= 30 && !isDigit([]rune(t.original(a.at, a.at))[0])) {
		_, behind := t.refused(a.last, isSex|isAgeSubj, 2)
		return behind // 五十的就不要打电话了
	}
	return a.top >= 28 && a.low >= 16 && a.low < 40 && opens && (t.edge(k) || t.is(k, isSex)) && t.whole(a.at, isNumber|isList|isFiller|isSex|isList|isPeople|isOpen)
}

// conditionOf says whether an age without 以上 or 以下 is one.
func (a *age) conditionOf(t *reading, around bool) {
	if j, ok := t.walk(a.last, 1, isExclude, isAgeSubj|isSex, 8); ok && t.final(j) {
		a.refused, a.last = true, j
	}
	if j, ok := t.refusing(a.first); ok {
		a.refused, a.first = true, j
	}
	if j, ok := t.slighted(a.last, isAgeSubj|isSex); ok {
		a.refused, a.last = true, j
	}
	if a.bounded || a.open || a.refused || around {
		return
	}
	a.is = a.is && t.in(a.at, isLimit|isRequire|isPrefer|isOnly|isAgeField)
}

// refusing finds the exclusion right before an age: 谢绝60岁以上.
func (t *reading) refusing(i int) (int, bool) {
	j, ok := t.walk(i, -1, isExclude, isLowerPre|isAgeField, 1)
	return j, ok && t.clause[j] == t.clause[i] && !t.negated(j) && !t.is(j, isUpperPre)
}

// freeOf reports whether an age is no condition after all.
func (t *reading) freeOf(a age) bool {
	if t.quoted(a.at) || t.asked(a.at) || t.in(a.at, isRights) || t.anyBefore(a.first, idle, 2) {
		return true
	}
	if a.refused {
		return a.low <= minimum && !a.open && a.top == 0
	}
	elder := a.open && a.low >= 40 || a.low >= 50 && (!a.bounded || a.top > 0)
	switch {
	case t.in(a.at, isCare|isRights) || t.asked(a.at) || t.quoted(a.at):
		return true
	case t.anyBefore(a.first, idle, 2) || t.ageless(a.at):
		return true
	case elder && t.greeted(a.at):
		return true
	case elder && t.in(a.at, isPrefer|isWelcome|isAlso|isOnly):
		return true
	}
	return !a.bounded && t.in(a.at, isAlso|isAny|isWelcome)
}

// greeted: 50岁往上的老裁缝, 欢迎来.
func (t *reading) greeted(i int) bool {
	next := t.bounds[t.clause[i]][1] + 1
	return t.is(next, isWelcome|isAlso) || t.is(next, isFiller) && t.is(next+1, isWelcome|isAlso)
}

// ageless: 年龄不限 stands before in the clause.
func (t *reading) ageless(i int) bool {
	for j := max(t.bounds[t.clause[i]][0], i-12); j < i; j++ {
		k := j + 1
		for k < i && t.is(k, isRequire|isFiller|isColon) {
			k++
		}
		if t.is(j, isAgeField) && (t.is(k, isAny) || t.anyBefore(j, isAgeField, 0)) {
			return true
		}
	}
	return false
}

var (
	youngRule = rule{cat: Age, self: isYoung, limit: 6, exclude: 3, recruit: 4, require: 6, first: 6, prefer: 6, refuse: 8, only: 2}
	oldRule   = rule{cat: Age, self: isOld, limit: none, exclude: 3, recruit: none, require: none, first: none, prefer: none, refuse: 8, only: none}
)

// generation judges words for the young and the old. To prefer the old is lawful.
func (t *reading) generation(i int) (span, bool) {
	if strings.Contains(t.original(i, i), "字头") && t.is(i+1, isUpper) && t.in(i, isAgeField) && !t.lawful(i, isAgeSubj) {
		return span{Age, i, i + 1}, true // 年龄4字头以内
	}
	if t.is(i, isOld) {
		return t.condition(i, oldRule)
	}
	if s, ok := t.condition(i, youngRule); ok {
		return s, true
	}
	if t.lawful(i, isYoung) || t.is(i, isSex) || i+1 < len(t.tokens) && strings.HasPrefix(t.original(i+1, i+1), "老板") {
		return span{}, false
	}
	if t.whole(i, isYoung|isLooks|isTrait|isFiller|isAdj|isPeople) || strong[t.original(i, i)] || t.tokens[i].runes > 3 && !strings.HasSuffix(t.original(i, i), "的") || t.said(i, "团队") || t.is(i+1, isPeople) && t.original(i+1, i+1) == "团队" {
		return span{Age, i, i}, true
	}
	return span{}, false
}

var strong = map[string]bool{"小年轻": true, "年轻化": true, "小鲜肉": true, "年轻态": true, "小青年": true}
