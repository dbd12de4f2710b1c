package service_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

// ledger is so many registrations of June and July and, for every third person,
// a placement; one registration and one placement are written twice.
func ledger(s service.Site, n int) (rows []service.LedgerRow) {
	add := func(row service.LedgerRow) {
		row.Sheet, row.Row = "求职登记", len(rows)+2
		if row.Placement != nil {
			row.Sheet = "推荐就业"
		}
		rows = append(rows, row)
	}
	person := func(i int) service.PersonInput {
		return service.PersonInput{Name: fmt.Sprint("台账", i), Phone: fmt.Sprintf("139%08d", i), IDNumber: idNumber(i)}
	}
	register := func(i int) {
		in := registration(s, person(i))
		in.RegisteredOn = day(2026, 7, 1).AddDays(-i % 2)
		add(service.LedgerRow{Registration: &in})
	}
	place := func(i int) {
		add(service.LedgerRow{Placement: &service.LedgerPlacement{
			Person: person(i), Proof: "劳动合同",
			PlacementInput: service.PlacementInput{SiteID: s.ID, EmployerName: "雇主" + s.ID, Kind: service.Stable, StartedOn: day(2026, 7, 2)},
		}})
	}
	for i := range n {
		register(i)
		if i%3 == 0 {
			place(i)
		}
	}
	register(0)
	place(0)
	return rows
}

// reported compares a report's figures: new, duplicate and refused, of both sheets.
func reported(t testing.TB, i service.Import, registrations, placements [3]int) {
	t.Helper()
	figures := func(s service.SheetReport) [3]int { return [3]int{s.New, s.Duplicate, len(s.Refused)} }
	if got := figures(i.Report.Registrations); got != registrations {
		t.Errorf("registrations: %v, want %v; %v", got, registrations, i.Report.Registrations.Refused)
	}
	if got := figures(i.Report.Placements); got != placements {
		t.Errorf("placements: %v, want %v; %v", got, placements, i.Report.Placements.Refused)
	}
}

// counted checks what a ledger of n has come to.
func (w *world) counted(s service.Site, n int) {
	w.Helper()
	months := w.progress(s).ByMonth
	june, july := months[5].Recorded, months[6].Recorded
	if june != registered(n/2) || july != (service.Tallied{Registered: n / 2, Complete: n / 2, Stable: n / 3}) {
		w.Fatalf("June %+v, July %+v", june, july)
	}
	w.rebuildChangesNothing(s)
}

func TestALedgerIsBroughtInOnce(t *testing.T) {
	t.Parallel()
	w, tm := whole(t)
	rows := ledger(tm.site, 60)
	told := 0
	job, err := w.ImportLedger(t.Context(), tm.staff, tm.site.ID, "digest", rows, func(done, total int) {
		if done != told+1 || total != len(rows) {
			t.Errorf("%d of %d after %d", done, total, told)
		}
		told = done
	})
	check(t, err)
	reported(t, job, [3]int{60, 1, 0}, [3]int{20, 1, 0})
	if told != len(rows) || job.Rows != told || job.RowsDone != told || job.FinishedAt.IsZero() || job.StartedBy != tm.staff.Account.ID {
		t.Errorf("told %d: %+v", told, job)
	}
	w.counted(tm.site, 60)
	version := w.progress(tm.site).Version

	again, err := w.ImportLedger(t.Context(), tm.mate, tm.site.ID, "digest", rows, nil)
	check(t, err)
	reported(t, again, [3]int{0, 61, 0}, [3]int{0, 21, 0})
	other, err := w.ImportLedger(t.Context(), tm.mate, tm.site.ID, "the same rows in another file", rows, nil)
	check(t, err)
	reported(t, other, [3]int{0, 61, 0}, [3]int{0, 21, 0})
	if v := w.progress(tm.site).Version; again.ID != job.ID || other.ID == job.ID || v != version {
		t.Errorf("imports %s, %s and %s, version %d after %d", job.ID, again.ID, other.ID, v, version)
	}
	seen, err := w.Import(t.Context(), tm.mate, other.ID)
	if err != nil || seen.RowsDone != len(rows) {
		t.Errorf("%+v, %v", seen, err)
	}
}

// whole is a world with a team, whose cache is whole.
func whole(t *testing.T) (*world, team) {
	t.Helper()
	w := newWorld(t)
	tm := w.team()
	w.sweep()
	return w, tm
}

