package service_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
)

// agency is a team with an open posting, and somebody who registered himself there.
type agency struct {
	*world
	team
	site    service.Site // the team's
	posting service.PostingView
	seeker  service.Actor
	person  service.Person
}

func newAgency(w *world, change ...func(*service.PostingInput)) *agency {
	w.Helper()
	g := &agency{world: w, team: w.team()}
	g.site = g.team.site
	e, _ := w.enterprise("泉州某某物业有限公司", "")
	g.posting = w.post(g.staff, posting(g.site, e.ID, change...))
	g.seeker, g.person = w.registeredHimself("seeker", g.site)
	return g
}

func fixed(in *service.PostingInput) { in.Kind = service.Fixed }

// registeredHimself is somebody new who registered through an account of his own.
func (w *world) registeredHimself(openID string, s service.Site, change ...func(*service.RegistrationInput)) (service.Actor, service.Person) {
	w.Helper()
	a, in := w.login(openID).Actor, registration(s, w.somebody())
	for _, c := range change {
		c(&in)
	}
	v, _, err := w.RegisterMe(context.Background(), a, in)
	check(w, err)
	return a, v.Person
}

func (g *agency) apply() service.MyApplication {
	g.Helper()
	v, _, err := g.ApplyMe(context.Background(), g.seeker, service.ApplyInput{PostingID: g.posting.ID})
	check(g, err)
	return v
}

func (g *agency) refer() service.ApplicationView {
	g.Helper()
	v, _, err := g.Refer(context.Background(), g.staff, service.ReferInput{PersonID: g.person.ID, PostingID: g.posting.ID})
	check(g, err)
	return v
}

// link is the code of a fresh link for the employer.
func (g *agency) link(id string) string {
	g.Helper()
	code, _, err := g.MakeApplicationLink(context.Background(), g.staff, id)
	check(g, err)
	return code
}

// told is the trail in short: "applied referred answered:hired".
func told(n service.Application) string {
	var list []string
	for _, st := range n.Steps {
		text := string(st.Kind)
		if st.Outcome != "" {
			text += ":" + string(st.Outcome)
		}
		list = append(list, text)
	}
	return strings.Join(list, " ")
}

func TestASeekerApplies(t *testing.T) { onEachEngine(t, seekerApplies) }

func seekerApplies(t *testing.T, w *world) {
	g, ctx := newAgency(w), t.Context()
	n, created, err := w.ApplyMe(ctx, g.seeker, service.ApplyInput{PostingID: g.posting.ID, Note: "周一可到岗"})
	check(t, err)
	if !created || n.State != service.Applied || !n.Shared || n.SiteID != g.site.ID || n.PersonID != g.person.ID || !n.MayWithdraw || n.MayApply ||
		n.Posting.ID != g.posting.ID || n.Steps[0].Note != "周一可到岗" || !n.Steps[0].At.Equal(noon) {
		t.Errorf("applied: %v %+v", created, n)
	}
	again, created, err := w.ApplyMe(ctx, g.seeker, service.ApplyInput{PostingID: g.posting.ID, Note: "再说一次"})
	check(t, err)
	if created || again.ID != n.ID || len(again.Steps) != 1 {
		t.Errorf("again: %v %+v", created, again)
	}
	gone, err := w.WithdrawApplication(ctx, g.seeker, n.ID)
	check(t, err)
	if gone.State != service.Withdrawn || gone.Shared || gone.MayWithdraw || !gone.MayApply {
		t.Errorf("withdrawn: %+v", gone)
	}
	_, _, err = w.Refer(ctx, g.staff, service.ReferInput{PersonID: g.person.ID, PostingID: g.posting.ID})
	refused(t, err, "application_withdrawn")
	if back := g.apply(); back.ID != n.ID || back.State != service.Applied || !back.Shared || told(back.Application) != "applied withdrawn applied" {
		t.Errorf("opened again: %+v", back)
	}
	v := g.refer()
	if v.ID != n.ID || v.State != service.Referred || !v.Shared || v.ReferredBy != g.staff.Account.ID || !v.May.Ask || !v.May.Place || v.May.Refer {
		t.Errorf("referred: %+v", v)
	}
	mine, err := w.MyApplications(ctx, g.seeker, service.Page{Limit: 5})
	check(t, err)
	if len(mine) != 1 || told(mine[0].Application) != "applied withdrawn applied referred" {
		t.Errorf("mine: %+v", mine)
	}
	list, err := w.Applications(ctx, g.mate, service.ApplicationFilter{SiteID: g.site.ID, PostingID: g.posting.ID, State: service.Referred})
	if err != nil || len(list) != 1 || list[0].ID != n.ID {
		t.Errorf("listed: %+v, %v", list, err)
	}
}

