package service_test

import (
	"sync"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// An item that nobody has lowered follows the records, however often the form goes
// back: what was filled in for an earlier submission binds nobody.
func TestComputedItemsFollowTheRecords(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm, boss, ctx := w.team(opened(day(2026, 7, 1)), station), w.supervisor(), t.Context()
	id := tm.site.ID
	v := w.submitted(tm) // two registered, one verified
	score := func(who func(service.ItemScores) *rubric.Score, want string) {
		t.Helper()
		if got := who(v.Items[6]); got == nil || got.String() != want {
			t.Errorf("item 7: %v, want %s", got, want)
		}
	}
	self := func(it service.ItemScores) *rubric.Score { return it.Self.Score }
	assessed := func(it service.ItemScores) *rubric.Score { return it.Assessed.Score }
	score(self, "5")
	_, err := w.ReturnAssessment(ctx, boss, id, 2026, "还有登记没有录入")
	check(t, err)
	if v, err = w.ScoreSelf(ctx, tm.manager, id, 2026, []service.ItemInput{{No: 7, Score: points(5), Note: "据实"}}); err != nil || v.Items[6].Self.Score != nil {
		t.Errorf("a remark on what is computed lowers it: %v, %+v", err, v.Items[6].Self)
	}
	third := w.register(tm.staff, tm.site, w.somebody())
	v, err = w.SubmitAssessment(ctx, tm.manager, id, 2026, nil)
	check(t, err)
	score(self, "7")

	v, err = w.ScoreSite(ctx, boss, id, 2026, append(judged(less), service.ItemInput{No: 7, Score: points(0), Note: "尚未核实"}), true)
	check(t, err)
	score(assessed, "0")
	_, err = w.AppealScores(ctx, tm.manager, id, 2026, "第7项漏了已核实的登记")
	check(t, err)
	_, err = w.ConfirmRegistration(ctx, tm.mate, third.ID)
	check(t, err)
	v, err = w.AnswerAppeal(ctx, boss, id, 2026, "已核实")
	check(t, err)
	score(assessed, "5")

	_, err = w.VoidRegistration(ctx, tm.mate, third.ID, "重复登记")
	check(t, err)
	_, err = w.Approve(ctx, w.city, id, 2026) // nobody agreed to fewer points
	refused(t, err, "score_above_computed")
	_, err = w.ReturnAssessment(ctx, w.city, id, 2026, "第7项记录已作废")
	check(t, err)
	v, err = w.ScoreSite(ctx, boss, id, 2026, nil, true)
	check(t, err)
	score(assessed, "0")
	score(self, "7") // what the site said stays
}

// Whoever wrote in the county's column has scored, whoever ended the scoring.
func TestNobodySealsOrAcceptsScoresOfHisOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm, boss, ctx := w.team(opened(day(2026, 7, 1)), station), w.supervisor(), t.Context()
	id := tm.site.ID
	w.submitted(tm)
	for range 2 {
		_, err := w.ScoreSite(ctx, w.city, id, 2026, judged(less), false)
		check(t, err)
	}
	v, err := w.ScoreSite(ctx, boss, id, 2026, nil, true)
	if check(t, err); len(v.Steps) != 4 || v.Steps[2].Kind != service.AssessStep || v.Steps[3].Kind != service.ScoreStep {
		t.Errorf("steps %+v", v.Steps)
	}
	turncoat := w.hold("supervisor", service.Manager, id)
	for name, step := range map[string]func() error{
		"accepts": func() error { _, err := w.AcceptScores(ctx, turncoat, id, 2026); return err },
		"appeals": func() error { _, err := w.AppealScores(ctx, turncoat, id, 2026, "分数太低"); return err },
	} {
		if err := step(); code(t, err) != "own_scores" {
			t.Errorf("the scorer %s: %v", name, err)
		}
	}
	if v, err := w.Assessment(ctx, turncoat, id, 2026); err != nil || v.May != (service.AssessmentMay{}) {
		t.Errorf("the scorer may %+v, %v", v.May, err)
	}
	_, err = w.AcceptScores(ctx, tm.manager, id, 2026)
	check(t, err)
	if v, err = w.Assessment(ctx, w.city, id, 2026); err != nil || v.May.Approve {
		t.Errorf("offered: %+v, %v", v.May, err)
	}
	_, err = w.Approve(ctx, w.city, id, 2026)
	refused(t, err, "own_scores")
}

// The site sees the county's column when it is done, and not while it is written.
func TestTheCountysColumnIsHiddenUntilItIsDone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm, boss, ctx := w.team(opened(day(2026, 7, 1)), station), w.supervisor(), t.Context()
	w.submitted(tm)
	_, err := w.ScoreSite(ctx, boss, tm.site.ID, 2026, judged(less), false)
	check(t, err)
	for name, row := range map[string]struct {
		who    service.Actor
		hidden bool
	}{"manager": {tm.manager, true}, "staff": {tm.staff, true}, "county": {boss, false}, "city": {w.city, false}} {
		v, err := w.Assessment(ctx, row.who, tm.site.ID, 2026)
		if check(t, err); (v.Assessed == nil) != row.hidden || (v.Items[0].Assessed.Note == "") != row.hidden {
			t.Errorf("%s sees %v, %+v", name, v.Assessed, v.Items[0])
		}
	}
	_, err = w.ScoreSite(ctx, boss, tm.site.ID, 2026, nil, true)
	check(t, err)
	if v, err := w.Assessment(ctx, tm.staff, tm.site.ID, 2026); err != nil || v.Assessed == nil || v.Items[0].Assessed.Note == "" {
		t.Errorf("done: %v, %v", v.Assessed, err)
	}
}

