package service_test

import (
	"context"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// later lets what is owed grow old enough for the sweeper.
func (w *world) later() {
	w.Helper()
	w.clock.add(10 * time.Second)
	w.sweep()
}

// debts is what records owe at the moment.
func (w *world) debts() []service.Debt {
	w.Helper()
	list, err := w.store.Debts(context.Background(), w.clock.Now().Add(time.Hour), 100)
	check(w, err)
	return list
}

// Whatever comes between a record and its entry in the ledger: the act is
// acknowledged, and in the end there is one entry and no debt.
func TestWhatIsOwedIsPaidOnce(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]func(w *world){
		"before the entry":  func(w *world) { w.store.before("InsertActivity", func() error { return errStore }) },
		"after the entry":   func(w *world) { w.store.after("InsertActivity", func() error { return errStore }) },
		"before the strike": func(w *world) { w.store.before("ChangeOwed", func() error { return errStore }) },
		"after the strike":  func(w *world) { w.store.after("ChangeOwed", func() error { return errStore }) },
		"redis is away":     func(w *world) { w.redis.down.Store(true) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, tm := settled(t)
			r := w.register(tm.staff, tm.site, w.somebody())
			fault(w)
			ctx := service.WithRequest(t.Context(), "a phone's request")
			v, err := w.Guide(ctx, tm.staff, talk(tm.site, r.PersonID))
			check(t, err)
			for _, op := range []string{"InsertActivity", "ChangeOwed"} {
				w.store.before(op, nil)
				w.store.after(op, nil)
			}
			w.redis.down.Store(false)
			w.later()
			if left := w.debts(); len(left) != 0 {
				t.Errorf("still owed: %+v", left)
			}
			if again, err := w.Guide(ctx, tm.staff, talk(tm.site, r.PersonID)); err != nil || again.ID != v.ID {
				t.Errorf("the repetition: %+v, %v", again, err)
			}
			if list := w.entries(tm, "career_guidance"); len(list) != 1 {
				t.Errorf("entries: %+v", list)
			}
			if got := w.item(tm.site, 5, false).Facts["count"]; got != 1 {
				t.Errorf("item 5 counts %v", got)
			}
			w.rebuildChangesNothing(tm.site)
		})
	}
}

// Instances and the sweeper may pay at once.
func TestPayingAtOnceEntersOnce(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	w.store.before("InsertActivity", func() error { return errStore })
	for range 5 {
		w.guided(tm)
	}
	w.store.before("InsertActivity", nil)
	if len(w.debts()) != 5 {
		t.Fatalf("owed: %+v", w.debts())
	}
	other := w.instance()
	w.clock.add(time.Minute)
	parallel(8, func(i int) { check(t, []*service.Service{w.Service, other}[i%2].Sweep(t.Context())) })
	if n := len(w.entries(tm, "career_guidance")); n != 5 || len(w.debts()) != 0 {
		t.Errorf("%d entries, owed: %+v", n, w.debts())
	}
	w.rebuildChangesNothing(tm.site)
}

// What is taken back before its entry was made ends as one void entry. Why it was taken
// back stays with the talk: it may name somebody.
func TestWhatIsTakenBackUnpaidIsVoid(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	w.store.before("InsertActivity", func() error { return errStore })
	v := w.guided(tm)
	_, err := w.VoidGuidance(t.Context(), tm.staff, v.ID, "录入有误")
	check(t, err)
	w.store.before("InsertActivity", nil)
	w.later()
	list, err := w.Activities(t.Context(), tm.staff, service.RecordFilter{SiteID: tm.site.ID, Page: service.Page{Limit: 10}})
	if err != nil || len(list) != 1 || list[0].Status != service.Void || list[0].VoidReason != "职业指导记录已作废" || len(w.debts()) != 0 {
		t.Errorf("%+v, %v, owed: %+v", list, err, w.debts())
	}
}

// The ledger of a closed month does not change: an entry that comes late is an
// adjustment, and what the month was closed with stays.
func TestWhatIsOwedToAClosedMonth(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	kept := w.guided(tm)
	w.store.before("InsertActivity", func() error { return errStore })
	w.guided(tm)
	w.clock.set(time.Date(2026, 8, 3, 9, 0, 0, 0, calendar.Shanghai))
	_, err := w.CloseMonth(t.Context(), w.city, "350503", day(2026, 7, 1).In())
	check(t, err)
	w.store.before("InsertActivity", nil)
	w.later()
	if list := w.entries(tm, "career_guidance"); len(list) != 2 || !list[0].Late || list[1].Late {
		t.Errorf("entries: %+v", list)
	}
	_, err = w.VoidGuidance(t.Context(), tm.staff, kept.ID, "录入有误")
	check(t, err)
	if n := len(w.entries(tm, "career_guidance")); n != 2 || len(w.debts()) != 0 {
		t.Errorf("%d entries, owed: %+v", n, w.debts())
	}
}

// Nobody takes the place of what a record will owe.
func TestNamesOfOwedEntriesAreReserved(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	_, _, err := w.RecordActivity(t.Context(), tm.staff, service.ActivityInput{SiteID: tm.site.ID, Type: "job_fair", ClientID: "guidance:1"})
	if got := firstField(t, err); got != "body.client_id client_id_reserved" {
		t.Errorf("refused with %q", got)
	}
}
