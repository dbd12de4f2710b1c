package service_test

import (
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

// Steps of an assessment that come at the same moment come one after the other: each
// is either taken or refused, and nothing that somebody wrote is lost.
func TestAssessmentStepsInParallel(t *testing.T) { onEachEngine(t, parallelSteps) }

func parallelSteps(t *testing.T, w *world) {
	tm, boss, ctx := w.team(opened(day(2026, 7, 1)), station), w.supervisor(), t.Context()
	id := tm.site.ID
	deputy, mate := w.hold("deputy", service.Manager, id), w.hold("second county", service.County, "350503")
	other := w.hold("second city", service.City, service.All)

	race := func(n int, step func(i int) error) (taken int) {
		t.Helper()
		var done atomic.Int64
		parallel(n, func(i int) {
			if err := step(i); err == nil {
				done.Add(1)
			} else if c := code(t, err); c != "assessment_state" && c != "scores_missing" && c != "appeal_open" {
				t.Errorf("refused with %q", c)
			}
		})
		return int(done.Load())
	}
	in := judged(most)
	race(len(in), func(i int) error { // each item by itself, by either
		_, err := w.ScoreSelf(ctx, []service.Actor{tm.manager, deputy}[i%2], id, 2026, in[i:i+1])
		return err
	})
	if n := race(6, func(i int) error {
		_, err := w.SubmitAssessment(ctx, []service.Actor{tm.manager, deputy}[i%2], id, 2026, nil)
		return err
	}); n != 1 {
		t.Errorf("%d submitted", n)
	}
	in = judged(less)
	race(len(in), func(i int) error {
		_, err := w.ScoreSite(ctx, []service.Actor{boss, mate}[i%2], id, 2026, in[i:i+1], false)
		return err
	})
	if n := race(4, func(i int) error {
		_, err := w.ScoreSite(ctx, []service.Actor{boss, mate}[i%2], id, 2026, nil, true)
		return err
	}); n != 1 {
		t.Errorf("%d ended the scoring", n)
	}
	if n := race(4, func(i int) error {
		if i%2 == 0 {
			_, err := w.AcceptScores(ctx, tm.manager, id, 2026)
			return err
		}
		_, err := w.AppealScores(ctx, deputy, id, 2026, "第1项偏低")
		return err
	}); n != 1 {
		t.Errorf("%d accepted or appealed", n)
	}
	if _, err := w.AnswerAppeal(ctx, boss, id, 2026, "维持"); err != nil && code(t, err) != "assessment_state" {
		t.Fatal(err)
	}
	w.clock.add(time.Hour)
	if n := race(4, func(i int) error {
		if i == 3 {
			_, err := w.ReturnAssessment(ctx, other, id, 2026, "再核一次")
			return err
		}
		_, err := w.Approve(ctx, []service.Actor{w.city, other}[i%2], id, 2026)
		return err
	}); n != 1 {
		t.Errorf("%d approved or returned", n)
	}
	v, err := w.Assessment(ctx, w.city, id, 2026)
	check(t, err)
	kinds := map[service.StepKind]int{}
	for _, st := range v.Steps {
		kinds[st.Kind]++
	}
	if kinds[service.SubmitStep] != 1 || kinds[service.ScoreStep] != 1 || kinds[service.SelfStep] != 2 || kinds[service.AssessStep] != 2 ||
		kinds[service.ApproveStep]+kinds[service.ReturnStep] != 1 {
		t.Errorf("steps %v", kinds)
	}
	if slices.ContainsFunc(v.Items[:], func(it service.ItemScores) bool {
		return it.Self.Score == nil || it.Assessed.Score == nil && !it.Self.Filled
	}) {
		t.Errorf("an edit was lost: %+v", v.Items)
	}
	if v.Status == service.Approved {
		if r, err := w.VerifyAssessment(ctx, id, 2026); err != nil || !r.OK() {
			t.Errorf("verified: %+v, %v", r.Checks, err)
		}
	}
	w.rebuildChangesNothing(tm.site)
}

// Of two who return a form at once, one does: it does not go back two steps.
func TestReturnedOnceInParallel(t *testing.T) { onEachEngine(t, returnedOnce) }

func returnedOnce(t *testing.T, w *world) {
	tm, boss, ctx := w.team(opened(day(2026, 7, 1)), station), w.supervisor(), t.Context()
	id, other := tm.site.ID, w.hold("second city", service.City, service.All)
	_, err := w.ScoreSelf(ctx, tm.manager, id, 2026, judged(most))
	check(t, err)
	_, err = w.SubmitAssessment(ctx, tm.manager, id, 2026, nil)
	check(t, err)
	scored, err := w.ScoreSite(ctx, boss, id, 2026, judged(less), true)
	check(t, err)
	var taken atomic.Int64
	parallel(4, func(i int) {
		_, err := w.ReturnAssessment(service.AsSeen(ctx, scored.Rev), []service.Actor{w.city, other}[i%2], id, 2026, "再核一次")
		if err == nil {
			taken.Add(1)
		} else if c := code(t, err); c != "assessment_changed" {
			t.Errorf("refused with %q", c)
		}
	})
	v, err := w.Assessment(ctx, boss, id, 2026)
	if check(t, err); taken.Load() != 1 || v.Status != service.Submitted {
		t.Errorf("%d returned it, and it is %s", taken.Load(), v.Status)
	}
}