// An import that a fault has ended goes on where it stopped, and its report reads
// as if nothing had happened.
func TestAnInterruptedImportGoesOn(t *testing.T) {
	t.Parallel()
	for name, moment := range map[string]string{"before a row": "before", "after a row": "after"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, tm := whole(t)
			rows := ledger(tm.site, 18)
			broken := 0
			w.store.hook(moment+" InsertRegistration", func() error {
				if broken++; broken == 6 || broken == 7 || broken == 15 {
					return errStore
				}
				return nil
			})
			var job service.Import
			for attempt := 1; ; attempt++ {
				var err error
				if job, err = w.ImportLedger(t.Context(), tm.staff, tm.site.ID, "digest", rows, nil); err == nil {
					break
				}
				if !errors.Is(err, errStore) || attempt > 4 {
					t.Fatalf("attempt %d: %v", attempt, err)
				}
				w.rebuildChangesNothing(tm.site)
			}
			reported(t, job, [3]int{18, 1, 0}, [3]int{6, 1, 0})
			w.counted(tm.site, 18)
			again, err := w.ImportLedger(t.Context(), tm.staff, tm.site.ID, "digest", rows, nil)
			check(t, err)
			reported(t, again, [3]int{0, 19, 0}, [3]int{0, 7, 0})
		})
	}
}

