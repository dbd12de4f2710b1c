package service_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

// hire is a placement of somebody who has registered himself, by the team's staff.
func (w *world) hire(tm team, openID string) (service.Actor, service.PlacementView) {
	w.Helper()
	seeker := w.login(openID).Actor
	r, _, err := w.RegisterMe(w.Context(), seeker, registration(tm.site, w.somebody()))
	check(w, err)
	return seeker, w.place(tm.staff, tm.site, r.PersonID, "恒兴鞋业有限公司")
}

func TestTheEmployerConfirmsByLink(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	_, p := w.hire(tm, "seeker")
	code, l, err := w.MakeEmployerLink(t.Context(), tm.mate, p.ID)
	check(t, err)
	if !l.ExpiresAt.Equal(noon.Add(7*24*time.Hour)) || l.Code == code || len(code) != 26 {
		t.Errorf("link %+v, code of %d", l, len(code))
	}
	q, err := w.OpenEmployerLink(t.Context(), code)
	check(t, err)
	if q.Enterprise.Name != "恒兴鞋业有限公司" || q.Placement.ID != p.ID || q.Site.ID != tm.site.ID || q.Person.ID != p.PersonID {
		t.Errorf("asked %+v", q)
	}
	check(t, w.AnswerEmployerLink(t.Context(), code, true, "7月15日到岗"))
	got, err := w.Placement(t.Context(), tm.staff, p.ID)
	check(t, err)
	if got.Status != service.Confirmed || got.ConfirmedBy != "employer:"+p.EnterpriseID || !got.ConfirmedAt.Equal(noon) ||
		len(got.Words) != 1 || got.Words[0].Through != tm.mate.Account.ID || got.Words[0].Note != "7月15日到岗" {
		t.Errorf("confirmed: %+v", got.Placement)
	}
	w.counts(tm.site, service.Tallied{Registered: 2, Complete: 2, Casual: 1}, service.Tallied{Casual: 1})
	refused(t, w.AnswerEmployerLink(t.Context(), code, true, ""), "link_invalid")
	w.rebuildChangesNothing(tm.site)
}

func TestTheRecorderNeverHoldsTheLink(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	_, p := w.hire(tm, "seeker")
	_, _, err := w.MakeEmployerLink(t.Context(), tm.staff, p.ID)
	refused(t, err, "own_record")
	code, _, err := w.MakeEmployerLink(t.Context(), tm.mate, p.ID)
	check(t, err)
	// Whoever restores a record is its author too, and knew the code before.
	_, err = w.VoidPlacement(t.Context(), tm.staff, p.ID, "录入有误")
	check(t, err)
	_, err = w.RestorePlacement(t.Context(), tm.mate, p.ID)
	check(t, err)
	refused(t, w.AnswerEmployerLink(t.Context(), code, true, ""), "link_invalid")
	_, _, err = w.MakeEmployerLink(t.Context(), tm.mate, p.ID)
	refused(t, err, "own_record")
	_, err = w.ConfirmPlacement(t.Context(), tm.manager, p.ID)
	check(t, err)
	_, _, err = w.MakeEmployerLink(t.Context(), tm.manager, p.ID)
	refused(t, err, "record_confirmed")
}

// Unknown, replaced, used, expired, voided and no longer warranted codes are one.
func TestDeadLinksAreAllAlike(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	link := func(by service.Actor) (string, string) {
		_, p := w.hire(tm, "seeker "+w.somebody().Name)
		code, _, err := w.MakeEmployerLink(t.Context(), by, p.ID)
		check(t, err)
		return code, p.ID
	}
	replaced, id := link(tm.mate)
	_, _, err := w.MakeEmployerLink(t.Context(), tm.manager, id)
	check(t, err)
	used, _ := link(tm.mate)
	check(t, w.AnswerEmployerLink(t.Context(), used, false, ""))
	voided, id := link(tm.mate)
	_, err = w.VoidPlacement(t.Context(), tm.manager, id, "未到岗")
	check(t, err)
	dismissed, _ := link(w.hold("short", service.Staff, tm.site.ID))
	check(t, w.RemoveMember(t.Context(), w.city, tm.site.ID, w.login("short").Actor.Account.ID))
	expired, _ := link(tm.mate)
	w.clock.add(7 * 24 * time.Hour)
	var want *service.Error
	for name, code := range map[string]string{
		"replaced": replaced, "used": used, "voided": voided, "dismissed": dismissed, "expired": expired,
		"unknown": "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "empty": "", "long": fmt.Sprintf("%0900d", 1),
	} {
		_, err := w.OpenEmployerLink(t.Context(), code)
		refused(t, err, "link_invalid")
		if want == nil {
			want = err.(*service.Error)
		}
		if got := err.(*service.Error); got.Message != want.Message || got.Kind != want.Kind {
			t.Errorf("%s: %+v", name, got)
		}
		refused(t, w.AnswerEmployerLink(t.Context(), code, true, ""), "link_invalid")
	}
}

