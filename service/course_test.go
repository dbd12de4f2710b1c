package service_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service"
)

// terms are those of a free course in August with so many seats.
func terms(seats int, change ...func(*service.CourseTerms)) service.CourseTerms {
	in := service.CourseTerms{Title: "低压电工培训", Place: "东海街道办三楼", StartsOn: day(2026, 8, 10), EndsOn: day(2026, 8, 14),
		SignUpUntil: day(2026, 8, 5), Seats: seats}
	for _, c := range change {
		c(&in)
	}
	return in
}

func waiting(n int) func(*service.CourseTerms) {
	return func(in *service.CourseTerms) { in.Waiting = n }
}

// course is a new one of a site with so many seats.
func (w *world) course(tm team, seats int, change ...func(*service.CourseTerms)) service.CourseView {
	w.Helper()
	v, err := w.PublishCourse(context.Background(), tm.staff, tm.site.ID, terms(seats, change...))
	check(w, err)
	return v
}

// learner is somebody who has registered himself.
func (w *world) learner(tm team) service.Actor {
	w.Helper()
	who := w.somebody()
	a := w.login(who.Name).Actor
	_, _, err := w.RegisterMe(context.Background(), a, registration(tm.site, who))
	check(w, err)
	return a
}

// signUp signs a learner up and must succeed.
func (w *world) signUp(a service.Actor, course string) service.MySignUp {
	w.Helper()
	v, err := w.SignUpFor(context.Background(), a, course, "")
	check(w, err)
	return v
}

// states are how many sign-ups of a course are in which state.
func (w *world) states(tm team, course string) string {
	w.Helper()
	list, err := w.SignUps(context.Background(), tm.staff, course)
	check(w, err)
	n := map[service.PlaceState]int{}
	for _, v := range list {
		n[v.State]++
	}
	return fmt.Sprint(n)
}

func TestACourseIsEvidenceByItself(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	v := w.course(tm, 2)
	one, two := w.learner(tm), w.learner(tm)
	mine := w.signUp(one, v.ID)
	r := w.register(tm.staff, tm.site, w.somebody())
	byStaff, err := w.SignUpFor(t.Context(), tm.staff, v.ID, r.PersonID)
	check(t, err)
	if mine.Place.State != service.PlaceAccepted || byStaff.Place.State != service.PlaceAccepted || byStaff.Place.Self {
		t.Errorf("%+v, %+v", mine.Place, byStaff.Place)
	}
	_, err = w.SignUpFor(t.Context(), two, v.ID, "")
	refused(t, err, "course_full")
	if list := w.entries(tm, "training_sign_up"); len(list) != 2 || list[1].RecordedBy != one.Account.ID || !list[1].May.Confirm || list[0].RecordedBy != tm.staff.Account.ID {
		t.Errorf("sign-ups: %+v", list)
	}
	if got := w.item(tm.site, 10, false).Facts["types"]; fmt.Sprint(got) != "map[training_course:1 training_sign_up:2]" {
		t.Errorf("item 10: %v", got)
	}
	if list, err := w.MySignUps(t.Context(), two, service.Page{Limit: 10}); err != nil || len(list) != 1 || list[0].Place.State != "" || list[0].MayWithdraw {
		t.Errorf("who got no seat sees %+v, %v", list, err)
	}
	w.rebuildChangesNothing(tm.site)
}

// Of many at once as many get a seat as there are, as many wait as may, and the
// ledger has an entry for each seat.
func TestTheLastSeatGoesToOne(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	v := w.course(tm, 3, waiting(2))
	var people []service.Actor
	for range 12 {
		people = append(people, w.learner(tm))
	}
	var mu sync.Mutex
	got := map[string]int{}
	parallel(24, func(i int) { // each twice
		m, err := w.SignUpFor(t.Context(), people[i/2], v.ID, "")
		mu.Lock()
		defer mu.Unlock()
		got[string(m.Place.State)+code(t, err)]++
	})
	if got["accepted"] != 6 || got["waiting"] != 4 || got["course_full"] != 14 || w.states(tm, v.ID) != "map[accepted:3 waiting:2]" {
		t.Errorf("%v, %s", got, w.states(tm, v.ID))
	}
	if n := len(w.entries(tm, "training_sign_up")); n != 3 {
		t.Errorf("%d entries", n)
	}
	w.rebuildChangesNothing(tm.site)
}

