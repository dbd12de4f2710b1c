package demo

import (
	"github.com/quanjiuye/backend/service"
)

// proofs are what paper ledgers say of a stable job.
var proofs = []string{"劳动合同(12个月)", "劳动合同(24个月)", "劳动合同(6个月)", "劳动合同(36个月)", "社会保险(6个月)"}

func (w *world) place(e event) {
	i := w.seeker(e)
	at := w.employer(e, i)
	day := w.window.days[e.day]
	p := service.Placement{
		ID: newID(w.rng, e.at), Rev: 1, SiteID: e.place.site.ID, County: e.place.site.County,
		Month: day.In(), PersonID: w.data.People[i].ID, EnterpriseID: at.id,
		Kind: service.Casual, StartedOn: day, Title: often(w.rng, at.works),
		Trail: w.trail(e),
	}
	if e.stable {
		p.Kind = service.Stable
		if !e.unproven {
			p.Proof = often(w.rng, proofs)
		}
		w.crowd.steady[i] = e.status != service.Void
	}
	w.crowd.done[w.turn(e, i)] = true
	w.data.Placements = append(w.data.Placements, p)
}

// employer is one at whom this person did not start that day already; a few
// employers of the county take on most people.
func (w *world) employer(e event, person int) employer {
	for {
		at := often(w.rng, w.trades[e.place.site.County])
		if e.hirer != nil {
			at = *e.hirer
		}
		key := start{person, at.id, e.day}
		if !w.crowd.started[key] {
			w.crowd.started[key] = true
			return at
		}
	}
}
