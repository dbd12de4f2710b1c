package service_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/identity"
	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/sqlitestore"
)

const deleted = "删除"

// story is a seeker of whom everything is held that can be.
type story struct {
	service.Login
	who          service.PersonInput
	registration service.RegistrationView
	placement    service.PlacementView
	sample       service.SampleView
}

// story registers somebody through an account of his own, has him placed, confirmed,
// called back and spoken of.
func (w *world) story(tm team, openID string) story {
	w.Helper()
	ctx := context.Background()
	s := story{Login: w.login(openID), who: w.somebody()}
	s.who.IDNumber = idNumber(w.met)
	in := registration(tm.site, s.who)
	in.Profile = service.Profile{Groups: []string{"disabled"}, Skills: []string{"电焊"}}
	var err error
	s.registration, _, err = w.RegisterMe(ctx, s.Actor, in)
	check(w, err)
	s.placement = w.place(tm.staff, tm.site, s.registration.PersonID, "恒兴鞋业有限公司")
	_, err = w.DenyMyPlacement(ctx, s.Actor, s.placement.ID, "我没有去")
	check(w, err)
	_, err = w.ConfirmMyPlacement(ctx, s.Actor, s.placement.ID)
	check(w, err)
	s.sample = w.draw(tm, service.RegistrationRecord, 50, "")
	_, err = w.RevealPhone(ctx, w.city, s.sample.ID, s.registration.ID, "核实"+s.who.Name)
	check(w, err)
	_, err = w.KeepResult(ctx, w.city, s.sample.ID, service.ResultInput{RecordID: s.registration.ID, Result: service.FoundTrue, Note: s.who.Name + "属实"})
	check(w, err)
	return s
}

// gone checks that nothing is known any more of whom a story was about.
func (w *world) gone(tm team, s story) {
	w.Helper()
	ctx := context.Background()
	p, err := w.store.Person(ctx, s.registration.PersonID)
	check(w, err)
	if left := (service.Person{ID: p.ID, Rev: p.Rev, CreatedAt: p.CreatedAt, Erased: p.Erased}); p != left || p.Erased.By != service.SelfErased {
		w.Errorf("of the person there is %s of %s, %+v", p.Name, p.AccountID, p.Erased)
	}
	r, err := w.Registration(ctx, tm.mate, s.registration.ID)
	check(w, err)
	if r.Person.Name != "" || r.AccountID != "" || r.EmploymentStatus != "" || r.Intent.Area != "" || !r.Profile.Empty() || !r.Erased || !r.Complete {
		w.Errorf("of the registration there is %+v, %+v", r.Person, r.Profile)
	}
	pl, err := w.Placement(ctx, w.city, s.placement.ID)
	check(w, err)
	if pl.Person.Name != "" || !pl.Erased || len(pl.Words) != 2 || pl.Words[0].Note != "" {
		w.Errorf("of the placement there is %+v, %+v", pl.Person, pl.Words)
	}
	n, err := w.Sample(ctx, w.city, s.sample.ID)
	check(w, err)
	for _, d := range n.Drawn {
		if d.RecordID == s.registration.ID && (d.Note != "（个人信息已删除）" || d.Reveals[0].Reason != "（个人信息已删除）" || d.Reveals[0].By == "") {
			w.Errorf("of the call there is %+v", d)
		}
	}
	if _, err := w.store.Account(ctx, s.Session.AccountID); !errors.Is(err, service.ErrNoRecord) {
		w.Errorf("the account: %v", err)
	}
	if _, known := w.holder(w.Service, s.Token); known {
		w.Error("the token is good")
	}
}

// figures are all figures of a site's year.
func (w *world) figures(s service.Site) any {
	p := w.progress(s)
	return []any{p.Recorded, p.Verified, p.ByMonth}
}

func TestAnAccountIsDeleted(t *testing.T) { onEachEngine(t, accountIsDeleted) }

