package wording

// slighted finds what puts the people of subject i last or pays them less (减半,
// 排后面), or asks their pardon (外地人抱歉).
func (t *reading) slighted(i int, self kind) (int, bool) {
	money, spent := false, 0
	for j, n := i+1, 0; j < len(t.tokens) && n < 10; j, n = j+1, n+1 {
		tok := t.tokens[j]
		switch {
		case tok.soft && n > 0 && tok.does == 0:
			return 0, false
		case tok.does&pardons != 0 && !money && t.edge(j+1):
			return j, true
		case tok.does&weighs != 0 && (money || tok.runes > 1):
			return j, true
		case tok.is&isBreak != 0:
			return 0, false
		case tok.is&isPay != 0 || tok.does&pays != 0:
			money = true
		case money && spent+tok.runes <= 5 && tok.is&(isExclude|isFacility) == 0:
			spent += tok.runes // 工资比别人低五块
		case tok.is&(idle|self|isAdj|isJob|isRequire|isRecruit) == 0:
			return 0, false
		}
	}
	return 0, false
}
