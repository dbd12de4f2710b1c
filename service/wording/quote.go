package wording

import "strings"

// reach is how many words about a wording may stand from it.
const reach = 16

// quoted reports whether i stands in a wording that is only spoken about: 不得写
// 限男性, “限男性”已删除, 以是外地人为由.
func (t *reading) quoted(i int) bool {
	first, last, marked := i, i, false
	if q := t.tokens[i].quote; q > 0 {
		first, last, marked = t.quotes[q][0], t.quotes[q][1], true
	}
	written, banned := t.announced(first)
	return banned || t.retracted(last, marked || written)
}

// announced looks before token i for a verb of writing, and a ban of it.
func (t *reading) announced(i int) (written, banned bool) {
	held := false
	for j, n := i-1, 0; j >= 0 && n < reach; j-- {
		tok := t.tokens[j]
		if tok.quote > 0 && tok.quote != t.tokens[i].quote {
			continue // 不得写“限男性”“限女性”
		}
		n++
		switch {
		case tok.is&isBreak != 0:
			return written, false
		case tok.does&bans != 0:
			return true, true
		case held && tok.is&(isNot|isExclude) != 0:
			return written, true
		case tok.does&undoes != 0 && i-j <= 3:
			return written, true
		case tok.does&(writes|holds) != 0:
			held = true
			written = written || tok.does&writes != 0
		}
	}
	return written, false
}

// retracted looks behind token i for what takes a wording back. Without a sign
// that there is one, only what is never said of people does.
func (t *reading) retracted(i int, wording bool) bool {
	crossed := false
	for j, n := i+1, 0; j < len(t.tokens) && n < reach; j++ {
		tok := t.tokens[j]
		if tok.quote > 0 && tok.quote != t.tokens[i].quote {
			continue
		}
		n++
		switch {
		case tok.does&speaks != 0:
			return true
		case tok.does&(undoes|bans) != 0:
			return wording
		case tok.is&isBreak != 0:
			if crossed || !wording {
				return false
			}
			crossed = true
		case strings.HasSuffix(t.original(j, j), "要求") || strings.HasSuffix(t.original(j, j), "条件"):
			wording = true // 限男性的要求已删除
		}
	}
	return false
}
