package service_test

import (
	"fmt"
	"testing"

	"github.com/quanjiuye/backend/service"
)

func TestRecordsFollowTheCalls(t *testing.T) {
	onEachEngine(t, func(t *testing.T, w *world) {
		tm := w.team()
		v := w.sampled(tm, 4, 4)
		keep := func(i int, r service.CallResult, note string) service.SampleView {
			t.Helper()
			got, err := w.KeepResult(t.Context(), w.city, v.ID, service.ResultInput{RecordID: v.Drawn[i].RecordID, Result: r, Note: note})
			check(t, err)
			return got
		}
		keep(0, service.FoundTrue, "")
		keep(1, service.FoundFalse, "本人称从未到过该站点")
		keep(2, service.Unreachable, "无人接听")
		got := keep(2, service.FoundTrue, "")
		if sum := got.Summary(); sum != (service.CallSummary{Drawn: 4, Checked: 3, True: 2, False: 1, Open: 1}) {
			t.Errorf("summary %+v", sum)
		}
		for i, want := range []struct {
			status  service.Status
			outcome service.CallOutcome
		}{{service.Confirmed, service.OutcomeConfirmed}, {service.Void, service.OutcomeVoided}, {service.Confirmed, service.OutcomeConfirmed}, {service.Recorded, ""}} {
			if got.Records[i].Registration.Status != want.status || got.Drawn[i].Outcome != want.outcome {
				t.Errorf("%d: %s, %q", i, got.Records[i].Registration.Status, got.Drawn[i].Outcome)
			}
		}
		if r := got.Records[1].Registration; r.VoidReason != "抽样回访不属实：本人称从未到过该站点" || r.VoidedBy != w.city.Account.ID {
			t.Errorf("voided: %+v", r.Trail)
		}
		w.counts(tm.site, registered(3), registered(2))
		for _, r := range []service.CallResult{service.FoundFalse, service.Unreachable} {
			_, err := w.KeepResult(t.Context(), w.city, v.ID, service.ResultInput{RecordID: v.Drawn[0].RecordID, Result: r, Note: "改口了"})
			refused(t, err, "result_stands")
		}
		_, err := w.KeepResult(t.Context(), w.city, v.ID, service.ResultInput{RecordID: "not drawn", Result: service.FoundTrue})
		refused(t, err, "not_found")
		_, err = w.KeepResult(t.Context(), w.city, v.ID, service.ResultInput{RecordID: v.Drawn[3].RecordID, Result: service.FoundFalse})
		if got := firstField(t, err); got != "body.note note_required" {
			t.Errorf("false without a reason: %q", got)
		}
		w.rebuildChangesNothing(tm.site)
	})
}

// Restored after the call, a record stays so: the sample has said its word.
func TestARepeatChangesNothingAnyMore(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	v := w.draw(tm, service.RegistrationRecord, 1, "")
	in := service.ResultInput{RecordID: v.Drawn[0].RecordID, Result: service.FoundFalse, Note: "号码不对"}
	_, err := w.KeepResult(t.Context(), w.city, v.ID, in)
	check(t, err)
	_, err = w.RestoreRegistration(t.Context(), tm.manager, in.RecordID)
	check(t, err)
	got, err := w.KeepResult(t.Context(), w.city, v.ID, in)
	check(t, err)
	if got.Records[0].Registration.Status != service.Recorded || got.Drawn[0].Outcome != service.OutcomeVoided {
		t.Errorf("after a repeat: %+v", got.Records[0].Registration)
	}
}

// Whoever wrote the record himself may find it true, but that is no confirmation.
func TestFoundTrueByItsOwnAuthor(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	v := w.draw(tm, service.RegistrationRecord, 1, "")
	id := v.Drawn[0].RecordID
	_, err := w.VoidRegistration(t.Context(), tm.mate, id, "录入有误")
	check(t, err)
	_, err = w.RestoreRegistration(t.Context(), w.city, id)
	check(t, err)
	got, err := w.KeepResult(t.Context(), w.city, v.ID, service.ResultInput{RecordID: id, Result: service.FoundTrue})
	check(t, err)
	if got.Records[0].Registration.Status != service.Recorded || got.Drawn[0].Outcome != service.OutcomeUnchanged || got.Drawn[0].Result != service.FoundTrue {
		t.Errorf("got %+v, %+v", got.Drawn[0], got.Records[0].Registration.Trail)
	}
}

// The process dies, or an engine fails, between any two of the three writes: the
// same result sent again completes it, and is counted once.
func TestABrokenResultIsCompletedByARepeat(t *testing.T) {
	t.Parallel()
	for _, result := range []service.CallResult{service.FoundTrue, service.FoundFalse} {
		for _, at := range []string{"after UpdateSample 1", "before UpdateRegistration 1", "after UpdateRegistration 1", "before UpdateSample 2", "after UpdateSample 2"} {
			t.Run(string(result)+" "+at, func(t *testing.T) {
				t.Parallel()
				w, tm := settled(t)
				v := w.draw(tm, service.RegistrationRecord, 1, "")
				in := service.ResultInput{RecordID: v.Drawn[0].RecordID, Result: result, Note: "回访"}
				w.failAt(at)
				if _, err := w.KeepResult(t.Context(), w.city, v.ID, in); err == nil {
					t.Fatal("nothing failed")
				}
				w.failAt("")
				other := in
				other.Result = map[service.CallResult]service.CallResult{service.FoundTrue: service.FoundFalse, service.FoundFalse: service.FoundTrue}[result]
				_, err := w.KeepResult(t.Context(), w.city, v.ID, other)
				refused(t, err, "result_stands")
				got, err := w.KeepResult(t.Context(), w.city, v.ID, in)
				check(t, err)
				want, outcome := service.Confirmed, service.OutcomeConfirmed
				recorded, verified := registered(1), registered(1)
				if result == service.FoundFalse {
					want, outcome, recorded, verified = service.Void, service.OutcomeVoided, none, none
				}
				if got.Records[0].Registration.Status != want || got.Drawn[0].Outcome != outcome {
					t.Errorf("completed: %+v, %+v", got.Drawn[0], got.Records[0].Registration.Trail)
				}
				w.sweep()
				w.counts(tm.site, recorded, verified)
				w.rebuildChangesNothing(tm.site)
			})
		}
	}
}

// failAt makes the store fail at the nth call of an operation; "" takes it back.
func (w *world) failAt(at string) {
	for _, op := range []string{"UpdateSample", "UpdateRegistration"} {
		w.store.before(op, nil)
		w.store.after(op, nil)
	}
	if at == "" {
		return
	}
	var when, op string
	var n, calls int
	if _, err := fmt.Sscan(at, &when, &op, &n); err != nil {
		w.Fatal(err)
	}
	w.store.hook(when+" "+op, func() error {
		if calls++; calls == n {
			return errStore
		}
		return nil
	})
}