func accountIsDeleted(t *testing.T, w *world) {
	tm := w.team()
	w.register(tm.staff, tm.site, w.somebody())
	s, other := w.story(tm, "seeker"), w.story(tm, "neighbour")
	second := w.login("seeker")
	claim, _, err := w.BeginRequest(t.Context(), s.Session.AccountID, "key-0001", "digest")
	check(t, err)
	check(t, w.FinishRequest(t.Context(), claim, service.Answer{Status: 201, Body: []byte(`{"name":"求**"}`)}))
	before := w.figures(tm.site)

	_, err = w.DeleteMe(t.Context(), s.Actor, "delete")
	refused(t, err, "invalid_input")
	report, err := w.DeleteMe(t.Context(), s.Actor, deleted)
	check(t, err)
	if report.Erased != 1 || report.StaffKnown != 0 || !report.KeysUntil.Equal(day(2028, 1, 1).Start()) {
		t.Errorf("reported %+v", report)
	}
	w.gone(tm, s)
	if _, known := w.holder(w.Service, second.Token); known || !w.redis.told(s.Session.AccountID) {
		t.Error("another session lives, or the other instances were not told")
	}
	if after := w.figures(tm.site); !reflect.DeepEqual(after, before) {
		t.Errorf("counted %+v, before %+v", after, before)
	}
	w.rebuildChangesNothing(tm.site)
	if _, kept, err := w.BeginRequest(t.Context(), s.Session.AccountID, "key-0001", "digest"); err != nil || kept != nil {
		t.Errorf("an answer of the account is kept: %+v, %v", kept, err)
	}
	if r, err := w.Registration(t.Context(), tm.mate, other.registration.ID); err != nil || r.Person.Name != other.who.Name || r.Profile.Empty() {
		t.Errorf("the neighbour: %+v, %v", r, err)
	}
	_, err = w.Rename(t.Context(), s.Actor, "幽灵")
	refused(t, err, "unauthenticated")
	_, _, err = w.Place(t.Context(), tm.staff, service.PlacementInput{SiteID: tm.site.ID, PersonID: s.registration.PersonID, EmployerName: "某某公司", Kind: service.Casual})
	refused(t, err, "invalid_input")

	w.clock.add(3 * time.Minute)
	w.sweep() // whatever was still under way
	w.gone(tm, s)
	w.returns(tm, s, before)
}

// returns has a deleted seeker come back: as a new account that sees nothing of
// before, and counted once in the same month.
func (w *world) returns(tm team, s story, before any) {
	w.Helper()
	ctx := context.Background()
	back := w.login("seeker")
	if back.Actor.Account.ID == s.Session.AccountID || back.Actor.Account.Consent.Version != "" {
		w.Fatalf("the account of before: %+v", back.Actor.Account)
	}
	plain := s.who
	plain.IDNumber = "" // known by phone and name as well
	v, created, err := w.RegisterMe(ctx, back.Actor, registration(tm.site, plain))
	check(w, err)
	if created || v.ID != s.registration.ID || v.Person.Name != s.who.Name || v.Erased || v.EmploymentStatus == "" || !v.Profile.Empty() || !v.Person.Identity.IsZero() {
		w.Errorf("registered again: %v, %+v", created, v)
	}
	if after := w.figures(tm.site); !reflect.DeepEqual(after, before) {
		w.Errorf("counted %+v, before %+v", after, before)
	}
	mine, err := w.MyPlacements(ctx, back.Actor, service.Page{Limit: 10})
	if err != nil || len(mine) > 0 {
		w.Errorf("sees placements of before: %+v, %v", mine, err)
	}
	_, err = w.ConfirmMyPlacement(ctx, back.Actor, s.placement.ID)
	refused(w, err, "not_found")
	if pl, err := w.Placement(ctx, w.city, s.placement.ID); err != nil || pl.Person.Name != "" {
		w.Errorf("staff see whose it was: %+v, %v", pl, err)
	}
	w.clock.set(day(2026, 8, 3).Start())
	next, created, err := w.RegisterMe(ctx, back.Actor, registration(tm.site, s.who))
	if err != nil || !created || next.PersonID != v.PersonID || next.Person.Identity.Number != s.who.IDNumber {
		w.Errorf("a month later: %v, %+v, %v", created, next, err)
	}
}

// A role is handed over before its account goes.
func TestAnAccountWithARoleStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	admin := w.hold("admin", service.Admin, service.All)
	for _, a := range []service.Actor{tm.manager, tm.staff, w.city, admin, w.supervisor()} {
		_, err := w.DeleteMe(t.Context(), a, deleted)
		refused(t, err, "has_roles")
	}
	check(t, w.RemoveMember(t.Context(), tm.manager, tm.site.ID, tm.staff.Account.ID))
	_, err := w.DeleteMe(t.Context(), tm.staff, deleted)
	check(t, err)
	if list, err := w.Members(t.Context(), tm.manager, tm.site.ID); err != nil || len(list) != 2 {
		t.Errorf("members: %v, %v", list, err)
	}
	w.rebuildChangesNothing(tm.site)
}