// Whoever withdraws makes room for the first who waits; the ledger follows.
func TestASeatThatBecomesFree(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	v := w.course(tm, 1, waiting(5))
	one, two, three := w.learner(tm), w.learner(tm), w.learner(tm)
	first, second := w.signUp(one, v.ID), w.signUp(two, v.ID)
	w.signUp(three, v.ID)
	_, err := w.Withdraw(t.Context(), two, v.ID, first.ID)
	refused(t, err, "not_found")
	back, err := w.Withdraw(t.Context(), one, v.ID, first.ID)
	check(t, err)
	again, err := w.Withdraw(t.Context(), one, v.ID, first.ID)
	check(t, err)
	if back.Place.State != service.PlaceWithdrawn || again.Place.State != service.PlaceWithdrawn || w.states(tm, v.ID) != "map[accepted:1 waiting:1 withdrawn:1]" {
		t.Errorf("%+v, %s", back.Place, w.states(tm, v.ID))
	}
	if list := w.entries(tm, "training_sign_up"); len(list) != 1 || list[0].RecordedBy != two.Account.ID {
		t.Errorf("entries: %+v", list)
	}
	if w.signUp(one, v.ID).Place.State != service.PlaceWaiting { // behind the others
		t.Error("who comes back does not wait")
	}
	more, err := w.ChangeCourse(t.Context(), tm.mate, v.ID, terms(3, waiting(5)))
	check(t, err)
	if more.Taken != 3 || more.Queue != 0 || len(w.entries(tm, "training_sign_up")) != 3 {
		t.Errorf("with more seats: %+v", more)
	}
	_, err = w.ChangeCourse(t.Context(), tm.mate, v.ID, terms(2))
	refused(t, err, "seats_taken")
	if _, err := w.Withdraw(t.Context(), tm.staff, v.ID, second.ID); err != nil { // staff do it for him
		t.Error(err)
	}
	w.rebuildChangesNothing(tm.site)
}

func TestACourseHasItsTime(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	v := w.course(tm, 5, waiting(1))
	one, late := w.learner(tm), w.learner(tm)
	mine := w.signUp(one, v.ID)
	_, err := w.NoteAttendance(t.Context(), tm.staff, v.ID, mine.ID, true)
	refused(t, err, "course_not_begun")
	w.clock.set(day(2026, 8, 6).Start())
	_, err = w.SignUpFor(t.Context(), late, v.ID, "")
	refused(t, err, "sign_up_over")
	if list, err := w.OpenCourses(t.Context(), service.CourseFilter{}); err != nil || len(list) != 0 {
		t.Errorf("open: %+v, %v", list, err)
	}
	w.clock.set(day(2026, 8, 10).Start())
	for _, attended := range []bool{true, false} {
		got, err := w.NoteAttendance(t.Context(), tm.staff, v.ID, mine.ID, attended)
		if want := map[bool]service.PlaceState{true: "attended", false: "absent"}[attended]; err != nil || got.State != want {
			t.Errorf("attended %v: %+v, %v", attended, got, err)
		}
	}
	_, err = w.Withdraw(t.Context(), one, v.ID, mine.ID)
	refused(t, err, "course_begun")
	_, err = w.CancelCourse(t.Context(), tm.staff, v.ID, "报名人数不足")
	refused(t, err, "course_begun")
	if n := len(w.entries(tm, "training_sign_up")); n != 1 {
		t.Errorf("%d entries", n)
	}
}

// A course of today takes sign-ups today, and may turn out not to take place.
func TestACourseOfToday(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	today := func(in *service.CourseTerms) {
		in.StartsOn, in.EndsOn, in.SignUpUntil = w.Today(), w.Today(), day(0, 0, 0)
	}
	v := w.course(tm, 5, today)
	if !v.Open || v.SignUpUntil != w.Today() || v.May.Change || !v.May.Cancel {
		t.Fatalf("published: %+v", v)
	}
	one := w.learner(tm)
	mine := w.signUp(one, v.ID)
	held := w.course(tm, 5, today)
	theirs := w.signUp(one, held.ID)
	_, err := w.NoteAttendance(t.Context(), tm.staff, held.ID, theirs.ID, true)
	check(t, err)
	_, err = w.CancelCourse(t.Context(), tm.staff, held.ID, "老师病了")
	refused(t, err, "course_begun") // somebody was there
	got, err := w.CancelCourse(t.Context(), tm.staff, v.ID, "老师病了")
	if check(t, err); got.Open || got.CancelledBy == "" {
		t.Errorf("cancelled: %+v", got)
	}
	_, err = w.NoteAttendance(t.Context(), tm.staff, v.ID, mine.ID, true)
	refused(t, err, "course_cancelled")
	_, err = w.PublishCourse(t.Context(), tm.staff, tm.site.ID, terms(5, func(in *service.CourseTerms) { in.SignUpUntil = w.Today().AddDays(-1) }))
	if f := firstField(t, err); f != "body.sign_up_until date" {
		t.Errorf("closed before it is open: %q", f)
	}
	late := w.course(tm, 1, waiting(1), func(in *service.CourseTerms) { in.SignUpUntil = w.Today() })
	w.clock.add(24 * time.Hour)
	if _, err := w.ChangeCourse(t.Context(), tm.staff, late.ID, terms(2, waiting(1), func(in *service.CourseTerms) { in.SignUpUntil = late.SignUpUntil })); err != nil {
		t.Errorf("more seats once nobody signs up any more: %v", err)
	}
}

