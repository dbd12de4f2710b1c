package service_test

import (
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

func TestASeekerPutsThingsRight(t *testing.T) { onEachEngine(t, putsThingsRight) }

func putsThingsRight(t *testing.T, w *world) {
	tm := w.team()
	a, who := w.login("seeker").Actor, w.somebody()
	in := registration(tm.site, who)
	in.EmploymentStatus = ""
	r, _, err := w.RegisterMe(t.Context(), a, in)
	check(t, err)
	w.counts(tm.site, service.Tallied{Registered: 1}, none)
	phone, status := " 139-0000-0009 ", "失业"
	p, err := w.CorrectMyPerson(t.Context(), a, r.PersonID, service.Correction{
		Phone: &phone, EmploymentStatus: &status, Intent: &service.Intent{Occupations: []string{"电工"}}, Profile: &service.Profile{HasTransport: true}})
	if err != nil || p.Phone != "13900000009" {
		t.Fatalf("corrected: %+v, %v", p, err)
	}
	got, err := w.Registration(t.Context(), tm.staff, r.ID)
	check(t, err)
	if got.Person.Phone != "13900000009" || got.EmploymentStatus != status || got.Intent.Occupations[0] != "电工" || !got.Profile.HasTransport || !got.Complete {
		t.Errorf("kept %+v", got)
	}
	w.counts(tm.site, registered(1), none) // it is complete now
	w.rebuildChangesNothing(tm.site)
	for _, number := range []string{who.Phone, "13900000009"} { // known by either
		if p := w.known(tm, service.PersonInput{Name: who.Name, Phone: number}); p.ID != r.PersonID {
			t.Errorf("by %s staff meet somebody else", number)
		}
	}
	_, err = w.CorrectMyPerson(t.Context(), a, r.PersonID, service.Correction{Phone: &phone})
	refused(t, err, "known_to_staff") // since they have met him
}

func TestWhatASeekerMayNotPutRight(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	a, stranger := w.login("seeker").Actor, w.login("stranger").Actor
	r, _, err := w.RegisterMe(t.Context(), a, registration(tm.site, w.somebody()))
	check(t, err)
	met := w.register(tm.staff, tm.site, w.somebody())
	phone, bad, empty, status := "13900000009", "12345", "", "就业"
	for name, c := range map[string]struct {
		actor  service.Actor
		person string
		in     service.Correction
		want   string
	}{
		"somebody else's":      {stranger, r.PersonID, service.Correction{Phone: &phone}, "not_found"},
		"staff's own":          {tm.staff, r.PersonID, service.Correction{Phone: &phone}, "not_found"},
		"one whom staff met":   {a, met.PersonID, service.Correction{Phone: &phone}, "not_found"},
		"nobody":               {a, "nobody", service.Correction{Phone: &phone}, "not_found"},
		"no number":            {a, r.PersonID, service.Correction{Phone: &bad}, "invalid_input"},
		"nothing":              {a, r.PersonID, service.Correction{}, "invalid_input"},
		"what must be there":   {a, r.PersonID, service.Correction{EmploymentStatus: &empty}, "invalid_input"},
		"an empty wish":        {a, r.PersonID, service.Correction{Intent: &service.Intent{}}, "invalid_input"},
		"an impossible wish":   {a, r.PersonID, service.Correction{Profile: &service.Profile{Education: "doctor?"}}, "invalid_input"},
		"what it may, at last": {a, r.PersonID, service.Correction{EmploymentStatus: &status}, ""},
	} {
		_, err := w.CorrectMyPerson(t.Context(), c.actor, c.person, c.in)
		if got := code(t, err); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	_, err = w.ConfirmRegistration(t.Context(), tm.mate, r.ID)
	check(t, err)
	_, err = w.CorrectMyPerson(t.Context(), a, r.PersonID, service.Correction{EmploymentStatus: &status})
	refused(t, err, "record_confirmed")
	_, err = w.CorrectMyPerson(t.Context(), a, r.PersonID, service.Correction{Profile: &service.Profile{WantsTraining: true}})
	check(t, err)
	w.clock.set(day(2026, 8, 2).Start().Add(9 * time.Hour))
	_, err = w.CloseMonth(t.Context(), w.city, "350503", day(2026, 7, 1).In())
	check(t, err)
	_, err = w.CorrectMyPerson(t.Context(), a, r.PersonID, service.Correction{Profile: &service.Profile{WantsStartup: true}})
	refused(t, err, "month_closed")
	_, err = w.CorrectMyPerson(t.Context(), a, r.PersonID, service.Correction{Phone: &phone})
	check(t, err)
	_, err = w.DeleteMe(t.Context(), a, deleted)
	check(t, err)
	_, err = w.CorrectMyPerson(t.Context(), a, r.PersonID, service.Correction{Phone: &phone})
	refused(t, err, "not_found")
}

// The number of a namesake whom staff know brings nobody together, and tells nothing.
func TestANumberOfANamesakeTellsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	known := w.register(tm.staff, tm.site, service.PersonInput{Name: "王一", Phone: "13800000001", IDNumber: idNumber(1)})
	a := w.login("stranger").Actor
	r, _, err := w.RegisterMe(t.Context(), a, registration(tm.site, service.PersonInput{Name: "王一", Phone: "13800000002"}))
	check(t, err)
	number := "13800000001"
	p, err := w.CorrectMyPerson(t.Context(), a, r.PersonID, service.Correction{Phone: &number})
	if err != nil || p.ID != r.PersonID || p.ID == known.PersonID || !p.Identity.IsZero() {
		t.Errorf("corrected %+v, %v", p, err)
	}
	if met := w.known(tm, service.PersonInput{Name: "王一", Phone: number}); met.ID != known.PersonID || met.AccountID != "" {
		t.Errorf("staff meet %+v", met)
	}
}
