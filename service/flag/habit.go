package flag

import (
	"fmt"
	"slices"
)

const (
	// burstMonths other months must count before one can stand out among them: in
	// spring there are only the weeks before the festival to compare with.
	burstMonths = 4
	// burstTimes the median of the other months, and burstMore persons: after the
	// Spring Festival, when everybody looks for work, offices see twice to two and a
	// half times their usual month, and a small station by chance four times its few.
	// The median, because one earlier burst must not hide the next.
	burstTimes, burstMore = 4, 20

	// nightFrom and nightUntil are hours in Shanghai; no site is open between them.
	nightFrom, nightUntil = 22, 6
	// nightLeast and nightPercent: a phone that was offline sends its day when it
	// finds a network at home, so one evening's handful says nothing; a third of a
	// month does.
	nightLeast, nightPercent = 6, 33

	// recorderLeast and recorderPercent: in a month with twenty entries, somebody was
	// off duty on some day of it.
	recorderLeast, recorderPercent = 20, 95

	// repeatLeast: a seeker may well come twice on one day, and a finger slip once.
	repeatLeast = 3
)

// burstMonth compares what was entered one by one with the other months. What was
// imported is left out of the month's own side: a paper ledger comes in when
// somebody has the time, one month of it before the others.
func burstMonth(m Month) []Flag {
	if len(m.Others) < burstMonths {
		return nil
	}
	var flags []Flag
	for _, kind := range []struct {
		noun Noun
		name string
		of   func(Counts) int
	}{
		{Registration, "求职登记", func(c Counts) int { return c.Registered }},
		{Placement, "推荐成功", func(c Counts) int { return c.Placed }},
	} {
		entered := where(m.Entries, func(e Entry) bool { return e.Noun == kind.noun && !e.Imported })
		n, twice := persons(entered), twiceMedian(m.Others, kind.of)
		if 2*n < burstTimes*twice+2*burstMore {
			continue
		}
		flags = append(flags, raise(BurstMonth, Suspicion, fmt.Sprintf("本月逐条录入%s%d人，本年其他%d个月的中位数为%s人",
			kind.name, n, len(m.Others), half(twice)), entered)...)
	}
	return flags
}

func persons(entries []Entry) int {
	seen := map[string]bool{}
	for _, e := range entries {
		seen[e.Person] = true
	}
	return len(seen)
}

// twiceMedian keeps the median of an even number of months a whole number.
func twiceMedian(months []Counts, of func(Counts) int) int {
	n := make([]int, len(months))
	for i, c := range months {
		n[i] = of(c)
	}
	slices.Sort(n)
	return n[(len(n)-1)/2] + n[len(n)/2]
}

func half(twice int) string {
	if twice%2 == 1 {
		return fmt.Sprintf("%d.5", twice/2)
	}
	return fmt.Sprint(twice / 2)
}

func oddHours(m Month) []Flag {
	written := where(m.Entries, Entry.byStaff)
	about := where(written, func(e Entry) bool {
		hour := e.At.In(shanghai).Hour()
		return hour >= nightFrom || hour < nightUntil
	})
	if len(about) < nightLeast || !atLeast(len(about), nightPercent, len(written)) {
		return nil
	}
	return raise(OddHours, Hint, fmt.Sprintf("工作人员录入的%d条记录中，有%d条在夜间（%d时至次日%d时）录入",
		len(written), len(about), nightFrom, nightUntil), about)
}

// oneRecorder asks where the others of the site are. Of two, one may well do all
// the writing, so that the other can confirm it: there it is a flag only when the
// other has confirmed nothing either.
func oneRecorder(m Month) []Flag {
	written := where(m.Entries, Entry.byStaff)
	recorder, n := mostCommon(written, func(e Entry) string { return e.Recorder })
	if len(m.Members) < 2 || !slices.Contains(m.Members, recorder) || n < recorderLeast || !atLeast(n, recorderPercent, len(written)) {
		return nil
	}
	text := fmt.Sprintf("工作人员录入的%d条记录中，有%d条由同一个账号录入，本站共有%d名成员", len(written), n, len(m.Members))
	if len(m.Members) == 2 {
		if slices.ContainsFunc(m.Entries, func(e Entry) bool {
			return e.Confirmer != recorder && slices.Contains(m.Members, e.Confirmer)
		}) {
			return nil
		}
		text += "，另一名成员没有确认过任何一条"
	}
	return raise(OneRecorder, Hint, text, where(written, func(e Entry) bool { return e.Recorder == recorder }))
}

// repeatedEntry finds what one account entered several times: the same of the same day.
func repeatedEntry(m Month) []Flag {
	key := func(e Entry) string { return e.Recorder + "\n" + e.Same }
	times := map[string]int{}
	written := where(m.Entries, func(e Entry) bool { return e.Noun == Activity && e.Same != "" && e.byStaff() })
	most := 0
	for _, e := range written {
		times[key(e)]++
		most = max(most, times[key(e)])
	}
	if most < repeatLeast {
		return nil
	}
	about := where(written, func(e Entry) bool { return times[key(e)] >= repeatLeast })
	return raise(RepeatedEntry, Suspicion, fmt.Sprintf("有%d条服务台账由同一账号在同一天重复登记（同一对象或同一内容），最多的一项登记了%d次", len(about), most), about)
}
