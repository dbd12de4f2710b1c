package service_test

import (
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

// What was confirmed or voided is found again, with who, when and why, and is taken back.
func TestWhatWasDecidedIsFoundAndTakenBack(t *testing.T) {
	onEachEngine(t, func(t *testing.T, w *world) {
		tm := w.team()
		july := day(2026, 7, 1).In()
		list := func(status service.Status, limit int, after string) service.Decided {
			t.Helper()
			d, err := w.Decided(t.Context(), w.city, service.DecidedFilter{SiteID: tm.site.ID, Month: july, Status: status, Limit: limit, After: after})
			check(t, err)
			return d
		}
		a, b := w.register(tm.staff, tm.site, w.somebody()), w.register(tm.staff, tm.site, w.somebody())
		act, hon := w.enter(tm.staff, tm.site, "job_fair", day(2026, 7, 2)), w.honoured(tm.site, tm.staff, "city", day(2025, 3, 1))
		refs := []service.RecordRef{{Kind: service.RegistrationRecord, ID: a.ID}, {Kind: service.ActivityRecord, ID: act.ID}, {Kind: service.HonourRecord, ID: hon.ID}}
		for _, ref := range refs {
			w.clock.add(time.Minute)
			check(t, w.ConfirmRecords(t.Context(), w.city, []service.RecordRef{ref})[0].Err)
		}
		_, err := w.VoidRegistration(t.Context(), tm.mate, b.ID, "重复登记")
		check(t, err)
		if d := list(service.Void, 10, ""); len(d.Items) != 1 || d.Items[0].ID != b.ID || d.Items[0].By != tm.mate.Account.ID || d.Items[0].Reason != "重复登记" || !d.Items[0].At.Equal(w.clock.Now()) {
			t.Errorf("void: %+v", d.Items)
		}
		first := list(service.Confirmed, 2, "")
		rest := list(service.Confirmed, 2, first.Next)
		if len(first.Items) != 2 || first.Items[0].ID != hon.ID || first.Items[1].ID != act.ID || len(rest.Items) != 1 || rest.Items[0].ID != a.ID || rest.Next != "" {
			t.Errorf("confirmed: %+v, then %+v", first.Items, rest.Items)
		}
		if v := rest.Items[0].Registration; !v.May.Unconfirm || v.Person.ID != a.PersonID || rest.Items[0].By != w.city.Account.ID {
			t.Errorf("the last: %+v", rest.Items[0])
		}

		_, err = w.Unconfirm(t.Context(), tm.manager, refs[0]) // another's
		refused(t, err, "not_confirmer")
		for _, ref := range refs {
			_, err := w.Unconfirm(t.Context(), w.city, ref)
			check(t, err)
			_, err = w.Unconfirm(t.Context(), w.city, ref) // nothing to do any more
			check(t, err)
		}
		if d := list(service.Confirmed, 10, ""); len(d.Items) != 0 {
			t.Errorf("taken back: %+v", d.Items)
		}
		w.counts(tm.site, registered(1), none)
		_, err = w.ConfirmRegistration(t.Context(), tm.mate, a.ID) // one's own mistake
		check(t, err)
		v, err := w.Unconfirm(t.Context(), tm.mate, refs[0])
		if check(t, err); v.Registration.Status != service.Recorded || v.Registration.ConfirmedBy != "" || v.Registration.May.Unconfirm {
			t.Errorf("one's own: %+v", v.Registration.Trail)
		}
		_, err = w.Unconfirm(t.Context(), w.city, service.RecordRef{Kind: service.RegistrationRecord, ID: b.ID})
		refused(t, err, "record_void")
		_, err = w.Decided(t.Context(), tm.manager, service.DecidedFilter{SiteID: tm.site.ID, Month: july, Status: service.Void, Limit: 10})
		refused(t, err, "forbidden")
		w.rebuildChangesNothing(tm.site)
	})
}

// A closed month keeps its confirmations.
func TestAClosedMonthKeepsItsConfirmations(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	r := w.registerOn(tm.staff, tm.site, day(2026, 6, 10))
	_, err := w.ConfirmRegistration(t.Context(), tm.mate, r.ID)
	check(t, err)
	w.closeMonth(w.hold("boss", service.County, "350503"), june)
	_, err = w.Unconfirm(t.Context(), w.city, service.RecordRef{Kind: service.RegistrationRecord, ID: r.ID})
	refused(t, err, "month_closed")
}
