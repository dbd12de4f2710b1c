package wording

import "strings"

var (
	ethnicRule = rule{cat: Ethnicity, self: isEthnic, limit: 6, exclude: 4, recruit: 2, require: 4, first: 4, prefer: 6, refuse: 10, only: 3}
	// The law asks to look after minorities (就业促进法 28): to prefer them is lawful.
	minorityRule = rule{cat: Ethnicity, self: isEthnic, limit: 6, exclude: 4, recruit: none, require: none, first: none, prefer: none, refuse: 10, only: none}
)

// ethnic judges the name of a people.
func (t *reading) ethnic(i int) (span, bool) {
	if t.is(i+1, isCulture) && !t.tokens[i+1].soft {
		return span{}, false
	}
	named := t.is(i-1, isEthnicBare) || t.is(i-1, isColon|isRequire|isLimit) && t.is(i-2, isEthnicBare)
	if t.tokens[i].runes == 1 && !named {
		return span{}, false
	}
	if named && !t.lawful(i, isEthnic) {
		first := i - 1
		if !t.is(first, isEthnicBare) {
			first--
		}
		return span{Ethnicity, first, i}, true
	}
	r := ethnicRule
	if t.is(i, isMinority) {
		r = minorityRule
	}
	if s, ok := t.condition(i, r); ok {
		return s, true
	}
	if t.is(i, isMinority) || t.lawful(i, isEthnic) {
		return span{}, false
	}
	return span{Ethnicity, i, i}, t.whole(i, isEthnic|isFiller|isPeople|isAdj|isList|isSex|isAgeField|isNumber|isYears|isUpper|isList)
}

var ethnicFieldRule = rule{cat: Ethnicity, self: isEthnicBare, limit: none, exclude: 0, recruit: none, require: none, first: none, prefer: none, refuse: 1, only: none}

// ethnicField judges 民族 where it stands for people: 民族的不要.
func (t *reading) ethnicField(i int) (span, bool) { return t.condition(i, ethnicFieldRule) }

var faithRule = rule{cat: Religion, self: isFaith | isFaithField, limit: 6, exclude: 4, recruit: 2, require: 4, first: 4, prefer: 6, refuse: 10, only: 3}

// faith judges words for believers, and 宗教信仰 itself.
func (t *reading) faith(i int) (span, bool) {
	if t.is(i+1, isRequire|isLimit|isCulture) && !t.tokens[i+1].soft || t.lawful(i, faithRule.self) {
		return span{}, false // 无宗教信仰要求
	}
	r := faithRule
	if t.is(i, isFaithField) && !t.is(i, isFaith) {
		r.recruit, r.require = none, none
		if t.is(i+1, isColon) && t.is(i+2, isNone|isFaith) {
			return span{Religion, i, i + 2}, true
		}
	}
	if s, ok := t.condition(i, r); ok {
		return s, true
	}
	bare := t.is(i, isFaith) && t.whole(i, isFaith|isFaithField|isFiller|isPeople|isAdj|isList|isNone)
	return span{Religion, i, i}, bare && (t.tokens[i].runes > 2 || strings.HasPrefix(t.original(i, i), "信"))
}
