package rubric

import (
	"slices"

	"github.com/quanjiuye/backend/service/calendar"
)

// Level is how high an honour or a press report ranks.
type Level string

// The levels, lowest first. "municipal" is read as City.
const (
	County     Level = "county"
	City       Level = "city"
	Provincial Level = "provincial"
	National   Level = "national"
)

// ranks are the levels with their points and Chinese names, lowest first.
var ranks = [...]struct {
	level  Level
	points int
	name   string
}{
	{County, 2, "县级"},
	{City, 3, "市级"},
	{Provincial, 5, "省级"},
	{National, 10, "国家级"},
}

// ParseLevel reads a level in any accepted spelling; ok is false for others.
func ParseLevel(s string) (l Level, ok bool) {
	if s == "municipal" {
		return City, true
	}
	return Level(s), Level(s).rank() >= 0
}

// rank is the level's place in ranks, -1 when there is none.
func (l Level) rank() int {
	if l == "municipal" {
		l = City
	}
	for i, r := range ranks {
		if r.level == l {
			return i
		}
	}
	return -1
}

// Honour is an honour or a press report (荣誉、宣传报道) of a site. One of an
// unknown level or without a date never counts.
type Honour struct {
	Level     Level
	Date      calendar.Date // the day of the award or of publication
	Confirmed bool          // by a supervisor; others count only with Facts.CountPending
}

// window is the days within which an honour counts.
type window struct {
	years    int
	known    calendar.Date // awards after this day are not yet made
	assessed calendar.Date // the last day of validity must not precede this one
	pending  bool          // whether an honour counts before it is confirmed
}

// holds reports whether h is within the window, confirmed or not.
func (w window) holds(h Honour) bool {
	return h.Level.rank() >= 0 && !h.Date.IsZero() &&
		!h.Date.After(w.known) && !w.until(h).Before(w.assessed)
}

// until is the last day on which h counts.
func (w window) until(h Honour) calendar.Date { return h.Date.AddYears(w.years) }

// standing is what a list of honours comes to.
type standing struct {
	counted int
	pending int    // within the window, not confirmed; of counted, where those count
	best    Honour // the highest that counts, of equals the one that lasts longest
}

func (w window) stand(list []Honour) standing {
	var s standing
	held := slices.DeleteFunc(slices.Clone(list), func(h Honour) bool { return !w.holds(h) })
	for _, h := range held {
		if !h.Confirmed {
			s.pending++
			if !w.pending {
				continue
			}
		}
		if s.counted == 0 || h.outranks(s.best) {
			s.best = h
		}
		s.counted++
	}
	return s
}

func (h Honour) outranks(o Honour) bool {
	if h.Level.rank() != o.Level.rank() {
		return h.Level.rank() > o.Level.rank()
	}
	return h.Date.After(o.Date)
}

// rank is the place of the best honour in ranks, -1 without one.
func (s standing) rank() int {
	if s.counted == 0 {
		return -1
	}
	return s.best.Level.rank()
}

func rankScore(rank int) Score {
	if rank < 0 {
		return Score{}
	}
	return Points(ranks[rank].points)
}
