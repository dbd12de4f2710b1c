package service_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

func TestTheEmployerSeesWhoApplied(t *testing.T) { onEachEngine(t, employerSees) }

func employerSees(t *testing.T, w *world) {
	g, ctx := newAgency(w), t.Context()
	_, _, err := w.RegisterMe(ctx, g.seeker, service.RegistrationInput{
		SiteID: w.team().site.ID, Person: service.PersonInput{Name: g.person.Name, Phone: g.person.Phone}, EmploymentStatus: "失业", ConsentVersion: "2026-11",
		Intent:  service.Intent{Occupations: []string{"保洁 13800138000"}},
		Profile: service.Profile{Skills: []string{"叉车证"}, Groups: []string{"disabled"}, Residence: "某街道"},
	})
	check(t, err)
	v := g.refer()
	code := g.link(v.ID)
	q, err := w.OpenApplicationLink(ctx, code)
	check(t, err)
	if q.Posting.ID != g.posting.ID || q.PhoneShared || q.ViewsLeft() != 0 || fmt.Sprint(q.Occupations, q.Skills) != "[保洁 138****8000] [叉车证]" {
		t.Errorf("asked: %v %v %v", q.PhoneShared, q.Occupations, q.Skills)
	}
	_, err = w.PhoneByLink(ctx, code) // he was sent, and has not applied himself
	refused(t, err, "phone_not_shared")
	g.apply()
	phone, err := w.PhoneByLink(ctx, code)
	if err != nil || phone != g.person.Phone {
		t.Errorf("%s, %v", phone, err)
	}
	views, err := w.MyViews(ctx, g.seeker, service.Page{Limit: 9})
	check(t, err)
	if len(views) != 1 || views[0].Viewer != service.ViewerEmployer || views[0].Employer != "泉州某某物业有限公司" || views[0].Posting != "保洁员" ||
		views[0].Via != service.ViaLink || views[0].Through != g.staff.Account.ID || views[0].Site.ID != g.site.ID || !views[0].At.Equal(noon) {
		t.Errorf("views: %+v", views)
	}
	if mine, err := w.MyApplications(ctx, g.seeker, service.Page{Limit: 9}); err != nil || len(mine[0].Views) != 1 {
		t.Errorf("mine: %+v, %v", mine, err)
	}
	if none, err := w.MyViews(ctx, w.login("nobody").Actor, service.Page{Limit: 9}); err != nil || len(none) > 0 {
		t.Errorf("of somebody else: %+v, %v", none, err)
	}
	for range 4 {
		_, err := w.PhoneByLink(ctx, code)
		check(t, err)
	}
	_, err = w.PhoneByLink(ctx, code)
	refused(t, err, "too_many_views")

	refused(t, w.AnswerApplicationLink(ctx, code, service.OutcomeInput{Outcome: service.LeftWork}), "invalid_input")
	refused(t, w.AnswerApplicationLink(ctx, code, service.OutcomeInput{Outcome: service.Hired, StartedOn: day(2028, 1, 1)}), "invalid_input")
	check(t, w.AnswerApplicationLink(ctx, code, service.OutcomeInput{Outcome: service.Hired, StartedOn: w.Today(), Note: "已到岗"}))
	for _, dead := range []string{code, "", strings.ToLower(code), "ABCDEFGHIJKLMNOPQRSTUVWXYZ"} {
		_, err := w.OpenApplicationLink(ctx, dead)
		refused(t, err, "link_invalid")
		_, err = w.PhoneByLink(ctx, dead)
		refused(t, err, "link_invalid")
		refused(t, w.AnswerApplicationLink(ctx, dead, service.OutcomeInput{Outcome: service.NotHired}), "link_invalid")
	}
	got, err := w.Application(ctx, g.mate, v.ID)
	check(t, err)
	if got.State != service.Hired || got.StartedOn != w.Today() || told(got.Application) != "referred linked applied answered:hired" || got.Steps[3].Note != "已到岗" {
		t.Errorf("answered: %+v", got.Application)
	}
	_, _, err = w.MakeApplicationLink(ctx, g.staff, v.ID)
	refused(t, err, "application_state")
}