// Two who edit in turns do not fill the form with steps.
func TestEditsAreNotedOnce(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	other := w.hold("deputy", service.Manager, tm.site.ID)
	var v service.AssessmentView
	for i := range 6 {
		var err error
		v, err = w.ScoreSelf(t.Context(), []service.Actor{tm.manager, other}[i%2], tm.site.ID, 2026, judged(less))
		check(t, err)
	}
	if len(v.Steps) != 2 {
		t.Errorf("steps %+v", v.Steps)
	}
}

// A record that changes in the middle of an approval leaves a seal that agrees with
// itself and is explained.
func TestARecordChangesDuringApproval(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm, boss, ctx := w.team(opened(day(2026, 7, 1)), station), w.supervisor(), t.Context()
	first, second := w.register(tm.staff, tm.site, w.somebody()), w.register(tm.staff, tm.site, w.somebody())
	for _, r := range []service.RegistrationView{first, second} {
		_, err := w.ConfirmRegistration(ctx, tm.mate, r.ID)
		check(t, err)
	}
	w.submitted(tm)
	_, err := w.ScoreSite(ctx, boss, tm.site.ID, 2026, judged(less), true)
	check(t, err)
	_, err = w.AcceptScores(ctx, tm.manager, tm.site.ID, 2026)
	check(t, err)
	w.clock.add(time.Hour)
	var once sync.Once
	w.store.after("MonthFacts", func() error {
		once.Do(func() {
			w.clock.add(time.Second)
			_, err := w.store.Store.UpdateRegistration(ctx, first.ID, func(r *service.Registration) error {
				r.Status, r.ChangedAt = service.Void, w.clock.Now()
				return nil
			})
			check(t, err)
			w.clock.add(time.Second)
		})
		return nil
	})
	v, err := w.Approve(ctx, w.city, tm.site.ID, 2026)
	w.store.after("MonthFacts", nil)
	if check(t, err); v.Items[6].Assessed.Score.Cmp(*v.Facts.Verified.Items[6].Score) > 0 {
		t.Errorf("sealed %v above the verified %v", v.Items[6].Assessed.Score, v.Facts.Verified.Items[6].Score)
	}
	w.clock.add(time.Hour)
	r, err := w.VerifyAssessment(ctx, tm.site.ID, 2026)
	if check(t, err); !r.OK() {
		t.Errorf("verified: %+v", r.Checks)
	}
}

// What is shown of a sealed form is what was sealed, whatever came after it.
func TestASealedFormShowsWhatWasSealed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm, ctx := w.team(opened(day(2026, 7, 1)), station), t.Context()
	w.submitted(tm)
	sealed := w.sealed(tm)
	w.register(tm.staff, tm.site, w.somebody())
	_, _, err := w.PutPolicy(ctx, w.city, service.PolicyInput{From: day(2026, 1, 1), Settings: map[string]string{"item7_below": "prorata"}, Note: "试行"})
	check(t, err)
	v, err := w.Assessment(ctx, tm.staff, tm.site.ID, 2026)
	if check(t, err); v.Facts.Policy != sealed.Facts.Policy || v.Facts.Recorded.Items[6].Explanation != sealed.Facts.Recorded.Items[6].Explanation {
		t.Errorf("shown %s: %s", v.Facts.Policy, v.Facts.Recorded.Items[6].Explanation)
	}
	if p := w.progress(tm.site); p.Recorded.Items[6].Score.String() != "7" {
		t.Errorf("live: %v", p.Recorded.Items[6].Score)
	}
}

// Before a site opens there are no facts, so that everything could be scored by hand.
func TestASiteThatIsNotOpenHandsNothingIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm, ctx := w.team(opened(day(2026, 9, 1)), station), t.Context()
	in := append(judged(most), service.ItemInput{No: 7, Score: points(10), Note: "预计"}, service.ItemInput{No: 8, Score: points(15), Note: "预计"})
	v, err := w.ScoreSelf(ctx, tm.manager, tm.site.ID, 2026, in)
	if check(t, err); v.May.Submit || !v.May.EditSelf {
		t.Errorf("may %+v", v.May)
	}
	_, err = w.SubmitAssessment(ctx, tm.manager, tm.site.ID, 2026, nil)
	refused(t, err, "site_not_open")
	w.clock.set(time.Date(2026, 9, 1, 9, 0, 0, 0, calendar.Shanghai))
	_, err = w.SubmitAssessment(ctx, tm.manager, tm.site.ID, 2026, nil)
	refused(t, err, "score_above_computed")
}