// Of fifty answers at the same moment one is heard, and the count follows it.
func TestParallelAnswersAreOne(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	_, p := w.hire(tm, "seeker")
	code, _, err := w.MakeEmployerLink(t.Context(), tm.mate, p.ID)
	check(t, err)
	errs := make([]error, 50)
	parallel(len(errs), func(i int) { errs[i] = w.AnswerEmployerLink(t.Context(), code, i%2 == 0, "") })
	heard := -1
	for i, err := range errs {
		if err == nil && heard >= 0 {
			t.Errorf("%d and %d were heard", heard, i)
		}
		if err == nil {
			heard = i
		} else {
			refused(t, err, "link_invalid")
		}
	}
	got, err := w.Placement(t.Context(), tm.mate, p.ID)
	check(t, err)
	if hired := heard%2 == 0; heard < 0 || len(got.Words) != 1 || (got.Status == service.Confirmed) != hired || got.Disputed == hired {
		t.Errorf("%d was heard: %+v", heard, got.Placement)
	}
	w.rebuildChangesNothing(tm.site)
}

func TestADenialTakesASupervisor(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	county := w.hold("fengze", service.County, "350503")
	_, p := w.hire(tm, "seeker")
	code, _, err := w.MakeEmployerLink(t.Context(), tm.mate, p.ID)
	check(t, err)
	_, err = w.ConfirmPlacement(t.Context(), tm.mate, p.ID) // meanwhile
	check(t, err)
	check(t, w.AnswerEmployerLink(t.Context(), code, false, "没有这个人"))
	got, err := w.Placement(t.Context(), tm.manager, p.ID)
	check(t, err)
	if got.Status != service.Confirmed || !got.Disputed || got.May.Confirm {
		t.Errorf("denied: %+v, %+v", got.Placement, got.May)
	}
	_, err = w.ConfirmPlacement(t.Context(), tm.manager, p.ID)
	refused(t, err, "disputed")
	_, _, err = w.MakeEmployerLink(t.Context(), tm.manager, p.ID) // or else he could answer it himself
	refused(t, err, "disputed")
	if seen, err := w.Placement(t.Context(), county, p.ID); err != nil || !seen.May.Confirm {
		t.Errorf("county: %v, %+v", err, seen.May)
	}
	settledBy, err := w.ConfirmPlacement(t.Context(), county, p.ID)
	check(t, err)
	if settledBy.Disputed || settledBy.ConfirmedBy != county.Account.ID || len(settledBy.Words) != 1 {
		t.Errorf("settled: %+v", settledBy.Placement)
	}
}

func TestTheSeekerSpeaksForHimself(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	seeker, p := w.hire(tm, "seeker")
	other, _ := w.hire(tm, "other")
	mine, err := w.MyPlacements(t.Context(), seeker, service.Page{Limit: 10})
	check(t, err)
	if len(mine) != 1 || mine[0].ID != p.ID || !mine[0].MayConfirm || !mine[0].MayDeny || mine[0].Enterprise.ID != p.EnterpriseID {
		t.Errorf("mine: %+v", mine)
	}
	for _, a := range []service.Actor{other, tm.manager, w.city} {
		_, err := w.ConfirmMyPlacement(t.Context(), a, p.ID)
		refused(t, err, "not_found")
		_, err = w.DenyMyPlacement(t.Context(), a, p.ID, "")
		refused(t, err, "not_found")
	}
	for range 2 {
		v, err := w.DenyMyPlacement(t.Context(), seeker, p.ID, "没有去")
		check(t, err)
		if !v.Disputed || v.Status != service.Recorded || len(v.Words) != 1 || v.MayDeny {
			t.Errorf("denied: %+v", v)
		}
	}
	w.counts(tm.site, service.Tallied{Registered: 3, Complete: 3, Casual: 2}, none)
	for range 2 {
		v, err := w.ConfirmMyPlacement(t.Context(), seeker, p.ID) // he has thought again
		check(t, err)
		if v.Disputed || v.Status != service.Confirmed || v.ConfirmedBy != seeker.Account.ID || len(v.Words) != 2 {
			t.Errorf("confirmed: %+v", v)
		}
	}
	w.counts(tm.site, service.Tallied{Registered: 3, Complete: 3, Casual: 2}, service.Tallied{Casual: 1})
	w.rebuildChangesNothing(tm.site)
}

