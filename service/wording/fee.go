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