// A year that was sealed with somebody in it is still what was sealed.
func TestAnErasureBreaksNoSeal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team(opened(day(2026, 6, 1)), station)
	s := w.story(tm, "seeker")
	w.submitted(tm)
	w.clock.add(time.Hour)
	w.sealed(tm)
	w.clock.add(time.Hour)
	_, err := w.DeleteMe(t.Context(), w.login("seeker").Actor, deleted)
	check(t, err)
	w.gone(tm, s)
	r, err := w.VerifyAssessment(t.Context(), tm.site.ID, 2026)
	if check(t, err); !r.OK() {
		t.Errorf("%+v", r.Checks)
	}
	for _, c := range r.Checks {
		if c.Name == "records" && c.Detail != "重新统计记录，与封存的事实一致" {
			t.Errorf("the records: %s", c.Detail)
		}
	}
}

// What staff recorded stays with the site; what the account told goes.
func TestADeletedAccountLeavesWhomStaffKnow(t *testing.T) { onEachEngine(t, leavesWhomStaffKnow) }

func leavesWhomStaffKnow(t *testing.T, w *world) {
	tm := w.team()
	seeker := w.login("seeker")
	who := w.somebody()
	in := registration(tm.site, who)
	in.Profile = service.Profile{Residence: "东海街道"}
	first, _, err := w.RegisterMe(t.Context(), seeker.Actor, in)
	check(t, err)
	who.IDNumber = idNumber(1)
	other := w.team()
	met := w.register(other.staff, other.site, who) // at another counter, with a document
	if met.PersonID != first.PersonID {
		t.Fatal("staff met somebody else")
	}
	own := w.somebody()
	_, _, err = w.RegisterMe(t.Context(), seeker.Actor, registration(tm.site, own))
	check(t, err)

	report, err := w.DeleteMe(t.Context(), seeker.Actor, deleted)
	check(t, err)
	codes := []string{}
	for _, k := range report.Kept() {
		codes = append(codes, k.Code)
	}
	if report.Erased != 1 || report.StaffKnown != 1 || !slices.Contains(codes, "counter") {
		t.Errorf("reported %+v, %v", report, codes)
	}
	p, err := w.store.Person(t.Context(), met.PersonID)
	check(t, err)
	if p.Name != who.Name || p.Phone != who.Phone || p.Identity.Number != who.IDNumber || p.AccountID != "" || p.WithdrawnAt.IsZero() {
		t.Errorf("the person is %+v", p)
	}
	r, err := w.Registration(t.Context(), tm.staff, first.ID)
	check(t, err)
	if r.AccountID != "" || !r.Profile.Empty() || r.EmploymentStatus != "" || r.Erased || r.Person.Name != who.Name {
		t.Errorf("the account's registration is %+v", r)
	}
	if r, err = w.Registration(t.Context(), other.staff, met.ID); err != nil || r.EmploymentStatus == "" {
		t.Errorf("the counter's registration is %+v, %v", r, err)
	}
	back := w.login("seeker")
	who.IDNumber = ""
	again, created, err := w.RegisterMe(t.Context(), back.Actor, registration(tm.site, who))
	if err != nil || created || again.EmploymentStatus != "" || again.Person.Phone != who.Phone {
		t.Errorf("typed again by an account: %v, %+v, %v", created, again, err)
	}
	w.counts(tm.site, registered(2), none)
}

// brittle is an engine whose n-th write from now on, and all after it, fail.
type brittle struct {
	store.Engine
	left atomic.Int64 // writes that still succeed; negative: all
}

func (b *brittle) write(do func() error) error {
	switch left := b.left.Load(); {
	case left == 0:
		return errStore
	case left > 0:
		b.left.Add(-1)
	}
	return do()
}

func (b *brittle) Insert(ctx context.Context, c string, doc any) error {
	return b.write(func() error { return b.Engine.Insert(ctx, c, doc) })
}

func (b *brittle) Replace(ctx context.Context, c, id string, rev int64, doc any) error {
	return b.write(func() error { return b.Engine.Replace(ctx, c, id, rev, doc) })
}

func (b *brittle) Delete(ctx context.Context, c string, q store.Query) (n int64, err error) {
	err = b.write(func() error { n, err = b.Engine.Delete(ctx, c, q); return err })
	return n, err
}

