package demo

import (
	"slices"
	"time"

	"github.com/quanjiuye/backend/service"
)

// provers are the sites whose staff photograph contracts: their stable placements
// count twice in the verified column too. Market is not among them: its figures are
// marketYear's.
var provers = []string{"demo-350502-1", "demo-350526-2", "demo-350581-2", "demo-350582-1"}

// Files per site: enough to leaf through, few enough for a quick first start.
const (
	mostContracts = 5
	mostScenes    = 3
)

// photographed are the activities that somebody takes a picture of.
var photographed = []service.ActivityType{"premises", "facilities", "job_fair", "qr_poster", "skills_training"}

// prove attaches files to what was recorded this year on the spot at Market and the
// provers.
func (w *world) prove() {
	left := map[string]int{}
	for _, id := range provers {
		left[id] = mostContracts
	}
	for i := range w.data.Placements {
		p := &w.data.Placements[i]
		if p.Kind == service.Stable && left[p.SiteID] > 0 && w.shows(p.Trail, p.Month.Year) {
			left[p.SiteID]--
			p.EvidenceIDs = []string{w.show(w.placeOf(p.SiteID), contract, p.Trail)}
		}
	}
	for _, id := range append([]string{Market}, provers...) {
		left[id] = mostScenes
	}
	for i := range w.data.Activities {
		a := &w.data.Activities[i]
		if slices.Contains(photographed, a.Type) && left[a.SiteID] > 0 && w.shows(a.Trail, a.Month.Year) {
			left[a.SiteID]--
			a.EvidenceIDs = []string{w.show(w.placeOf(a.SiteID), scene, a.Trail)}
		}
	}
}

func (w *world) shows(t service.Trail, year int) bool {
	return year == w.today.Year && t.Source == service.FromStaff && t.Status != service.Void
}

// show answers a file of a site that its recorder uploads just before the record.
// When a site has had every picture of the motif, the first one is shown again.
func (w *world) show(p *place, m motif, t service.Trail) string {
	stock := pictures()[m]
	key := p.site.ID + "/" + string(m)
	n := w.shown[key]
	w.shown[key]++
	if sum := stock[n%len(stock)].sum; n >= len(stock) {
		i := slices.IndexFunc(w.data.Evidence, func(e service.Evidence) bool { return e.SiteID == p.site.ID && e.SHA256 == sum })
		return w.data.Evidence[i].ID
	}
	file := stock[n]
	e := service.NewEvidence(file.sum, file.kept)
	e.UploadedBy, e.UploadedAt = t.RecordedBy, t.RecordedAt.Add(-90*time.Second)
	e.ID, e.Rev, e.SiteID, e.County = newID(w.rng, e.UploadedAt), 1, p.site.ID, p.site.County
	w.data.Evidence = append(w.data.Evidence, e)
	return e.ID
}

// WithoutFiles is the data for where no file can be kept: no evidence, and no
// honour that was confirmed on the strength of any.
func (d Data) WithoutFiles() Data {
	d.Evidence = nil
	d.Placements, d.Activities, d.Honours = slices.Clone(d.Placements), slices.Clone(d.Activities), slices.Clone(d.Honours)
	for i := range d.Placements {
		d.Placements[i].EvidenceIDs = nil
	}
	for i := range d.Activities {
		d.Activities[i].EvidenceIDs = nil
	}
	for i := range d.Honours {
		h := &d.Honours[i]
		h.EvidenceIDs, h.Status, h.ConfirmedBy, h.ConfirmedAt = nil, service.Recorded, "", time.Time{}
	}
	return d
}
