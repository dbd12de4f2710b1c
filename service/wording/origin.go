package wording

import "strings"

var originRule = rule{cat: Region, self: isPlace | isNative, limit: 6, exclude: 4, recruit: 2, require: 4, first: 4, prefer: 5, refuse: 8, only: 2}

// origin judges the name of a place, where it stands for the people from it.
func (t *reading) origin(i int) (span, bool) {
	r := originRule
	if t.original(i, i) == "开头" && !strings.Contains(t.original(max(0, i-8), i), "身份证") {
		return span{}, false
	}
	if t.in(i, isHukou) && !t.is(i, isPeople) || !t.stands(i, &r) {
		return span{}, false
	}
	s, ok := t.condition(i, r)
	if ok && (t.in(i, isWhere) || t.is(i-1, isBe)) && t.is(s.last, isPrefer) {
		return span{}, false // who lives near or knows the roads
	}
	return s, ok
}

// native judges 籍 behind the name of a place that is not known.
func (t *reading) native(i int) (span, bool) {
	if t.original(i, i) != "籍" || i == 0 || t.tokens[i-1].is != 0 {
		return span{}, false
	}
	return t.condition(i, originRule)
}

// stands reports whether the place at i means people, and which relations count.
func (t *reading) stands(i int, r *rule) bool {
	k := i + 1
	for k < i+steps && t.is(k, isPlace|isNative|isList) && !t.is(k-1, isPeople) {
		k++
	}
	if t.is(i, isPeople) {
		return true
	}
	if t.is(k, isNumber) && t.is(k+1, isPeople) {
		k++ // 鲤城、丰泽两区居民
	}
	if k < len(t.tokens) && t.tokens[k].soft {
		return t.bareLimit(i)
	}
	switch {
	case t.is(k, isNativeMark):
		return true
	case t.is(k, isJob) && !t.is(k, isPeople) && k == i+1:
		r.recruit, r.require = none, none
		return true
	case t.is(k, isPeople):
		if !strings.HasPrefix(t.original(k, k), "人") {
			r.recruit = none
		}
		return true
	case t.is(k, isHukou):
		return false
	case t.is(k, isExclude|isPrefer):
		r.limit, r.recruit, r.require, r.exclude = none, none, none, none
		return true
	case t.edge(k):
		return t.bareLimit(i)
	case t.is(k, isOnly) && strings.HasPrefix(t.original(k, k), "的"):
		_, said := t.walk(k, 1, isExclude, isPlace|isNative, 2)
		return said
	case t.is(k, isPlace|isNative):
		return false
	case t.is(k, isOnly) && t.firm(k):
		return true
	case t.is(k, isFiller):
		if _, asked := t.walk(i, -1, isRequire|isRecruit, isPlace|isNative, 0); asked && t.edge(k+1) && t.original(k, k) == "的" {
			return true
		}
		if t.is(i-1, isExclude) && t.edge(t.through(k, isFiller)+1) {
			return true
		}
		if t.is(k+1, isOnly) && t.firm(k+1) {
			return true
		}
		if _, slighted := t.slighted(i, isPlace|isNative); slighted || t.is(i-1, isLimit) {
			return true
		}
		_, said := t.walk(k, 1, isExclude|isPrefer, isPlace|isNative, 2)
		if t.is(k+1, isPeople) {
			r.recruit = none
			return true
		}
		return said || t.edge(k+1) && t.bareLimit(i)
	}
	return false
}

// bareLimit: 仅限泉州, 不要河南.
func (t *reading) bareLimit(i int) bool {
	j, ok := t.walk(i, -1, isLimit|isExclude|isPrefer, isPlace|isNative, 1)
	return ok && t.clause[j] == t.clause[i] && !t.in(i, isWhere)
}

// originField: 籍贯:福建, 籍贯要求本省.
func (t *reading) originField(i int) (span, bool) {
	if t.lawful(i, isPlaceField) {
		return span{}, false
	}
	if j, ok := t.walk(i, 1, isPlace|isNative, isRequire|isLimit|isBe, 1); ok && t.clause[j] == t.clause[i] && t.original(j-1, j-1) != "在" {
		return span{Region, i, j}, true
	}
	return span{}, false
}

var householdRule = rule{cat: Hukou, self: isHukou | isPlace | isNative, limit: 8, exclude: 6, recruit: 6, require: 6, first: 6, prefer: 8, refuse: 10, only: 6}

// household judges 户口 and 户籍.
func (t *reading) household(i int) (span, bool) {
	r := householdRule
	if strings.HasPrefix(t.original(i, i), "户口本") || strings.HasPrefix(t.original(i, i), "户口簿") {
		_, placed := t.walk(i, 1, isPlace|isNative, isRequire|isBe, 3)
		if !t.is(i-1, isPlace|isNative) && !placed {
			r.require, r.recruit = none, none
		}
	}
	if t.lawful(i, r.self) || t.anyBehind(i, r.self, 6) {
		return span{}, false
	}
	if s, ok := t.condition(i, r); ok {
		return s, true
	}
	if t.whole(i, isHukou|isPlace|isNative|isFiller|isPeople|isAdj|isList) && r.require != none && t.tokens[i].runes+t.tokens[max(i-1, 0)].runes > 2 {
		return span{Hukou, i, i}, true
	}
	if r.require == none || t.in(i, isFamilyOK) {
		return span{}, false // 户籍在外省的可申请返乡补贴
	}
	if j, ok := t.walk(i, -1, isBe, r.self, 3); ok && !t.negated(j) {
		return span{Hukou, j, i}, true
	}
	if j, ok := t.walk(i, 1, isLimit|isRequire|isBe|isPlace|isNative, 0, 3); ok && t.clause[j] == t.clause[i] {
		return span{Hukou, i, j}, true
	}
	return span{}, false
}