// One of the two says no: the other's yes does not outweigh it.
func TestYesAgainstNoStaysOpen(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	seeker, p := w.hire(tm, "seeker")
	code, _, err := w.MakeEmployerLink(t.Context(), tm.mate, p.ID)
	check(t, err)
	_, err = w.DenyMyPlacement(t.Context(), seeker, p.ID, "")
	check(t, err)
	check(t, w.AnswerEmployerLink(t.Context(), code, true, ""))
	got, err := w.Placement(t.Context(), tm.mate, p.ID)
	check(t, err)
	if got.Status != service.Recorded || !got.Disputed || len(got.Words) != 2 {
		t.Errorf("got %+v", got.Placement)
	}
}

func TestWhoseWordIsNotHisOwn(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	// The recorder places himself; whoever works there, or supervises, was a seeker once.
	own, _, err := w.RegisterMe(t.Context(), tm.staff, registration(tm.site, w.somebody()))
	check(t, err)
	p := w.place(tm.staff, tm.site, own.PersonID, "甲公司")
	_, err = w.ConfirmMyPlacement(t.Context(), tm.staff, p.ID)
	refused(t, err, "own_record")
	colleague, _, err := w.RegisterMe(t.Context(), tm.mate, registration(tm.site, w.somebody()))
	check(t, err)
	p = w.place(tm.staff, tm.site, colleague.PersonID, "甲公司")
	_, err = w.ConfirmMyPlacement(t.Context(), tm.mate, p.ID)
	refused(t, err, "own_site")
	// One account that registers several people could have invented them.
	first := w.login("many").Actor
	for range 2 {
		r, _, err := w.RegisterMe(t.Context(), first, registration(tm.site, w.somebody()))
		check(t, err)
		p = w.place(tm.staff, tm.site, r.PersonID, "乙公司")
	}
	_, err = w.ConfirmMyPlacement(t.Context(), first, p.ID)
	refused(t, err, "account_of_several")
	if mine, err := w.MyPlacements(t.Context(), first, service.Page{Limit: 10}); err != nil || len(mine) != 2 || mine[0].MayConfirm || !mine[0].MayDeny {
		t.Errorf("mine: %v, %+v", err, mine)
	}
	mine, err := w.DenyMyPlacement(t.Context(), first, p.ID, "") // a no proves nobody: it may say that
	check(t, err)
	if mine.MayDeny || !mine.Disputed {
		t.Errorf("denied: %+v", mine)
	}
	_, err = w.VoidPlacement(t.Context(), tm.mate, p.ID, "未到岗")
	check(t, err)
	_, err = w.DenyMyPlacement(t.Context(), first, p.ID, "")
	refused(t, err, "record_void")
}

