package service

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// AssessmentStatus is how far an assessment has come.
type AssessmentStatus string

// The states of an assessment, in order. It goes back by being returned.
const (
	Draft     AssessmentStatus = "draft"     // the site scores itself
	Submitted AssessmentStatus = "submitted" // the county scores
	Scored    AssessmentStatus = "scored"    // the site may appeal, the city approves
	Approved  AssessmentStatus = "approved"  // sealed
)

// formItems is how many items the form has.
const formItems = 15

// Assessment is the form of one site and year (考核表) with both score columns.
type Assessment struct {
	ID     string // AssessmentID of the two below
	Rev    int64
	SiteID string
	County string
	Year   int

	Status AssessmentStatus
	AsOf   calendar.Date // 考核日期, from submission on: the day that the facts speak of
	Items  [formItems]ItemScores
	Steps  []AssessmentStep // oldest first
	Seal   *Seal            // once approved
}

// ItemScores are both columns of one item.
type ItemScores struct{ Self, Assessed GivenScore }

// GivenScore is one column's score of an item.
type GivenScore struct {
	Score *rubric.Score // nil: not scored
	Note  string
	// Filled: nobody gave the score, it is the computed one, and follows the records
	// as long as the form can go back.
	Filled bool
}

// open takes back what was filled in.
func (g *GivenScore) open() {
	if g.Filled {
		g.Score, g.Filled = nil, false
	}
}

// StepKind is what somebody did to an assessment.
type StepKind string

// The steps.
const (
	SelfStep    StepKind = "self" // edited the self scores, once per account and draft
	SubmitStep  StepKind = "submit"
	AssessStep  StepKind = "assess" // edited the county's column, once per account until the form is returned
	ScoreStep   StepKind = "score"  // finished the county's column
	ReturnStep  StepKind = "return"
	AcceptStep  StepKind = "accept"
	AppealStep  StepKind = "appeal"
	AnswerStep  StepKind = "answer" // to an appeal
	ApproveStep StepKind = "approve"
)

// AssessmentStep is one step: who, when and, where one is asked for, why.
type AssessmentStep struct {
	Kind StepKind
	By   string
	At   time.Time
	Note string
}

// AssessmentID is the natural key of a site's year.
func AssessmentID(siteID string, year int) string { return fmt.Sprintf("%s|%04d", siteID, year) }

// AssessmentStore keeps assessments.
type AssessmentStore interface {
	InsertAssessment(ctx context.Context, n Assessment) error // ErrExists: there is one
	Assessment(ctx context.Context, id string) (Assessment, error)
	UpdateAssessment(ctx context.Context, id string, change func(*Assessment) error) (Assessment, error)
	// Stamp is a digest of text that can be made only with the keys of the database.
	Stamp(ctx context.Context, text string) (string, error)
}

// errAssessmentState refuses a step that the assessment's state does not allow.
var errAssessmentState = &Error{Kind: Conflict, Code: "assessment_state", Message: "考核表还没有提交，不能进行此操作"}

// outOfState says where the form is, instead of where the step would need it.
func (n Assessment) outOfState() error {
	e := *errAssessmentState
	switch {
	case n.appealed():
		e.Message = "站点已申诉，须待县（市、区）答复后再办理"
	case n.Status == Draft:
		e.Message = "考核表还在站点自评，尚未提交，不能进行此操作"
	case n.Status == Submitted:
		e.Message = "考核表已提交，正由县（市、区）考核，不能进行此操作"
	case n.Status == Scored:
		e.Message = "县（市、区）已评定分值，考核表待站点确认和市级批准，不能进行此操作"
	case n.Status == Approved:
		e.Message = "考核表已批准封存，不能再更改"
	}
	return &e
}

// last is the newest step of a kind since the assessment was last returned.
func (n Assessment) last(kind StepKind) (AssessmentStep, bool) {
	for _, st := range slices.Backward(n.Steps) {
		switch st.Kind {
		case kind:
			return st, true
		case ReturnStep:
			return AssessmentStep{}, false
		}
	}
	return AssessmentStep{}, false
}

// did reports whether an account ever took one of these steps.
func (n Assessment) did(account string, kinds ...StepKind) bool {
	return slices.ContainsFunc(n.Steps, func(st AssessmentStep) bool { return st.By == account && slices.Contains(kinds, st.Kind) })
}

// scoredBy reports whether the actor ever had a hand in the county's column.
func (n Assessment) scoredBy(a Actor) bool {
	return n.did(a.Account.ID, AssessStep, ScoreStep, AnswerStep)
}

// appealed reports whether an appeal waits for its answer.
func (n Assessment) appealed() bool {
	_, appeal := n.last(AppealStep)
	_, answer := n.last(AnswerStep)
	return n.Status == Scored && appeal && !answer
}

// appealDays is how long a site may appeal against the county's column (申诉期).
const appealDays = 7

// appealUntil is the last day on which the site may appeal; zero: it cannot.
func (n Assessment) appealUntil() calendar.Date {
	scored, ok := n.last(ScoreStep)
	_, appeal := n.last(AppealStep)
	_, accept := n.last(AcceptStep)
	if n.Status != Scored || !ok || appeal || accept {
		return calendar.Date{}
	}
	return calendar.DateOf(scored.At).AddDays(appealDays)
}

// settledBy reports whether the county's column stands by a day: accepted, its
// appeal answered, or not appealed against in time.
func (n Assessment) settledBy(today calendar.Date) bool {
	until := n.appealUntil()
	return n.Status == Scored && !n.appealed() && (until.IsZero() || until.Before(today))
}

func (n *Assessment) note(kind StepKind, a Actor, at time.Time, why string) {
	n.Steps = append(n.Steps, AssessmentStep{kind, a.Account.ID, at, why})
}

// noteOnce notes a step unless the actor has taken it since the form was last
// returned.
func (n *Assessment) noteOnce(kind StepKind, a Actor, at time.Time) {
	for _, st := range slices.Backward(n.Steps) {
		if st.Kind == ReturnStep {
			break
		}
		if st.Kind == kind && st.By == a.Account.ID {
			return
		}
	}
	n.note(kind, a, at, "")
}

// AssessmentColumns is what a progress shows of an assessment: the self column
// once it is submitted, the county's once it is scored.
type AssessmentColumns struct {
	Status   AssessmentStatus         `json:"status"`
	Self     [formItems]*rubric.Score `json:"self"`
	Assessed [formItems]*rubric.Score `json:"assessed"`
}

// columns are nil for a draft.
func (n Assessment) columns() *AssessmentColumns {
	if n.Status == Draft || n.Status == "" {
		return nil
	}
	c := AssessmentColumns{Status: n.Status}
	for i, it := range n.Items {
		c.Self[i] = it.Self.Score
		if n.Status != Submitted {
			c.Assessed[i] = it.Assessed.Score
		}
	}
	return &c
}

// totals are the sums of both columns, nil where nothing is scored.
func (n Assessment) totals() (self, assessed *rubric.Score) {
	for _, it := range n.Items {
		self, assessed = plus(self, it.Self.Score), plus(assessed, it.Assessed.Score)
	}
	return self, assessed
}

func plus(sum, more *rubric.Score) *rubric.Score {
	switch {
	case more == nil:
		return sum
	case sum == nil:
		return more
	}
	total := sum.Add(*more)
	return &total
}
