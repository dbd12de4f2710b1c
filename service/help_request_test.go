package service_test

import (
	"context"
	"testing"

	"github.com/quanjiuye/backend/service"
)

// asked is a new request of a learner.
func (w *world) asked(tm team, kind service.ActivityType) (service.Actor, service.MyHelpRequest) {
	w.Helper()
	a := w.learner(tm)
	n, err := w.AskHelp(context.Background(), a, service.HelpInput{SiteID: tm.site.ID, Type: kind, Text: "请帮我看看能办什么"})
	check(w, err)
	return a, n
}

// Whatever can be asked for is, once done, an entry of its type and item.
func TestEachServiceIsEvidenceOfItsItem(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	for _, k := range service.HelpTypes() {
		_, n := w.asked(tm, k.Type)
		_, err := w.CloseHelp(t.Context(), tm.staff, n.ID, service.HelpDone, "已办理")
		check(t, err)
		list := w.entries(tm, k.Type)
		if len(list) != 1 || list[0].ClientID != "help:"+n.ID || list[0].RecordedBy != tm.staff.Account.ID || k.Item == 0 {
			t.Errorf("%s: %+v", k.Type, list)
		}
	}
	for _, result := range []string{service.HelpDeclined, "withdrawn"} {
		_, n := w.asked(tm, "hardship_help")
		_, err := w.CloseHelp(t.Context(), tm.staff, n.ID, result, "不符合条件")
		if (err == nil) != (result == service.HelpDeclined) {
			t.Errorf("closed as %s: %v", result, err)
		}
	}
	if n := len(w.entries(tm, "hardship_help")); n != 1 {
		t.Errorf("%d entries: what was declined counts", n)
	}
	w.rebuildChangesNothing(tm.site)
}

// Of many who take or close one at once, one does.
func TestOneTakesAndClosesARequest(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	seeker, n := w.asked(tm, "startup_project")
	var took, closed [8]string
	parallel(8, func(i int) {
		_, err := w.TakeHelp(t.Context(), []service.Actor{tm.staff, tm.mate}[i%2], n.ID)
		took[i] = code(t, err)
	})
	parallel(8, func(i int) {
		if i == 7 {
			_, err := w.WithdrawHelp(t.Context(), seeker, n.ID)
			closed[i] = code(t, err)
			return
		}
		_, err := w.CloseHelp(t.Context(), tm.staff, n.ID, service.HelpDone, "已推介项目")
		closed[i] = code(t, err)
	})
	tally := map[string]int{}
	for i := range 8 {
		tally["take "+took[i]]++
		tally["close "+closed[i]]++
	}
	if tally["take "] != 4 || tally["take help_taken"] != 4 || tally["close "] != 1 || tally["close help_closed"] != 7 {
		t.Errorf("%v", tally)
	}
	want := 1
	if closed[7] == "" {
		want = 0
	}
	if got := len(w.entries(tm, "startup_project")); got != want {
		t.Errorf("%d entries, want %d", got, want)
	}
}

func TestNobodyHandlesHisOwnRequest(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	_, _, err := w.RegisterMe(t.Context(), tm.staff, registration(tm.site, w.somebody()))
	check(t, err)
	n, err := w.AskHelp(t.Context(), tm.staff, service.HelpInput{SiteID: tm.site.ID, Type: "policy_advice", Text: "社保补贴怎么领"})
	check(t, err)
	_, err = w.CloseHelp(t.Context(), tm.staff, n.ID, service.HelpDone, "已答复")
	refused(t, err, "own_request")
	_, err = w.CloseHelp(t.Context(), tm.mate, n.ID, service.HelpDone, "已答复")
	check(t, err)
	r := w.register(tm.staff, tm.site, w.somebody())
	atCounter, err := w.AskHelp(t.Context(), tm.staff, service.HelpInput{SiteID: tm.site.ID, PersonID: r.PersonID, Type: "policy_advice", Text: "社保补贴怎么领"})
	check(t, err)
	if v, err := w.CloseHelp(t.Context(), tm.staff, atCounter.ID, service.HelpDone, "已答复"); err != nil || steps(v.Steps) != "received by site, closed by site" {
		t.Errorf("at the counter: %+v, %v", v, err)
	}
}