// Whichever step it is broken off at, what was begun is finished by the sweep, and
// what was not begun has left everything as it was.
func TestADeletionThatBrokeOffIsFinished(t *testing.T) {
	t.Parallel()
	engine, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "records.db"))
	check(t, err)
	t.Cleanup(func() { check(t, engine.Close(context.Background())) })
	b := &brittle{Engine: engine}
	b.left.Store(-1)
	w := newWorldOn(t, b)
	tm := w.team()
	for step := int64(0); ; step++ {
		s := w.story(tm, fmt.Sprint("seeker ", step))
		before := w.figures(tm.site)
		b.left.Store(step)
		_, err := w.DeleteMe(t.Context(), s.Actor, deleted)
		b.left.Store(-1)
		if err == nil {
			if step < 8 {
				t.Fatalf("all is done in %d writes", step)
			}
			w.gone(tm, s)
			return
		}
		if !errors.Is(err, errStore) {
			t.Fatalf("step %d: %v", step, err)
		}
		w.clock.add(time.Minute)
		w.sweep()
		if step == 0 { // not even begun
			if _, known := w.holder(w.Service, s.Token); !known {
				t.Error("half begun")
			}
			continue
		}
		w.gone(tm, s)
		w.clock.add(3 * time.Minute)
		w.sweep()
		w.gone(tm, s)
		if after := w.figures(tm.site); !reflect.DeepEqual(after, before) {
			t.Fatalf("step %d: counted %+v, before %+v", step, after, before)
		}
	}
}

// A registration that is under way when its account is deleted brings nothing back.
func TestADeletionOvertakesARegistration(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ after, again bool }{
		"before it is kept": {}, "after it is kept": {after: true}, "of one who comes back": {again: true}, "of one who came back": {true, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			tm := w.team()
			who := w.somebody()
			if c.again {
				first := w.login("seeker").Actor
				_, _, err := w.RegisterMe(t.Context(), first, registration(tm.site, who))
				check(t, err)
				_, err = w.DeleteMe(t.Context(), first, deleted)
				check(t, err)
			}
			l, at := w.login("seeker"), newGate()
			if c.after {
				w.store.after("InsertRegistration", at.once())
			} else {
				w.store.before("InsertRegistration", at.once())
			}
			var wg sync.WaitGroup
			wg.Go(func() {
				_, _, err := w.RegisterMe(t.Context(), l.Actor, registration(tm.site, who))
				refused(t, err, "unauthenticated")
			})
			<-at.come
			_, err := w.DeleteMe(t.Context(), l.Actor, deleted)
			check(t, err)
			close(at.pass)
			wg.Wait()
			w.nothingOf(tm, l)
		})
	}
}

// nothingOf checks that the account's one registration says nothing.
func (w *world) nothingOf(tm team, l service.Login) {
	w.Helper()
	people, err := w.store.PeopleOfAccount(context.Background(), l.Session.AccountID)
	check(w, err)
	if len(people) > 0 {
		w.Errorf("people: %+v", people)
	}
	list, err := w.Registrations(context.Background(), tm.staff, service.RecordFilter{SiteID: tm.site.ID, Page: service.Page{Limit: 10}})
	check(w, err)
	if len(list) != 1 || list[0].AccountID != "" || list[0].EmploymentStatus != "" || list[0].Person.Name != "" {
		w.Errorf("registrations: %+v", list)
	}
}

// One whose process dies, too, so that it never looks, is found by the second pass.
func TestADeletionFindsWhatADeadWriterLeft(t *testing.T) {
	t.Parallel()
	for _, step := range []string{"InsertPerson", "InsertRegistration"} {
		w := newWorld(t)
		w.deadWriterLeaves(t, step)
	}
}

// deadWriterLeaves has an account deleted while its registration is at a step, and its
// process die before it looks.
func (w *world) deadWriterLeaves(t *testing.T, step string) {
	tm := w.team()
	l, who := w.login("seeker"), w.somebody()
	at := newGate()
	w.store.before(step, at.once())
	w.store.after("InsertRegistration", func() error { return errStore })
	var wg sync.WaitGroup
	wg.Go(func() {
		_, _, err := w.RegisterMe(t.Context(), l.Actor, registration(tm.site, who))
		if !errors.Is(err, errStore) {
			t.Errorf("registered: %v", err)
		}
	})
	<-at.come
	_, err := w.DeleteMe(t.Context(), l.Actor, deleted)
	check(t, err)
	close(at.pass)
	wg.Wait()
	w.clock.add(2 * time.Minute)
	w.sweep()
	w.nothingOf(tm, l)
	w.clock.add(2 * time.Minute)
	w.sweep() // looks again at whom that pass found
	due, err := w.store.DueErasures(t.Context(), w.clock.Now().AddDate(1, 0, 0), 10)
	if err != nil || len(due) > 0 {
		t.Errorf("due within a year: %+v, %v", due, err)
	}
}

