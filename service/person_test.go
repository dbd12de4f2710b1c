package service_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

// idNumber is the n-th invented resident number: the area is unassigned.
func idNumber(n int) string {
	born := time.Date(1990, 1, 1+n/1000, 0, 0, 0, 0, time.UTC)
	return checked(fmt.Sprintf("990000%s%03d", born.Format("20060102"), n%1000))
}

// checked adds the check digit to seventeen others.
func checked(digits string) string {
	sum := 0
	for i, weight := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(digits[i]-'0') * weight
	}
	return digits + string("10X98765432"[sum%11])
}

// known is the person that the input is taken for.
func (w *world) known(tm team, in service.PersonInput) service.Person {
	w.Helper()
	return w.register(tm.staff, tm.site, in).Person
}

func TestWhoIsWho(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	const shared, other = "13800000001", "13800000002"
	type sighting = service.PersonInput
	for name, c := range map[string]struct {
		sightings []sighting
		people    []int // numbers the person behind each
	}{
		"the same again":                {[]sighting{{"王一", shared, ""}, {"王 一", "138-0000-0001", ""}}, []int{1, 1}},
		"two on one phone":              {[]sighting{{"王二", shared, ""}, {"李二", shared, ""}}, []int{1, 2}},
		"one name on two phones":        {[]sighting{{"王三", shared, ""}, {"王三", other, ""}}, []int{1, 2}},
		"a document comes later":        {[]sighting{{"王四", shared, ""}, {"王四", shared, idNumber(4)}}, []int{1, 1}},
		"a document is left out later":  {[]sighting{{"王五", shared, idNumber(5)}, {"王五", shared, ""}}, []int{1, 1}},
		"a document outlives the phone": {[]sighting{{"王六", shared, idNumber(6)}, {"王六", other, idNumber(6)}, {"王六", other, ""}}, []int{1, 1, 1}},
		"namesakes with documents":      {[]sighting{{"王八", shared, idNumber(8)}, {"王八", shared, idNumber(80)}}, []int{1, 2}},
		"namesakes, the first is known": {[]sighting{{"王九", shared, ""}, {"王九", shared, idNumber(9)}, {"王九", shared, idNumber(90)}, {"王九", shared, ""}}, []int{1, 1, 2, 1}},
		"one document in two spellings": {[]sighting{{"王十", shared, idNumber(10)}, {"王十", other, " 990000 19900101 " + idNumber(10)[14:]}}, []int{1, 1}},
	} {
		ids := map[int]string{}
		for i, s := range c.sightings {
			got := w.known(tm, s).ID
			want, met := ids[c.people[i]]
			if met && got != want {
				t.Errorf("%s: sighting %d is %s, want the person of before, %s", name, i+1, got, want)
			}
			if !met {
				for n, id := range ids {
					if id == got {
						t.Errorf("%s: sighting %d is taken for person %d", name, i+1, n)
					}
				}
				ids[c.people[i]] = got
			}
		}
	}
}

// What was not known is added; a name and a document that are there stay.
func TestAPersonLearns(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	first := w.known(tm, service.PersonInput{Name: "王一", Phone: "13800000001"})
	if !first.Identity.IsZero() {
		t.Fatalf("a document from nowhere: %v", first.Identity)
	}
	second := w.known(tm, service.PersonInput{Name: "王一", Phone: "13800000001", IDNumber: idNumber(1)})
	if second.ID != first.ID || second.Identity.Number != idNumber(1) {
		t.Fatalf("%s with %v, want %s with the document", second.ID, second.Identity, first.ID)
	}
	third := w.known(tm, service.PersonInput{Name: "王一", Phone: "13800000002", IDNumber: idNumber(1)})
	if third.ID != first.ID || third.Phone != "13800000002" {
		t.Fatalf("%s with %s", third.ID, third.Phone)
	}
}

// A known document under another name, or sent by a stranger's account, teaches
// nothing and tells nothing.
func TestADocumentIsNobodyElses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	known := w.known(tm, service.PersonInput{Name: "王一", Phone: "13800000001", IDNumber: idNumber(1)})
	other := service.PersonInput{Name: "黄一", Phone: "13800000002", IDNumber: idNumber(1)}
	_, _, err := w.Register(t.Context(), tm.staff, registration(tm.site, other))
	refused(t, err, "invalid_input")
	stranger := w.login("stranger").Actor
	v, created, err := w.RegisterMe(t.Context(), stranger, registration(tm.site, service.PersonInput{Name: "王一", Phone: "13800000003", IDNumber: idNumber(1)}))
	refused(t, err, "")
	if created || v.Person.Phone != "13800000003" || v.RecordedBy != "" || v.EmploymentStatus != "" {
		t.Errorf("a stranger is told %+v", v)
	}
	if again := w.known(tm, service.PersonInput{Name: "王一", Phone: "13800000001", IDNumber: idNumber(1)}); again.Phone != known.Phone || again.AccountID != "" {
		t.Errorf("a stranger taught %+v", again)
	}
}