func TestACancelledCourseTakesItsEntriesBack(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	v := w.course(tm, 2)
	one := w.learner(tm)
	mine := w.signUp(one, v.ID)
	got, err := w.CancelCourse(t.Context(), tm.mate, v.ID, "报名人数不足")
	check(t, err)
	if got.Open || got.CancelReason != "报名人数不足" || len(w.entries(tm, "training_course"))+len(w.entries(tm, "training_sign_up")) != 0 {
		t.Errorf("cancelled: %+v", got)
	}
	for _, err := range []error{
		second(w.SignUpFor(t.Context(), one, v.ID, "")), second(w.Withdraw(t.Context(), one, v.ID, mine.ID)),
		second(w.CancelCourse(t.Context(), tm.mate, v.ID, "又一次")), second(w.ChangeCourse(t.Context(), tm.mate, v.ID, terms(5))),
	} {
		refused(t, err, "course_cancelled")
	}
	w.rebuildChangesNothing(tm.site)
}

// second is the error of a call with two answers.
func second[T any](_ T, err error) error { return err }

func TestWhoSignsUpWhom(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	v := w.course(tm, 5)
	one, stranger := w.learner(tm), w.login("stranger").Actor
	other := w.register(tm.staff, tm.site, w.somebody()).PersonID
	_, err := w.SignUpFor(t.Context(), stranger, v.ID, "")
	refused(t, err, "registration_needed")
	_, err = w.SignUpFor(t.Context(), one, v.ID, other)
	if got := firstField(t, err); got != "body.person_id unknown_person" {
		t.Errorf("somebody else: %q", got)
	}
	who := w.somebody()
	_, _, err = w.RegisterMe(t.Context(), one, registration(tm.site, who)) // two people, one phone
	check(t, err)
	_, err = w.SignUpFor(t.Context(), one, v.ID, "")
	if got := firstField(t, err); got != "body.person_id required" {
		t.Errorf("which of two: %q", got)
	}
	_, err = w.SignUpFor(t.Context(), one, "missing", "")
	refused(t, err, "not_found")
	elsewhere := w.team()
	_, err = w.SignUpFor(t.Context(), elsewhere.staff, v.ID, other)
	if got := firstField(t, err); got != "body.person_id unknown_person" {
		t.Errorf("staff of another site: %q", got)
	}
}

func TestWhatACourseNeeds(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	elsewhere := w.team()
	foreignBody := w.body(elsewhere, "别处培训学校")
	for want, change := range map[string]func(*service.CourseTerms){
		"body.title too_short":      func(in *service.CourseTerms) { in.Title = "电" },
		"body.seats seats":          func(in *service.CourseTerms) { in.Seats = 0 },
		"body.waiting waiting":      waiting(-1),
		"body.starts_on date":       func(in *service.CourseTerms) { in.StartsOn = day(2026, 7, 14) },
		"body.ends_on date":         func(in *service.CourseTerms) { in.EndsOn = day(2026, 8, 9) },
		"body.sign_up_until date":   func(in *service.CourseTerms) { in.SignUpUntil = day(2026, 8, 11) },
		"body.body_id unknown_body": func(in *service.CourseTerms) { in.BodyID = foreignBody.ID },
		"body.paid_by seeker_fee":   func(in *service.CourseTerms) { in.FeeFen, in.PaidBy = 10000, "seeker" },
		"body.paid_by paid_by":      func(in *service.CourseTerms) { in.FeeFen = 10000 },
		"body.fee fee":              func(in *service.CourseTerms) { in.FeeFen = -1 },
	} {
		_, err := w.PublishCourse(t.Context(), tm.staff, tm.site.ID, terms(5, change))
		if got := firstField(t, err); got != want {
			t.Errorf("refused with %q, want %q", got, want)
		}
	}
	v, err := w.PublishCourse(t.Context(), tm.staff, tm.site.ID, service.CourseTerms{Title: "一日保洁课", Place: "站内", Seats: 5,
		StartsOn: day(2026, 7, 20), FeeFen: 20000, PaidBy: service.PaidBySubsidy, BodyID: w.body(tm, "丰泽职业培训学校").ID})
	if err != nil || v.EndsOn != v.StartsOn || v.SignUpUntil != day(2026, 7, 19) || !strings.Contains(v.BodyName, "丰泽") {
		t.Errorf("the least that a course needs: %+v, %v", v, err)
	}
}

