package service_test

import (
	"testing"

	"github.com/quanjiuye/backend/service"
)

// Only flagged records can be drawn from, and one of them can be called without a draw:
// within the same limits, kept the same way, and there once however often it is chosen.
func TestFlaggedRecordsAreCalled(t *testing.T) {
	onEachEngine(t, func(t *testing.T, w *world) {
		tm := w.team()
		plain := w.register(tm.staff, tm.site, w.somebody())
		in := service.SampleInput{SiteID: tm.site.ID, Month: plain.Month, Kind: service.RegistrationRecord, Among: service.AmongFlagged, Size: 50}
		_, err := w.DrawSample(t.Context(), w.city, in)
		refused(t, err, "nothing_flagged")
		flagged := map[string]bool{}
		for _, p := range w.onePhone(3) {
			flagged[w.register(tm.staff, tm.site, p).ID] = true
		}
		v, err := w.DrawSample(t.Context(), w.city, in)
		check(t, err)
		if v.Population != 3 || len(v.Drawn) != 3 || v.Among != service.AmongFlagged || v.Seed == "" {
			t.Errorf("drawn %+v", v.Sample)
		}
		for _, d := range v.Drawn {
			if !flagged[d.RecordID] {
				t.Errorf("%s has no flag", d.RecordID)
			}
		}

		one := service.SampleInput{SiteID: tm.site.ID, Month: plain.Month, Kind: service.RegistrationRecord, Among: service.AmongChosen, Size: 1, Chosen: plain.ID}
		_, err = w.DrawSample(t.Context(), w.city, one)
		refused(t, err, "not_flagged")
		one.Chosen = v.Drawn[0].RecordID
		_, err = w.DrawSample(t.Context(), tm.manager, one)
		refused(t, err, "forbidden")
		chosen, err := w.DrawSample(t.Context(), w.city, one)
		check(t, err)
		if chosen.Among != service.AmongChosen || chosen.Seed != "" || len(chosen.Drawn) != 1 || chosen.Drawn[0].RecordID != one.Chosen {
			t.Errorf("chosen %+v", chosen.Sample)
		}
		phone, err := w.RevealPhone(t.Context(), w.city, chosen.ID, one.Chosen, "核实异常提示")
		if err != nil || phone != "13900000000" {
			t.Errorf("shown %q, %v", phone, err)
		}
		_, err = w.KeepResult(t.Context(), w.city, chosen.ID, service.ResultInput{RecordID: one.Chosen, Result: service.FoundTrue})
		check(t, err)
		again, err := w.DrawSample(t.Context(), w.city, one) // no new look at the number by choosing once more
		check(t, err)
		if again.ID != chosen.ID || again.Drawn[0].Result != service.FoundTrue || len(again.Drawn[0].Reveals) != 1 {
			t.Errorf("chosen again: %+v", again.Sample)
		}
		_, err = w.RevealPhone(t.Context(), w.city, again.ID, one.Chosen, "核实异常提示")
		refused(t, err, "already_checked")
	})
}
