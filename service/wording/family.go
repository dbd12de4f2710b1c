package wording

import "strings"

var (
	familyRule = rule{cat: Marital, self: isFamily | isSex, limit: 6, exclude: 4, recruit: none, require: 6, first: 4, prefer: 6, refuse: 8, only: none}
	// marriageRule is only for the words to name: the subject is enough.
	marriageRule = rule{cat: Marital, self: isMarital | isFamily | isSex, limit: 6, exclude: 6, recruit: none, require: 6, first: 6, prefer: 6, refuse: 8, only: 4}
)

// marriage judges words for being married, pregnant or a parent. An advertisement
// has no business with them, so the word is enough, unless it is a benefit, a
// trade, or taken back.
func (t *reading) marriage(i int) (span, bool) {
	if t.privately(i) || t.in(i, isFamilyOK) || t.tested(i) && t.unasked(i) || t.is(i+1, isFacility) && !t.is(i+1, isSex) {
		return span{}, false
	}
	if s, ok := t.condition(i, marriageRule); ok {
		return s, true
	}
	if t.is(i-1, isNone|isNot|isNon|isRequire|isBe) {
		return span{Marital, i - 1, i}, true
	}
	return span{Marital, i, i}, true
}

// tested: 孕检, 妊娠检测 are tests. Not to make them is lawful; not to be pregnant
// is a condition.
func (t *reading) tested(i int) bool {
	return strings.ContainsAny(t.original(i, min(i+1, len(t.tokens)-1)), "检测验查") || t.original(i, i) == "早孕"
}

// family judges what is a condition only with a relation: 宝妈, 带娃.
func (t *reading) family(i int) (span, bool) {
	if t.privately(i) {
		return span{}, false
	}
	return t.condition(i, familyRule)
}

// privately reports whether it is said that it does not matter.
func (t *reading) privately(i int) bool {
	const self = isMarital | isFamily | isSex
	return t.lawful(i, self) || t.anyBehind(i, self, 5) || t.anyBefore(i, self, 3)
}
