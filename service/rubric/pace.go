package rubric

// A year has this many months to count.
const yearMonths = 12

// pace relates what was counted so far to the day a sheet speaks of.
type pace struct {
	months int  // months counted so far
	upTo   int  // months counted by the day of the sheet; months itself when nothing is projected
	ahead  bool // whether the sheet is a forecast
}

func paceNow(f Facts) pace { return pace{months: f.Months, upTo: f.Months} }

func paceAhead(f Facts) pace {
	return pace{months: f.Months, upTo: f.Months + f.MonthsLeft, ahead: true}
}

// ok reports whether months can be divided by.
func (p pace) ok() bool { return p.months >= 1 && p.months <= p.upTo && p.upTo <= yearMonths }

// of is n as it will be at this pace, whole ones only. An average needs no
// projection: at the present pace it stays what it is.
func (p pace) of(n int) int {
	if !p.ahead {
		return n
	}
	return n * p.upTo / p.months
}
