package demo

import (
	"math/rand/v2"
	"sort"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// window is the year of records: a row of days from the same day last year to
// today, with how busy each is. Days are spoken of by their index.
type window struct {
	days    []calendar.Date
	before  []float64 // before[i]: how busy days[:i] are together
	newYear int       // the first day of today's year
	month   int       // the first day of today's month
}

func newWindow(today calendar.Date) window {
	var w window
	sum := 0.0
	for d := today.AddYears(-1); !d.After(today); d = d.AddDays(1) {
		if d.Year < today.Year {
			w.newYear++
		}
		if d.In() != today.In() {
			w.month++
		}
		w.days = append(w.days, d)
		w.before = append(w.before, sum)
		sum += busy(d)
	}
	return w
}

func (w window) today() int { return len(w.days) - 1 }

// index is the day's place in the window; 0 for any day before it.
func (w window) index(d calendar.Date) int {
	return sort.Search(w.today(), func(i int) bool { return !w.days[i].Before(d) })
}

// share is which part of a year's business falls on the days from up to, but
// not including, to.
func (w window) share(from, to int) float64 {
	return (w.before[to] - w.before[from]) / w.before[w.today()]
}

// draw picks a day from up to, but not including, to; busy days more often.
func (w window) draw(rng *rand.Rand, from, to int) int {
	r := w.before[from] + rng.Float64()*(w.before[to]-w.before[from])
	n := sort.Search(to-from-1, func(i int) bool { return w.before[from+i+1] > r })
	return from + n
}

// during is a moment in the opening hours of day i: 8:30 to 11:40 or 14:30 to
// 17:20.
func (w *world) during(i int) time.Time {
	ms := time.Duration(w.rng.Int64N(6 * 3_600_000))
	morning := 3*time.Hour + 10*time.Minute
	since := 8*time.Hour + 30*time.Minute + ms*time.Millisecond
	if ms*time.Millisecond > morning {
		since += 2*time.Hour + 50*time.Minute
	}
	return w.window.days[i].Start().Add(since)
}