// body enters a training body and must succeed.
func (w *world) body(tm team, name string) service.TrainingBodyView {
	w.Helper()
	v, _, err := w.EnterTrainingBody(context.Background(), tm.staff, service.TrainingBodyInput{SiteID: tm.site.ID, Name: name,
		Contact: "陈老师", Phone: "13900139000", Courses: "电工、焊工", Since: day(2025, 3, 1)})
	check(w, err)
	return v
}

// Each year of a co-operation is one entry, and only a year in which somebody says
// that it goes on.
func TestATrainingBodyCountsOnceAYear(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	b := w.body(tm, "丰泽职业培训学校")
	if again := w.body(tm, "丰泽 职业培训学校"); again.ID != b.ID {
		t.Errorf("two of one name: %+v", again)
	}
	for range 2 {
		_, err := w.RenewTrainingBody(t.Context(), tm.mate, b.ID)
		check(t, err)
	}
	if list := w.entries(tm, "training_body"); len(list) != 1 || list[0].HeldOn != w.Today() {
		t.Fatalf("entries: %+v", list)
	}
	w.clock.set(time.Date(2027, 2, 1, 9, 0, 0, 0, time.UTC))
	v, err := w.RenewTrainingBody(t.Context(), tm.mate, b.ID)
	check(t, err)
	if list := w.entries(tm, "training_body"); len(list) != 2 || list[0].HeldOn != day(2027, 2, 1) || !slices.Equal(v.Years, []int{2026, 2027}) {
		t.Errorf("entries: %+v, years %v", list, v.Years)
	}
	_, err = w.ChangeTrainingBody(t.Context(), tm.staff, b.ID, service.TrainingBodyInput{Since: day(2025, 3, 1), Until: day(2027, 1, 31)})
	check(t, err)
	_, err = w.RenewTrainingBody(t.Context(), tm.mate, b.ID)
	refused(t, err, "co_operation_ended")
	for want, in := range map[string]service.TrainingBodyInput{
		"body.name required": {}, "body.uscc uscc_format": {Name: "甲校", USCC: "1"}, "body.since date": {Name: "甲校", Since: day(2027, 2, 2)},
		"body.until date": {Name: "甲校", Since: day(2026, 1, 1), Until: day(2025, 1, 1)}, "body.phone phone": {Name: "甲校", Phone: "1"},
	} {
		in.SiteID = tm.site.ID
		_, _, err := w.EnterTrainingBody(t.Context(), tm.staff, in)
		if got := firstField(t, err); got != want {
			t.Errorf("refused with %q, want %q", got, want)
		}
	}
}

// Whatever people and staff do in whatever order: no seat is given twice, nobody
// waits while a seat is free, and the ledger holds an entry for each seat and none
// besides.
func TestSeatsAndEntriesAgree(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	var people []service.Actor
	for range 5 {
		people = append(people, w.learner(tm))
	}
	before := 0
	rapid.Check(t, func(r *rapid.T) {
		seats := rapid.IntRange(1, 3).Draw(r, "seats")
		v := w.course(tm, seats, waiting(2))
		ids := map[int]string{}
		for range rapid.IntRange(3, 12).Draw(r, "acts") {
			who := rapid.IntRange(0, 4).Draw(r, "who")
			switch rapid.SampledFrom([]string{"sign up", "sign up", "withdraw", "change"}).Draw(r, "act") {
			case "sign up":
				if m, err := w.SignUpFor(context.Background(), people[who], v.ID, ""); err == nil {
					ids[who] = m.ID
				}
			case "withdraw":
				_, _ = w.Withdraw(context.Background(), people[who], v.ID, ids[who])
			case "change":
				_, _ = w.ChangeCourse(context.Background(), tm.staff, v.ID, terms(rapid.IntRange(1, 4).Draw(r, "new seats"), waiting(2)))
			}
		}
		now, err := w.Service.Course(context.Background(), tm.staff, v.ID)
		if err != nil {
			r.Fatal(err)
		}
		entries := len(w.entries(tm, "training_sign_up")) - before
		if now.Taken > now.Seats || now.Queue > 0 && now.Taken < now.Seats || entries != now.Taken {
			r.Fatalf("%d seats, %d taken, %d wait, %d entries", now.Seats, now.Taken, now.Queue, entries)
		}
		before += entries
	})
}
