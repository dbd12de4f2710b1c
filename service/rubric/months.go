package rubric

import "github.com/quanjiuye/backend/service/calendar"

// CountedMonths is the number of months that a monthly average divides by: from
// the later of January of asOf's year and the month in which the site opened,
// up to and including asOf's month. Months in which nothing happened stay in.
//
// It is 0 while the site is not open yet and when asOf is not given. A site
// whose opening is not given was always open.
func CountedMonths(opened, asOf calendar.Date) int {
	if asOf.IsZero() || opened.After(asOf) {
		return 0
	}
	start := calendar.Month{Year: asOf.Year, Month: 1}
	if from := opened.In(); !opened.IsZero() && from.After(start) {
		start = from
	}
	return asOf.In().Sub(start) + 1
}
