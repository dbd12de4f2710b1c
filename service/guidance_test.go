package service_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/flag"
)

// talk is a complete one of today.
func talk(s service.Site, person string) service.GuidanceInput {
	return service.GuidanceInput{SiteID: s.ID, PersonID: person, Minutes: 30, Topics: []string{"简历", "面试"},
		Advice: "先考电工证，再应聘维修岗位", NextStep: "周五带简历复谈"}
}

// guided records a talk with a new seeker and must succeed.
func (w *world) guided(tm team) service.GuidanceView {
	w.Helper()
	r := w.register(tm.staff, tm.site, w.somebody())
	v, err := w.Guide(context.Background(), tm.staff, talk(tm.site, r.PersonID))
	check(w, err)
	return v
}

// entries are a site's entries of a type that stand.
func (w *world) entries(tm team, kind service.ActivityType) (standing []service.ActivityView) {
	w.Helper()
	all, err := w.Activities(context.Background(), tm.mate, service.RecordFilter{SiteID: tm.site.ID, Page: service.Page{Limit: 200}})
	check(w, err)
	for _, v := range all {
		if v.Type == kind && v.Status != service.Void {
			standing = append(standing, v)
		}
	}
	return standing
}

func TestGuidanceIsEvidenceByItself(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	v := w.guided(tm)
	list := w.entries(tm, "career_guidance")
	if len(list) != 1 || list[0].ClientID != "guidance:"+v.ID || list[0].RecordedBy != tm.staff.Account.ID || !list[0].May.Confirm {
		t.Fatalf("entries: %+v", list)
	}
	if got := w.item(tm.site, 5, false).Facts["count"]; got != 1 {
		t.Errorf("item 5 counts %v", got)
	}
	_, err := w.ConfirmActivity(t.Context(), tm.staff, list[0].ID)
	refused(t, err, "own_record")

	again, err := w.VoidGuidance(t.Context(), tm.mate, v.ID, "录入有误")
	check(t, err)
	if again.MayVoid || again.VoidReason != "录入有误" || len(w.entries(tm, "career_guidance")) != 0 {
		t.Errorf("void: %+v", again)
	}
	if got := w.item(tm.site, 5, false).Facts["count"]; got != nil && got != 0 {
		t.Errorf("item 5 counts %v after the void", got)
	}
	w.rebuildChangesNothing(tm.site)
}

// What was said is for the seeker and those who work there, and nobody else.
func TestWhoReadsGuidance(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	seeker, other := w.login("seeker").Actor, w.login("other").Actor
	r, _, err := w.RegisterMe(t.Context(), seeker, registration(tm.site, w.somebody()))
	check(t, err)
	v, err := w.Guide(t.Context(), tm.staff, talk(tm.site, r.PersonID))
	check(t, err)
	w.guided(tm)
	mine, err := w.MyGuidance(t.Context(), seeker, service.Page{Limit: 10})
	check(t, err)
	if len(mine) != 1 || mine[0].ID != v.ID || mine[0].Advice != v.Advice || mine[0].Site.Name != tm.site.Name {
		t.Errorf("the seeker reads %+v", mine)
	}
	if none, err := w.MyGuidance(t.Context(), other, service.Page{Limit: 10}); err != nil || len(none) != 0 {
		t.Errorf("another reads %+v, %v", none, err)
	}
	_, err = w.GuidanceByID(t.Context(), seeker, v.ID)
	refused(t, err, "not_found")
	list, err := w.GuidanceOf(t.Context(), tm.mate, service.GuidanceFilter{SiteID: tm.site.ID, PersonID: r.PersonID, Page: service.Page{Limit: 10}})
	if err != nil || len(list) != 1 || list[0].Person.ID != r.PersonID {
		t.Errorf("of the person: %+v, %v", list, err)
	}
}

func TestWhatGuidanceNeeds(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	r := w.register(tm.staff, tm.site, w.somebody())
	for want, change := range map[string]func(*service.GuidanceInput){
		"body.person_id unknown_person": func(in *service.GuidanceInput) { in.PersonID = "x" },
		"body.topics required":          func(in *service.GuidanceInput) { in.Topics = []string{" "} },
		"body.topics too_many":          func(in *service.GuidanceInput) { in.Topics = strings.Split("一二三四五六七八九十又", "") },
		"body.advice required":          func(in *service.GuidanceInput) { in.Advice = "" },
		"body.minutes minutes":          func(in *service.GuidanceInput) { in.Minutes = -1 },
		"body.held_on date_future":      func(in *service.GuidanceInput) { in.HeldOn = day(2026, 7, 16) },
	} {
		in := talk(tm.site, r.PersonID)
		change(&in)
		_, err := w.Guide(t.Context(), tm.staff, in)
		if got := firstField(t, err); got != want {
			t.Errorf("refused with %q, want %q", got, want)
		}
	}
}

// The same talk with the same seeker on one day, time and again, is worth a look; talks
// with many seekers are a day's work.
func TestRepeatedEntriesAreFlagged(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	for range 5 {
		w.guided(tm)
	}
	if codes, _ := w.flagged(tm, service.QueueFilter{}); codes != nil {
		t.Fatalf("five seekers: %q", codes)
	}
	one := w.register(tm.staff, tm.site, w.somebody()).PersonID
	for range 3 {
		_, err := w.Guide(t.Context(), tm.staff, talk(tm.site, one))
		check(t, err)
	}
	for range 3 {
		w.notice(tm, func(in *service.NoticeInput) { in.Title = "社保补贴申领指南" })
	}
	if codes, about := w.flagged(tm, service.QueueFilter{}); !slices.Equal(codes, []flag.Code{flag.RepeatedEntry}) || len(about) != 6 {
		t.Errorf("flagged %q about %d", codes, len(about))
	}
}