func TestWhoCannotApply(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g, ctx := newAgency(w), t.Context()
	apply := func(a service.Actor, in service.ApplyInput) error {
		_, _, err := w.ApplyMe(ctx, a, in)
		return err
	}
	refused(t, apply(w.login("stranger").Actor, service.ApplyInput{PostingID: g.posting.ID}), "register_first")
	// Staff made him known first: an account that names him stands for nobody.
	met := w.somebody()
	w.register(g.staff, g.site, met)
	late := w.login("late").Actor
	_, _, err := w.RegisterMe(ctx, late, registration(g.site, met))
	check(t, err)
	refused(t, apply(late, service.ApplyInput{PostingID: g.posting.ID}), "register_first")

	refused(t, apply(g.seeker, service.ApplyInput{PostingID: "nowhere"}), "not_found")
	held := w.post(g.staff, posting(g.site, g.posting.EnterpriseID, titled("高薪"), func(in *service.PostingInput) { in.Pay.Max = 10_000_000 }))
	refused(t, apply(g.seeker, service.ApplyInput{PostingID: held.ID}), "not_found")
	down := w.post(g.staff, posting(g.site, g.posting.EnterpriseID, titled("搬运工")))
	_, err = w.TakeDownPosting(ctx, g.staff, down.ID, "岗位不实")
	check(t, err)
	refused(t, apply(g.seeker, service.ApplyInput{PostingID: down.ID}), "posting_closed")
	over := w.post(g.staff, posting(g.site, g.posting.EnterpriseID, titled("短工"), func(in *service.PostingInput) { in.ValidUntil = w.Today() }))
	w.clock.add(24 * 60 * 60 * 1e9)
	refused(t, apply(g.seeker, service.ApplyInput{PostingID: over.ID}), "posting_closed")

	// An account of several says who; nobody names another's person.
	_, _, err = w.RegisterMe(ctx, g.seeker, registration(g.site, w.somebody()))
	check(t, err)
	refused(t, apply(g.seeker, service.ApplyInput{PostingID: g.posting.ID}), "invalid_input")
	_, stranger := w.registeredHimself("another", g.site)
	refused(t, apply(g.seeker, service.ApplyInput{PostingID: g.posting.ID, PersonID: stranger.ID}), "not_found")
	check(t, apply(g.seeker, service.ApplyInput{PostingID: g.posting.ID, PersonID: g.person.ID}))
	other, _ := w.registeredHimself("third", g.site)
	mine, err := w.MyApplications(ctx, g.seeker, service.Page{Limit: 5})
	check(t, err)
	_, err = w.WithdrawApplication(ctx, other, mine[0].ID)
	refused(t, err, "not_found")
	_, err = w.WithdrawConsent(ctx, g.seeker)
	check(t, err)
	refused(t, apply(g.seeker, service.ApplyInput{PostingID: g.posting.ID, PersonID: g.person.ID}), "consent_withdrawn")
}

// A voided registration is none.
func TestAVoidRegistrationOpensNothing(t *testing.T) {
	t.Parallel()
	g := newAgency(newWorld(t))
	list, err := g.MyRegistrations(t.Context(), g.seeker, service.Page{Limit: 1})
	check(t, err)
	_, err = g.VoidRegistration(t.Context(), g.staff, list[0].ID, "录入有误")
	check(t, err)
	_, _, err = g.ApplyMe(t.Context(), g.seeker, service.ApplyInput{PostingID: g.posting.ID})
	refused(t, err, "register_first")
	_, _, err = g.Refer(t.Context(), g.staff, service.ReferInput{PersonID: g.person.ID, PostingID: g.posting.ID})
	refused(t, err, "not_found")
	_, err = g.RevealPerson(t.Context(), g.manager, g.person.ID, service.RevealInput{Reason: "联系"})
	refused(t, err, "not_found")
}

