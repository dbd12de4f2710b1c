package wording

// rates finds people of one kind who have a number of pay of their own each, and
// not the same one: 外地人180,本地人220.
func (t *reading) rates() []span {
	found := map[Category][]span{}
	differ := map[Category]bool{}
	value := map[Category]int{}
	for i := range t.tokens {
		cat, self := t.paid(i)
		if cat == "" {
			continue
		}
		j, ok := t.amount(i, self|isNativeMark)
		if !ok || t.is(j+1, isHeads|isYears) || t.lawful(i, self) {
			continue
		}
		differ[cat] = differ[cat] || len(found[cat]) > 0 && value[cat] != t.tokens[j].n
		value[cat] = t.tokens[j].n
		found[cat] = append(found[cat], span{cat, i, j})
	}
	var out []span
	for _, cat := range Categories() {
		if differ[cat] {
			out = append(out, found[cat]...)
		}
	}
	return out
}

// amount is the number of pay that stands behind the people at i: 男的一柜250.
func (t *reading) amount(i int, self kind) (int, bool) {
	spent := 0
	for j := i + 1; j < len(t.tokens) && j < i+steps && spent <= 4; j++ {
		switch {
		case t.is(j, isBreak):
			return 0, false
		case t.is(j, isNumber) && t.tokens[j].n >= 5:
			return j, true
		case !t.is(j, idle|self|isPay) && t.tokens[j].does&pays == 0:
			spent += t.tokens[j].runes
		}
	}
	return 0, false
}

// paid is the kind of people that token i names, for whom pay is set.
func (t *reading) paid(i int) (Category, kind) {
	const origin = isPlace | isNative
	switch {
	case t.is(i, isHukou):
		return Hukou, isHukou
	case t.is(i, origin) && (t.is(i, isPeople) || t.is(i+1, isPeople|isNativeMark)):
		return Region, origin
	case t.is(i, isDisabled|isSound):
		return Disability, isDisabled | isSound
	case t.is(i, isEthnic):
		return Ethnicity, isEthnic
	case t.is(i, isMarital):
		return Marital, isMarital
	case t.is(i, isAgeSubj) && !t.is(i, isSex):
		return Age, isAgeSubj
	}
	return "", 0
}
