package service_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/flag"
)

func (w *world) queue(a service.Actor, f service.QueueFilter) []service.QueueRow {
	w.Helper()
	q, err := w.Queue(w.Context(), a, f)
	rows := q.Rows
	check(w, err)
	return rows
}

func codesOf(flags []flag.Flag) []flag.Code {
	var codes []flag.Code
	for _, f := range flags {
		codes = append(codes, f.Code)
	}
	return codes
}

// onePhone are n people who can be reached under one number only.
func (w *world) onePhone(n int) (people []service.PersonInput) {
	for range n {
		p := w.somebody()
		p.Phone = "13900000000"
		people = append(people, p)
	}
	return people
}

func TestExceptionsComeFirst(t *testing.T) {
	onEachEngine(t, func(t *testing.T, w *world) {
		busy, denied, shared, idle := w.team(), w.team(station), w.team(), w.team(inCounty("350504"))
		for range 5 {
			w.register(busy.staff, busy.site, w.somebody())
		}
		w.enter(busy.staff, busy.site, "job_fair", calendar.Date{})
		seeker, p := w.hire(denied, "seeker")
		_, err := w.DenyMyPlacement(t.Context(), seeker, p.ID, "")
		check(t, err)
		for _, in := range w.onePhone(3) {
			w.register(shared.staff, shared.site, in)
		}
		rows := w.queue(w.city, service.QueueFilter{})
		var order []string
		for _, r := range rows {
			order = append(order, r.Site.ID)
		}
		if want := []string{denied.site.ID, shared.site.ID, busy.site.ID, idle.site.ID}; !slices.Equal(order, want) {
			t.Errorf("got %q, want %q", order, want)
		}
		if got := codesOf(rows[0].Flags); !slices.Equal(got, []flag.Code{flag.SeekerDenied}) {
			t.Errorf("denied: %q", got)
		}
		if r := rows[2]; r.Waits != (service.Waiting{Registrations: 5, Activities: 1}) || !r.Oldest.Equal(noon) || !r.Newest.Equal(noon) || r.Flags != nil {
			t.Errorf("busy: %+v", r)
		}
		if r := rows[3]; r.Waits.All() != 0 || !r.Oldest.IsZero() {
			t.Errorf("idle: %+v", r)
		}
		for _, row := range []struct {
			who    service.Actor
			filter service.QueueFilter
			want   int
		}{
			{w.hold("fengze", service.County, "350503"), service.QueueFilter{}, 3},
			{w.hold("fengze", service.County, "350503"), service.QueueFilter{County: "350504"}, 0},
			{w.city, service.QueueFilter{County: "350504"}, 1},
			{w.city, service.QueueFilter{Kind: "station"}, 1},
		} {
			if got := len(w.queue(row.who, row.filter)); got != row.want {
				t.Errorf("%+v: %d rows, want %d", row.filter, got, row.want)
			}
		}
		if r := w.queue(w.city, service.QueueFilter{Month: day(2026, 6, 1).In()})[0]; r.Waits.All() != 0 || len(r.Flags) != 0 {
			t.Errorf("a month before: %+v", r)
		}
	})
}

func TestWhoSeesNoQueue(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	for _, a := range []service.Actor{tm.staff, tm.manager, w.login("seeker").Actor, w.hold("admin", service.Admin, service.All)} {
		_, err := w.Queue(t.Context(), a, service.QueueFilter{})
		refused(t, err, "forbidden")
	}
	for m, want := range map[calendar.Month]string{
		{Year: 2026, Month: 8}: "query.month month_future", {Year: 2024, Month: 12}: "query.month month_too_old", {Year: 2025, Month: 1}: "",
	} {
		_, err := w.Queue(t.Context(), w.city, service.QueueFilter{Month: m})
		if want == "" {
			check(t, err)
		} else if got := firstField(t, err); got != want {
			t.Errorf("%s: %q, want %q", m, got, want)
		}
	}
}

