package service_test

import (
	"testing"

	"github.com/quanjiuye/backend/service"
)

// A result that was noted wrongly is put right for a reason: the one before is kept, and
// what it did to the record is taken back.
func TestAResultIsCorrected(t *testing.T) {
	onEachEngine(t, func(t *testing.T, w *world) {
		tm := w.team()
		v := w.sampled(tm, 3, 3)
		id := func(i int) string { return v.Drawn[i].RecordID }
		keep := func(i int, r service.CallResult, note string) {
			t.Helper()
			_, err := w.KeepResult(t.Context(), w.city, v.ID, service.ResultInput{RecordID: id(i), Result: r, Note: note})
			check(t, err)
		}
		correct := func(i int, r service.CallResult) service.SampleView {
			t.Helper()
			got, err := w.CorrectResult(t.Context(), w.city, v.ID, service.ResultInput{RecordID: id(i), Result: r, Note: "结果点错了"})
			check(t, err)
			return got
		}
		is := func(what string, v service.SampleView, i int, status service.Status, outcome service.CallOutcome, earlier int) {
			t.Helper()
			if d, r := v.Drawn[i], v.Records[i].Registration; r.Status != status || d.Outcome != outcome || len(d.Earlier) != earlier {
				t.Errorf("%s: %s, %+v", what, r.Status, d)
			}
		}
		_, err := w.CorrectResult(t.Context(), w.city, v.ID, service.ResultInput{RecordID: id(0), Result: service.FoundTrue, Note: "结果点错了"})
		refused(t, err, "no_result")

		keep(0, service.FoundTrue, "")
		is("true to false", correct(0, service.FoundFalse), 0, service.Void, service.OutcomeVoided, 1)
		got := correct(0, service.FoundTrue)
		is("and back", got, 0, service.Recorded, service.OutcomeWaits, 2) // whoever restores cannot confirm
		if e := got.Drawn[0].Earlier; e[0].Result != service.FoundTrue || e[1].Result != service.FoundFalse || e[1].Note != "结果点错了" || e[1].By != w.city.Account.ID {
			t.Errorf("kept %+v", e)
		}
		is("again", correct(0, service.FoundTrue), 0, service.Recorded, service.OutcomeWaits, 2)

		keep(1, service.FoundTrue, "")
		is("true to unreachable", correct(1, service.Unreachable), 1, service.Recorded, service.OutcomeWaits, 1)
		keep(1, service.FoundTrue, "") // called again
		w.counts(tm.site, registered(3), registered(1))

		keep(2, service.FoundFalse, "本人称没有登记过")
		_, err = w.RestoreRegistration(t.Context(), w.city, id(2))
		check(t, err)
		_, err = w.VoidRegistration(t.Context(), tm.mate, id(2), "重复登记") // for another reason
		check(t, err)
		is("of what somebody else voided since", correct(2, service.FoundTrue), 2, service.Void, service.OutcomeUnchanged, 1)
		w.rebuildChangesNothing(tm.site)

		for note, r := range map[string]service.CallResult{"": service.FoundFalse, "错": service.FoundFalse, " ": service.FoundTrue} {
			_, err = w.CorrectResult(t.Context(), w.city, v.ID, service.ResultInput{RecordID: id(1), Result: r, Note: note})
			if got := firstField(t, err); got != "body.note note_required" {
				t.Errorf("for %q: %q", note, got)
			}
		}
		_, err = w.CorrectResult(t.Context(), tm.manager, v.ID, service.ResultInput{RecordID: id(1), Result: service.FoundFalse, Note: "结果点错了"})
		refused(t, err, "forbidden")
	})
}

// A correction that broke off between its writes is completed by a repeat.
func TestABrokenCorrectionIsCompleted(t *testing.T) {
	t.Parallel()
	for _, at := range []string{"after UpdateSample 1", "before UpdateRegistration 1", "after UpdateRegistration 1", "before UpdateSample 2", "after UpdateSample 2"} {
		t.Run(at, func(t *testing.T) {
			t.Parallel()
			w, tm := settled(t)
			v := w.draw(tm, service.RegistrationRecord, 1, "")
			in := service.ResultInput{RecordID: v.Drawn[0].RecordID, Result: service.FoundFalse, Note: "号码不对"}
			_, err := w.KeepResult(t.Context(), w.city, v.ID, in)
			check(t, err)
			in.Result, in.Note = service.FoundTrue, "结果点错了"
			w.failAt(at)
			if _, err := w.CorrectResult(t.Context(), w.city, v.ID, in); err == nil {
				t.Fatal("nothing failed")
			}
			w.failAt("")
			got, err := w.CorrectResult(t.Context(), w.city, v.ID, in)
			check(t, err)
			if d := got.Drawn[0]; got.Records[0].Registration.Status != service.Recorded || d.Outcome != service.OutcomeWaits || len(d.Earlier) != 1 {
				t.Errorf("completed: %+v, %+v", d, got.Records[0].Registration.Trail)
			}
			w.sweep()
			w.counts(tm.site, registered(1), none)
		})
	}
}
