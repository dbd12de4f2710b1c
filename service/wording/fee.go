package wording

import "sync"

// Words about money and papers that are asked of people. They have a lexicon of
// their own: 担保 and 保管 mean nothing to the rest. Marks, numbers and fillers keep
// their kinds.
const (
	isDeposit   kind = 1 << (iota + 8) // 押金: hardly ever anything else
	isFee                              // 培训费: somebody else may bear it
	isOutlay                           // 体检费: lawful where it goes to a third party
	isUniform                          // 工装
	isMoney                            // 钱 费用
	isHandIn                           // 交 缴纳
	isTaken                            // 收 扣
	isBuying                           // 购买
	isReturned                         // 可退 不退
	isOneself                          // 自理
	isFirst                            // 先 须 每人
	isSpared                           // 不收 无需 全免
	isUnpaid                           // 不交: spared, unless a refusal follows
	isShut                             // 不予 不能: the refusal
	isBorne                            // 公司承担 报销
	isOthers                           // 客户 投标: whose money it is
	isWarning                          // 举报 骗子
	isIfSo                             // 凡 如遇: of a warning that follows
	isPaper                            // 身份证
	isHeld                             // 扣押 代管
	isShownOnly                        // 复印件 核对
	isOwnCare                          // 妥善 随身
	isBond                             // 担保人
	isLure                             // 刷单
	isTask                             // 点赞 做任务
	isAdvance                          // 垫付 充值
	isAccount                          // 银行卡 微信号
	isLent                             // 出租 收购
	isThen                             // 后 才: what one gets for it
	isAnybody                          // 员工 公司 统一: never in the way
)

var feeLexicon = sync.OnceValue(func() *node {
	m := map[string]meaning{}
	addEntries(m, feeWords)
	for _, c := range feePairs {
		c.add(m)
	}
	return grow(m)
})

// idleFee is what may stand between a fee and what is said of it.
const idleFee = isFiller | isAnybody | isList | isDeposit | isFee | isOutlay | isUniform | isColon | isOpen

// fees finds what is asked of people that the law lets no employer ask: money under
// any name, papers to keep, somebody who answers for them. And what only cheats
// offer. whole is the same text as everything else reads it.
func (t *reading) fees(whole *reading) []span {
	var out []span
	for i, tok := range t.tokens {
		cat, first, last := Fee, i, i
		found := false
		switch {
		case tok.is&(isDeposit|isFee|isOutlay) != 0:
			first, last, found = t.charged(i)
		case tok.is&isHandIn != 0:
			last, found = t.prepaid(i)
		case tok.is&isUniform != 0:
			first, last, found = t.bought(i)
		case tok.is&isPaper != 0:
			first, last, found = t.kept(i)
		case tok.is&isBond != 0:
			first, last, found = t.bond(i)
		case tok.is&(isLure|isTask) != 0:
			cat = Scam
			last, found = t.lure(i)
		}
		if !found && tok.is&isAccount != 0 {
			cat = Scam
			first, last, found = t.lent(i)
		}
		if found && !t.warns(i) && !whole.quoted(whole.at(tok.from)) {
			out = append(out, span{cat, first, last})
		}
	}
	return out
}

// nearby goes from i to the first token of a wanted kind in the same clause, over
// idle words, words of the kinds over, and budget runes of others.
func (t *reading) nearby(i, dir int, want, over kind, budget int) (int, bool) {
	for n, j := 0, i+dir; n < steps && j >= 0 && j < len(t.tokens); n, j = n+1, j+dir {
		tok := t.tokens[j]
		switch {
		case tok.is&isBreak != 0:
			return 0, false
		case tok.is&want != 0:
			return j, true
		case tok.is&(idleFee|over) == 0:
			if budget -= tok.runes; budget < 0 {
				return 0, false
			}
		}
	}
	return 0, false
}

// sparedOf reports whether nobody is asked for what stands at i. refused is the end of
// 不交押金不能上岗, where everybody is.
func (t *reading) sparedOf(i int) (spared bool, refused int) {
	if j, ok := t.nearby(i, -1, isSpared, isHandIn|isTaken|isFirst|isMoney|isHeld|isPaper, 1); ok {
		if t.is(j, isUnpaid) {
			if k, shut := t.nearby(i, 1, isShut, 0, 2); shut {
				return false, k
			}
		}
		return true, 0
	}
	if _, ok := t.nearby(i, -1, isBorne, isTaken, 2); ok {
		return true, 0
	}
	if _, ok := t.nearby(i, 1, isSpared|isBorne, 0, 2); ok {
		return true, 0
	}
	next := t.bounds[t.clause[i]][1] + 1
	return t.is(i, isFee|isOutlay) && t.is(next, isBorne), 0
}

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