// A flag is there until somebody has looked at each record that it is about.
func TestAFlagIsSettledByLooking(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	var ids []string
	for _, in := range w.onePhone(4) {
		ids = append(ids, w.register(tm.staff, tm.site, in).ID)
	}
	_, err := w.VoidRegistration(t.Context(), tm.mate, ids[0], "联系电话无法核实")
	check(t, err)
	for _, id := range ids[1:] {
		rows := w.queue(w.city, service.QueueFilter{})
		if got := codesOf(rows[0].Flags); !slices.Equal(got, []flag.Code{flag.SharedPhone}) || len(rows[0].Flags[0].Records) != 3 {
			t.Fatalf("flags %+v", rows[0].Flags)
		}
		_, err := w.ConfirmRegistration(t.Context(), w.city, id)
		check(t, err)
	}
	if rows := w.queue(w.city, service.QueueFilter{}); len(rows[0].Flags) != 0 || rows[0].Waits.All() != 1 {
		t.Errorf("after a look at all: %+v", rows[0])
	}
}

// The other months come from the counters, members from the roles.
func TestABurstIsSeenAgainstTheYear(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	for range 20 {
		w.register(tm.staff, tm.site, w.somebody())
	}
	if got := codesOf(w.queue(w.city, service.QueueFilter{})[0].Flags); !slices.Equal(got, []flag.Code{flag.BurstMonth, flag.OneRecorder}) {
		t.Errorf("flags %q", got)
	}
	for m := time.January; m <= time.June; m++ { // a ledger comes in: five were usual
		var rows []service.LedgerRow
		for i := range 5 {
			in := registration(tm.site, w.somebody())
			in.RegisteredOn = day(2026, m, 3+i)
			rows = append(rows, service.LedgerRow{Row: i + 2, Registration: &in})
		}
		_, err := w.ImportLedger(t.Context(), tm.manager, tm.site.ID, m.String(), rows, nil)
		check(t, err)
	}
	if got := codesOf(w.queue(w.city, service.QueueFilter{})[0].Flags); !slices.Equal(got, []flag.Code{flag.OneRecorder}) {
		t.Errorf("flags with a year behind: %q", got)
	}
	if got := w.queue(w.city, service.QueueFilter{Month: day(2026, 3, 1).In()})[0]; got.Waits.Registrations != 5 || len(got.Flags) != 0 {
		t.Errorf("an imported month: %+v", got)
	}
}

func TestASitesListIsCompleteAndInOrder(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	flagged := map[string]bool{}
	for range 4 {
		w.register(tm.staff, tm.site, w.somebody())
		w.enter(tm.staff, tm.site, "policy_advice", calendar.Date{})
	}
	for _, in := range w.onePhone(3) {
		r := w.register(tm.staff, tm.site, in)
		flagged[r.ID], flagged[w.place(tm.staff, tm.site, r.PersonID, "甲公司").ID] = true, true
	}
	confirmed := w.register(tm.staff, tm.site, w.somebody())
	_, err := w.ConfirmRegistration(t.Context(), tm.mate, confirmed.ID)
	check(t, err)

	seen, order := map[string]bool{}, ""
	for after := ""; ; {
		l, err := w.Checklist(t.Context(), w.city, tm.site.ID, calendar.Month{}, 4, after)
		check(t, err)
		if l.Waits != (service.Waiting{Registrations: 8, Placements: 3, Activities: 4}) || l.Month != day(2026, 7, 1).In() {
			t.Fatalf("row %+v", l.QueueRow)
		}
		for _, item := range l.Items {
			if seen[item.ID] || item.ID == confirmed.ID || (len(item.Flags) == 1) != flagged[item.ID] {
				t.Errorf("item %+v, seen %v", item, seen[item.ID])
			}
			seen[item.ID] = true
			order += fmt.Sprint(len(item.Flags))
			if v := item.Placement; v != nil && (v.Person.ID != v.PersonID || v.Enterprise.Name != "甲公司" || !v.May.Confirm) {
				t.Errorf("placement %+v", v)
			}
			if v := item.Registration; v != nil && (v.Person.ID != v.PersonID || !v.May.Confirm) {
				t.Errorf("registration %+v", v)
			}
		}
		if after = l.Next; after == "" {
			break
		}
	}
	if len(seen) != 15 || order != strings.Repeat("1", 6)+strings.Repeat("0", 9) {
		t.Errorf("%d items, flags %s", len(seen), order)
	}
}

