package service_test

import (
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/rubric"
)

func points(n int) *rubric.Score { s := rubric.Points(n); return &s }

func half(t testing.TB, text string) *rubric.Score {
	t.Helper()
	s, err := rubric.ParseScore(text)
	check(t, err)
	return &s
}

// judged are scores for all items that are scored by hand.
func judged(score func(max int) *rubric.Score) (in []service.ItemInput) {
	for _, e := range rubric.Catalogue() {
		if e.Mode == rubric.Judged {
			in = append(in, service.ItemInput{No: e.No, Score: score(e.Max), Note: "有台账和照片"})
		}
	}
	return in
}

func most(max int) *rubric.Score { return points(max) }
func less(max int) *rubric.Score { return points(max - 1) }

// submitted is a form in the county's hands, of a site with two persons registered
// and one of them verified.
func (w *world) submitted(tm team) service.AssessmentView {
	w.Helper()
	ctx := w.Context()
	first := w.register(tm.staff, tm.site, w.somebody())
	w.register(tm.staff, tm.site, w.somebody())
	_, err := w.ConfirmRegistration(ctx, tm.mate, first.ID)
	check(w, err)
	_, err = w.ScoreSelf(ctx, tm.manager, tm.site.ID, 2026, judged(most))
	check(w, err)
	v, err := w.SubmitAssessment(ctx, tm.manager, tm.site.ID, 2026, nil)
	check(w, err)
	return v
}

func TestAnAssessmentFromDraftToSeal(t *testing.T) { onEachEngine(t, draftToSeal) }

func draftToSeal(t *testing.T, w *world) {
	tm, boss, ctx := w.team(opened(day(2026, 7, 1)), station), w.supervisor(), t.Context()
	_, err := w.SubmitAssessment(ctx, tm.manager, tm.site.ID, 2026, nil)
	refused(t, err, "scores_missing")
	if p := w.progress(tm.site); p.Assessment != nil {
		t.Errorf("a draft shows %+v", p.Assessment)
	}
	v := w.submitted(tm)
	if v.Status != service.Submitted || v.AsOf != day(2026, 7, 15) || v.Items[6].Self.Score.String() != "5" || v.May.EditSelf || v.Self.String() != "70" {
		t.Fatalf("submitted: %+v, self %v, item 7 %v", v.Status, v.Self, v.Items[6].Self.Score)
	}
	_, err = w.ScoreSelf(ctx, tm.manager, tm.site.ID, 2026, judged(less))
	refused(t, err, "assessment_state")
	if p := w.progress(tm.site); p.Assessment == nil || p.Assessment.Self[0].String() != "10" || p.Assessment.Assessed[0] != nil {
		t.Errorf("submitted shows %+v", p.Assessment)
	}

	_, err = w.ScoreSite(ctx, boss, tm.site.ID, 2026, []service.ItemInput{{No: 7, Score: points(5)}}, false)
	if got := firstField(t, err); got != "body.items[0].score score_above_computed" { // verified is one person: 0
		t.Errorf("refused with %q", got)
	}
	_, err = w.ScoreSite(ctx, boss, tm.site.ID, 2026, []service.ItemInput{{No: 3, Score: points(4)}}, false)
	if got := firstField(t, err); got != "body.items[0].note note_missing" {
		t.Errorf("refused with %q", got)
	}
	v, err = w.ScoreSite(ctx, boss, tm.site.ID, 2026, judged(less), true)
	if check(t, err); v.Status != service.Scored || v.Items[6].Assessed.Score.String() != "0" || v.AppealUntil != day(2026, 7, 22) {
		t.Fatalf("scored: %+v until %v", v.Status, v.AppealUntil)
	}
	_, err = w.Approve(ctx, w.city, tm.site.ID, 2026)
	refused(t, err, "appeal_open")
	w.clock.add(8 * 24 * time.Hour)
	if v, err = w.Approve(ctx, w.city, tm.site.ID, 2026); err != nil || v.Status != service.Approved || v.Seal == nil || len(v.Seal.SHA256) != 64 {
		t.Fatalf("approved: %+v, %v", v.Assessment, err)
	}
	_, err = w.ReturnAssessment(ctx, w.city, tm.site.ID, 2026, "再看看")
	refused(t, err, "assessment_state")
	r, err := w.VerifyAssessment(ctx, tm.site.ID, 2026)
	if check(t, err); !r.OK() || len(r.Checks) < 5 {
		t.Errorf("verified: %+v", r)
	}
	w.rebuildChangesNothing(tm.site)
}

func TestSelfScoresKeepToTheFacts(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	for want, in := range map[string]service.ItemInput{
		"body.items[0].score score_above_max":      {No: 1, Score: half(t, "10.5")},
		"body.items[0].score score_step":           {No: 1, Score: half(t, "9.7")},
		"body.items[0].score score_above_computed": {No: 8, Score: half(t, "0.5")},
		"body.items[0].note note_missing":          {No: 2, Score: points(3)},
		"body.items[0].no item":                    {No: 16, Score: points(3)},
	} {
		_, err := w.ScoreSelf(t.Context(), tm.manager, tm.site.ID, 2026, []service.ItemInput{in})
		if got := firstField(t, err); got != want {
			t.Errorf("%+v: refused with %q, want %q", in, got, want)
		}
	}
	v, err := w.ScoreSelf(t.Context(), tm.manager, tm.site.ID, 2026, []service.ItemInput{
		{No: 2, Score: points(3), Note: "一人长期外派"}, {No: 1, Score: half(t, "8.5")}})
	if check(t, err); v.Self.String() != "11.5" || v.Items[1].Self.Note != "一人长期外派" {
		t.Errorf("self: %v, %+v", v.Self, v.Items[1])
	}
	if v, err = w.ScoreSelf(t.Context(), tm.manager, tm.site.ID, 2026, []service.ItemInput{{No: 1}}); err != nil || v.Self.String() != "3" {
		t.Errorf("taken back: %v, %v", v.Self, err)
	}
}

