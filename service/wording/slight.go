package wording

import "strings"

// slighted finds what puts the people of subject i last or pays them less (减半,
// 排后面), or asks their pardon (外地人抱歉).
func (t *reading) slighted(i int, self kind) (int, bool) {
	money, spent := false, 0
	if j, ok := t.last(i); ok {
		return j, true
	}
	for j, n := i+1, 0; j < len(t.tokens) && n < 10; j, n = j+1, n+1 {
		tok := t.tokens[j]
		switch {
		case tok.soft && n > 0 && tok.does == 0:
			return 0, false
		case tok.does&pardons != 0 && !money && t.edge(j+1):
			return j, true
		case tok.does&weighs != 0 && (money || tok.runes > 1):
			return j, true
		case tok.is&isPay != 0 || tok.does&pays != 0:
			money = true
		case tok.is&isBreak != 0 && !money && j+1 < len(t.tokens) && t.tokens[j+1].does&pays != 0:
			money = true // 外省的工友,工价少算一成
		case tok.is&isBreak != 0:
			return 0, false
		case money && more[t.original(j, j)] && t.is(j+1, isNumber):
			return j + 1, true
		case money && spent+tok.runes <= 5 && tok.is&(isExclude|isFacility) == 0:
			spent += tok.runes // 工资比别人低五块
		case tok.is&(idle|self|isAdj|isJob|isRequire|isRecruit) == 0:
			return 0, false
		}
	}
	return 0, false
}

// last: 女性在成绩同等时排在后面. The words for it are never about anything else.
func (t *reading) last(i int) (int, bool) {
	spent := 0
	for j := i + 1; j < len(t.tokens) && j < i+steps && spent <= 8 && !t.is(j, isBreak) && !t.tokens[j].soft; j++ {
		if t.tokens[j].does&weighs != 0 && (strings.HasPrefix(t.original(j, j), "排") || strings.HasPrefix(t.original(j, j), "押后")) {
			return j, true
		}
		if !t.is(j, idle) {
			spent += t.tokens[j].runes
		}
	}
	return 0, false
}

// more is what one kind of people is paid: 男的一天多五十.
var more = map[string]bool{"多": true, "加": true, "高": true, "涨": true}
