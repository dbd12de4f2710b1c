package wording

import "strings"

// steps bounds how far a walk goes, whatever it skips.
const steps = 24

// idle is never in the way between a subject and what is said of it.
const idle = isFiller | isPeople | isList | isColon | isNumber | isYears | isUpper | isLower | isHeads | isAdj | isOpen | isList | isUpperPre | isLowerPre | isAround

// walk goes from i in one direction (-1, 1) to the first token of a wanted kind.
// Between may stand idle words, words of the kind self, and budget runes of
// others. It stays within the clause, but for a word right behind its end.
func (t *reading) walk(i, dir int, want, self kind, budget int) (int, bool) {
	spent, crossed := 0, false
	for n, j := 0, i+dir; n < steps && j >= 0 && j < len(t.tokens); n, j = n+1, j+dir {
		if t.softBetween(j, dir) {
			if spent > 0 {
				return 0, false
			}
			budget = 0
		}
		tok := t.tokens[j]
		switch {
		case tok.is&want != 0:
			if crossed && !t.mayCross(j, dir, want) {
				return 0, false
			}
			return j, true
		case tok.is&isBreak != 0:
			if crossed || spent > 0 && dir < 0 {
				return 0, false
			}
			crossed, budget = true, spent
		case tok.is&(idle|self) != 0:
			if crossed && tok.is&isFiller == 0 {
				return 0, false
			}
		default:
			spent += tok.runes
			if spent > budget {
				return 0, false
			}
		}
	}
	return 0, false
}

// softBetween reports a gap that may end a clause on the way to token j.
func (t *reading) softBetween(j, dir int) bool {
	if dir > 0 {
		return t.tokens[j].soft
	}
	return j+1 < len(t.tokens) && t.tokens[j+1].soft
}

// mayCross: an exclusion or a preference may be a clause of its own (外地人,勿扰), a
// limit may end one (仅限,男性). Nothing else reaches over a mark.
func (t *reading) mayCross(j, dir int, want kind) bool {
	if dir > 0 {
		return t.is(j, isExclude|isPrefer) && t.final(j) && t.opens(j)
	}
	return t.tokens[j].is&isLimit != 0 && want&isLimit != 0
}

// opens reports whether only fillers stand between the clause's start and j.
func (t *reading) opens(j int) bool {
	start := t.bounds[t.clause[j]][0]
	if j-start > steps {
		return false
	}
	for k := start; k < j; k++ {
		if !t.is(k, isFiller|isExclude) {
			return false
		}
	}
	return true
}

// final reports whether nothing that is refused stands behind an exclusion: in
// 外地人不收, but not in 外地人不收押金, people are.
func (t *reading) final(j int) bool {
	for k, n := j+1, 0; k < len(t.tokens) && n < 8; k, n = k+1, n+1 {
		if t.tokens[k].soft || t.is(k, isBreak|isOpen) {
			return true
		}
		if !t.is(k, isFiller|isExclude|isPeople|isQuestion) {
			return k == j+1 && t.stays(j) && t.lasts(k)
		}
	}
	return true
}

// stays reports a refusal that may name the place or the work: 别来前厅.
func (t *reading) stays(j int) bool {
	words := t.original(j, j)
	for _, verb := range []string{"别来", "莫来", "勿来", "不要来", "不用来", "别进", "勿进", "应聘", "报名", "申请", "报考"} {
		if strings.HasPrefix(words, verb) || strings.HasSuffix(words, verb) {
			return true
		}
	}
	return false
}

// lasts reports whether the clause ends soon behind k.
func (t *reading) lasts(k int) bool {
	for n := 0; n < 4; n, k = n+1, k+1 {
		switch {
		case t.edge(k):
			return true
		case t.original(k, k) == "晚" || t.original(k, k) == "早" || t.original(k, k) == "太":
			return false
		}
	}
	return t.edge(k)
}

// rule is how far from a subject each relation may stand, in runes of other
// words; none means that it is no condition there.
type rule struct {
	cat                                     Category
	self                                    kind
	limit, exclude, recruit, require, first int // before it; first is 优先录用
	prefer, refuse, only                    int // behind it
}

