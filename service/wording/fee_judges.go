package wording

// charged judges a name of money: what somebody must do about it makes it one.
func (t *reading) charged(i int) (first, last int, found bool) {
	if t.in(i, isOthers) {
		return 0, 0, false
	}
	spared, refused := t.sparedOf(i)
	if spared || refused > 0 {
		return i, refused, refused > 0
	}
	signs := isHandIn
	if !t.is(i, isOutlay) {
		signs |= isTaken | isOneself
	}
	before, behind := signs&^isOneself, signs
	if t.is(i, isDeposit) {
		before |= isFirst
		behind |= isReturned
	}
	if !t.is(i, isOutlay) {
		if t.is(i+1, isNumber) || t.is(i+1, isAnybody|isFiller|isColon) && t.is(i+2, isNumber) || t.is(i, isDeposit) && t.start(i) && t.edge(i+1) {
			return i, t.through(i, isNumber|isMoney|isColon|isAnybody), true
		}
	}
	if j, ok := t.nearby(i, -1, before, isNumber|isMoney|isFirst, 6); ok {
		return j, t.through(i, isNumber|isMoney), true
	}
	j, ok := t.nearby(i, 1, behind, isNumber|isMoney, 4)
	return i, j, ok
}

// prepaid judges 先交钱 and 每人交200元, which have no name.
func (t *reading) prepaid(i int) (int, bool) {
	if t.in(i, isOthers|isBorne) {
		return 0, false
	}
	if spared, _ := t.sparedOf(i); spared {
		return 0, false
	}
	first := t.is(i, isFirst) || t.is(i-1, isFirst) || t.is(i-2, isFirst)
	if t.is(i, isMoney) { // 交钱
		return i, first || t.is(i+1, isThen)
	}
	if t.is(i, isAdvance) {
		return i, first
	}
	j, ok := t.nearby(i, 1, isMoney, isNumber, 0)
	return j, ok && first
}

// bought: 需自费购买工装, 工服从工资里扣.
func (t *reading) bought(i int) (first, last int, found bool) {
	if t.in(i, isOthers) {
		return 0, 0, false
	}
	if spared, _ := t.sparedOf(i); spared {
		return 0, 0, false
	}
	if j, ok := t.nearby(i, 1, isTaken|isBuying, isOneself|isNumber|isMoney, 2); ok && (t.is(j, isTaken) || t.in(i, isOneself|isFirst)) {
		return i, j, true
	}
	j, ok := t.nearby(i, -1, isBuying, isNumber|isOneself, 2)
	return j, i, ok && t.in(i, isOneself|isFirst)
}

// kept: 扣押身份证, 身份证由公司保管.
func (t *reading) kept(i int) (first, last int, found bool) {
	if t.in(i, isShownOnly|isOwnCare|isOthers) {
		return 0, 0, false
	}
	if spared, refused := t.sparedOf(i); spared || refused > 0 {
		return 0, 0, false
	}
	if j, ok := t.nearby(i, -1, isHeld, isPaper, 2); ok && !t.is(j-1, isSpared) {
		return j, t.through(i, isPaper), true
	}
	j, ok := t.nearby(i, 1, isHeld, isPaper|isHandIn, 3)
	return i, j, ok && !t.is(j-1, isSpared)
}

// bond: 须有担保人.
func (t *reading) bond(i int) (first, last int, found bool) {
	if spared, _ := t.sparedOf(i); spared || t.in(i, isOthers) {
		return 0, 0, false
	}
	j, ok := t.nearby(i, -1, isFirst, isNumber, 6)
	return j, i, ok
}

// lure: 刷单, or tasks for which one pays first.
func (t *reading) lure(i int) (int, bool) {
	if spared, _ := t.sparedOf(i); spared {
		return 0, false
	}
	if _, shut := t.nearby(i, 1, isShut, isLure, 4); shut {
		return 0, false
	}
	if t.is(i, isLure) {
		return i, true
	}
	for c := t.clause[i]; c < len(t.has) && c < t.clause[i]+3; c++ {
		if t.has[c]&isAdvance != 0 {
			return i, true
		}
	}
	return 0, false
}

// lent: 租用银行卡.
func (t *reading) lent(i int) (first, last int, found bool) {
	if spared, _ := t.sparedOf(i); spared {
		return 0, 0, false
	}
	if j, ok := t.nearby(i, -1, isLent, 0, 1); ok {
		return j, i, true
	}
	j, ok := t.nearby(i, 1, isLent, 0, 1)
	return i, j, ok
}

// warns: 收押金的都是骗子; 如遇收押金, 请举报.
func (t *reading) warns(i int) bool {
	next := t.bounds[t.clause[i]][1] + 1
	return t.in(i, isWarning) || t.in(i, isIfSo) && next < len(t.tokens) && t.in(next, isWarning)
}
