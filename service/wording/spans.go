package wording

// spans is everything that is found, in no order.
func (t *reading) spans() []span {
	var out []span
	add := func(s span, ok bool) {
		if ok {
			out = append(out, s)
		}
	}
	for i, tok := range t.tokens {
		for _, j := range judges {
			if tok.is&j.of != 0 {
				add(j.judge(t, i))
			}
		}
	}
	return append(append(out, t.unequalPay()...), t.rates()...)
}

// judges say what is asked about which words.
var judges []struct {
	of    kind
	judge func(*reading, int) (span, bool)
}

func init() {
	judges = []struct {
		of    kind
		judge func(*reading, int) (span, bool)
	}{
		{isSex, (*reading).sex},
		{isNumber, (*reading).years},
		{isYoung | isOld, (*reading).generation},
		{isEthnic, (*reading).ethnic},
		{isEthnicBare, (*reading).ethnicField},
		{isFaith | isFaithField, (*reading).faith},
		{isPlace | isNative, (*reading).origin},
		{isNativeMark, (*reading).native},
		{isPlaceField, (*reading).originField},
		{isHukou, (*reading).household},
		{isMarital, (*reading).marriage},
		{isFamily, (*reading).family},
		{isDisabled, (*reading).disabled},
		{isSound, (*reading).sound},
		{isHepatitis, (*reading).hepatitis},
		{isTrait, (*reading).trait},
		{isLooks, (*reading).looks},
		{isNumber, (*reading).height},
	}
}
