package rubric

import "fmt"

// Assumption says in words what Forecast assumes of f: Chinese, without a full
// stop; "" without believable months.
func Assumption(f Facts) string {
	if f.AsOf.IsZero() || !paceAhead(f).ok() {
		return ""
	}
	basis := fmt.Sprintf("今年前%d个月", f.Months)
	if f.Months < int(f.AsOf.Month) {
		basis = fmt.Sprintf("今年开业以来%d个月", f.Months)
	}
	end := yearEnd(f)
	return fmt.Sprintf("按%s（截至%d月%d日）的月均进度推算到%d月%d日，假定工作人员不变、没有新的荣誉和宣传报道",
		basis, f.AsOf.Month, f.AsOf.Day, end.Month, end.Day)
}

// Assumption says what the forecast of one item assumes, "" for a judged one.
func (it Item) Assumption() string { return assumptions[it.No] }