func TestAccountsRegisterThemselvesAndTheirs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	account := w.login("seeker").Actor
	me := func(name, phone string) service.RegistrationView {
		t.Helper()
		v, _, err := w.RegisterMe(t.Context(), account, registration(tm.site, service.PersonInput{Name: name, Phone: phone}))
		check(t, err)
		return v
	}
	self, spouse := me("王一", "13800000001"), me("李一", "13800000001")
	if self.PersonID == spouse.PersonID {
		t.Fatal("husband and wife are one person")
	}
	if again := me("王一", "13800000001"); again.ID != self.ID {
		t.Fatalf("again: %s, want %s", again.ID, self.ID)
	}
	if moved := me("王一", "13900000009"); moved.PersonID != self.PersonID {
		t.Fatal("with a new phone the account's person is somebody else")
	}
	if met := w.register(tm.staff, tm.site, service.PersonInput{Name: "王一", Phone: "13900000009"}); met.PersonID != self.PersonID {
		t.Fatal("staff do not meet the person of the account")
	}
	if self.Source != service.FromScan || self.RecordedBy != account.Account.ID || self.AccountID != account.Account.ID || self.May != (service.May{}) {
		t.Fatalf("%+v", self.Registration)
	}
	w.counts(tm.site, registered(2), none)
	mine, err := w.MyRegistrations(t.Context(), account, service.Page{Limit: 10})
	if err != nil || len(mine) != 2 || mine[0].ID != spouse.ID || mine[1].Person.Name != "王一" {
		t.Fatalf("mine: %+v, %v", mine, err)
	}
}

// Nobody under sixteen is registered: the day before the birthday, no; on it, yes.
func TestWorkingAge(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	in := registration(tm.site, w.somebody())
	in.Person.IDNumber = checked("99000020100716001") // sixteen tomorrow
	_, _, err := w.Register(t.Context(), tm.staff, in)
	if got := firstField(t, err); got != "body.id_number under_16" {
		t.Fatalf("refused for %q", got)
	}
	w.clock.set(day(2026, 7, 16).Start())
	_, _, err = w.Register(t.Context(), tm.staff, in)
	check(t, err)
}

// With and without the document, at once: one person, who has it.
func TestOnePersonInParallel(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	for round := range 12 {
		plain := w.somebody()
		full := plain
		full.IDNumber = idNumber(round)
		ids := w.atOnce(tm, plain, full, plain, full)
		if len(ids) != 1 {
			t.Fatalf("round %d: %d people", round, len(ids))
		}
		if p := w.known(tm, full); p.Identity.Number != full.IDNumber || !ids[p.ID] {
			t.Fatalf("round %d: %s with %v", round, p.ID, p.Identity)
		}
	}
	w.counts(tm.site, registered(12), none)
}

// Two documents under one name and phone, at once: two people.
func TestTwoDocumentsInParallel(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	for round := range 12 {
		one := w.somebody()
		other := one
		one.IDNumber, other.IDNumber = idNumber(round), idNumber(500+round)
		ids := w.atOnce(tm, one, other, one, other)
		if len(ids) != 2 {
			t.Fatalf("round %d: %d people", round, len(ids))
		}
		for _, in := range []service.PersonInput{one, other} {
			if p := w.known(tm, in); p.Identity.Number != in.IDNumber || !ids[p.ID] {
				t.Fatalf("round %d: %s with %v", round, p.ID, p.Identity)
			}
		}
	}
	w.counts(tm.site, registered(24), none)
}

// atOnce registers all of them in parallel and answers who they are.
func (w *world) atOnce(tm team, sightings ...service.PersonInput) map[string]bool {
	w.Helper()
	var mu sync.Mutex
	ids := map[string]bool{}
	parallel(len(sightings), func(i int) {
		p := w.known(tm, sightings[i])
		mu.Lock()
		defer mu.Unlock()
		ids[p.ID] = true
	})
	return ids
}

// What a stranger's account sends fills no gap in a record that staff made, and
// binds neither his phone nor his account to the person.
func TestAStrangerFillsNoGaps(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	who := service.PersonInput{Name: "王一", Phone: "13800000001", IDNumber: idNumber(1)}
	sparse := registration(tm.site, who)
	sparse.EmploymentStatus, sparse.Intent = "", service.Intent{}
	first, _, err := w.Register(t.Context(), tm.staff, sparse)
	check(t, err)
	sent := registration(tm.site, service.PersonInput{Name: who.Name, Phone: "13800000009", IDNumber: who.IDNumber})
	_, created, err := w.RegisterMe(t.Context(), w.login("stranger").Actor, sent)
	check(t, err)
	kept, err := w.Registration(t.Context(), tm.staff, first.ID)
	check(t, err)
	if created || kept.Complete || kept.EmploymentStatus != "" || kept.Person.Phone != who.Phone {
		t.Errorf("a stranger filled %+v of %+v", kept.Registration, kept.Person)
	}
	if other := w.known(tm, service.PersonInput{Name: who.Name, Phone: "13800000009"}); other.ID == first.PersonID {
		t.Error("the stranger's phone names the person now")
	}
	complete, _, err := w.Register(t.Context(), tm.staff, registration(tm.site, who))
	if err != nil || complete.ID != first.ID || !complete.Complete {
		t.Errorf("staff could not complete it: %+v, %v", complete.Registration, err)
	}
}