// Many are confirmed with one count of each month, and each is answered for.
func TestManyAreConfirmedAtOnce(t *testing.T) {
	onEachEngine(t, func(t *testing.T, w *world) {
		tm, other := w.team(), w.team(inCounty("350504"))
		var refs []service.RecordRef
		add := func(kind service.RecordKind, id string) { refs = append(refs, service.RecordRef{Kind: kind, ID: id}) }
		for range 20 {
			r := w.register(tm.staff, tm.site, w.somebody())
			add(service.RegistrationRecord, r.ID)
			add(service.PlacementRecord, w.place(tm.staff, tm.site, r.PersonID, "甲公司").ID)
		}
		add(service.ActivityRecord, w.enter(tm.staff, tm.site, "job_fair", calendar.Date{}).ID)
		good := len(refs)
		void := w.register(tm.staff, tm.site, w.somebody())
		_, err := w.VoidRegistration(t.Context(), tm.staff, void.ID, "录入有误")
		check(t, err)
		add(service.RegistrationRecord, void.ID)
		add(service.RegistrationRecord, w.register(other.staff, other.site, w.somebody()).ID)
		add(service.RegistrationRecord, w.register(tm.mate, tm.site, w.somebody()).ID)
		add(service.RegistrationRecord, "missing")
		add("party", refs[0].ID)
		add(service.PlacementRecord, refs[0].ID) // of another kind
		want := []string{"record_void", "not_found", "own_record", "not_found", "not_found", "not_found"}

		w.store.count("MonthFacts")
		got := w.ConfirmRecords(t.Context(), tm.mate, refs)
		if n := w.store.count("MonthFacts"); n != 1 {
			t.Errorf("counted %d times", n)
		}
		for i, c := range got {
			if c.RecordRef != refs[i] {
				t.Fatalf("%d answers for %+v", i, c.RecordRef)
			}
			if i < good {
				check(t, c.Err)
			} else if code := code(t, c.Err); code != want[i-good] {
				t.Errorf("%+v: %q, want %q", c.RecordRef, code, want[i-good])
			}
		}
		if v := got[0].Registration; v.Status != service.Confirmed || v.ConfirmedBy != tm.mate.Account.ID || v.May.Confirm {
			t.Errorf("confirmed: %+v", v)
		}
		w.counts(tm.site, service.Tallied{Registered: 21, Complete: 21, Casual: 20}, service.Tallied{Registered: 20, Complete: 20, Casual: 20})
		if marks := w.dirty(); len(marks) != 0 {
			t.Errorf("marks left: %v", marks)
		}
		for i, c := range w.ConfirmRecords(t.Context(), tm.mate, refs[:good]) {
			if c.Err != nil {
				t.Errorf("again, %d: %v", i, c.Err)
			}
		}
		w.rebuildChangesNothing(tm.site)
	})
}

// A record whose write fails keeps its mark, and the others are counted.
func TestAFaultAmongManyIsCountedBySweep(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	var refs []service.RecordRef
	for range 3 {
		refs = append(refs, service.RecordRef{Kind: service.RegistrationRecord, ID: w.register(tm.staff, tm.site, w.somebody()).ID})
	}
	n := 0
	w.store.after("UpdateRegistration", func() error { // the second was written, and its answer lost
		if n++; n == 2 {
			return errStore
		}
		return nil
	})
	got := w.ConfirmRecords(t.Context(), tm.mate, refs)
	w.store.after("UpdateRegistration", nil)
	if got[0].Err != nil || got[1].Err == nil || got[2].Err != nil {
		t.Errorf("answers %v, %v, %v", got[0].Err, got[1].Err, got[2].Err)
	}
	if len(w.dirty()) == 0 {
		t.Error("the lost answer left no mark")
	}
	w.sweep()
	w.counts(tm.site, registered(4), registered(3))
	w.rebuildChangesNothing(tm.site)
}
