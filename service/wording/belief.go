package wording

import "strings"

var (
	ethnicRule = rule{cat: Ethnicity, self: isEthnic, limit: 6, exclude: 4, recruit: 2, require: 4, first: 4, prefer: 6, refuse: 10, only: 3}
	// The law asks to look after minorities (就业促进法 28): to prefer them is lawful.
	minorityRule = rule{cat: Ethnicity, self: isEthnic, limit: 6, exclude: 4, recruit: none, require: none, first: none, prefer: none, refuse: 10, only: none}
)

// ethnic judges the name of a people.
func (t *reading) ethnic(i int) (span, bool) {
	if t.cultural(i) {
		return span{}, false
	}
	first, named := t.walk(i, -1, isEthnicBare, isRequire|isLimit|isBe, 0)
	named = named && t.clause[first] == t.clause[i] && t.is(first+1, isColon|isRequire|isLimit|isBe|isEthnic)
	if t.tokens[i].runes == 1 && !named && !t.blunt(i) {
		return span{}, false
	}
	if named && !t.lawful(i, isEthnic) {
		return span{Ethnicity, first, i}, true
	}
	r := ethnicRule
	if t.is(i, isMinority) {
		r = minorityRule
	}
	if s, ok := t.condition(i, r); ok {
		return s, true
	}
	if !t.is(i, isMinority) && !t.lawful(i, isEthnic) {
		if s, ok := t.headcount(i); ok {
			s.cat = Ethnicity
			return s, true
		}
	}
	if t.is(i, isMinority) || t.lawful(i, isEthnic) {
		return span{}, false
	}
	return span{Ethnicity, i, i}, t.whole(i, isEthnic|isFiller|isPeople|isAdj|isList|isSex|isAgeField|isNumber|isYears|isUpper|isList)
}

// cultural: 苗族刺绣, 苗族侗族银饰.
func (t *reading) cultural(i int) bool {
	for k := i + 1; k < len(t.tokens) && k < i+6 && !t.tokens[k].soft; k++ {
		if !t.is(k, isEthnic|isList) || t.is(k, isCulture) {
			return t.is(k, isCulture) || t.is(k, isPlain) && strings.Contains(t.original(k, k), "族")
		}
	}
	return false
}

// blunt: 非汉勿扰, 只要汉. A name of one character means a people only there.
func (t *reading) blunt(i int) bool {
	return t.is(i-1, isNon|isLimit|isExclude) && (t.edge(i+1) || t.is(i+1, isExclude|isOnly|isFiller))
}

var ethnicFieldRule = rule{cat: Ethnicity, self: isEthnicBare, limit: none, exclude: 0, recruit: none, require: none, first: none, prefer: none, refuse: 1, only: none}

// ethnicField judges 民族 where it stands for people: 民族的不要.
func (t *reading) ethnicField(i int) (span, bool) { return t.condition(i, ethnicFieldRule) }

var faithRule = rule{cat: Religion, self: isFaith | isFaithField, limit: 6, exclude: 4, recruit: 2, require: 4, first: 4, prefer: 6, refuse: 10, only: 3}

// faith judges words for believers, and 宗教信仰 itself.
func (t *reading) faith(i int) (span, bool) {
	if t.is(i+1, isCulture) && !t.tokens[i+1].soft || t.is(i-1, isNone|isAnyFront) && t.is(i+1, isRequire|isLimit|isFiller) || t.lawful(i, faithRule.self) {
		return span{}, false // 无宗教信仰要求
	}
	if t.is(i+1, isRequire|isLimit) && (strings.HasPrefix(t.original(i, i), "无") || strings.HasPrefix(t.original(i, i), "没")) {
		return span{}, false // 无宗教信仰要求
	}
	r := faithRule
	if strings.HasPrefix(t.original(i, i), "做") {
		r.recruit, r.require = none, none // 周日要做礼拜的可以换休
	}
	if t.is(i, isFaithField) && !t.is(i, isFaith) {
		r.recruit, r.require = none, none
		k := i + 1
		for k < i+4 && t.is(k, isColon|isRequire|isBe) {
			k++
		}
		if k > i+1 && t.is(k, isNone|isFaith) && (t.is(k, isFaith) || t.edge(k+1)) {
			return span{Religion, i, k}, true
		}
	}
	if t.is(i-1, isNone) && strings.HasPrefix(t.original(i-1, i-1), "不") && t.edge(i+1) {
		return span{Religion, i - 1, i}, true // 不能有宗教信仰
	}
	if w := t.original(max(i-1, 0), max(i-1, 0)); t.is(i-1, isNot) && strings.HasPrefix(w, "不") && strings.HasPrefix(t.original(i, i), "信") && t.edge(i+1) {
		return span{Religion, i - 1, i}, true // 不能信教
	}
	if w := t.original(i, i); strings.HasPrefix(w, "不") && strings.Contains(w, "有") {
		return span{Religion, i, i}, true
	}
	if s, ok := t.condition(i, r); ok {
		return s, true
	}
	bare := t.is(i, isFaith) && t.whole(i, isFaith|isFaithField|isFiller|isPeople|isAdj|isList|isNone)
	return span{Religion, i, i}, bare && (t.tokens[i].runes > 2 || strings.HasPrefix(t.original(i, i), "信"))
}