// What the site claims is held against the facts again as it is handed in.
func TestFactsMaySinkBeforeSubmission(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team(opened(day(2026, 7, 1)), station)
	w.register(tm.staff, tm.site, w.somebody())
	gone := w.register(tm.staff, tm.site, w.somebody())
	in := append(judged(most), service.ItemInput{No: 7, Score: points(4), Note: "留有余地"})
	_, err := w.ScoreSelf(t.Context(), tm.manager, tm.site.ID, 2026, in)
	check(t, err)
	_, err = w.VoidRegistration(t.Context(), tm.mate, gone.ID, "录入有误")
	check(t, err)
	_, err = w.SubmitAssessment(t.Context(), tm.manager, tm.site.ID, 2026, nil)
	refused(t, err, "score_above_computed")
	_, err = w.ScoreSelf(t.Context(), tm.manager, tm.site.ID, 2026, []service.ItemInput{{No: 7}})
	check(t, err)
	v, err := w.SubmitAssessment(t.Context(), tm.manager, tm.site.ID, 2026, nil)
	if check(t, err); v.Items[6].Self.Score.String() != "0" {
		t.Errorf("item 7: %v", v.Items[6].Self.Score)
	}
}

func TestAppealsAndReturns(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm, boss, ctx, id := w.team(opened(day(2026, 7, 1)), station), w.supervisor(), t.Context(), ""
	id = tm.site.ID
	w.submitted(tm)
	_, err := w.ReturnAssessment(ctx, tm.manager, id, 2026, "我要改")
	refused(t, err, "own_site")
	v, err := w.ReturnAssessment(ctx, boss, id, 2026, "佐证不足")
	if check(t, err); v.Status != service.Draft || !v.AsOf.IsZero() || v.Items[0].Self.Score.String() != "10" || w.progress(tm.site).Assessment != nil {
		t.Errorf("returned: %+v", v.Assessment)
	}
	_, err = w.SubmitAssessment(ctx, tm.manager, id, 2026, nil)
	check(t, err)
	_, err = w.ScoreSite(ctx, boss, id, 2026, judged(less), true)
	check(t, err)
	_, err = w.AppealScores(ctx, boss, id, 2026, "不公")
	refused(t, err, "forbidden")
	v, err = w.AppealScores(ctx, tm.manager, id, 2026, "第9项有海报照片")
	if check(t, err); v.May.Appeal || v.May.Accept || !v.AppealUntil.IsZero() {
		t.Errorf("appealed: %+v", v.May)
	}
	w.clock.add(30 * 24 * time.Hour) // nobody answers
	_, err = w.Approve(ctx, w.city, id, 2026)
	refused(t, err, "assessment_state")
	if v, err = w.Assessment(ctx, boss, id, 2026); err != nil || !v.May.Answer || !v.May.Score || v.May.Return {
		t.Errorf("the county may %+v, %v", v.May, err)
	}
	_, err = w.ScoreSite(ctx, boss, id, 2026, []service.ItemInput{{No: 9, Score: points(5)}}, false)
	check(t, err)
	v, err = w.AnswerAppeal(ctx, boss, id, 2026, "采纳")
	if check(t, err); v.Items[8].Assessed.Score.String() != "5" || v.May.Answer {
		t.Errorf("answered: %+v", v.Items[8])
	}
	v, err = w.ReturnAssessment(ctx, w.city, id, 2026, "第1项再核")
	if check(t, err); v.Status != service.Submitted {
		t.Errorf("returned by the city: %s", v.Status)
	}
	_, err = w.ScoreSite(ctx, boss, id, 2026, nil, true)
	check(t, err)
	_, err = w.AcceptScores(ctx, tm.manager, id, 2026)
	check(t, err)
	if v, err = w.Approve(ctx, w.city, id, 2026); err != nil || v.Status != service.Approved {
		t.Errorf("approved: %s, %v", v.Status, err)
	}
}

// Nobody has a say about a site that he has a hand in, nor seals his own scores.
func TestNobodyJudgesHisOwnWork(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm, ctx := w.team(opened(day(2026, 7, 1)), station), t.Context()
	w.hold("both", service.Staff, tm.site.ID)
	both := w.hold("both", service.County, "350503")
	w.submitted(tm)
	_, err := w.ScoreSite(ctx, both, tm.site.ID, 2026, judged(less), true)
	refused(t, err, "own_site")
	check(t, w.RemoveMember(ctx, tm.manager, tm.site.ID, both.Account.ID))
	_, err = w.ScoreSite(ctx, w.login("both").Actor, tm.site.ID, 2026, judged(less), true)
	refused(t, err, "own_site") // having left does not help
	if v, err := w.Assessment(ctx, w.login("both").Actor, tm.site.ID, 2026); err != nil || v.May != (service.AssessmentMay{}) {
		t.Errorf("may %+v, %v", v.May, err)
	}
	_, err = w.ScoreSite(ctx, w.city, tm.site.ID, 2026, judged(less), true)
	check(t, err)
	_, err = w.AcceptScores(ctx, tm.manager, tm.site.ID, 2026)
	check(t, err)
	_, err = w.Approve(ctx, w.city, tm.site.ID, 2026)
	refused(t, err, "own_scores")
	_, err = w.Approve(ctx, w.hold("another", service.City, service.All), tm.site.ID, 2026)
	check(t, err)
}
