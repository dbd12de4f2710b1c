package wording

import "strings"

var disabledRule = rule{cat: Disability, self: isDisabled, limit: none, exclude: 5, recruit: none, require: none, first: none, prefer: none, refuse: 12, only: none}

// disabled judges words for disabled people. To seek and prefer them is lawful;
// to shut them out or ask for their absence is not.
func (t *reading) disabled(i int) (span, bool) {
	if t.lawful(i, isDisabled) {
		return span{}, false
	}
	without := t.is(i-1, isNone|isNon) && !t.is(i-1, isWelcome)
	s, refused := t.condition(i, disabledRule)
	switch {
	case without && !refused:
		return span{Disability, i - 1, i}, true
	case without && strings.HasPrefix(t.original(i-1, i-1), "非"):
		return span{}, false
	}
	return s, refused
}

// sound judges 四肢健全 and the like.
func (t *reading) sound(i int) (span, bool) {
	_, refused := t.refused(i, isSound, disabledRule.refuse)
	if t.lawful(i, isSound) || refused && strings.HasPrefix(t.original(i, i), "非") {
		return span{}, false // 非残疾人勿扰: work kept for disabled people
	}
	if j, ok := t.walk(i, -1, isRequire|isLimit, isSound, 2); ok && t.clause[i] == t.clause[j] {
		return span{Disability, j, i}, true
	}
	return span{Disability, i, i}, true
}

var hepatitisRule = rule{cat: HepatitisB, self: isHepatitis, limit: 4, exclude: 4, recruit: none, require: 6, first: none, prefer: 6, refuse: 10, only: 6}

// hepatitis judges words for hepatitis B. Like marriage it has no place in an
// advertisement, unless to say that nobody asks.
func (t *reading) hepatitis(i int) (span, bool) {
	if t.foodLaw(i) || t.lawful(i, isHepatitis) || t.anyBehind(i, isHepatitis, 6) || t.in(i, isTopic) || t.unasked(i) {
		return span{}, false
	}
	if s, ok := t.condition(i, hepatitisRule); ok {
		return s, true
	}
	if t.is(i-1, isNone|isNot|isNon|isRequire|isBe) {
		return span{HepatitisB, i - 1, i}, true
	}
	return span{HepatitisB, i, i}, true
}

// foodLaw: 甲肝 and 戊肝 are among the illnesses that food law itself names for
// those who touch food. 乙肝 is not.
func (t *reading) foodLaw(i int) bool {
	if words := t.original(i, i); !strings.HasPrefix(words, "甲") && !strings.HasPrefix(words, "戊") {
		return false
	}
	for j := max(0, i-steps); j < len(t.tokens) && j < i+steps; j++ {
		if t.tokens[j].does&foods != 0 {
			return true
		}
	}
	return false
}

// unasked: 不含, 不查, 无需 stand in front in the clause, and no 不得有.
func (t *reading) unasked(i int) bool {
	for j := i - 1; j >= 0 && j > i-steps && t.clause[j] == t.clause[i]; j-- {
		if t.is(j, isNone) && t.tokens[j].runes > 2 {
			return false
		}
		if t.is(j, isHealthOK) {
			return true
		}
	}
	return false
}
