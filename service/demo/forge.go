package demo

import (
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// forged is an invented record to come, on a day of the month, which nobody has
// confirmed.
func (w *world) forged(p *place, m calendar.Month) event {
	from, to := w.window.index(m.FirstDay()), min(w.window.index(m.LastDay())+1, w.window.today())
	day := w.window.draw(w.rng, from, to)
	e := event{place: p, day: day, entered: day, source: service.FromStaff, status: service.Recorded}
	e.at = w.during(day)
	return e
}

// stranger is somebody whom nobody at any site has met or will meet.
func (w *world) stranger(e event) *int {
	i := w.newPerson(e.at)
	return &i
}

// cousinsFirm places more people at one employer than were placed anywhere else,
// some into fixed posts without a word of a contract.
func (w *world) cousinsFirm(p *place, m calendar.Month) {
	honest := 0
	for _, r := range w.data.Placements {
		if r.SiteID == p.site.ID && r.Month == m && r.Status != service.Void {
			honest++
		}
	}
	hirers := w.trades[p.site.County]
	for i := range max(12, 2+honest*3/2) {
		e := w.forged(p, m)
		e.referral, e.whom, e.hirer = true, w.stranger(e), &hirers[len(hirers)-1]
		e.stable, e.unproven = i < 3, true
		w.place(e)
	}
}

// burst registers in one month as many as in most of a year.
func (w *world) burst(p *place, m calendar.Month) {
	for range 8*p.registered + 30 {
		e := w.forged(p, m)
		e.whom = w.stranger(e)
		w.register(e)
	}
}

// clerksPhone registers people who can all be reached under one number, and places
// two of them.
func (w *world) clerksPhone(p *place, m calendar.Month) {
	var number string
	for i := range 5 {
		e := w.forged(p, m)
		e.whom = w.stranger(e)
		if person := &w.data.People[*e.whom]; i == 0 {
			number = person.Phone
		} else {
			person.Phone = number
		}
		w.register(e)
		if e.referral = true; i < 2 {
			w.place(e)
		}
	}
}

// nightShift has one member write the whole month, half of it invented late at
// night; the other never looks at any of it.
func (w *world) nightShift(p *place, m calendar.Month) {
	clerk := p.members[1]
	own := func(site string, month calendar.Month, t *service.Trail) {
		if site != p.site.ID || month != m || t.Status == service.Void {
			return
		}
		t.Status, t.ConfirmedBy, t.ConfirmedAt = service.Recorded, "", time.Time{}
		if t.Source == service.FromStaff {
			t.RecordedBy = clerk
		}
	}
	for i := range w.data.Registrations {
		own(w.data.Registrations[i].SiteID, w.data.Registrations[i].Month, &w.data.Registrations[i].Trail)
	}
	for i := range w.data.Placements {
		own(w.data.Placements[i].SiteID, w.data.Placements[i].Month, &w.data.Placements[i].Trail)
	}
	for i := range w.data.Activities {
		own(w.data.Activities[i].SiteID, w.data.Activities[i].Month, &w.data.Activities[i].Trail)
	}
	for range 16 {
		e := w.forged(p, m)
		e.at = w.window.days[e.day].Start().Add(22*time.Hour + time.Duration(w.rng.IntN(90*60))*time.Second)
		e.by, e.whom = clerk, w.stranger(e)
		w.register(e)
		e.referral, e.at = true, e.at.Add(3*time.Minute)
		w.place(e)
	}
}
