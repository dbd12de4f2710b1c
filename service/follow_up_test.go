package service_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// startedOn is a placement of somebody new.
func (w *world) startedOn(tm team, on calendar.Date) service.PlacementView {
	w.Helper()
	p, _, err := w.Place(w.Context(), tm.staff, service.PlacementInput{SiteID: tm.site.ID, EmployerName: "恒兴鞋业有限公司",
		PersonID: w.register(tm.staff, tm.site, w.somebody()).PersonID, Kind: service.Casual, StartedOn: on})
	check(w, err)
	return p
}

// tasks are a site's tasks in short: "07-01+7".
func (w *world) tasks(tm team, due service.Due, p service.Page) []string {
	w.Helper()
	list, err := w.FollowUpTasks(w.Context(), tm.mate, tm.site.ID, due, p)
	check(w, err)
	out := make([]string, len(list))
	for i, t := range list {
		out[i] = fmt.Sprintf("%s+%d", t.Placement.StartedOn.String()[5:], t.Day)
		if t.Person.Name == "" || t.Enterprise.Name != "恒兴鞋业有限公司" {
			w.Errorf("nobody's: %+v", t)
		}
	}
	return out
}

func (w *world) wantTasks(tm team, due service.Due, want ...string) {
	w.Helper()
	if got := w.tasks(tm, due, service.Page{Limit: 50}); !slices.Equal(got, want) {
		w.Errorf("%s: %v, want %v", due, got, want)
	}
}

// It is 15 July 2026.
func TestFollowUps(t *testing.T) { onEachEngine(t, followUps) }

func followUps(t *testing.T, w *world) {
	tm, ctx := w.team(), t.Context()
	keep := func(p service.PlacementView, day int, o service.FollowUpOutcome, note string) (service.FollowUpTask, bool, error) {
		return w.KeepFollowUp(ctx, tm.staff, p.ID, service.FollowUpInput{Day: day, Outcome: o, Note: note})
	}
	june, july, today := w.startedOn(tm, day(2026, 6, 10)), w.startedOn(tm, day(2026, 7, 8)), w.startedOn(tm, day(2026, 7, 15))
	w.startedOn(tm, day(2026, 2, 1)) // its last mark was on 2 May, long ago
	w.startedOn(tm, day(2026, 3, 1)) // on 30 May
	voided := w.startedOn(tm, day(2026, 6, 1))
	_, err := w.VoidPlacement(ctx, tm.staff, voided.ID, "未上岗")
	check(t, err)
	w.wantTasks(tm, service.Overdue, "03-01+90", "06-10+7", "06-10+30")
	w.wantTasks(tm, service.DueSoon, "07-08+7", "07-15+7")
	w.wantTasks(tm, service.DueDone)

	_, _, err = keep(today, 7, service.StillWorking, "")
	refused(t, err, "too_early")
	_, _, err = keep(voided, 7, service.StillWorking, "")
	refused(t, err, "record_void")
	_, _, err = keep(june, 8, service.StillWorking, "")
	refused(t, err, "invalid_input")
	_, _, err = keep(june, 7, "sacked", "")
	refused(t, err, "invalid_input")

	first, created, err := keep(june, 7, service.NotReached, "")
	if err != nil || !created || first.DueOn != day(2026, 6, 17) || first.Done.Outcome != service.NotReached || first.LeftEarly {
		t.Errorf("first: %v %+v, %v", created, first, err)
	}
	if same, created, err := keep(june, 7, service.NotReached, ""); err != nil || created || len(same.Done.Earlier) > 0 {
		t.Errorf("the same: %v %+v, %v", created, same, err)
	}
	w.clock.add(time.Minute)
	put, created, err := keep(june, 7, service.HasLeft, "回老家")
	if err != nil || created || !put.LeftEarly || len(put.Done.Earlier) != 1 || put.Done.Earlier[0].Outcome != service.NotReached || !put.Done.Earlier[0].At.Equal(noon) {
		t.Errorf("corrected: %v %+v, %v", created, put, err)
	}
	_, _, err = keep(july, 7, service.StillWorking, "")
	check(t, err)
	w.wantTasks(tm, service.Overdue, "03-01+90") // who had left is not asked about on the 30th day
	w.wantTasks(tm, service.DueSoon, "07-15+7")
	w.wantTasks(tm, service.DueDone, "07-08+7", "06-10+7")
}

func TestFollowUpsInPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	for i := range 7 {
		w.startedOn(tm, day(2026, 6, 20+i/2))
	}
	var all []string
	for p := (service.Page{Limit: 3}); ; {
		list, err := w.FollowUpTasks(t.Context(), tm.staff, tm.site.ID, service.Overdue, p)
		check(t, err)
		for _, task := range list {
			all = append(all, task.Key())
			p.Before = task.Key()
		}
		if len(list) < p.Limit {
			break
		}
	}
	if len(slices.Compact(slices.Clone(all))) != 7 || !slices.IsSorted(all) {
		t.Errorf("%d tasks: %v", len(all), all)
	}
}

// Of many corrections at once none is lost.
func TestParallelFollowUps(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	p := w.startedOn(tm, day(2026, 7, 1))
	created := make([]bool, 12)
	parallel(len(created), func(i int) {
		var err error
		_, created[i], err = w.KeepFollowUp(t.Context(), tm.staff, p.ID, service.FollowUpInput{Day: 7, Outcome: service.StillWorking, Note: fmt.Sprint("第", i, "次")})
		check(t, err)
	})
	list, err := w.FollowUpTasks(t.Context(), tm.staff, tm.site.ID, service.DueDone, service.Page{Limit: 9})
	check(t, err)
	made := 0
	for _, c := range created {
		if c {
			made++
		}
	}
	if len(list) != 1 || len(list[0].Done.Earlier) != len(created)-1 || made != 1 {
		t.Errorf("%d made, %+v", made, list)
	}
}
