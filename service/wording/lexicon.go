package wording

import (
	"strings"
	"sync"
)

// kind is what a word may mean, one bit each; all 64 are taken.
type kind uint64

const (
	isBreak kind = 1 << iota
	isList       // 和 、 and the dash of a range
	isColon
	isOpen // a bracket
	isNumber

	isFiller   // 的 者 一律 请: never in the way
	isPeople   // 员工 人 求职者
	isAdj      // 熟练 长期: seldom in the way
	isPlain    // a word of its own that means none of what follows
	isLimit    // 仅限 只招
	isPrefer   // 优先 为佳
	isExclude  // 勿扰 不招
	isRecruit  // 招 急聘
	isRequire  // 要求 须
	isBe       // 有 具有: of what somebody is or has
	isOnly     // 方可 才
	isAny      // 不限 均可, behind
	isAnyFront // 不限 不论, before
	isAlso     // 也可 也欢迎
	isNot      // 不得 严禁
	isNone     // 无 没有
	isNon      // 非
	isWelcome  // 欢迎
	isRights   // 歧视 权益 依法
	isQuestion // 吗

	isFacility // 宿舍 产假: behind a sex, no condition
	isJob      // 服务员 司机
	isHeads    // 名 个
	isYears    // 岁
	isUpper    // 以下
	isLower    // 以上
	isUpperPre // 不超过
	isLowerPre // 超过
	isAround   // 左右
	isPay      // 日薪

	isMale
	isFemale
	isSexField // 性别
	isYoung
	isOld
	isAgeField // 年龄
	isEthnic
	isMinority   // 少数民族
	isEthnicBare // 民族
	isFaith      // 基督徒
	isFaithField // 宗教信仰
	isPlace      // 贵州
	isNative     // 外地
	isNativeMark // 籍 老乡
	isPlaceField // 籍贯
	isHukou
	isMarital
	isFamily // 带娃: not by itself
	isDisabled
	isSound // 四肢健全
	isHepatitis
	isTrait // 属虎: by itself
	isLooks // 胖: not by itself

	isCulture // 族 + 乡, 饭店
	isWhere   // 附近 熟悉 配送
	isFamilyOK
	isHealthOK
	isTopic
	isCare // 照护: the people are customers
)

// role is what a word does besides, to a whole statement.
type role uint16

const (
	writes  role = 1 << iota // 写 发布: what follows is a wording
	holds                    // 含 出现: the same, but for people too
	undoes                   // 已删除 作废: said of a wording, it is gone
	speaks                   // 字样 为由: said of nothing but a wording
	pardons                  // 抱歉: behind people, a refusal
	weighs                   // 减半 排后面: behind people, they get less
	pays                     // 工价: what people may be given less of
	foods                    // 直接入口: where the law itself names illnesses
	denies                   // 不 别: begins a refusal
	helps                    // 给 让: may stand in one
	hires                    // 招 报名 签合同: ends one
	bans                     // 不发布: forbids what is written
)

const (
	isSex     = isMale | isFemale
	isAgeSubj = isYoung | isOld
)

// node is a word's last letter, and the letters that may follow it. Not every
// beginning is a word.
type node struct {
	is   kind
	does role
	word bool
	next map[rune]*node
}

// lexicon is every word that is known. It is built when first asked for, so that
// tools which check nothing start at once.
var lexicon = sync.OnceValue(func() *node { return grow(words()) })

func grow(words map[string]meaning) *node {
	root := &node{next: map[rune]*node{}}
	for w, m := range words {
		n := root
		for _, r := range w {
			if n.next[r] == nil {
				if n.next == nil {
					n.next = map[rune]*node{}
				}
				n.next[r] = &node{}
			}
			n = n.next[r]
		}
		n.is, n.does, n.word = m.is, m.does, true
	}
	return root
}

// lists are all words; a word may stand in several.
func lists() [][]entry {
	return [][]entry{relations, refusals, allowances, contexts, grammar, people, ages, beliefs, origins, families, healths, looks, plainWords}
}

func pairs() [][]compound {
	return [][]compound{relationPairs, refusalPairs, allowancePairs, peoplePairs, agePairs, originPairs, healthPairs, looksPairs, beliefPairs, goods}
}

// meaning is all that a word may mean.
type meaning struct {
	is   kind
	does role
}

func words() map[string]meaning {
	m := map[string]meaning{}
	for _, list := range lists() {
		addEntries(m, list)
	}
	for _, list := range pairs() {
		for _, c := range list {
			c.add(m)
		}
	}
	for does, list := range roles {
		for _, w := range strings.Fields(list) {
			m[w] = meaning{m[w].is, m[w].does | does}
		}
	}
	return m
}

func addEntries(m map[string]meaning, list []entry) {
	for _, e := range list {
		for _, w := range strings.Fields(e.words) {
			m[w] = meaning{m[w].is | e.is, 0}
		}
	}
}

// add puts the compounds in. A plain one means nothing of what its parts mean.
func (c compound) add(m map[string]meaning) {
	for _, front := range strings.Fields(c.front) {
		for _, back := range strings.Fields(c.back) {
			w := front + back
			if c.is == isPlain {
				m[w] = meaning{}
			}
			m[w] = meaning{m[w].is | c.is, 0}
		}
	}
}

// entry is a kind and its words.
type entry struct {
	is    kind
	words string
}

// compound is a front and a back that make a word together.
type compound struct {
	is          kind
	front, back string
}
