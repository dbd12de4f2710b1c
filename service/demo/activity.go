package demo

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// keepDiaries fills the service ledgers of all sites. What a site does at all
// differs from site to site, so that each lacks something else.
func (w *world) keepDiaries() {
	for _, p := range w.places {
		for _, d := range doings {
			if w.does(p, d) {
				w.fallDue(p, d)
			}
		}
		w.report(p)
		if p.site.ID == Market || w.chance(0.7) {
			w.defendRights(p)
		}
	}
	slices.SortStableFunc(w.data.Activities, func(a, b service.Activity) int { return a.RecordedAt.Compare(b.RecordedAt) })
}

// does tells whether a site ever does something. Markets do most of it, and Market
// all but the rarest.
func (w *world) does(p *place, d doing) bool {
	share := d.share
	if p.site.Kind == rubric.Market {
		share = 1 - (1-share)/2
	}
	done := w.chance(share)
	if p.site.ID == Market {
		return d.share > rarest
	}
	return done
}

// fallDue has the site do it now and then while it is open, and at least once.
func (w *world) fallDue(p *place, d doing) {
	from, to := w.window.index(p.site.OpenedOn), w.window.today()
	if from >= to {
		return
	}
	for range max(1, int(math.Round(d.yearly*w.window.share(from, to)))) {
		w.enterDiary(p, d, w.window.draw(w.rng, from, to))
	}
}

// report sends the month's figures in its last days. Now and then somebody forgets.
func (w *world) report(p *place) {
	forget := 0.06
	if p.habit == lax || p.habit == slack {
		forget = 0.35
	}
	for m := w.window.days[0].In(); !m.After(w.today.In()); m = m.Add(1) {
		first := m.LastDay().AddDays(-5)
		from, to := w.window.index(first), min(w.window.index(m.LastDay())+1, w.window.today())
		if w.chance(forget) || first.Before(p.site.OpenedOn) || from >= to {
			continue
		}
		w.enterDiary(p, reporting, w.window.draw(w.rng, from, to))
	}
}

// defendRights takes a complaint from its receipt to its close, unless that is
// still to come.
func (w *world) defendRights(p *place) {
	from, to := w.window.index(p.site.OpenedOn), w.window.today()
	for range 1 + w.rng.IntN(4) {
		if from >= to {
			return
		}
		day := w.window.draw(w.rng, from, to)
		for _, step := range rights {
			if day >= to {
				break
			}
			w.enterDiary(p, step, day)
			day += 1 + w.rng.IntN(9)
		}
	}
}

// enterDiary makes an entry about a day, written on it or on the next.
func (w *world) enterDiary(p *place, d doing, day int) {
	e := event{place: p, day: day, entered: day, source: service.FromStaff, status: service.Recorded}
	if w.missing(e) {
		return
	}
	if day+1 < w.window.today() && w.chance(0.15) {
		e.entered++
	}
	e.at = w.during(e.entered)
	e = w.vouch(e)
	on := w.window.days[day]
	a := service.Activity{
		ID: newID(w.rng, e.at), Rev: 1, SiteID: p.site.ID, County: p.site.County, Month: on.In(),
		Type: d.kind, HeldOn: on, Place: w.where(p, d), Note: one(w.rng, d.notes), Trail: w.trail(e),
	}
	a.ClientID = a.ID
	if d.kind == service.MonthlyReport {
		a.Note = fmt.Sprintf(a.Note, int(on.Month))
	}
	if d.most > 0 {
		a.Participants = d.least + w.rng.IntN(d.most-d.least+1)
	}
	w.data.Activities = append(w.data.Activities, a)
}

func (w *world) where(p *place, d doing) string {
	if len(d.places) == 0 {
		return p.site.Name
	}
	return service.Counties[p.site.County] + p.town + one(w.rng, d.places)
}

// clock is a moment of a day in opening hours, for days that may lie before the
// window.
func (w *world) clock(d calendar.Date) time.Time {
	return d.Start().Add(9*time.Hour + time.Duration(w.rng.IntN(2*3600))*time.Second)
}
