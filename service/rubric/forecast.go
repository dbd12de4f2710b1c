package rubric

import "github.com/quanjiuye/backend/service/calendar"

// Forecast is the sheet at the year's end if the present pace holds: AsOf is
// the last day of the last of the MonthsLeft months.
//
// A total becomes total × (Months+MonthsLeft) ÷ Months, cut to whole enterprises,
// postings and persons where it is counted or shown. The monthly averages of
// items 7 and 8 stay exactly what they are, since that is what "at this pace"
// means, and so do their scores. Staff stay, no honour is added, and honours
// that run out before the year's end no longer count. Each explanation states
// its assumption. There is no Next: the step that can be taken today is in
// Evaluate's sheet.
//
// Without believable months (1 to 12, MonthsLeft included) items 4, 7 and 8
// have no score.
func Forecast(p Policy, f Facts) Sheet {
	end := yearEnd(f)
	s := fill(input{policy: p, facts: f, day: end, pace: paceAhead(f)})
	for i := range s.Items {
		it := &s.Items[i]
		it.Next = nil
		if it.Score != nil {
			it.Explanation = "推算到" + day(end) + "（" + assumptions[it.No] + "）：" + it.Explanation
		}
	}
	return s
}

var assumptions = map[int]string{
	2:  "假定工作人员不变",
	4:  "按目前进度",
	7:  "按目前进度",
	8:  "按目前进度",
	15: "假定没有新的荣誉和宣传报道",
}

// yearEnd is the last day of the month that ends f's year; not given when
// f.AsOf is not, and f.AsOf itself when MonthsLeft cannot be true.
func yearEnd(f Facts) calendar.Date {
	if f.AsOf.IsZero() || f.MonthsLeft < 0 || f.MonthsLeft >= yearMonths {
		return f.AsOf
	}
	return f.AsOf.In().Add(f.MonthsLeft).LastDay()
}
