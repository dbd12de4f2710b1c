package service

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/quanjiuye/backend/service/rubric"
)

// ItemInput is one item's score as somebody gives it.
type ItemInput struct {
	No    int           // 1 to 15
	Score *rubric.Score // nil: none, which for a computed item is what the program computes
	Note  string
}

// ScoreSelf writes a manager's scores into the site's column of the draft; items
// that are not named stay. A computed item may be scored lower than the program
// computes, with a note that says why, and never higher; one without facts, and
// every judged item, is scored by hand.
func (s *Service) ScoreSelf(ctx context.Context, a Actor, siteID string, year int, in []ItemInput) (AssessmentView, error) {
	return s.stepAssessment(ctx, a, siteID, year, scoreSelf, func(ctx context.Context, _ Site, n *Assessment) error {
		return s.writeSelf(ctx, a, n, in)
	})
}

func (s *Service) writeSelf(ctx context.Context, a Actor, n *Assessment, in []ItemInput) error {
	if n.Status != Draft {
		return n.outOfState()
	}
	given, err := s.givenScores(ctx, *n, in, false)
	if err != nil {
		return err
	}
	for _, g := range given {
		n.Items[g.No-1].Self = GivenScore{Score: g.Score, Note: g.Note}
	}
	n.noteOnce(SelfStep, a, s.now())
	return nil
}

// SubmitAssessment hands the draft to the county, after writing in as ScoreSelf does;
// refused, neither is done. What was not scored by hand of the computed items is filled
// in as computed now; a judged item without a score refuses it.
func (s *Service) SubmitAssessment(ctx context.Context, a Actor, siteID string, year int, in []ItemInput) (AssessmentView, error) {
	return s.stepAssessment(ctx, a, siteID, year, scoreSelf, func(ctx context.Context, _ Site, n *Assessment) error {
		if n.Status != Draft {
			return n.outOfState()
		}
		if len(in) > 0 {
			if err := s.writeSelf(ctx, a, n, in); err != nil {
				return err
			}
		}
		n.AsOf = s.factsDay(*n)
		facts, err := s.factsOf(ctx, *n)
		if err == nil {
			err = refuseUnopened(facts)
		}
		if err != nil {
			return err
		}
		if err := fillColumn(facts.Recorded, func(i int) *GivenScore { return &n.Items[i].Self }); err != nil {
			return err
		}
		n.Status = Submitted
		n.note(SubmitStep, a, s.now(), "")
		return nil
	})
}

// errNotOpen keeps a site from handing in a form of a time before it opened.
var errNotOpen = &Error{Kind: Conflict, Code: "site_not_open", Message: "站点还没有开业，不能提交考核表"}

// refuseUnopened: else items without facts yet could be scored by hand, to the full.
func refuseUnopened(facts Progress) error {
	if facts.Months == 0 {
		return errNotOpen
	}
	return nil
}

// factsOf are the facts of an assessment's day, read from the records: what is
// decided by them is kept.
func (s *Service) factsOf(ctx context.Context, n Assessment) (Progress, error) {
	st, err := s.stateFromStore(withLatest(ctx), n.SiteID, n.Year)
	if err != nil {
		return Progress{}, err
	}
	return s.progress(withLatest(ctx), st, s.factsDay(n))
}

// givenScores checks what somebody gives for either column. Whoever gives exactly what
// is computed has lowered nothing: the item goes on following the records.
func (s *Service) givenScores(ctx context.Context, n Assessment, in []ItemInput, assessor bool) ([]ItemInput, error) {
	facts, err := s.factsOf(ctx, n)
	if err != nil {
		return nil, err
	}
	sheet := facts.Recorded
	if assessor {
		sheet = facts.Verified
	}
	var p problems
	seen := map[int]bool{}
	out := slices.Clone(in)
	for i := range out {
		g, where := &out[i], fmt.Sprintf("body.items[%d]", i)
		if g.No < 1 || g.No > formItems || seen[g.No] {
			p.add(where+".no", "item", "考核项目序号应为1至15，且不重复")
			continue
		}
		seen[g.No] = true
		before := len(p)
		g.Note = p.text(where+".note", g.Note, 0, 500)
		computed, self := rounded(sheet.Items[g.No-1].Score), n.Items[g.No-1].Self.Score
		switch {
		case g.Score == nil:
		case computed != nil && g.Score.Cmp(*computed) == 0:
			g.Score = nil
		default:
			p.score(where, sheet.Items[g.No-1], computed, *g)
			if computed == nil && assessor && self != nil && g.Score.Cmp(*self) < 0 && g.Note == "" {
				p.add(where+".note", "note_missing", "考核分值低于自评分值，请填写理由")
			}
		}
		for j := range p[before:] {
			p[before+j].Message = ofItem(g.No, p[before+j].Message)
		}
	}
	return out, p.err()
}