// A fixed post needs a document, once; what is sent is learnt as a registration's
// would be, and gives nothing away of what others have registered.
func TestAFixedPostNeedsADocument(t *testing.T) { onEachEngine(t, fixedPost) }

func fixedPost(t *testing.T, w *world) {
	g, ctx := newAgency(w, fixed), t.Context()
	apply := func(number string) error {
		_, _, err := w.ApplyMe(ctx, g.seeker, service.ApplyInput{PostingID: g.posting.ID, IDNumber: number})
		return err
	}
	refused(t, apply(""), "id_number_needed")
	_, _, err := w.Refer(ctx, g.staff, service.ReferInput{PersonID: g.person.ID, PostingID: g.posting.ID})
	refused(t, err, "id_number_needed")
	refused(t, apply("990000199001010011"), "invalid_input")
	namesake := service.PersonInput{Name: g.person.Name, Phone: "13900000000", IDNumber: idNumber(7)}
	w.register(g.staff, g.site, namesake)
	refused(t, apply(idNumber(7)), "id_number_conflict")
	stranger := w.somebody()
	stranger.IDNumber = idNumber(8)
	w.register(g.staff, g.site, stranger)
	refused(t, apply(idNumber(8)), "invalid_input")
	check(t, apply(idNumber(9)))
	check(t, apply(idNumber(10))) // it is known: what is sent is not looked at
	list, err := w.Applications(ctx, g.staff, service.ApplicationFilter{SiteID: g.site.ID})
	check(t, err)
	if len(list) != 1 || list[0].Person.Identity.Number != idNumber(9) || list[0].Person.ID != g.person.ID {
		t.Errorf("learnt %+v", list)
	}
	again := w.register(g.staff, g.site, service.PersonInput{Name: g.person.Name, Phone: "13900000001", IDNumber: idNumber(9)})
	if again.PersonID != g.person.ID {
		t.Errorf("the document names %s, want %s", again.PersonID, g.person.ID)
	}
}

// Staff who send somebody to a fixed post give the document with the referral.
func TestAReferralWithADocument(t *testing.T) {
	onEachEngine(t, func(t *testing.T, w *world) {
		g, ctx := newAgency(w, fixed), t.Context()
		counter := w.register(g.staff, g.site, w.somebody()).PersonID // known to the counter alone
		for i, person := range []string{g.person.ID, counter} {
			refer := func(number string) error {
				_, _, err := w.Refer(ctx, g.staff, service.ReferInput{PersonID: person, PostingID: g.posting.ID, IDNumber: number})
				return err
			}
			refused(t, refer(""), "id_number_needed")
			refused(t, refer("990000199001010011"), "invalid_input")
			check(t, refer(idNumber(20+i)))
			list, err := w.Applications(ctx, g.staff, service.ApplicationFilter{SiteID: g.site.ID})
			check(t, err)
			if len(list) != i+1 || list[0].Person.ID != person || list[0].Person.Identity.Number != idNumber(20+i) {
				t.Errorf("learnt %+v", list[0].Person)
			}
		}
		other := w.register(g.staff, g.site, w.somebody()).PersonID
		_, _, err := w.Refer(ctx, g.staff, service.ReferInput{PersonID: other, PostingID: g.posting.ID, IDNumber: idNumber(20)})
		refused(t, err, "invalid_input") // it is somebody else's
	})
}

