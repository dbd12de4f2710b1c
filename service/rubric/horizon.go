package rubric

// Horizon is the day by which a target is to be reached.
type Horizon string

// The horizons.
const (
	// ThisMonth asks what the facts' own month still takes: the months counted
	// stay what they are, and so does the day.
	ThisMonth Horizon = "month"
	// YearEnd asks what the rest of the year takes: the monthly averages divide
	// by all months that count by then, so without more work they sink.
	YearEnd Horizon = "year"
)

// AtYearEnd is f on the last day of its year if nothing more is done: Months
// counts the months left too, and none are left. Awards that f's day does not
// know yet are not counted on. Months that cannot be true leave the monthly items
// without a score.
func (f Facts) AtYearEnd() Facts {
	end, pace := yearEnd(f), paceAhead(f)
	if f.Honours != nil {
		made := []Honour{}
		for _, h := range *f.Honours {
			if !h.Date.After(f.AsOf) {
				made = append(made, h)
			}
		}
		f.Honours = &made
	}
	f.AsOf, f.Months, f.MonthsLeft = end, 0, 0
	if pace.ok() {
		f.Months = pace.upTo
	}
	return f
}

// idle is f at the horizon if nothing more is done.
func (h Horizon) idle(f Facts) Facts {
	if h == YearEnd {
		return f.AtYearEnd()
	}
	return f
}

// monthsOpen is the number of months in which work can still be done, at least
// 1: f's own month, unless this is its last day, and under YearEnd those left.
func (h Horizon) monthsOpen(f Facts) int {
	if h != YearEnd || f.MonthsLeft < 0 || f.MonthsLeft >= yearMonths {
		return 1
	}
	if !f.AsOf.IsZero() && f.AsOf == f.AsOf.In().LastDay() {
		return max(1, f.MonthsLeft)
	}
	return f.MonthsLeft + 1
}
