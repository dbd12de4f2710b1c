package wording

// refusals are often said in three words: 不 给 签合同, 一律不予 登记. merge makes
// one exclusion of a denial, the small verbs behind it, and a verb of hiring or
// of applying.
func (t *reading) merge() {
	out := t.tokens[:0]
	for i := 0; i < len(t.tokens); i++ {
		tok := t.tokens[i]
		if n := t.denial(i); n > 0 {
			end := t.tokens[i+n]
			tok.is, tok.does = isExclude, tok.does&bans
			for k := i + 1; k <= i+n; k++ {
				tok.runes += t.tokens[k].runes
			}
			tok.to = end.to
			i += n
		}
		out = append(out, tok)
	}
	t.tokens = out
}

// denial is how many tokens behind i belong to a refusal that begins there.
func (t *reading) denial(i int) int {
	if t.tokens[i].does&denies == 0 {
		return 0
	}
	for n := 1; n <= 3 && i+n < len(t.tokens) && !t.tokens[i+n].soft && t.tokens[i+n].quote == t.tokens[i].quote; n++ {
		switch does := t.tokens[i+n].does; {
		case does&hires != 0:
			if does&helps != 0 && i+n+1 < len(t.tokens) && t.tokens[i+n+1].does&hires != 0 {
				continue // 办 入职
			}
			if t.original(i+n, i+n) == "安排" && t.is(i+n+1, isSex|isMarital|isFamily|isDisabled) {
				return 0 // 不得安排女职工加班
			}
			return n
		case does&helps == 0:
			return 0
		}
	}
	return 0
}
