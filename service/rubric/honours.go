package rubric

import (
	"fmt"
	"strconv"
)

// scoreHonours fills item 15. Facts: counted (within the window and, but for the
// self column, confirmed), pending (within it, not confirmed), and of the highest
// one level and valid_until, the last day on which it counts.
func scoreHonours(in input, it *Item) {
	list := in.facts.Honours
	switch {
	case list == nil:
		it.Explanation = unknown("荣誉和宣传报道")
		return
	case in.day.IsZero():
		it.Explanation = unknownDay
		return
	}
	w := in.window()
	s := w.stand(*list)
	score := rankScore(s.rank())
	it.Score = &score
	it.Facts["counted"], it.Facts["pending"] = s.counted, s.pending
	if s.counted > 0 {
		it.Facts["level"] = ranks[s.rank()].level
		it.Facts["valid_until"] = w.until(s.best).String()
	}
	it.Explanation = w.explain(s, score)
	it.Next = s.next(score)
}

func (in input) window() window {
	years, _ := strconv.Atoi(in.policy.value(item15WindowYears)) // the table holds numbers only
	return window{years: years, known: in.facts.AsOf, assessed: in.day, pending: in.facts.CountPending}
}

func (w window) explain(s standing, score Score) string {
	confirmed := "已确认的"
	if w.pending {
		confirmed = ""
	}
	text := fmt.Sprintf("近%d年没有%s荣誉、宣传报道，得0分", w.years, confirmed)
	if s.counted > 0 {
		text = fmt.Sprintf("近%d年%s荣誉、宣传报道%d项，取最高的%s，得%s分（有效至%s）",
			w.years, confirmed, s.counted, ranks[s.rank()].name, score, day(w.until(s.best)))
	}
	switch {
	case s.pending > 0 && w.pending:
		text += fmt.Sprintf("；其中%d项待确认，确认后才计入考核", s.pending)
	case s.pending > 0:
		text += fmt.Sprintf("；另有%d项待确认，暂不计分", s.pending)
	}
	return text + "。"
}

func (s standing) next(from Score) *Next {
	i := s.rank() + 1
	if i == len(ranks) {
		return nil
	}
	to := rankScore(i)
	what := fmt.Sprintf("再获得 1 项%s荣誉或宣传报道并经确认", ranks[i].name)
	return &Next{Need: 1, Unit: "项", Score: to, Text: rise(what, from, to)}
}
