package demo

import (
	"time"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/flag"
)

// Plant is a site's month in which something was invented twice over: by this
// package, and, so the story goes, by somebody at the site.
type Plant struct {
	SiteID string
	Month  calendar.Month
	Flags  []flag.Code // that a supervisor finds there, and no others
}

// plants is which site makes up what. None is Market.
var plants = []struct {
	site  string
	flags []flag.Code
	forge func(*world, *place, calendar.Month)
}{
	{"demo-350503-2", []flag.Code{flag.OneEmployer, flag.StableUnproven}, (*world).cousinsFirm},
	{"demo-350525-2", []flag.Code{flag.BurstMonth}, (*world).burst},
	{"demo-350581-3", []flag.Code{flag.OddHours, flag.OneRecorder}, (*world).nightShift},
	{"demo-350583-2", []flag.Code{flag.SharedPhone}, (*world).clerksPhone},
}

// Planted tells what the data of a day has planted. All other sites and months are
// honest.
func Planted(today calendar.Date) []Plant {
	list := make([]Plant, len(plants))
	for i, p := range plants {
		list[i] = Plant{p.site, plantedIn(today, p.flags), p.flags}
	}
	return list
}

// plantedIn is this month once half of it is over, else the last one. A burst needs
// four other months of its year to stand out among.
func plantedIn(today calendar.Date, flags []flag.Code) calendar.Month {
	m := today.In()
	if today.Day <= 15 {
		m = m.Add(-1)
	}
	if flags[0] == flag.BurstMonth && m.Year == today.Year && today.Month < time.May {
		return calendar.Month{Year: today.Year - 1, Month: time.December}
	}
	return m
}

func (w *world) plant() {
	for _, p := range plants {
		p.forge(w, w.placeOf(p.site), plantedIn(w.today, p.flags))
	}
}
