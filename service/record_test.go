package service_test

import (
	"context"
	"testing"

	"github.com/quanjiuye/backend/service"
)

// steps of a record, each with who takes it and what comes of it.
type step struct {
	take func(service.Actor) (service.Trail, service.May, error)
	who  service.Actor
	want string // refusal
	then service.Status
}

func TestStepsOfARecord(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	confirm := func(id string) func(service.Actor) (service.Trail, service.May, error) {
		return func(a service.Actor) (service.Trail, service.May, error) {
			v, err := w.ConfirmRegistration(t.Context(), a, id)
			return v.Trail, v.May, err
		}
	}
	void := func(id string) func(service.Actor) (service.Trail, service.May, error) {
		return func(a service.Actor) (service.Trail, service.May, error) {
			v, err := w.VoidRegistration(t.Context(), a, id, "录入有误")
			return v.Trail, v.May, err
		}
	}
	next := func() string { return w.register(tm.staff, tm.site, w.somebody()).ID }
	one, two, three := next(), next(), next()
	for i, s := range []step{
		{confirm(one), tm.staff, "own_record", ""},
		{confirm(one), tm.mate, "", service.Confirmed},
		{confirm(one), tm.mate, "", service.Confirmed}, // a repetition
		{confirm(one), tm.manager, "", service.Confirmed},
		{confirm(one), tm.staff, "own_record", ""},
		{void(one), tm.staff, "", service.Void}, // one's own mistake
		{void(one), tm.manager, "", service.Void},
		{confirm(one), tm.mate, "record_void", ""},
		{void(two), tm.mate, "", service.Void},
		{confirm(two), tm.manager, "record_void", ""},
		{confirm(three), w.city, "", service.Confirmed}, // who records elsewhere or nowhere may vouch
	} {
		trail, may, err := s.take(s.who)
		if got := code(t, err); got != s.want {
			t.Fatalf("step %d: %q, want %q", i+1, got, s.want)
		}
		if err == nil && (trail.Status != s.then || may.Void == (s.then == service.Void) || may.Confirm) {
			t.Fatalf("step %d: %s, may %+v", i+1, trail.Status, may)
		}
	}
	v, err := w.Registration(t.Context(), tm.staff, one)
	check(t, err)
	if v.ConfirmedBy != tm.mate.Account.ID || v.VoidedBy != tm.staff.Account.ID || v.VoidReason != "录入有误" ||
		!v.ConfirmedAt.Equal(w.clock.Now()) || !v.VoidedAt.Equal(w.clock.Now()) {
		t.Fatalf("the first to confirm and to void stay on record: %+v", v.Trail)
	}
	w.counts(tm.site, registered(1), registered(1))
}

func TestVoidingNeedsAReason(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	v := w.register(tm.staff, tm.site, w.somebody())
	p := w.place(tm.staff, tm.site, v.PersonID, "某某公司")
	for _, reason := range []string{"", " ", "错"} {
		_, err := w.VoidRegistration(t.Context(), tm.mate, v.ID, reason)
		refused(t, err, "invalid_input")
		_, err = w.VoidPlacement(t.Context(), tm.mate, p.ID, reason)
		refused(t, err, "invalid_input")
	}
	w.counts(tm.site, service.Tallied{Registered: 1, Complete: 1, Casual: 1}, none)
}

// A voided record that is restored counts again; neither who recorded nor who
// restored it may confirm it.
func TestRestoring(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	v := w.register(tm.staff, tm.site, w.somebody())
	_, err := w.ConfirmRegistration(t.Context(), tm.manager, v.ID)
	check(t, err)
	_, err = w.VoidRegistration(t.Context(), tm.mate, v.ID, "录入有误")
	check(t, err)
	w.counts(tm.site, none, none)
	for range 2 { // a repetition changes nothing
		r, err := w.RestoreRegistration(t.Context(), tm.mate, v.ID)
		if err != nil || r.Status != service.Recorded || r.RecordedBy != tm.staff.Account.ID || r.RestoredBy != tm.mate.Account.ID || r.ConfirmedBy != "" || r.VoidReason != "" {
			t.Fatalf("%+v, %v", r.Trail, err)
		}
	}
	w.counts(tm.site, registered(1), none)
	for _, author := range []service.Actor{tm.staff, tm.mate} {
		_, err = w.ConfirmRegistration(t.Context(), author, v.ID)
		refused(t, err, "own_record")
	}
	_, err = w.ConfirmRegistration(t.Context(), tm.manager, v.ID)
	check(t, err)
	w.counts(tm.site, registered(1), registered(1))
	w.rebuildChangesNothing(tm.site)
}

