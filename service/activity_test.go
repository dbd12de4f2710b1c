package service_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// enter records an activity of a day and must succeed.
func (w *world) enter(a service.Actor, s service.Site, kind service.ActivityType, on calendar.Date) service.ActivityView {
	w.Helper()
	v, _, err := w.RecordActivity(context.Background(), a, service.ActivityInput{SiteID: s.ID, Type: kind, HeldOn: on})
	check(w, err)
	return v
}

// item is one item of a site's sheet, recorded or verified.
func (w *world) item(s service.Site, no int, verified bool) rubric.Item {
	w.Helper()
	p := w.progress(s)
	if verified {
		return p.Verified.Items[no-1]
	}
	return p.Recorded.Items[no-1]
}

func TestActivitiesAreFactsOfTheirItems(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	for _, k := range service.ActivityKinds() {
		w.enter(tm.staff, tm.site, k.Type, calendar.Date{})
	}
	push := w.enter(tm.staff, tm.site, "policy_push", day(2026, 3, 2))
	_, err := w.ConfirmActivity(t.Context(), tm.mate, push.ID)
	check(t, err)

	nine := w.item(tm.site, 9, false)
	want := map[string]int{"policy_publication": 1, "qr_poster": 1, "policy_push": 2}
	if types, _ := nine.Facts["types"].(map[string]int); nine.Facts["count"] != 4 || !maps.Equal(types, want) || nine.Facts["missing"] != nil {
		t.Errorf("item 9: %v", nine.Facts)
	}
	verified := w.item(tm.site, 9, true)
	if verified.Facts["count"] != 1 || !slices.Equal(verified.Facts["missing"].([]string), []string{"发布政策信息", "张贴小程序二维码"}) {
		t.Errorf("item 9, verified: %v", verified.Facts)
	}
	for _, it := range w.progress(tm.site).Recorded.Items {
		if it.Mode == rubric.Judged && (it.Score != nil || it.Facts["count"] == nil) {
			t.Errorf("item %d: score %v, facts %v", it.No, it.Score, it.Facts)
		}
	}
	for no, words := range map[int]string{
		5:  "七项服务中有7项",
		13: "受理维权诉求1",
		14: "7个月中有1个月报送，缺1月、2月、3月、4月、5月、6月",
	} {
		if text := w.item(tm.site, no, false).Explanation; !strings.Contains(text, words) {
			t.Errorf("item %d says %q, not %q", no, text, words)
		}
	}
	w.rebuildChangesNothing(tm.site)
}

func TestWhatIsStillOpenAndMissing(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	for _, kind := range []service.ActivityType{"rights_received", "rights_received", "rights_closed", "policy_advice"} {
		w.enter(tm.staff, tm.site, kind, calendar.Date{})
	}
	for no, words := range map[int]string{
		5:  "七项服务中有1项，政策咨询1，尚无职业介绍、职业指导、失业帮扶、困难援助、技能培训、创业服务",
		13: "受理维权诉求2、办结维权诉求1，未办结1",
		14: "7个月中有0个月报送",
	} {
		if text := w.item(tm.site, no, false).Explanation; !strings.Contains(text, words) {
			t.Errorf("item %d says %q, not %q", no, text, words)
		}
	}
}

// A phone that sends again what it kept has one entry, and so have fifty at once.
func TestOneActivityOfOneClientID(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	var got answers
	parallel(50, func(int) {
		v, created, err := w.RecordActivity(t.Context(), tm.staff, service.ActivityInput{
			SiteID: tm.site.ID, ClientID: "手机-1", Type: "job_fair", Participants: 40, Place: "东海街道"})
		check(t, err)
		got.add(v.ID, created)
	})
	got.once(t, 50)
	if n := w.item(tm.site, 3, false).Facts["count"]; n != 1 {
		t.Errorf("%v counted", n)
	}
	other := w.enter(tm.staff, tm.site, "job_fair", calendar.Date{})
	_, err := w.VoidActivity(t.Context(), tm.mate, other.ID, "重复录入")
	check(t, err)
	if n := w.item(tm.site, 3, false).Facts["count"]; n != 1 {
		t.Errorf("%v counted after the void", n)
	}
	if _, err := w.RestoreActivity(t.Context(), tm.mate, other.ID); err != nil || w.item(tm.site, 3, false).Facts["count"] != 2 {
		t.Errorf("restored: %v, %v", err, w.item(tm.site, 3, false).Facts)
	}
	w.rebuildChangesNothing(tm.site)
}

func TestWhatAnActivityNeeds(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	for want, change := range map[string]func(*service.ActivityInput){
		"body.type activity_type":            func(in *service.ActivityInput) { in.Type = "party" },
		"body.participants participants":     func(in *service.ActivityInput) { in.Participants = -1 },
		"body.held_on date_future":           func(in *service.ActivityInput) { in.HeldOn = day(2026, 7, 16) },
		"body.held_on date_before_opening":   func(in *service.ActivityInput) { in.HeldOn = day(2025, 12, 31) },
		"body.evidence_ids unknown_evidence": func(in *service.ActivityInput) { in.EvidenceIDs = []string{"x"} },
		"body.note text_too_long":            func(in *service.ActivityInput) { in.Note = strings.Repeat("长", 501) },
	} {
		in := service.ActivityInput{SiteID: tm.site.ID, Type: "job_fair"}
		change(&in)
		_, _, err := w.RecordActivity(t.Context(), tm.staff, in)
		if got := firstField(t, err); got != want {
			t.Errorf("refused with %q, want %q", got, want)
		}
	}
	own := w.enter(tm.staff, tm.site, "job_fair", calendar.Date{})
	_, err := w.ConfirmActivity(t.Context(), tm.staff, own.ID)
	refused(t, err, "own_record")
}

// A month with activities alone is not one in which nothing happened.
func TestActivitiesAreWork(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	w.clock.set(time.Date(2026, 8, 20, 12, 0, 0, 0, calendar.Shanghai))
	idle := func() bool {
		return slices.Contains(w.boardOf(tm.manager, service.BoardFilter{})[tm.site.Name].Flags, service.NothingThisMonth)
	}
	if !idle() {
		t.Error("not flagged")
	}
	w.enter(tm.staff, tm.site, "career_guidance", calendar.Date{})
	if idle() {
		t.Error("still flagged")
	}
}
