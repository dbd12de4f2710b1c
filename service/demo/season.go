package demo

import (
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// festivals are the Spring Festivals of 2024 to 2042. The lunar calendar repeats
// after 19 years to within a day, near enough for an example.
var festivals = [19]struct {
	month time.Month
	day   int
}{
	{2, 10}, {1, 29}, {2, 17}, {2, 6}, {1, 26}, {2, 13}, {2, 3}, {1, 23}, {2, 11}, {1, 31},
	{2, 19}, {2, 8}, {1, 28}, {2, 15}, {2, 4}, {1, 24}, {2, 12}, {2, 1}, {1, 22},
}

const firstFestival = 2024

// festival is the day of the year on which the year's Spring Festival falls.
func festival(year int) int {
	n := len(festivals)
	f := festivals[((year-firstFestival)%n+n)%n]
	return time.Date(year, f.month, f.day, 0, 0, 0, 0, time.UTC).YearDay()
}

// busy says how many come on a day, 1 being a usual weekday. It is never 0.
func busy(d calendar.Date) float64 {
	t := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
	return weekday(t.Weekday()) * season(d, t.YearDay()-festival(d.Year))
}

func weekday(day time.Weekday) float64 {
	switch day {
	case time.Sunday:
		return 0.1
	case time.Saturday:
		return 0.5
	case time.Monday:
		return 1.2
	default:
		return 1
	}
}

// season takes the days since the Spring Festival, negative before it.
func season(d calendar.Date, since int) float64 {
	switch {
	case since >= -3 && since <= 7:
		return 0.03
	case since >= -18 && since < -3:
		return 0.45
	case since > 7 && since <= 45:
		return 2
	case d.Month == time.October && d.Day <= 7, d.Month == time.May && d.Day <= 5, d.Month == time.January && d.Day == 1:
		return 0.1
	case d.Month == time.July, d.Month == time.August:
		return 0.6
	default:
		return 1
	}
}