// A closed month keeps its figures: nobody's yes confirms in it, a no is heard, and
// what a call brought waits until the month is open.
func TestWordsAndCallsOfAClosedMonth(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	boss := w.supervisor()
	seeker := w.login("seeker").Actor
	in := registration(tm.site, w.somebody())
	in.RegisteredOn = day(2026, 6, 3)
	r, _, err := w.RegisterMe(t.Context(), seeker, in)
	check(t, err)
	p, _, err := w.Place(t.Context(), tm.staff, service.PlacementInput{
		SiteID: tm.site.ID, PersonID: r.PersonID, EmployerName: "甲公司", Kind: service.Casual, StartedOn: day(2026, 6, 4)})
	check(t, err)
	code, _, err := w.MakeEmployerLink(t.Context(), tm.mate, p.ID)
	check(t, err)
	sample, err := w.DrawSample(t.Context(), boss, service.SampleInput{SiteID: tm.site.ID, Month: june, Kind: service.RegistrationRecord, Size: 1})
	check(t, err)
	w.closeMonth(boss, june)

	refused(t, w.AnswerEmployerLink(t.Context(), code, true, ""), "month_closed")
	_, _, err = w.MakeEmployerLink(t.Context(), tm.mate, p.ID)
	refused(t, err, "month_closed")
	_, err = w.ConfirmMyPlacement(t.Context(), seeker, p.ID)
	refused(t, err, "month_closed")
	if mine, err := w.MyPlacements(t.Context(), seeker, service.Page{Limit: 1}); err != nil || mine[0].MayConfirm || !mine[0].MayDeny {
		t.Errorf("mine: %v, %+v", err, mine)
	}
	l, err := w.Checklist(t.Context(), boss, tm.site.ID, june, 10, "")
	if err != nil || len(l.Items) != 2 || l.Items[0].Placement.May != (service.May{}) || l.Items[1].Registration.May != (service.May{}) {
		t.Errorf("list: %v, %+v", err, l.Items)
	}
	in2 := service.ResultInput{RecordID: r.ID, Result: service.FoundFalse, Note: "本人否认"}
	got, err := w.KeepResult(t.Context(), boss, sample.ID, in2)
	check(t, err)
	if got.Drawn[0].Result != service.FoundFalse || got.Drawn[0].Outcome != service.OutcomeMonthClosed || got.Records[0].Registration.Status != service.Recorded {
		t.Errorf("kept: %+v", got.Drawn[0])
	}
	check(t, w.AnswerEmployerLink(t.Context(), code, false, "")) // the link is still open, and a no changes no figure
	if m := w.month(tm.site, june); m.Recorded.Registered != 1 || m.Recorded.Casual != 1 || m.Verified != none {
		t.Errorf("the closed month holds %+v", m)
	}
	_, err = w.ReopenMonth(t.Context(), boss, "350503", june, "回访发现不实")
	check(t, err)
	if got, err = w.KeepResult(t.Context(), boss, sample.ID, in2); err != nil || got.Drawn[0].Outcome != service.OutcomeVoided {
		t.Errorf("sent again: %v, %+v", err, got.Drawn[0])
	}
	if m := w.month(tm.site, june); m.Recorded.Registered != 0 || m.Recorded.Casual != 1 {
		t.Errorf("the open month holds %+v", m)
	}
	w.rebuildChangesNothing(tm.site)
}

// An honour is beside every month's queue until it is confirmed, in no month's count, and
// can be among the records that a supervisor confirms at once.
func TestAnHonourAmongMany(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	in := service.HonourInput{SiteID: tm.site.ID, Level: "city", Title: "先进零工市场", Awarded: day(2025, 3, 1),
		EvidenceIDs: []string{w.upload(tm.staff, tm.site, onePage)}}
	h, _, err := w.RecordHonour(t.Context(), tm.staff, in)
	check(t, err)
	waits := func() int {
		t.Helper()
		list, err := w.Checklist(t.Context(), w.city, tm.site.ID, june, 10, "")
		check(t, err)
		for _, it := range list.OfHonour {
			if it.Kind != service.HonourRecord || it.ID != h.ID || it.Honour == nil || !it.Honour.May.Confirm {
				t.Errorf("listed: %+v", it)
			}
		}
		if list.Waits.All() != 0 || len(list.Items) != 0 || list.Honours != len(list.OfHonour) {
			t.Errorf("counted with the month's: %+v", list.QueueRow)
		}
		return list.Honours
	}
	if waits() != 1 {
		t.Error("an honour is not in the queue")
	}
	ref := []service.RecordRef{{Kind: service.HonourRecord, ID: h.ID}}
	refused(t, w.ConfirmRecords(t.Context(), tm.mate, ref)[0].Err, "forbidden")
	c := w.ConfirmRecords(t.Context(), w.city, ref)[0]
	if c.Err != nil || c.Honour.Status != service.Confirmed {
		t.Errorf("got %v, %+v", c.Err, c.Honour)
	}
	if waits() != 0 {
		t.Error("a confirmed honour is still in the queue")
	}
	w.rebuildChangesNothing(tm.site)
}