// The caller goes away in the middle; whoever comes next goes on at once.
func TestAnAbandonedImportGoesOn(t *testing.T) {
	t.Parallel()
	w, tm := whole(t)
	rows := ledger(tm.site, 18)
	ctx, leave := context.WithCancel(t.Context())
	_, err := w.ImportLedger(ctx, tm.staff, tm.site.ID, "digest", rows, func(done, _ int) {
		if done == 13 {
			leave()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("import: %v", err)
	}
	job, err := w.ImportLedger(t.Context(), tm.mate, tm.site.ID, "digest", rows, nil)
	check(t, err)
	reported(t, job, [3]int{18, 1, 0}, [3]int{6, 1, 0})
	w.counted(tm.site, 18)
}

// Two at once: the second is refused, until the first ends or is seen to be dead.
func TestOneImportAtATime(t *testing.T) {
	t.Parallel()
	w, tm := whole(t)
	rows := ledger(tm.site, 18)
	row := newGate()
	w.store.before("InsertRegistration", row.once())
	var wg sync.WaitGroup
	wg.Go(func() {
		job, err := w.ImportLedger(t.Context(), tm.staff, tm.site.ID, "digest", rows, nil)
		check(t, err)
		reported(t, job, [3]int{18, 1, 0}, [3]int{6, 1, 0})
	})
	<-row.come
	_, err := w.ImportLedger(t.Context(), tm.mate, tm.site.ID, "digest", rows, nil)
	refused(t, err, "import_in_progress")
	_, err = w.ImportLedger(t.Context(), tm.mate, tm.site.ID, "another", nil, nil) // another file may
	check(t, err)
	w.clock.add(5*time.Second - time.Millisecond)
	_, err = w.ImportLedger(t.Context(), tm.mate, tm.site.ID, "digest", rows, nil)
	refused(t, err, "import_in_progress")
	close(row.pass)
	wg.Wait()
}

// An import that shows no life is taken over; should it wake up, nothing is
// brought in twice.
func TestAStuckImportIsTakenOver(t *testing.T) {
	t.Parallel()
	w, tm := whole(t)
	rows := ledger(tm.site, 18)
	row := newGate()
	w.store.before("InsertRegistration", row.once())
	var wg sync.WaitGroup
	wg.Go(func() {
		_, err := w.ImportLedger(t.Context(), tm.staff, tm.site.ID, "digest", rows, nil)
		check(t, err)
	})
	<-row.come
	w.clock.add(5 * time.Second)
	job, err := w.ImportLedger(t.Context(), tm.mate, tm.site.ID, "digest", rows, nil)
	check(t, err)
	reported(t, job, [3]int{18, 1, 0}, [3]int{6, 1, 0})
	close(row.pass)
	wg.Wait()
	w.counted(tm.site, 18)
}

// What is wrong with a row is reported, and the others are taken.
func TestRowsThatAreRefused(t *testing.T) {
	t.Parallel()
	w, tm := whole(t)
	registers := func(change func(*service.RegistrationInput)) *service.RegistrationInput {
		in := registration(tm.site, w.somebody())
		change(&in)
		return &in
	}
	places := func(who service.PersonInput, employer string) *service.LedgerPlacement {
		return &service.LedgerPlacement{Person: who, PlacementInput: service.PlacementInput{
			SiteID: tm.site.ID, EmployerName: employer, Kind: service.Casual, StartedOn: day(2026, 7, 2)}}
	}
	note := &service.Refused{Row: 9, Code: "note", Message: "备注"}
	misread := service.Refused{Row: 4, Code: "date", Message: "日期无法识别"}
	rows := []service.LedgerRow{
		{Row: 2, Registration: registers(func(in *service.RegistrationInput) { in.ConsentVersion = "" })}, // the paper carries it
		{Row: 3, Registration: registers(func(in *service.RegistrationInput) { in.Person.IDNumber = "123" })},
		{Row: 4, Refusal: &service.LedgerRefusal{Refused: misread}},
		{Row: 5, Registration: registers(func(in *service.RegistrationInput) { in.RegisteredOn = day(2030, 1, 1) })},
		{Row: 6, Placement: places(service.PersonInput{Name: "只有姓名"}, "某公司")},
		{Row: 7, Placement: places(service.PersonInput{Name: "只有证件", IDNumber: idNumber(7)}, "某公司")},
		{Row: 8, Placement: places(service.PersonInput{Name: "只有电话", Phone: "13800009999"}, "某公司")},
		{Row: 9, Placement: places(w.somebody(), "某公司"), Note: note},
		{Row: 10, Placement: places(w.somebody(), "")},
		{Row: 11, Refusal: &service.LedgerRefusal{Placement: true, Refused: misread}},
	}
	job, err := w.ImportLedgerAtConsole(t.Context(), tm.site.ID, "digest", rows, nil)
	check(t, err)
	reported(t, job, [3]int{1, 0, 3}, [3]int{3, 0, 3})
	codes := ""
	for _, r := range append(job.Report.Registrations.Refused, job.Report.Placements.Refused...) {
		codes += fmt.Sprint(r.Row, " ", r.Code, "; ")
		if r.Message == "" {
			t.Errorf("row %d is refused without a word", r.Row)
		}
	}
	if codes != "3 id_number_length; 4 date; 5 date_future; 6 id_number_missing; 10 employer_missing; 4 date; " {
		t.Errorf("refused: %s", codes)
	}
	if notes := job.Report.Placements.Notes; len(notes) != 1 || notes[0] != *note {
		t.Errorf("notes: %v", notes)
	}
	list, err := w.Registrations(t.Context(), tm.staff, service.RecordFilter{SiteID: tm.site.ID})
	if err != nil || len(list) != 1 || list[0].Source != service.FromImport || list[0].RecordedBy != service.CommandLine || !list[0].May.Confirm {
		t.Errorf("%+v, %v", list, err)
	}
	_, err = w.ImportLedgerAtConsole(t.Context(), "no such site", "digest", rows, nil)
	refused(t, err, "not_found")
}

// Redis is down all the while: the records are there, and counted when it is back.
func TestAnImportWhileRedisIsDown(t *testing.T) {
	t.Parallel()
	w, tm := whole(t)
	w.redis.down.Store(true)
	job, err := w.ImportLedger(t.Context(), tm.staff, tm.site.ID, "digest", ledger(tm.site, 18), nil)
	check(t, err)
	reported(t, job, [3]int{18, 1, 0}, [3]int{6, 1, 0})
	w.redis.down.Store(false)
	w.sweep()
	w.counted(tm.site, 18)
}

// lateStore loses the first insert on its way: the caller has given up when it
// arrives.
type lateStore struct {
	*faultyStore
	once    sync.Once
	arrives func()
}

func (s *lateStore) InsertRegistration(ctx context.Context, r service.Registration) (kept service.Registration, created bool, err error) {
	late := false
	s.once.Do(func() {
		late = true
		s.arrives = func() { _, _, _ = s.faultyStore.InsertRegistration(context.WithoutCancel(ctx), r) }
	})
	if late {
		return kept, false, context.Canceled
	}
	return s.faultyStore.InsertRegistration(ctx, r)
}

// A row whose write may yet arrive keeps its mark when the import ends, and is
// counted once it has.
func TestALateRowOfAnInterruptedImportIsCounted(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	late := &lateStore{faultyStore: w.store}
	w.deps.Store = late
	w.Run(ended(t)) // gives the lease back
	w.Service = w.instance()
	w.sweep()
	if _, err := w.ImportLedger(t.Context(), tm.staff, tm.site.ID, "digest", ledger(tm.site, 10), nil); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if n := len(w.dirty()); n != 1 {
		t.Errorf("%d marks", n)
	}
	late.arrives()
	w.sweep()
	if r, err := w.Check(t.Context(), 2026); err != nil || len(r.Differences) != 0 {
		t.Errorf("%+v, %v", r, err)
	}
}
