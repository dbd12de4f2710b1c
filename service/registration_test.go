package service_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// answers collects what parallel calls were answered.
type answers struct {
	mu      sync.Mutex
	ids     map[string]int
	created int
}

func (a *answers) add(id string, created bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.ids == nil {
		a.ids = map[string]int{}
	}
	a.ids[id]++
	a.created += one(created)
}

// once checks that n calls made one record among them.
func (a *answers) once(t testing.TB, n int) {
	t.Helper()
	if len(a.ids) != 1 || a.created != 1 {
		t.Fatalf("%d records, created %d times: %v", len(a.ids), a.created, a.ids)
	}
	for id, times := range a.ids {
		if id == "" || times != n {
			t.Fatalf("%q was answered %d times of %d", id, times, n)
		}
	}
}

func TestOneRegistrationInParallel(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	who := w.somebody()
	who.IDNumber = idNumber(1)
	var got answers
	parallel(50, func(i int) {
		v, created, err := w.Register(t.Context(), []service.Actor{tm.staff, tm.mate, tm.manager}[i%3], registration(tm.site, who))
		check(t, err)
		got.add(v.ID, created)
	})
	got.once(t, 50)
	w.counts(tm.site, registered(2), none)
	w.rebuildChangesNothing(tm.site)
}

// Once a month at one site: another month, another site and another person are
// records of their own, and a voided one keeps its place.
func TestOncePerSiteMonthAndPerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	here, there := w.team(), w.team()
	who := w.somebody()
	first := w.register(here.staff, here.site, who)
	register := func(a service.Actor, s service.Site, who service.PersonInput, on calendar.Date) (service.RegistrationView, bool) {
		t.Helper()
		in := registration(s, who)
		in.RegisteredOn = on
		v, created, err := w.Register(t.Context(), a, in)
		check(t, err)
		return v, created
	}
	if v, created := register(here.mate, here.site, who, day(2026, 7, 1)); created || v.ID != first.ID || v.RegisteredOn != first.RegisteredOn {
		t.Errorf("another day of the month: %s on %s, created %v", v.ID, v.RegisteredOn, created)
	}
	for name, v := range map[string]func() (service.RegistrationView, bool){
		"the month before": func() (service.RegistrationView, bool) { return register(here.staff, here.site, who, day(2026, 6, 30)) },
		"another site": func() (service.RegistrationView, bool) {
			return register(there.staff, there.site, who, calendar.Date{})
		},
		"somebody else": func() (service.RegistrationView, bool) {
			return register(here.staff, here.site, w.somebody(), calendar.Date{})
		},
	} {
		if v, created := v(); !created || v.ID == first.ID {
			t.Errorf("%s: %s, created %v", name, v.ID, created)
		}
	}
	w.counts(here.site, registered(2), none)
	_, err := w.VoidRegistration(t.Context(), here.mate, first.ID, "录入有误")
	check(t, err)
	w.counts(here.site, registered(1), none)
	if v, created := register(here.staff, here.site, who, calendar.Date{}); created || v.ID != first.ID || v.Status != service.Void {
		t.Errorf("after voiding: %s is %s, created %v", v.ID, v.Status, created)
	}
	w.counts(here.site, registered(1), none)
	w.counts(there.site, registered(1), none)
}

func TestWhatARegistrationNeeds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team(opened(day(2025, 12, 1)))
	who := w.somebody()
	for name, c := range map[string]struct {
		change func(*service.RegistrationInput)
		field  string // with its code; "" when it is taken
	}{
		"all of it":               {func(*service.RegistrationInput) {}, ""},
		"no name":                 {func(in *service.RegistrationInput) { in.Person.Name = " " }, "body.name name_missing"},
		"a phone too short":       {func(in *service.RegistrationInput) { in.Person.Phone = "1380000" }, "body.phone phone"},
		"a document mistyped":     {func(in *service.RegistrationInput) { in.Person.IDNumber = "990000199001010000" }, "body.id_number id_number_check_digit_or_date"},
		"no consent":              {func(in *service.RegistrationInput) { in.ConsentVersion = "" }, "body.consent_version required"},
		"tomorrow":                {func(in *service.RegistrationInput) { in.RegisteredOn = day(2026, 7, 16) }, "body.registered_on date_future"},
		"before opening":          {func(in *service.RegistrationInput) { in.RegisteredOn = day(2025, 11, 30) }, "body.registered_on date_before_opening"},
		"two years ago":           {func(in *service.RegistrationInput) { in.RegisteredOn = day(2024, 12, 31) }, "body.registered_on date_too_old"},
		"the day of opening":      {func(in *service.RegistrationInput) { in.RegisteredOn = day(2025, 12, 1) }, ""},
		"eleven occupations":      {func(in *service.RegistrationInput) { in.Intent.Occupations = make([]string, 11) }, "body.intent.occupations too_many"},
		"an essay for an answer":  {func(in *service.RegistrationInput) { in.EmploymentStatus = strings.Repeat("长", 33) }, "body.employment_status text_too_long"},
		"nothing of what is free": {func(in *service.RegistrationInput) { in.EmploymentStatus, in.Intent = "", service.Intent{} }, ""},
	} {
		in := registration(tm.site, who)
		in.RegisteredOn = day(2026, 7, 1)
		c.change(&in)
		_, _, err := w.Register(t.Context(), tm.staff, in)
		if got := firstField(t, err); got != c.field {
			t.Errorf("%s: %q, want %q", name, got, c.field)
		}
	}
}

