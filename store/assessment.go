package store

import (
	"context"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/rubric"
)

type assessmentDoc struct {
	ID     string              `json:"_id"`
	Rev    int64               `json:"rev"`
	SiteID string              `json:"site_id"`
	County string              `json:"county"`
	Year   int64               `json:"year"`
	Status string              `json:"status"`
	AsOf   string              `json:"as_of"`
	Items  []itemScoresDoc     `json:"items"`
	Steps  []assessmentStepDoc `json:"steps"`
	Sheet  string              `json:"sheet"` // the seal; empty before
	SHA256 string              `json:"sha256"`
	Stamp  string              `json:"stamp"`
}

type itemScoresDoc struct {
	Self     givenScoreDoc `json:"self"`
	Assessed givenScoreDoc `json:"assessed"`
}

type givenScoreDoc struct {
	Score  string `json:"score"` // as it is written; empty: none
	Note   string `json:"note"`
	Filled bool   `json:"filled"`
}

func newGivenScoreDoc(g service.GivenScore) givenScoreDoc {
	return givenScoreDoc{scoreText(g.Score), g.Note, g.Filled}
}

func (d givenScoreDoc) given() service.GivenScore {
	return service.GivenScore{Score: scoreOf(d.Score), Note: d.Note, Filled: d.Filled}
}

type assessmentStepDoc struct {
	Kind string `json:"kind"`
	By   string `json:"by"`
	At   int64  `json:"at"`
	Note string `json:"note"`
}

func (s *Store) assessments() table[assessmentDoc, service.Assessment] {
	return table[assessmentDoc, service.Assessment]{s, "assessments", newAssessmentDoc, assessmentDoc.assessment,
		func(n *service.Assessment) *int64 { return &n.Rev }}
}

func newAssessmentDoc(n service.Assessment) (assessmentDoc, error) {
	d := assessmentDoc{ID: n.ID, Rev: n.Rev, SiteID: n.SiteID, County: n.County, Year: int64(n.Year),
		Status: string(n.Status), AsOf: n.AsOf.String()}
	for _, it := range n.Items {
		d.Items = append(d.Items, itemScoresDoc{newGivenScoreDoc(it.Self), newGivenScoreDoc(it.Assessed)})
	}
	for _, st := range n.Steps {
		d.Steps = append(d.Steps, assessmentStepDoc{string(st.Kind), st.By, millis(st.At), st.Note})
	}
	if n.Seal != nil {
		d.Sheet, d.SHA256, d.Stamp = n.Seal.Sheet, n.Seal.SHA256, n.Seal.Stamp
	}
	return d, nil
}

func (d assessmentDoc) assessment() (service.Assessment, error) {
	n := service.Assessment{ID: d.ID, Rev: d.Rev, SiteID: d.SiteID, County: d.County, Year: int(d.Year),
		Status: service.AssessmentStatus(d.Status), AsOf: day(d.AsOf)}
	for i, it := range d.Items[:min(len(d.Items), len(n.Items))] {
		n.Items[i] = service.ItemScores{Self: it.Self.given(), Assessed: it.Assessed.given()}
	}
	for _, st := range d.Steps {
		n.Steps = append(n.Steps, service.AssessmentStep{Kind: service.StepKind(st.Kind), By: st.By, At: fromMillis(st.At), Note: st.Note})
	}
	if d.Sheet != "" {
		n.Seal = &service.Seal{Sheet: d.Sheet, SHA256: d.SHA256, Stamp: d.Stamp}
	}
	return n, nil
}

func scoreText(s *rubric.Score) string {
	if s == nil {
		return ""
	}
	return s.String()
}

// scoreOf reads what scoreText wrote.
func scoreOf(text string) *rubric.Score {
	s, err := rubric.ParseScore(text)
	if err != nil {
		return nil
	}
	return &s
}

// InsertAssessment implements service.AssessmentStore.
func (s *Store) InsertAssessment(ctx context.Context, n service.Assessment) error {
	return s.assessments().insert(ctx, n)
}

// Assessment implements service.AssessmentStore.
func (s *Store) Assessment(ctx context.Context, id string) (service.Assessment, error) {
	return s.assessments().first(ctx, Query{Where: []Cond{eq("_id", id)}, Latest: service.WantsLatest(ctx)})
}

// UpdateAssessment implements service.AssessmentStore.
func (s *Store) UpdateAssessment(ctx context.Context, id string, change func(*service.Assessment) error) (service.Assessment, error) {
	return s.assessments().update(ctx, id, change)
}

// Stamp implements service.AssessmentStore.
func (s *Store) Stamp(_ context.Context, text string) (string, error) {
	return s.vault.Blind("assessment", text), nil
}
