package demo

import (
	"github.com/quanjiuye/backend/service"
)

// statuses are what seekers say of their employment, the most common first.
var statuses = []string{"灵活就业", "失业", "农村劳动力", "待业", "在职", "高校毕业生", "其他"}

func (w *world) register(e event) {
	i := w.registrant(e)
	day := w.window.days[e.day]
	r := service.Registration{
		ID: newID(w.rng, e.at), Rev: 1, SiteID: e.place.site.ID, County: e.place.site.County,
		Month: day.In(), PersonID: w.data.People[i].ID, RegisteredOn: day,
		EmploymentStatus: often(w.rng, statuses),
		Intent:           service.Intent{Area: service.Counties[e.place.site.County]},
		ConsentVersion:   consent,
	}
	switch e.source {
	case service.FromScan:
		r.AccountID = w.self(i, e.at)
		e.by = r.AccountID
	case service.FromImport:
		r.ConsentVersion = "" // it is on the paper form
	}
	w.ask(&r)
	r.Trail = w.trail(e)
	w.crowd.done[w.turn(e, i)] = true
	w.data.Registrations = append(w.data.Registrations, r)
}

// registrant is the person registered; the tour's seeker is nobody else's
// acquaintance.
func (w *world) registrant(e event) int {
	if !e.self {
		return w.seeker(e)
	}
	i := w.addPerson(seekerName, true, e.at)
	w.data.People[i].AccountID = SeekerLogin
	return i
}

// ask fills in the work looked for, where somebody asked: one form in a dozen
// lacks something.
func (w *world) ask(r *service.Registration) {
	if w.chance(0.04) {
		r.EmploymentStatus = ""
	}
	if w.chance(0.95) {
		works := one(w.rng, w.trades[r.County]).works
		r.Intent.Occupations = []string{works[0]}
		if w.chance(0.4) {
			r.Intent.Occupations = append(r.Intent.Occupations, one(w.rng, works[1:]))
		}
	}
	r.Complete = r.EmploymentStatus != "" && len(r.Intent.Occupations) > 0 // a phone everybody has
}
