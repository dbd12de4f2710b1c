package wording

var looksRule = rule{cat: Other, self: isLooks | isTrait | isSex, limit: 4, exclude: 3, recruit: 2, require: 4, first: 4, prefer: 6, refuse: 8, only: none}

// trait judges zodiac, blood type, looks and stature: the word is enough.
func (t *reading) trait(i int) (span, bool) {
	if t.lawful(i, looksRule.self) || t.in(i, isCare) || t.is(i+1, isCulture) && !t.is(i+1, isLooks) {
		return span{}, false
	}
	if s, ok := t.condition(i, looksRule); ok {
		return s, true
	}
	return span{Other, i, t.through(i, isNumber|isLower|isUpper|isUpperPre|isLowerPre|isColon|isList|isRequire|isLooks)}, true
}

// looks judges words that are also said of goods: they need a relation.
func (t *reading) looks(i int) (span, bool) {
	if s, ok := t.condition(i, looksRule); ok || t.lawful(i, looksRule.self) {
		return s, ok
	}
	j, ok := t.walk(i, 1, isOnly, looksRule.self, 2)
	return span{Other, i, j}, ok && t.firm(j)
}

// height judges 1米7以上 and 165cm where it is of people.
func (t *reading) height(i int) (span, bool) {
	if i+1 >= len(t.tokens) || t.is(i+1, isBreak) || t.lawful(i, isSex) || t.in(i, isCare|isTrait) {
		return span{}, false
	}
	var last int
	unit := t.original(i+1, i+1)
	people := t.in(i, isSex) || t.start(i)
	switch {
	case t.tokens[i].n == 1 && unit == "米" && t.is(i+2, isNumber) && t.tokens[i+2].n >= 5 && t.tokens[i+2].n < 90:
		last = i + 2
	case t.tokens[i].n >= 150 && t.tokens[i].n < 195 && (unit == "c" || unit == "公" || unit == "厘"):
		last = min(i+2, len(t.tokens)-1)
	default:
		return span{}, false
	}
	_, refused := t.refused(last, isUpper, 2)
	return span{Other, i, last}, people && (t.is(last+1, isLower) || t.is(last+1, isUpper) && refused)
}