// A login that was under way as its account was deleted opens nothing.
func TestADeletionOvertakesALogin(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	l, at := w.login("seeker"), newGate()
	w.store.before("InsertSession", at.once())
	var wg sync.WaitGroup
	wg.Go(func() {
		late := w.login("seeker")
		if _, known := w.holder(w.Service, late.Token); known {
			t.Error("a session of nobody is good")
		}
		if got := w.login("seeker"); got.Actor.Account.ID == l.Actor.Account.ID {
			t.Error("the account is back")
		}
	})
	<-at.come
	_, err := w.DeleteMe(t.Context(), l.Actor, deleted)
	check(t, err)
	close(at.pass)
	wg.Wait()
}

// Staff write about somebody while he is erased: what they add goes two minutes later,
// unless he was at their counter since.
func TestAnErasureFindsWhatStaffWereWriting(t *testing.T) {
	t.Parallel()
	for _, back := range []bool{false, true} {
		w := newWorld(t)
		tm := w.team()
		who := w.somebody()
		first := w.register(tm.staff, tm.site, who)
		at := newGate()
		w.store.before("UpdateRegistration", at.once())
		in := registration(tm.site, who)
		in.Profile = service.Profile{Residence: "东海街道"}
		var wg sync.WaitGroup
		wg.Go(func() {
			_, _, err := w.Register(t.Context(), tm.mate, in)
			check(t, err)
		})
		<-at.come
		_, err := w.ErasePerson(t.Context(), w.supervisor(), first.PersonID, "本人申请")
		check(t, err)
		close(at.pass)
		wg.Wait()
		if back {
			w.known(tm, who)
		}
		w.clock.add(2 * time.Minute)
		w.sweep()
		r, err := w.Registration(t.Context(), tm.staff, first.ID)
		check(t, err)
		if kept := r.Profile.Residence != "" && r.Person.Name != ""; kept != back || r.Erased == back {
			t.Errorf("back: %v, and there is %+v of %s, erased: %v", back, r.Profile, r.Person.Name, r.Erased)
		}
		w.counts(tm.site, registered(1), none)
	}
}

func TestADeletionInParallel(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	s := w.story(tm, "seeker")
	before, other := w.figures(tm.site), w.instance()
	parallel(6, func(i int) {
		svc := []*service.Service{w.Service, other}[i%2]
		if _, err := svc.DeleteMe(t.Context(), s.Actor, deleted); err != nil {
			t.Errorf("attempt %d: %v", i, err)
		}
	})
	w.gone(tm, s)
	if after := w.figures(tm.site); !reflect.DeepEqual(after, before) {
		t.Errorf("counted %+v, before %+v", after, before)
	}
}

// Blinded keys stay while the months can still be recorded, and no longer.
func TestBlindedKeysGo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	now, gone, back := w.story(tm, "now"), w.story(tm, "gone"), w.story(tm, "back")
	for _, s := range []story{now, gone, back} {
		_, err := w.DeleteMe(t.Context(), s.Actor, deleted)
		check(t, err)
	}
	w.known(tm, back.who)
	w.clock.add(2 * time.Minute)
	w.sweep()
	has := func(s story, space string, want bool) {
		t.Helper()
		if got, err := w.store.HasKeys(t.Context(), s.registration.PersonID, space); err != nil || got != want {
			t.Errorf("keys of %q: %v, want %v, %v", space, got, want, err)
		}
	}
	w.clock.set(day(2028, 1, 1).Start().Add(-time.Second))
	w.sweep()
	for _, s := range []story{gone, back} {
		has(s, "self", false)
		has(s, "phone", true)
		has(s, "id", true)
	}
	w.clock.add(time.Second)
	w.store.after("DropKeys", func() error { // and he comes in this very moment
		w.store.after("DropKeys", nil)
		_, err := w.store.UpdatePerson(t.Context(), now.registration.PersonID, func(p *service.Person) error {
			p.Name, p.Phone, p.Identity = "求职者", "13900000009", identity.ID{Type: "resident", Number: now.who.IDNumber}
			return nil
		})
		return err
	})
	w.sweep()
	has(now, "id", true)
	w.sweep()
	has(gone, "", false)
	has(back, "id", true) // who came back is known as anybody is
	if p := w.known(tm, gone.who); p.ID == gone.registration.PersonID {
		t.Error("known again by what was dropped")
	}
}