// ofItem names the item that a refusal is about, as the form numbers them.
func ofItem(no int, message string) string { return fmt.Sprintf("第%d项：%s", no, message) }

// score checks one score against what its item allows.
func (p *problems) score(where string, it rubric.Item, computed *rubric.Score, g ItemInput) {
	switch {
	case g.Score.Cmp(rubric.Points(it.Max)) > 0:
		p.add(where+".score", "score_above_max", "分值不能超过该项的基本分值")
	case !g.Score.Half():
		p.add(where+".score", "score_step", "分值只能是0.5的倍数")
	case it.Mode == rubric.Computed && computed == nil && g.Note == "":
		p.add(where+".note", "note_missing", "系统没有该项的数据，请说明分值的依据")
	case computed != nil && g.Score.Cmp(*computed) > 0:
		p.add(where+".score", "score_above_computed", "分值不能高于系统按记录计算的得分")
	case computed != nil && g.Note == "":
		p.add(where+".note", "note_missing", "低于系统计算的得分，请填写理由")
	}
}

// rounded is a score as it is written down and read again.
func rounded(s *rubric.Score) *rubric.Score {
	if s == nil {
		return nil
	}
	written, err := rubric.ParseScore(s.String())
	if err != nil {
		return nil
	}
	return &written
}

// fillColumn completes a column by what the sheet computes: where nobody gave a
// score, what is computed by now. A column that lacks a score, or holds a given one
// that is above what is computed by now, is refused.
func fillColumn(sheet rubric.Sheet, at func(i int) *GivenScore) error {
	var lacking, above problems
	for i, it := range sheet.Items {
		given, computed := at(i), rounded(it.Score)
		switch {
		case computed != nil && (given.Score == nil || given.Filled):
			given.Score, given.Filled = computed, true
		case given.Score == nil:
			lacking.add(fmt.Sprintf("items[%d]", i), "score_missing", fmt.Sprintf("第%d项还没有分值", it.No))
		case computed != nil && given.Score.Cmp(*computed) > 0:
			above.aboveComputed(i, it.No)
		}
	}
	if len(lacking) > 0 {
		return &Error{Kind: Conflict, Code: "scores_missing", Message: lacking[0].Message, Fields: lacking}
	}
	return above.refuseAbove()
}

func (p *problems) aboveComputed(i, no int) {
	p.add(fmt.Sprintf("items[%d]", i), "score_above_computed", fmt.Sprintf("第%d项的分值高于系统按记录计算的得分", no))
}

func (p problems) refuseAbove() error {
	if len(p) == 0 {
		return nil
	}
	return &Error{Kind: Conflict, Code: "score_above_computed", Message: p[0].Message, Fields: p}
}

// stepAssessment takes one step of an assessment, which begins as an empty draft.
// step sees the newest state and may be called again when somebody else's step
// came between.
func (s *Service) stepAssessment(ctx context.Context, a Actor, siteID string, year int, op operation,
	step func(context.Context, Site, *Assessment) error,
) (AssessmentView, error) {
	site, err := s.siteFor(ctx, a, op, siteID)
	if err != nil {
		return AssessmentView{}, err
	}
	n, err := s.assessment(ctx, site, year)
	if err != nil {
		return AssessmentView{}, err
	}
	err = s.tally.write(ctx, []Unit{YearUnit(site.ID, year)}, func(ctx context.Context) error {
		if op == scoreSelf && len(n.Steps) == 0 {
			if err := s.store.InsertAssessment(ctx, newAssessment(site, year)); err != nil && !errors.Is(err, ErrExists) {
				return err
			}
		}
		n, err = s.store.UpdateAssessment(ctx, n.ID, func(n *Assessment) error {
			if n.changedSince(ctx) {
				return errAssessmentChanged
			}
			return step(ctx, site, n)
		})
		if errors.Is(err, ErrNoRecord) { // nobody has begun it
			err = errAssessmentState
		}
		return err
	})
	if err != nil {
		return AssessmentView{}, err
	}
	return s.viewAssessment(ctx, a, site, n)
}

type seenKey struct{}

// AsSeen has steps of a form that are taken under ctx refused (assessment_changed) when it
// is no longer at the revision that the caller saw: nobody approves what another has
// changed meanwhile, or writes over it.
func AsSeen(ctx context.Context, revision int64) context.Context {
	return context.WithValue(ctx, seenKey{}, revision)
}

func (n Assessment) changedSince(ctx context.Context) bool {
	seen, told := ctx.Value(seenKey{}).(int64)
	return told && seen != n.Rev
}

var errAssessmentChanged = &Error{Kind: Conflict, Code: "assessment_changed", Message: "考核表在您打开之后有过改动（也可能是您刚才已经办成），这次没有办理；请刷新页面，核对后再办"}