// Unknown, replaced, used, expired, withdrawn and no longer warranted codes are one.
func TestDeadApplicationLinksAreAllAlike(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g, ctx := newAgency(w), t.Context()
	fresh := func(by service.Actor) (service.Actor, string, string) {
		seeker, person := w.registeredHimself(w.somebody().Name, g.site)
		n, _, err := w.ApplyMe(ctx, seeker, service.ApplyInput{PostingID: g.posting.ID})
		check(t, err)
		_, _, err = w.Refer(ctx, g.staff, service.ReferInput{PersonID: person.ID, PostingID: g.posting.ID})
		check(t, err)
		code, _, err := w.MakeApplicationLink(ctx, by, n.ID)
		check(t, err)
		return seeker, n.ID, code
	}
	dead := map[string]string{"unknown": "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "empty": "", "long": fmt.Sprintf("%0900d", 1)}
	_, id, replaced := fresh(g.staff)
	g.link(id)
	dead["replaced"] = replaced
	seeker, id, code := fresh(g.staff)
	_, err := w.WithdrawApplication(ctx, seeker, id)
	check(t, err)
	dead["withdrawn"] = code
	seeker, _, dead["consent withdrawn"] = fresh(g.staff)
	_, err = w.WithdrawConsent(ctx, seeker)
	check(t, err)
	seeker, _, dead["deleted"] = fresh(g.staff)
	_, err = w.DeleteMe(ctx, seeker, "删除")
	check(t, err)
	_, id, dead["concluded"] = fresh(g.staff)
	_, err = w.Conclude(ctx, g.staff, id, service.OutcomeInput{Outcome: service.Declined})
	check(t, err)
	_, _, dead["dismissed"] = fresh(w.hold("short", service.Staff, g.site.ID))
	check(t, w.RemoveMember(ctx, w.city, g.site.ID, w.login("short").Actor.Account.ID))
	w.clock.add(time.Hour)
	_, _, alive := fresh(g.staff)
	w.clock.add(7*24*time.Hour - time.Hour)
	if _, err := w.PhoneByLink(ctx, alive); err != nil {
		t.Errorf("within seven days: %v", err)
	}
	w.clock.add(time.Hour)
	dead["expired"] = alive
	_, _, dead["void posting"] = fresh(g.staff)
	_, err = w.VoidPosting(ctx, g.manager, g.posting.ID, "虚假岗位")
	check(t, err)
	for name, code := range dead {
		_, err := w.OpenApplicationLink(ctx, code)
		_, err2 := w.PhoneByLink(ctx, code)
		err3 := w.AnswerApplicationLink(ctx, code, service.OutcomeInput{Outcome: service.Hired})
		for _, err := range []error{err, err2, err3} {
			var r *service.Error
			if !asError(err, &r) || r.Code != "link_invalid" || r.Message != "链接无效、已使用或已过期，请联系站点重新获取" {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// A number is never answered whose view is not on record.
func TestAViewIsKeptBeforeTheNumberIsShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g, ctx := newAgency(w), t.Context()
	n := g.apply()
	g.refer()
	code := g.link(n.ID)
	w.store.before("InsertView", func() error { return errStore })
	if phone, err := w.PhoneByLink(ctx, code); err == nil || phone != "" {
		t.Errorf("shown %q without a record", phone)
	}
	if r, err := w.RevealPerson(ctx, g.staff, g.person.ID, service.RevealInput{Reason: "联系上岗"}); err == nil || r.Phone != "" {
		t.Errorf("shown %+v without a record", r)
	}
	if _, err := w.Letter(ctx, g.staff, n.ID); err == nil {
		t.Error("printed without a record")
	}
	w.store.before("InsertView", nil)
	// Whatever became of the answer, what may have been seen is on record.
	w.store.after("InsertView", func() error { return errStore })
	if _, err := w.PhoneByLink(ctx, code); err == nil {
		t.Error("answered")
	}
	w.store.after("InsertView", nil)
	if views, err := w.MyViews(ctx, g.seeker, service.Page{Limit: 9}); err != nil || len(views) != 1 {
		t.Errorf("%+v, %v", views, err)
	}
}

// Once a withdrawal has been acknowledged nobody is shown the number, and every number
// that was shown is on record.
func TestWithdrawalAgainstViews(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g, ctx := newAgency(w), t.Context()
	for round := range 8 {
		seeker, person := w.registeredHimself(fmt.Sprint("seeker of round ", round), g.site)
		n, _, err := w.ApplyMe(ctx, seeker, service.ApplyInput{PostingID: g.posting.ID})
		check(t, err)
		_, _, err = w.Refer(ctx, g.staff, service.ReferInput{PersonID: person.ID, PostingID: g.posting.ID})
		check(t, err)
		code := g.link(n.ID)
		var withdrawn atomic.Bool
		var shown, late atomic.Int64
		parallel(9, func(i int) {
			if i == 4 {
				_, err := w.WithdrawApplication(ctx, seeker, n.ID)
				check(t, err)
				withdrawn.Store(true)
				return
			}
			after := withdrawn.Load()
			if _, err := w.PhoneByLink(ctx, code); err == nil {
				shown.Add(1)
				if after {
					late.Add(1)
				}
			}
		})
		views, err := w.MyViews(ctx, seeker, service.Page{Limit: 50})
		check(t, err)
		if late.Load() > 0 || int64(len(views)) < shown.Load() || shown.Load() > 5 {
			t.Errorf("round %d: shown %d, %d of them after the withdrawal; on record %d", round, shown.Load(), late.Load(), len(views))
		}
	}
}

// Of fifty answers one is heard, and of fifty looks five.
func TestParallelUseOfOneLink(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g, ctx := newAgency(w), t.Context()
	n := g.apply()
	g.refer()
	code := g.link(n.ID)
	var mu sync.Mutex
	looks, answers := map[string]int{}, map[string]int{}
	parallel(50, func(int) {
		_, err := w.PhoneByLink(ctx, code)
		mu.Lock()
		defer mu.Unlock()
		var r *service.Error
		if err != nil && !asError(err, &r) {
			t.Error(err)
			return
		}
		if r != nil {
			looks[r.Code]++
			return
		}
		looks[""]++
	})
	if looks[""] != 5 || looks["too_many_views"] != 45 {
		t.Errorf("looks: %v", looks)
	}
	parallel(50, func(i int) {
		in := service.OutcomeInput{Outcome: service.Hired}
		if i%2 == 0 {
			in.Outcome = service.NotHired
		}
		err := w.AnswerApplicationLink(ctx, code, in)
		mu.Lock()
		defer mu.Unlock()
		var r *service.Error
		if err != nil && asError(err, &r) {
			answers[r.Code]++
			return
		}
		answers[""]++
	})
	if answers[""] != 1 || answers["link_invalid"] != 49 {
		t.Errorf("answers: %v", answers)
	}
	got, err := w.Application(ctx, g.staff, n.ID)
	if err != nil || len(got.Steps) != 4 || got.Steps[3].Outcome != got.State {
		t.Errorf("%+v, %v", got.Application, err)
	}
}

// Once something has come of an application its number is closed for good: whoever
// turns the answer back opens nothing again.
func TestANumberStaysClosedOnceSomethingCameOfIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := newAgency(w)
	n := g.apply()
	g.refer()
	check(t, w.AnswerApplicationLink(t.Context(), g.link(n.ID), service.OutcomeInput{Outcome: service.Hired, StartedOn: w.Today()}))
	mine, err := w.MyApplications(t.Context(), g.seeker, service.Page{Limit: 9})
	if err != nil || len(mine) != 1 || mine[0].Shared {
		t.Errorf("the seeker is told %+v, %v", mine, err)
	}
	_, err = w.Conclude(t.Context(), g.staff, n.ID, service.OutcomeInput{Outcome: service.NotContacted})
	check(t, err)
	_, err = w.PhoneByLink(t.Context(), g.link(n.ID))
	refused(t, err, "phone_not_shared")
}

// A start that lies ahead is recorded on its day, not dated today.
func TestAStartThatLiesAhead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := newAgency(w)
	n := g.refer()
	soon := w.Today().AddDays(3)
	check(t, w.AnswerApplicationLink(t.Context(), g.link(n.ID), service.OutcomeInput{Outcome: service.Hired, StartedOn: soon}))
	in := service.PlaceInput{Kind: service.Casual}
	_, _, err := w.PlaceApplicant(t.Context(), g.mate, n.ID, in)
	refused(t, err, "not_started")
	w.clock.add(3 * 24 * time.Hour)
	if v, _, err := w.PlaceApplicant(t.Context(), g.mate, n.ID, in); err != nil || v.StartedOn != soon {
		t.Errorf("recorded: %+v, %v", v.Placement, err)
	}
}