func TestReferrals(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g, ctx := newAgency(w), t.Context()
	beside := w.team()
	refer := func(a service.Actor, person string) (service.ApplicationView, bool, error) {
		return w.Refer(ctx, a, service.ReferInput{PersonID: person, PostingID: g.posting.ID})
	}
	_, _, err := refer(beside.staff, g.person.ID) // not registered there
	refused(t, err, "not_found")
	met := w.register(beside.staff, beside.site, w.somebody())
	v, created, err := refer(beside.staff, met.PersonID) // to a posting of another site
	if err != nil || !created || v.SiteID != beside.site.ID || v.State != service.Referred || v.Shared {
		t.Errorf("%+v, %v", v, err)
	}
	if _, created, err := refer(beside.mate, met.PersonID); err != nil || created {
		t.Errorf("again: %v, %v", created, err)
	}
	_, err = w.Application(ctx, g.staff, v.ID) // the posting's site is another's
	refused(t, err, "not_found")
	w.register(g.staff, g.site, service.PersonInput{Name: met.Person.Name, Phone: met.Person.Phone})
	_, _, err = refer(g.staff, met.PersonID)
	refused(t, err, "referred_elsewhere")
	for _, step := range []struct {
		outcome service.ApplicationState
		want    string
	}{{service.LeftWork, "not_hired"}, {"referred", "invalid_input"}, {service.NotContacted, ""}, {service.NotHired, ""}} {
		_, err := w.Conclude(ctx, beside.staff, v.ID, service.OutcomeInput{Outcome: step.outcome})
		if got := code(t, err); got != step.want {
			t.Errorf("%s: %q, want %q", step.outcome, got, step.want)
		}
	}
	taken, created, err := refer(g.staff, met.PersonID) // nothing came of it: the next site may
	if err != nil || created || taken.ID != v.ID || taken.SiteID != g.site.ID || told(taken.Application) != "referred outcome:not_contacted outcome:not_hired referred" {
		t.Errorf("%+v, %v", taken, err)
	}
	_, err = w.Conclude(ctx, beside.staff, v.ID, service.OutcomeInput{Outcome: service.Declined})
	refused(t, err, "not_found")
	hired, err := w.Conclude(ctx, g.staff, v.ID, service.OutcomeInput{Outcome: service.Hired, StartedOn: w.Today()})
	if err != nil || hired.State != service.Hired || hired.StartedOn != w.Today() {
		t.Errorf("%+v, %v", hired, err)
	}
	_, _, err = refer(g.staff, met.PersonID)
	refused(t, err, "already_hired")
}

// Whatever races, there is one application, and nothing that was said is lost.
func TestApplicationsThatRace(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g, ctx := newAgency(w), t.Context()
	ids, news := make([]string, 50), make([]bool, 50)
	parallel(len(ids), func(i int) {
		v, created, err := w.ApplyMe(ctx, g.seeker, service.ApplyInput{PostingID: g.posting.ID})
		if code(t, err) == "too_many_requests" { // beyond the limit of a minute
			return
		}
		ids[i], news[i] = v.ID, created
	})
	made := slices.DeleteFunc(slices.Clone(news), func(b bool) bool { return !b })
	answered := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == "" })
	slices.Sort(answered)
	if len(made) != 1 || len(slices.Compact(answered)) != 1 {
		t.Errorf("%d made, ids %v", len(made), ids)
	}
	if mine, err := w.MyApplications(ctx, g.seeker, service.Page{Limit: 9}); err != nil || len(mine) != 1 || told(mine[0].Application) != "applied" {
		t.Errorf("%+v, %v", mine, err)
	}
	for i := range 10 {
		seeker, person := w.registeredHimself(fmt.Sprint("racer ", i), g.site)
		parallel(2, func(n int) {
			var err error
			if n == 0 {
				_, _, err = w.ApplyMe(ctx, seeker, service.ApplyInput{PostingID: g.posting.ID})
			} else {
				_, _, err = w.Refer(ctx, g.staff, service.ReferInput{PersonID: person.ID, PostingID: g.posting.ID})
			}
			check(t, err)
		})
		mine, err := w.MyApplications(ctx, seeker, service.Page{Limit: 9})
		if err != nil || len(mine) != 1 || mine[0].State != service.Referred || !mine[0].Shared || len(mine[0].Steps) != 2 {
			t.Errorf("%+v, %v", mine, err)
		}
	}
}