// What a screen may offer is what the service would do.
func TestMayTellsTheTruth(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	for name, a := range map[string]service.Actor{
		"recorder": tm.staff, "mate": tm.mate, "manager": tm.manager, "county": w.hold("fengze", service.County, "350503"),
	} {
		v := w.register(tm.staff, tm.site, w.somebody())
		seen, err := w.Registration(t.Context(), a, v.ID)
		check(t, err)
		_, err = w.ConfirmRegistration(t.Context(), a, v.ID)
		if seen.May.Confirm != (err == nil) {
			t.Errorf("%s may confirm: %v, and was answered %v", name, seen.May.Confirm, err)
		}
		_, err = w.VoidRegistration(t.Context(), a, v.ID, "录入有误")
		if seen.May.Void != (err == nil) || seen.May.Restore {
			t.Errorf("%s may void: %v, and was answered %v", name, seen.May.Void, err)
		}
		if seen, err = w.Registration(t.Context(), a, v.ID); err != nil || seen.May != (service.May{Restore: true}) {
			t.Errorf("%s may, once it is void: %+v, %v", name, seen.May, err)
		}
	}
}

// Many confirm and void at once: the record ends void, and counts once or not at
// all, never less than not at all.
func TestConfirmingAndVoidingAtOnce(t *testing.T) { onEachEngine(t, confirmingAndVoidingAtOnce) }

func confirmingAndVoidingAtOnce(t *testing.T, w *world) {
	tm := w.team()
	w.register(tm.staff, tm.site, w.somebody())
	v := w.register(tm.staff, tm.site, w.somebody())
	parallel(20, func(i int) {
		var err error
		if i%2 == 0 {
			_, err = w.ConfirmRegistration(t.Context(), tm.mate, v.ID)
		} else {
			_, err = w.VoidRegistration(t.Context(), tm.manager, v.ID, "录入有误")
		}
		if got := code(t, err); got != "" && got != "record_void" {
			t.Errorf("call %d: %s", i, got)
		}
	})
	w.caughtUp()
	w.counts(tm.site, registered(1), none)
	w.rebuildChangesNothing(tm.site)
}

// Two instances on one store: of one person who registers everywhere at once
// there is one record, and it counts once.
func TestRegisteringOnePersonAtOnce(t *testing.T) { onEachEngine(t, registeringOnePersonAtOnce) }

func registeringOnePersonAtOnce(t *testing.T, w *world) {
	tm := w.team()
	instances := []*service.Service{w.Service, w.instance()}
	who := registration(tm.site, w.somebody())
	views, created := make([]service.RegistrationView, 50), make([]bool, 50)
	parallel(50, func(i int) {
		var err error
		views[i], created[i], err = instances[i%2].Register(t.Context(), tm.staff, who)
		if got := code(t, err); got != "" {
			t.Errorf("call %d: %s", i, got)
		}
	})
	first := 0
	for i, v := range views {
		if v.ID == "" || v.ID != views[0].ID || v.PersonID != views[0].PersonID {
			t.Errorf("call %d answered record %q of person %q", i, v.ID, v.PersonID)
		}
		if created[i] {
			first++
		}
	}
	if first != 1 {
		t.Errorf("created %d times", first)
	}
	w.caughtUp()
	w.counts(tm.site, registered(1), none)
	w.rebuildChangesNothing(tm.site)
}

// caughtUp lets the sweeper count what a Redis that had no time for it has not taken:
// then marks may stay, as they are meant to. With one that answered they may not.
func (w *world) caughtUp() {
	w.Helper()
	if w.redis.late.Load() {
		eventually(w, "all is swept", func() bool { return w.Sweep(context.Background()) == nil && len(w.dirty()) == 0 })
	}
}

// Fifty people register at once, at two instances: each of them counts, and is
// counted by the time that the last has its answer.
func TestRegisteringManyAtOnce(t *testing.T) { onEachEngine(t, registeringManyAtOnce) }

func registeringManyAtOnce(t *testing.T, w *world) {
	tm := w.team()
	instances := []*service.Service{w.Service, w.instance()}
	parallel(50, func(i int) {
		_, created, err := instances[i%2].Register(t.Context(), tm.staff, registration(tm.site, w.somebody()))
		if got := code(t, err); got != "" || !created {
			t.Errorf("call %d: created %v, %s", i, created, got)
		}
	})
	w.caughtUp()
	w.counts(tm.site, registered(50), none)
	if marks := w.dirty(); len(marks) != 0 {
		t.Errorf("marked although all is counted: %v", marks)
	}
	w.rebuildChangesNothing(tm.site)
}