// Somebody without an account asks at the counter.
func TestAPersonIsErasedAtTheCounter(t *testing.T) { onEachEngine(t, erasedAtTheCounter) }

func erasedAtTheCounter(t *testing.T, w *world) {
	tm := w.team()
	rows := ledger(tm.site, 3)
	_, err := w.ImportLedger(t.Context(), tm.staff, tm.site.ID, "ledger", rows, nil)
	check(t, err)
	county := w.supervisor()
	list, err := w.Registrations(t.Context(), county, service.RecordFilter{SiteID: tm.site.ID, Page: service.Page{Limit: 10}})
	check(t, err)
	before := w.figures(tm.site)
	for range 2 { // a repetition
		for _, r := range list {
			_, err := w.ErasePerson(t.Context(), county, r.PersonID, "本人到窗口申请")
			check(t, err)
		}
	}
	unknown := func() {
		t.Helper()
		for _, r := range list {
			p, err := w.store.Person(t.Context(), r.PersonID)
			check(t, err)
			if p.Name != "" || p.Phone != "" || !p.Identity.IsZero() || p.Erased.By != county.Account.ID || p.Erased.Reason != "本人到窗口申请" {
				t.Errorf("the person is %+v", p)
			}
		}
		if after := w.figures(tm.site); !reflect.DeepEqual(after, before) {
			t.Errorf("counted %+v, before %+v", after, before)
		}
	}
	unknown()
	// The same ledger in another file: older than the erasure, for all that we know.
	again, err := w.ImportLedger(t.Context(), tm.staff, tm.site.ID, "the same in another file", rows, nil)
	check(t, err)
	reported(t, again, [3]int{0, 4, 0}, [3]int{0, 2, 0})
	unknown()
	// At the counter the person is somebody again, and a namesake with a document of
	// his own somebody else.
	erased := func(id string) bool {
		return slices.ContainsFunc(list, func(r service.RegistrationView) bool { return r.PersonID == id })
	}
	who := rows[0].Registration.Person
	if p := w.known(tm, who); !erased(p.ID) || p.Name != who.Name {
		t.Errorf("back at the counter: %+v", p)
	}
	namesake := rows[2].Registration.Person
	namesake.IDNumber = idNumber(400)
	if p := w.known(tm, namesake); erased(p.ID) {
		t.Error("a namesake's document was taken for that of the erased")
	}
}

// Whoever has a hand in a record of the person leaves it to somebody else.
func TestWhoErasesAtTheCounter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm, far := w.team(), w.team(inCounty("350504"))
	r := w.register(tm.staff, tm.site, w.somebody())
	county, foreign := w.supervisor(), w.hold("far", service.County, "350504")
	w.hold("both", service.County, "350503")
	check(t, w.GiveRole(t.Context(), "both", "", service.Staff, tm.site.ID))
	both := w.login("both").Actor
	for name, c := range map[string]struct {
		actor service.Actor
		id    string
		want  string
	}{
		"seeker":                 {w.login("seeker").Actor, r.PersonID, "not_found"},
		"staff":                  {tm.mate, r.PersonID, "forbidden"},
		"manager":                {tm.manager, r.PersonID, "forbidden"},
		"staff elsewhere":        {far.staff, r.PersonID, "not_found"},
		"foreign county":         {foreign, r.PersonID, "not_found"},
		"nobody":                 {county, "nobody", "not_found"},
		"a supervisor at a desk": {both, r.PersonID, "own_record"},
		"admin":                  {w.hold("admin", service.Admin, service.All), r.PersonID, "not_found"},
	} {
		_, err := w.ErasePerson(t.Context(), c.actor, c.id, "本人申请")
		if got := code(t, err); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	_, err := w.ErasePerson(t.Context(), county, r.PersonID, "")
	refused(t, err, "invalid_input")
	report, err := w.ErasePerson(t.Context(), county, r.PersonID, "本人申请")
	check(t, err)
	if !slices.ContainsFunc(report.Kept(), func(k service.Kept) bool { return k.Code == "account" }) {
		t.Errorf("an account is not spoken of: %+v", report.Kept())
	}
}