const none = -1

// condition looks for a relation that makes a condition of the subject i.
func (t *reading) condition(i int, r rule) (span, bool) {
	if t.lawful(i, r.self) {
		return span{}, false
	}
	if j, ok := t.walk(i, 1, isAny|isAlso, r.self, 3); ok && t.excepted(i, j) {
		return span{r.cat, max(i-1, 0), j}, true
	}
	for _, before := range []struct {
		want   kind
		budget int
	}{{isExclude, r.exclude}, {isLimit, r.limit}, {isPrefer, r.first}, {isRequire, r.require}, {isRecruit, r.recruit}} {
		if before.budget == none {
			continue
		}
		if j, ok := t.walk(i, -1, before.want, r.self, before.budget); ok && !t.negated(j) {
			return span{r.cat, j, t.lastOf(i, r.self)}, true
		}
	}
	return t.conditionBehind(i, r)
}

func (t *reading) conditionBehind(i int, r rule) (span, bool) {
	if r.refuse != none {
		j, ok := t.refused(i, r.self, r.refuse)
		if !ok {
			j, ok = t.slighted(i, r.self)
		}
		if ok {
			return span{r.cat, t.firstOf(i), j}, true
		}
	}
	if r.prefer != none {
		if j, ok := t.walk(i, 1, isPrefer, r.self, r.prefer); ok && !t.is(j-1, isNot) && (r.cat != Marital || !t.housed(j)) {
			return span{r.cat, i, j}, true
		}
	}
	if r.only != none {
		if j, ok := t.walk(i, 1, isOnly, r.self, r.only); ok && (t.final(j) || t.spared(j)) {
			return span{r.cat, i, j}, true
		}
	}
	return span{}, false
}

// housed: 夫妻工优先安排夫妻房. What they get first is no work.
func (t *reading) housed(j int) bool {
	return strings.HasSuffix(t.original(j, j), "安排") && (t.is(j+1, isFacility) || t.is(j+1, isFamilyOK) || t.is(j+1, isPlain))
}

// spared: 本地人才给排白班. Whatever it is, nobody else gets it.
func (t *reading) spared(j int) bool {
	for _, w := range []string{"才给", "才排", "才让", "才派", "才有"} {
		if strings.HasPrefix(t.original(j, j), w) {
			return true
		}
	}
	return false
}

// refused finds the exclusion that is said of the subject i.
func (t *reading) refused(i int, self kind, budget int) (int, bool) {
	for from, n := i, 0; n < 3; n++ {
		j, ok := t.walk(from, 1, isExclude, self, budget)
		if !ok {
			return 0, false
		}
		if t.final(j) && !t.is(j-1, isNot&^isNone) {
			return j, true
		}
		from = j
	}
	return 0, false
}

// firstOf takes the 非 or 无 of a subject in.
func (t *reading) firstOf(i int) int {
	if t.is(i-1, isNon|isNone) {
		return i - 1
	}
	return i
}

// lastOf takes what belongs to the subject in: 男 普工.
func (t *reading) lastOf(i int, self kind) int {
	return t.through(i, self|isPeople|isJob)
}

// through takes what follows token i in, while it is of these kinds.
func (t *reading) through(i int, kinds kind) int {
	for n := 0; n < steps && t.is(i+1, kinds) && !t.is(i+1, isBreak) && !t.tokens[i+1].soft; n++ {
		i++
	}
	return i
}

// negated reports whether what stands at j is itself forbidden or denied.
func (t *reading) negated(j int) bool {
	spent := 0
	for k := j - 1; k >= 0 && k > j-8; k-- {
		if t.is(k, isBreak) {
			return false
		}
		if t.is(k, isNot) {
			return true
		}
		if !t.is(k, isFiller) {
			spent += t.tokens[k].runes
		}
		if spent > 7 {
			return false
		}
	}
	return false
}

