package service

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/quanjiuye/backend/service/rubric"
)

// SealCheck is one thing that was looked at in a sealed assessment.
type SealCheck struct {
	Name   string `json:"name"` // stable: hash, stamp, columns, policy, scores, records, evidence
	OK     bool   `json:"ok"`
	Detail string `json:"detail"` // Chinese: what was found
}

// SealReport is what became of checking a sealed assessment.
type SealReport struct {
	SiteID string      `json:"site_id"`
	Year   int         `json:"year"`
	SHA256 string      `json:"sha256"`
	Checks []SealCheck `json:"checks"`
}

// OK reports whether every check succeeded.
func (r SealReport) OK() bool {
	for _, c := range r.Checks {
		if !c.OK {
			return false
		}
	}
	return true
}

func (r *SealReport) check(name string, ok bool, right, wrong string) {
	detail := right
	if !ok {
		detail = wrong
	}
	r.Checks = append(r.Checks, SealCheck{name, ok, detail})
}

// errNotSealed answers for an assessment that has no seal yet.
var errNotSealed = &Error{Kind: Conflict, Code: "not_sealed", Message: "该年度考核尚未批准封存"}

// VerifyAssessment checks a sealed assessment against itself, the program's own
// scoring, the records and the evidence. It asks for no permission: only the
// command line calls it.
func (s *Service) VerifyAssessment(ctx context.Context, siteID string, year int) (SealReport, error) {
	n, err := s.store.Assessment(ctx, AssessmentID(siteID, year))
	if errors.Is(err, ErrNoRecord) || err == nil && n.Seal == nil {
		return SealReport{}, errNotSealed
	}
	if err != nil {
		return SealReport{}, err
	}
	r := SealReport{SiteID: siteID, Year: year, SHA256: n.Seal.SHA256}
	sum := sha256.Sum256([]byte(n.Seal.Sheet))
	r.check("hash", hex.EncodeToString(sum[:]) == n.Seal.SHA256, "封存内容与摘要一致", "封存内容与摘要不一致：内容或摘要被改动")
	stamp, err := s.store.Stamp(ctx, n.Seal.SHA256)
	if err != nil {
		return r, err
	}
	r.check("stamp", stamp == n.Seal.Stamp, "摘要由本系统的密钥签署", "摘要不是由本系统的密钥签署的")
	sheet, readable := n.Seal.read()
	if !readable {
		r.check("columns", false, "", "封存内容无法读取")
		return r, nil
	}
	r.check("columns", sheet.agrees(n), "考核表两栏分值、经办步骤与封存一致", "考核表的分值或经办步骤与封存的不一致")
	if !s.rescore(&r, sheet) {
		return r, nil
	}
	return r, errors.Join(s.checkRecords(ctx, &r, sheet), s.checkEvidence(ctx, &r, sheet))
}

// agrees reports whether the document says what was sealed.
func (h sealedSheet) agrees(n Assessment) bool {
	if n.Status != Approved || n.AsOf != h.AsOf || n.Year != h.Year || n.SiteID != h.Site.ID ||
		len(h.Items) != formItems || len(h.Steps) != len(n.Steps) {
		return false
	}
	for i, it := range h.Items {
		g := n.Items[i]
		if !sameWritten(it.Self, g.Self.Score) || !sameWritten(it.Assessed, g.Assessed.Score) || it.SelfNote != g.Self.Note || it.AssessedNote != g.Assessed.Note {
			return false
		}
	}
	for i, st := range n.Steps {
		sealed := h.Steps[i]
		if sealed.Kind != st.Kind || sealed.By != st.By || sealed.Note != st.Note || !sealed.At.Equal(st.At) {
			return false
		}
	}
	return true
}

// sameWritten compares scores as they are written.
func sameWritten(a, b *rubric.Score) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.String() == b.String()
}

// rescore scores the frozen facts anew under the frozen policy, which must be what
// the log of policies says; known is false for one that this program cannot read.
func (s *Service) rescore(r *SealReport, h sealedSheet) (known bool) {
	policy, known := h.policy()
	if !known {
		r.check("policy", false, "", "封存的评分口径本程序无法识别")
		return false
	}
	kept, there := s.book().named(policy.Version)
	r.check("policy", there && kept == policy, "评分口径与存档的一致", "评分口径与存档的不一致或已缺失")
	st := h.state()
	recorded := rubric.Evaluate(policy, st.facts(policy, h.AsOf, false))
	verified := rubric.Evaluate(policy, st.facts(policy, h.AsOf, true))
	for i, it := range h.Items {
		if !sameWritten(it.Recorded, recorded.Items[i].Score) || !sameWritten(it.Verified, verified.Items[i].Score) {
			r.check("scores", false, "", fmt.Sprintf("按封存的事实重新计算，第%d项得分不一致", it.No))
			return true
		}
	}
	r.check("scores", true, "按封存的事实和口径重新计算，得分一致", "")
	return true
}

func sameJSON(a, b any) bool {
	x, err1 := json.Marshal(a)
	y, err2 := json.Marshal(b)
	return err1 == nil && err2 == nil && bytes.Equal(x, y)
}

func ignoreMissing(err error) error {
	if errors.Is(err, ErrNoRecord) {
		return nil
	}
	return err
}
