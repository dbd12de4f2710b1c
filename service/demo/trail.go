package demo

import (
	"fmt"

	"github.com/quanjiuye/backend/service"
)

var (
	registrationMistakes = []string{"重复登记，以另一条为准", "本人信息录入有误，已重新登记", "联系电话无法核实"}
	placementMistakes    = []string{"求职者本人放弃上岗", "回访单位，反馈未到岗", "上岗日期录入有误，已重新登记"}
)

// trail is the record's history as the event says, with the people in it.
func (w *world) trail(e event) service.Trail {
	t := service.Trail{Status: e.status, Source: e.source, RecordedBy: e.by, RecordedAt: e.at, Example: true}
	if t.RecordedBy == "" {
		t.RecordedBy = w.recorder(e)
	}
	if e.source == service.FromImport {
		t.ImportRef = w.importRef(e)
	}
	switch e.status {
	case service.Confirmed:
		t.ConfirmedBy, t.ConfirmedAt = w.colleague(e.place, t.RecordedBy), e.settled
	case service.Void:
		t.VoidedBy, t.VoidedAt = w.colleague(e.place, t.RecordedBy), e.settled
		t.VoidReason = one(w.rng, registrationMistakes)
		if e.referral {
			t.VoidReason = one(w.rng, placementMistakes)
		}
	}
	return t
}

// recorder is somebody at the site; the manager brings in the ledgers and leaves
// most of the rest to the others.
func (w *world) recorder(e event) string {
	m := e.place.members
	if e.source == service.FromImport || len(m) == 1 || w.chance(0.1) {
		return m[0]
	}
	return one(w.rng, m[1:])
}

// colleague is somebody at the site, or now and then the county's supervisor,
// but never the recorder.
func (w *world) colleague(p *place, recorder string) string {
	if len(p.members) == 1 && recorder == p.members[0] || w.chance(0.15) {
		return p.county
	}
	for {
		if m := one(w.rng, p.members); m != recorder {
			return m
		}
	}
}

// importRef names the week's import and the row of its sheet.
func (w *world) importRef(e event) string {
	sheet := "r"
	if e.referral {
		sheet = "p"
	}
	job := fmt.Sprintf("example-import-%s-%s:%s", e.place.site.ID, w.window.days[e.entered], sheet)
	w.imports[job]++
	return fmt.Sprintf("%s%d", job, w.imports[job]+1) // row 1 has the headings
}