// lawful reports whether the words around subject i take a condition back.
func (t *reading) lawful(i int, self kind) bool {
	if t.in(i, isRights) || t.asked(i) || t.quoted(i) || t.is(i-1, isNone) && t.is(i+1, isRequire|isLimit) {
		return true
	}
	if t.anyBehind(i, self, 3) || t.anyBefore(i, self, 2) {
		return true
	}
	j, ok := t.walk(i, -1, isWelcome, self, 2)
	return ok && t.clause[j] == t.clause[i] && !t.is(j, isPrefer) && !t.papers(j, self)
}

// papers: what is 提供 with a health or marital word behind it is a report.
func (t *reading) papers(j int, self kind) bool {
	return self&(isHepatitis|isMarital|isHukou) != 0 && t.is(j, isBe)
}

// anyBehind: 不限, 均可, 也欢迎 follow, before anything else is said.
func (t *reading) anyBehind(i int, self kind, budget int) bool {
	if k := t.lastOf(i, self) + 1; t.is(k, isFiller) && t.edge(k+1) && t.original(k, k) == "可" {
		return true // 纹身可
	}
	j, ok := t.walk(i, 1, isAny|isAlso|isExclude|isPrefer, self, budget)
	if !ok || !t.is(j, isAny|isAlso) || t.clause[j] != t.clause[i] {
		return false
	}
	if self&isHepatitis != 0 && t.is(j, isRequire) { // 乙肝报告也要
		return false
	}
	if self&isSex != 0 {
		for k := i + 1; k < j; k++ {
			if t.is(k, isAgeField|isPlaceField|isEthnicBare|isFaithField|isHukou) && !t.is(k, isSex) {
				return false // 性别:男 年龄:不限
			}
		}
	}
	if hungry[t.original(j, j)] && !t.final(j) { // 男工5名 女工3名 都要能站
		return false
	}
	if t.is(j, isAnyFront) && t.is(j+1, attribute) { // 限女 不限学历
		_, own := t.walk(j+1, 1, isAny, attribute, 2)
		return own // 男女不限 学历不限
	}
	return !t.excepted(i, j)
}

// hungry words take a condition back only where nothing follows them.
var hungry = map[string]bool{"都要": true, "均要": true, "全要": true, "都能": true, "均能": true, "也要": true, "都得": true, "同等": true, "同等条件": true, "都有": true}

// excepted: 除女性外均可.
func (t *reading) excepted(i, j int) bool {
	for k := i; k >= 0 && k > i-6 && !t.is(k, isBreak); k-- {
		if strings.HasPrefix(t.original(k, k), "除") {
			return t.is(k, isNon|isNative) && j > i
		}
		if k < i && !t.is(k, attribute|isNative|isPlace|isFiller|isPeople|isNone|isBe|isMarital) {
			return false
		}
	}
	return false
}

// attribute is what 不限 may be said of.
const attribute = isPlain | isAgeField | isHukou | isPlaceField | isSexField | isEthnicBare | isFaithField

// anyBefore: 不限, 不论 stand in front, and not behind something of their own.
func (t *reading) anyBefore(i int, self kind, budget int) bool {
	j, ok := t.walk(i, -1, isAnyFront, self, budget)
	return ok && t.clause[j] == t.clause[i] && !t.is(j-1, attribute)
}

// asked reports whether the clause of i asks.
func (t *reading) asked(i int) bool {
	end := t.bounds[t.clause[i]][1]
	return t.is(end, isQuestion) || t.is(end, isBreak) && t.is(end-1, isQuestion)
}

// whole reports whether the clause of i says nothing but words of these kinds.
func (t *reading) whole(i int, kinds kind) bool {
	b := t.bounds[t.clause[i]]
	if b[1]-b[0] > steps {
		return false
	}
	for k := b[0]; k <= b[1]; k++ {
		if !t.is(k, kinds|isBreak) {
			return false
		}
	}
	return true
}

// edge reports whether a clause may end before token i.
func (t *reading) edge(i int) bool {
	return i >= len(t.tokens) || t.is(i, isBreak|isOpen) || t.tokens[i].soft
}

// start reports whether a clause may begin with token i.
func (t *reading) start(i int) bool {
	return i <= 0 || t.is(i-1, isBreak|isOpen|isColon) || t.tokens[i].soft
}
