package calendar

import "time"

// AddWorkdays is the nth workday after d, Monday to Friday. Statutory holidays and
// the weekends that are worked in exchange are decided anew each year and not known
// here: they pass for what their weekday says.
func (d Date) AddWorkdays(n int) Date {
	for n > 0 {
		d = d.AddDays(1)
		if w := d.Start().Weekday(); w != time.Saturday && w != time.Sunday {
			n--
		}
	}
	return d
}