// firstField is the first field that an input was refused for, with its code.
func firstField(t testing.TB, err error) string {
	t.Helper()
	if code(t, err) == "" {
		return ""
	}
	var refusal *service.Error
	if !errors.As(err, &refusal) || len(refusal.Fields) == 0 {
		t.Fatalf("refused without a field: %v", err)
	}
	return refusal.Fields[0].Location + " " + refusal.Fields[0].Code
}

// A registration with every minimum field counts as complete (form item 6).
func TestComplete(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	for _, change := range []func(*service.RegistrationInput){
		func(*service.RegistrationInput) {},
		func(in *service.RegistrationInput) { in.EmploymentStatus = "" },
		func(in *service.RegistrationInput) { in.Intent.Occupations = nil },
		func(in *service.RegistrationInput) { in.Intent.Occupations = []string{" ", ""} },
	} {
		in := registration(tm.site, w.somebody())
		change(&in)
		_, _, err := w.Register(t.Context(), tm.staff, in)
		check(t, err)
	}
	w.counts(tm.site, service.Tallied{Registered: 4, Complete: 1}, none)
}

// A later, complete sending fills in what a first one left out, until somebody
// has vouched for it.
func TestARegistrationIsCompleted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	send := func(who service.PersonInput, status string) service.RegistrationView {
		t.Helper()
		in := registration(tm.site, who)
		in.EmploymentStatus = status
		v, _, err := w.Register(t.Context(), tm.staff, in)
		check(t, err)
		return v
	}
	ann, bob := w.somebody(), w.somebody()
	first := send(ann, "")
	if again := send(ann, "失业"); again.ID != first.ID || !again.Complete || again.EmploymentStatus != "失业" {
		t.Errorf("%+v", again.Registration)
	}
	if again := send(ann, "在职"); again.EmploymentStatus != "失业" {
		t.Errorf("what was there is now %s", again.EmploymentStatus)
	}
	vouched := send(bob, "")
	_, err := w.ConfirmRegistration(t.Context(), tm.mate, vouched.ID)
	check(t, err)
	if again := send(bob, "失业"); again.Complete || again.EmploymentStatus != "" {
		t.Errorf("confirmed, and then %+v", again.Registration)
	}
	w.counts(tm.site, service.Tallied{Registered: 2, Complete: 1}, service.Tallied{Registered: 1})
}

// Lists run from the newest, page by page, and can be narrowed.
func TestRegistrationsAreListed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	var ids []string
	for i := range 5 {
		in := registration(tm.site, w.somebody())
		in.RegisteredOn = day(2026, 7, 1).AddDays(-i % 2)
		v, _, err := w.Register(t.Context(), tm.staff, in)
		check(t, err)
		ids = append(ids, v.ID)
	}
	_, err := w.VoidRegistration(t.Context(), tm.staff, ids[4], "录入有误")
	check(t, err)
	list := func(f service.RecordFilter) (got []string) {
		t.Helper()
		f.SiteID = tm.site.ID
		views, err := w.Registrations(t.Context(), tm.staff, f)
		check(t, err)
		for _, v := range views {
			if v.Person.Name == "" {
				t.Fatalf("%s has nobody", v.ID)
			}
			got = append(got, v.ID)
		}
		return got
	}
	for name, c := range map[string]struct {
		filter service.RecordFilter
		want   []string
	}{
		"all":        {service.RecordFilter{Page: service.Page{Limit: 10}}, []string{ids[4], ids[3], ids[2], ids[1], ids[0]}},
		"first page": {service.RecordFilter{Page: service.Page{Limit: 2}}, []string{ids[4], ids[3]}},
		"next page":  {service.RecordFilter{Page: service.Page{Limit: 2, Before: ids[3]}}, []string{ids[2], ids[1]}},
		"June":       {service.RecordFilter{Month: day(2026, 6, 1).In(), Page: service.Page{Limit: 10}}, []string{ids[3], ids[1]}},
		"void":       {service.RecordFilter{Status: service.Void, Page: service.Page{Limit: 10}}, []string{ids[4]}},
	} {
		if got := list(c.filter); strings.Join(got, " ") != strings.Join(c.want, " ") {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
